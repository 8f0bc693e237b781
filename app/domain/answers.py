"""Answers to the questions of a form: what was typed is kept as it is; reading it gives a value or a reason.

A draft holds raw texts (and lists of option keys). Nothing is refused when it is saved; everything is told when it
is checked, one Fault per question, so that an error never clears an answer.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.call_file.forms import FormFile, Question, QuestionKind, Section
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.expressions import Value
from app.domain.identifiers import is_rna, is_siret
from app.domain.money import MoneyError, parse_euros, to_euros

LONGEST_TEXT = 300
LONGEST_LONG_TEXT = 40_000
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_DATE_FR = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_DATE_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_URL = re.compile(r"https?://[^\s]{3,490}")
_NUMBER = re.compile(r"[-−]?\d{1,15}([.,]\d{1,6})?", re.ASCII)

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
    words = len(raw.split())
    if question.max_words is not None and words > question.max_words:
        raise AnswerError(ReasonCode.TOO_MANY_WORDS, read=words, max=question.max_words)
    return raw


def read_number(raw: str) -> Decimal:
    """A number typed with a comma or a dot: 15 digits at most, then 6; the sign may be the one that pages write.

    Raises AnswerError.
    """
    bare = _SPACES.sub("", raw)
    if not _NUMBER.fullmatch(bare):
        raise AnswerError(ReasonCode.NOT_A_NUMBER, read=raw)
    return Decimal(bare.replace(",", ".").replace("−", "-"))


def _number(question: Question, raw: str) -> Decimal:
    return _bounded(question, _whole(raw) if question.kind is QuestionKind.INTEGER else read_number(raw))


def _whole(raw: str) -> Decimal:
    bare = _SPACES.sub("", raw)
    value = read_number(raw) if _NUMBER.fullmatch(bare) else None
    if value is None or value != value.to_integral_value():
        raise AnswerError(ReasonCode.NOT_A_NUMBER, read=raw, whole=True)
    return value


def _money(question: Question, raw: str) -> Decimal:
    try:
        return _bounded(question, to_euros(parse_euros(raw)))
    except MoneyError as error:
        raise AnswerError(error.reason.code, **error.reason.values) from error


def _bounded(question: Question, value: Decimal) -> Decimal:
    if question.min is not None and value < question.min:
        raise AnswerError(ReasonCode.TOO_SMALL, read=value, min=question.min)
    if question.max is not None and value > question.max:
        raise AnswerError(ReasonCode.TOO_LARGE, read=value, max=question.max)
    return value


def read_date(raw: str) -> date:
    """A day typed as 31/12/2026 or 2026-12-31. Raises AnswerError."""
    if found := _DATE_FR.fullmatch(raw):
        day, month, year = (int(part) for part in found.groups())
    elif found := _DATE_ISO.fullmatch(raw):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise AnswerError(ReasonCode.NOT_A_DATE, read=raw)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise AnswerError(ReasonCode.NOT_A_DATE, read=raw) from error


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
    if len(raw) > 254 or not _EMAIL.fullmatch(raw):
        raise AnswerError(ReasonCode.NOT_AN_EMAIL, read=raw)
    return raw.lower()


def _url(_question: Question, raw: str) -> str:
    if not _URL.fullmatch(raw):
        raise AnswerError(ReasonCode.NOT_A_URL, read=raw)
    return raw


def _siret(_question: Question, raw: str) -> str:
    bare = _SPACES.sub("", raw)
    if not is_siret(bare):
        raise AnswerError(ReasonCode.NOT_A_SIRET, read=raw)
    return bare


def _rna(_question: Question, raw: str) -> str:
    bare = _SPACES.sub("", raw).upper()
    if not is_rna(bare):
        raise AnswerError(ReasonCode.NOT_A_RNA, read=raw)
    return bare


_READERS: dict[QuestionKind, Callable[[Question, str], Value]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.PHONE: _text,
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
