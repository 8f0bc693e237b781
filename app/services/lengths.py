"""What a person types is kept whole, or refused with how long it may be: nothing is cut without a word."""

from typing import Final

from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.domain.typed.texts import bare

LONGEST_NAME: Final = 200
LONGEST_REASON: Final = 2_000
LONGEST_NOTE: Final = 5_000
LONGEST_WORDS: Final = 20_000


def whole(field: str, text: str, most: int, faults: list[Fault]) -> str:
    """The text that is seen (``app.domain.typed.texts``); one more fault when it has more than ``most`` characters."""
    seen = bare(text)
    if len(seen) > most:
        faults.append(Fault(field, Reason.of(ReasonCode.TOO_LONG, read=len(seen), max=most)))
    return seen


def required(field: str, text: str, most: int, code: ReasonCode = ReasonCode.REQUIRED) -> str:
    """The same for a text that has to be there. Raises Invalid, with ``code`` where there is none."""
    faults: list[Fault] = []
    seen = whole(field, text, most, faults)
    if not seen:
        faults.append(Fault(field, Reason.of(code)))
    if faults:
        raise Invalid(*faults)
    return seen


def optional(field: str, text: str, most: int) -> str:
    """The same for a text that may be empty. Raises Invalid."""
    faults: list[Fault] = []
    seen = whole(field, text, most, faults)
    if faults:
        raise Invalid(*faults)
    return seen
