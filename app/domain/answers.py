"""Answers to the questions of a form: what was typed is kept as it is; reading it gives a value or a reason.

A draft holds raw texts (and lists of option keys). Nothing is refused when it is saved; everything is told when it
is checked, one Fault per question, so that an error never clears an answer.
"""

from collections.abc import Callable, Mapping, Sequence

from app.domain.call_file.forms import FormFile, Question, Section
from app.domain.call_file.kinds import KINDS
from app.domain.call_file.reading import AnswerError
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.expressions import Value
from app.domain.typed.texts import bare

Raw = str | list[str]


def is_blank(raw: Raw | None) -> bool:
    """Was nothing typed?"""
    return raw is None or (not raw if isinstance(raw, list) else not bare(raw))


def read_answer(question: Question, raw: Raw | None) -> Value | None:
    """The value of an answer: money in euros, dates, decimals, texts; None when nothing was typed.

    Raises AnswerError with the reason to tell the person.
    """
    seen = raw if raw is None or isinstance(raw, list) else bare(raw)
    if not raw or not seen:
        return None
    kind = KINDS[question.kind]
    if kind.several:
        return kind.read(question, raw if isinstance(raw, list) else [raw])
    if isinstance(seen, list):
        raise AnswerError(ReasonCode.UNREADABLE, read=", ".join(seen), several=False)
    return kind.read(question, seen)


Read = Mapping[str, Value | AnswerError | None]
"""Answers that were read, by question; the reason for one that cannot be."""


def read_all(questions: Sequence[Question], raws: Mapping[str, Raw]) -> Read:
    """Every answer, read once."""
    found: dict[str, Value | AnswerError | None] = {}
    for question in questions:
        try:
            found[question.key] = read_answer(question, raws.get(question.key))
        except AnswerError as error:
            found[question.key] = error
    return found


def shape_fault(question: Question, raw: Raw) -> Fault | None:
    """What is wrong with a list for a question that takes one answer, or one text for a question that takes a list.

    Nothing typed is of both shapes.
    """
    several = KINDS[question.kind].several
    if raw == "" or isinstance(raw, list) == several:
        return None
    read = ", ".join(raw) if isinstance(raw, list) else raw
    return Fault(question.key, Reason.of(ReasonCode.UNREADABLE, read=read[:200], several=several))


def readable(questions: Sequence[Question], raws: Mapping[str, Raw]) -> dict[str, Value | None]:
    """The values of the answers that can be read; the others are unknown (None)."""
    return _values(read_all(questions, raws))


def _values(read: Read) -> dict[str, Value | None]:
    return {key: None if isinstance(value, AnswerError) else value for key, value in read.items()}


Verdict = Callable[[str | None, Mapping[str, Value | None]], bool | None]
"""Is a condition true with what is known? (``CallFolder.verdict``)"""


def answered(
    questions: Sequence[Question], raws: Mapping[str, Raw], verdict: Verdict, read: Read | None = None
) -> dict[str, Value | None]:
    """What this applicant answers: the values of the questions that are asked of them, the others unknown (None).

    An answer may stay in the draft under a question that its author closed afterwards: kept, it tells nothing any
    more, neither to the questions that hang on it nor to whoever reads the dossier. ``read``: the answers, when they
    were read already.
    """
    known = _values(read_all(questions, raws) if read is None else read)
    told = [question for question in questions if question.when and known[question.key] is not None]
    while closed := [one for one in told if verdict(one.when, known) is not True]:
        known |= dict.fromkeys((one.key for one in closed), None)
        told = [one for one in told if known[one.key] is not None]
    return known


IsAsked = Callable[[str | None], bool]
"""Is what carries this condition asked of this applicant? (see ``CallFolder.verdict``)"""


def section_faults(section: Section, read: Read, asked: IsAsked) -> list[Fault]:
    """What is missing or unreadable in one section."""
    faults = []
    for question in section.questions:
        if not asked(question.when):
            continue
        value = read.get(question.key)
        if isinstance(value, AnswerError):
            faults.append(Fault(question.key, value.reason))
        elif value is None and question.required:
            faults.append(Fault(question.key, Reason.of(ReasonCode.REQUIRED, label=question.label)))
    return faults


def form_faults(
    form: FormFile, raws: Mapping[str, Raw], asked: IsAsked, read: Read | None = None
) -> dict[str, list[Fault]]:
    """The faults of each section of a form, by its key. ``read``: the answers, when they were read already."""
    known = read_all(form.questions, raws) if read is None else read
    return {section.key: section_faults(section, known, asked) for section in form.sections}
