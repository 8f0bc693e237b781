"""Whole numbers as they arrive: in an address, in a form, in a header; none that a column could not hold."""

from typing import Annotated, Final

from fastapi import Path

from app.domain.errors import Hidden, ReasonCode

MOST: Final = 2**31 - 1
"""The largest that a key of PostgreSQL holds."""

Key = Annotated[int, Path(ge=1, le=MOST)]
"""The key of a row, in an address; 422 for anything else."""


def whole_number(typed: str) -> int | None:
    """The number that these figures write; None for anything else, a number too large included."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= len(str(MOST))):
        return None
    return value if (value := int(typed)) <= MOST else None


def number_asked(typed: str) -> int | None:
    """The number of the version that an address asks for; None when it asks for none. Raises Hidden for a wrong one."""
    if not typed:
        return None
    if (number := whole_number(typed)) is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="version")
    return number


def version_stated(stated: str) -> int | None:
    """The version that was read, as a form or ``If-Match`` tells it: « 3 », « "3" », « W/"3" ».

    None when nothing is told; 0, older than any, for what cannot be one.
    """
    bare = stated.strip().removeprefix("W/").strip('"')
    return (whole_number(bare) or 0) if bare not in ("", "*") else None
