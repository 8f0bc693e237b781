"""How what was typed is read: each reader gives the value, or raises AnswerError with the reason to tell the person."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from app.domain.errors import Reason, ReasonCode
from app.domain.expressions import Value
from app.domain.money import MoneyError, parse_euros, to_euros
from app.domain.typed.dates import read_day
from app.domain.typed.figures import read_figure

LONGEST_TEXT = 300
LONGEST_LONG_TEXT = 40_000
MOST_DIGITS, MOST_DECIMALS = 15, 6


class AnswerError(ValueError):
    """An answer that cannot be read as its question wants."""

    def __init__(self, code: ReasonCode, **values: Any) -> None:
        self.reason = Reason(code, values)
        super().__init__(code.value)


class Chosen(Protocol):
    """An option of a question, by its key."""

    @property
    def key(self) -> str: ...


class Limits(Protocol):
    """What a question says of its answer, as far as a reader looks at it."""

    @property
    def max_words(self) -> int | None: ...
    @property
    def least(self) -> Decimal: ...
    @property
    def max(self) -> Decimal | None: ...
    @property
    def options(self) -> Sequence[Chosen]: ...


TypedReader = Callable[[str], str | None]
"""From what was typed to how it is kept; None when it is none."""

Reader = Callable[[Limits, Any], Value]
"""From the question and what was typed, its blanks at both ends left out: a text, a list where several are chosen."""


def count_words(text: str) -> int:
    """How many words a text has: a « : » or a « ? » that a space parts from its sentence is none."""
    return sum(one.isalnum() or any(map(str.isalnum, one)) for one in text.split())


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


def read_date(raw: str) -> date:
    """A day as people type it (``app.domain.typed.dates``). Raises AnswerError."""
    day = read_day(raw)
    if day is None:
        raise AnswerError(ReasonCode.NOT_A_DATE, read=raw)
    return day


def text(longest: int) -> Reader:
    """A text of so many signs at most, and of the words that its question allows."""

    def read(question: Limits, raw: str) -> str:
        if len(raw) > longest:
            raise AnswerError(ReasonCode.TOO_LONG, read=len(raw), max=longest)
        words = count_words(raw)
        if question.max_words is not None and words > question.max_words:
            raise AnswerError(ReasonCode.TOO_MANY_WORDS, read=words, max=question.max_words)
        return raw

    return read


def known_by(read: TypedReader, code: ReasonCode) -> Reader:
    """What ``read`` makes of it; this reason where it makes nothing."""

    def found(_question: Limits, raw: str) -> str:
        value = read(raw)
        if value is None:
            raise AnswerError(code, read=raw)
        return value

    return found


def number(question: Limits, raw: str) -> Decimal:
    """A number within the bounds of its question."""
    return _bounded(question, read_number(raw))


def whole_number(question: Limits, raw: str) -> Decimal:
    """A number without decimals, within the bounds of its question."""
    try:
        value = read_number(raw)
    except AnswerError as error:
        raise AnswerError(ReasonCode.NOT_A_NUMBER, read=raw, whole=True) from error
    if value != value.to_integral_value():
        raise AnswerError(ReasonCode.NOT_A_NUMBER, read=raw, whole=True)
    return _bounded(question, value)


def money(question: Limits, raw: str) -> Decimal:
    """An amount, in euros."""
    try:
        return _bounded(question, to_euros(parse_euros(raw)))
    except MoneyError as error:
        raise AnswerError(error.reason.code, **error.reason.values) from error


def _bounded(question: Limits, value: Decimal) -> Decimal:
    if value < question.least:
        raise AnswerError(ReasonCode.TOO_SMALL, read=value, min=question.least)
    if question.max is not None and value > question.max:
        raise AnswerError(ReasonCode.TOO_LARGE, read=value, max=question.max)
    return value


def day(_question: Limits, raw: str) -> date:
    """A day."""
    return read_date(raw)


def yes_no(_question: Limits, raw: str) -> bool:
    """« yes » or « no », as the page sends it."""
    if raw not in ("yes", "no"):
        raise AnswerError(ReasonCode.NOT_A_CHOICE, read=raw)
    return raw == "yes"


def choice(question: Limits, raw: str) -> str:
    """The key of one of the options."""
    if raw not in {option.key for option in question.options}:
        raise AnswerError(ReasonCode.NOT_A_CHOICE, read=raw)
    return raw


def choices(question: Limits, raw: Sequence[str]) -> tuple[str, ...]:
    """The keys of several options, in the order of the question."""
    known = {option.key for option in question.options}
    for one in raw:
        if one not in known:
            raise AnswerError(ReasonCode.NOT_A_CHOICE, read=one)
    return tuple(option.key for option in question.options if option.key in raw)
