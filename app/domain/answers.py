"""Answers to the questions of a form: what was typed is kept as it is; reading it gives a value or a reason.

A draft holds raw texts (and lists of option keys). Nothing is refused when it is saved; everything is told when it
is checked, one Fault per question, so that an error never clears an answer.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.call_file.forms import FormFile, Question, QuestionKind, Section
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.expressions import Value
from app.domain.identifiers import is_rna, is_siret, read_rna, read_siret
from app.domain.money import MoneyError, parse_euros, to_euros
from app.domain.typed.contacts import read_email, read_phone
from app.domain.typed.dates import read_day
from app.domain.typed.figures import read_figure
from app.domain.typed.web_addresses import read_web_address

LONGEST_TEXT = 300
LONGEST_LONG_TEXT = 40_000
MOST_DIGITS, MOST_DECIMALS = 15, 6

Raw = str | list[str]


class AnswerError(ValueError):
    """An answer that cannot be read as its question wants."""

    def __init__(self, code: ReasonCode, **values: Any) -> None:
        self.reason = Reason(code, values)
        super().__init__(code.value)


def is_blank(raw: Raw | None) -> bool:
    """Was nothing typed?"""
    return raw is None or (not raw if isinstance(raw, list) else not raw.strip())


def read_answer(question: Question, raw: Raw | None) -> Value | None:
    """The value of an answer: money in euros, dates, decimals, texts; None when nothing was typed.

    Raises AnswerError with the reason to tell the person.
    """
    if is_blank(raw) or raw is None:
        return None
    if question.kind is QuestionKind.CHOICES:
        return _choices(question, raw if isinstance(raw, list) else [raw])
    if isinstance(raw, list):
        raise AnswerError(ReasonCode.UNREADABLE, read=", ".join(raw))
    return _READERS[question.kind](question, raw.strip())


def _text(question: Question, raw: str) -> str:
    limit = LONGEST_LONG_TEXT if question.kind is QuestionKind.LONG_TEXT else LONGEST_TEXT
    if len(raw) > limit:
        raise AnswerError(ReasonCode.TOO_LONG, read=len(raw), max=limit)
    words = count_words(raw)
    if question.max_words is not None and words > question.max_words:
        raise AnswerError(ReasonCode.TOO_MANY_WORDS, read=words, max=question.max_words)
    return raw


def count_words(text: str) -> int:
    """How many words a text has: a « : » or a « ? » that a space parts from its sentence is none."""
    return sum(any(sign.isalnum() for sign in one) for one in text.split())


def read_number(raw: str) -> Decimal:
    """A number typed with a comma or a dot: 15 digits at most, then 6; the sign may be the one that pages write.

    Raises AnswerError.
    """
    typed = raw.strip()
    below = typed[:1] in ("-", "−")
    figure = read_figure(typed[below:], digits=MOST_DIGITS, decimals=MOST_DECIMALS)
    if figure is None:
        raise AnswerError(ReasonCode.NOT_A_NUMBER, read=raw)
    return -figure if below else figure


def _number(question: Question, raw: str) -> Decimal:
    return _bounded(question, _whole(raw) if question.kind is QuestionKind.INTEGER else read_number(raw))


def _whole(raw: str) -> Decimal:
    try:
        value = read_number(raw)
    except AnswerError as error:
        raise AnswerError(ReasonCode.NOT_A_NUMBER, read=raw, whole=True) from error
    if value != value.to_integral_value():
        raise AnswerError(ReasonCode.NOT_A_NUMBER, read=raw, whole=True)
    return value


def _money(question: Question, raw: str) -> Decimal:
    try:
        return _bounded(question, to_euros(parse_euros(raw)))
    except MoneyError as error:
        raise AnswerError(error.reason.code, **error.reason.values) from error


def _bounded(question: Question, value: Decimal) -> Decimal:
    if value < question.least:
        raise AnswerError(ReasonCode.TOO_SMALL, read=value, min=question.least)
    if question.max is not None and value > question.max:
        raise AnswerError(ReasonCode.TOO_LARGE, read=value, max=question.max)
    return value


def read_date(raw: str) -> date:
    """A day as people type it (``app.domain.typed.dates``). Raises AnswerError."""
    day = read_day(raw)
    if day is None:
        raise AnswerError(ReasonCode.NOT_A_DATE, read=raw)
    return day


def _date(_question: Question, raw: str) -> date:
    return read_date(raw)


def _yes_no(_question: Question, raw: str) -> bool:
    if raw not in ("yes", "no"):
        raise AnswerError(ReasonCode.NOT_A_CHOICE, read=raw)
    return raw == "yes"


def _choice(question: Question, raw: str) -> str:
    if raw not in {option.key for option in question.options}:
        raise AnswerError(ReasonCode.NOT_A_CHOICE, read=raw)
    return raw


def _choices(question: Question, raw: list[str]) -> tuple[str, ...]:
    known = {option.key for option in question.options}
    for one in raw:
        if one not in known:
            raise AnswerError(ReasonCode.NOT_A_CHOICE, read=one)
    return tuple(option.key for option in question.options if option.key in raw)


def _email(_question: Question, raw: str) -> str:
    return _found(read_email(raw), ReasonCode.NOT_AN_EMAIL, raw)


def _phone(_question: Question, raw: str) -> str:
    return _found(read_phone(raw), ReasonCode.NOT_A_PHONE, raw)


def _url(_question: Question, raw: str) -> str:
    return _found(read_web_address(raw), ReasonCode.NOT_A_URL, raw)


def _siret(_question: Question, raw: str) -> str:
    number = read_siret(raw)
    return _found(number if is_siret(number) else None, ReasonCode.NOT_A_SIRET, raw)


def _rna(_question: Question, raw: str) -> str:
    number = read_rna(raw)
    return _found(number if is_rna(number) else None, ReasonCode.NOT_A_RNA, raw)


def _found(value: str | None, code: ReasonCode, raw: str) -> str:
    if value is None:
        raise AnswerError(code, read=raw)
    return value


_READERS: dict[QuestionKind, Callable[[Question, str], Value]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.PHONE: _phone,
    QuestionKind.COMMUNE: _text,
    QuestionKind.INTEGER: _number,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _money,
    QuestionKind.DATE: _date,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.CHOICE: _choice,
    QuestionKind.EMAIL: _email,
    QuestionKind.URL: _url,
    QuestionKind.SIRET: _siret,
    QuestionKind.RNA: _rna,
}


def readable(questions: Sequence[Question], raws: Mapping[str, Raw]) -> dict[str, Value | None]:
    """The values of the answers that can be read; the others are unknown (None)."""
    found: dict[str, Value | None] = {}
    for question in questions:
        try:
            found[question.key] = read_answer(question, raws.get(question.key))
        except AnswerError:
            found[question.key] = None
    return found


Verdict = Callable[[str | None, Mapping[str, Value | None]], bool | None]
"""Is a condition true with what is known? (``CallFolder.verdict``)"""


def answered(
    questions: Sequence[Question], raws: Mapping[str, Raw], verdict: Verdict
) -> dict[str, Value | None]:
    """What this applicant answers: the values of the questions that are asked of them, the others unknown (None).

    An answer may stay in the draft under a question that its author closed afterwards: kept, it tells nothing any
    more, neither to the questions that hang on it nor to whoever reads the dossier.
    """
    known = readable(questions, raws)
    told = [question for question in questions if question.when and known[question.key] is not None]
    while closed := [one for one in told if verdict(one.when, known) is not True]:
        known |= dict.fromkeys((one.key for one in closed), None)
        told = [one for one in told if known[one.key] is not None]
    return known


Asked = Callable[[str | None], bool]
"""Is what carries this condition asked of this applicant? (see ``CallFolder.verdict``)"""


def section_faults(section: Section, raws: Mapping[str, Raw], asked: Asked) -> list[Fault]:
    """What is missing or unreadable in one section."""
    faults = []
    for question in section.questions:
        if not asked(question.when):
            continue
        try:
            if read_answer(question, raws.get(question.key)) is None and question.required:
                faults.append(Fault(question.key, Reason.of(ReasonCode.REQUIRED, label=question.label)))
        except AnswerError as error:
            faults.append(Fault(question.key, error.reason))
    return faults


def form_faults(form: FormFile, raws: Mapping[str, Raw], asked: Asked) -> dict[str, list[Fault]]:
    """The faults of each section of a form, by the key of the section."""
    return {section.key: section_faults(section, raws, asked) for section in form.sections}
