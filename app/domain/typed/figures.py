"""Figures as people type them: their thousands parted or not, a comma or a dot before the decimals.

Thousands go by three, all parted by one sign: « 12 345,67 », « 1’234,50 », « 1.234,50 », « 1,234.50 », « 1234.5 ».
« 12 34 » is no figure: what its author meant is not guessed.
"""

import re
from decimal import Decimal

LONGEST = 40
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_PLAIN = re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<rest>[0-9]+))?")
_PARTED = (
    re.compile(r"(?P<whole>[0-9]{1,3}(?P<by>[ '’])[0-9]{3}(?:(?P=by)[0-9]{3})*)(?:[.,](?P<rest>[0-9]+))?"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<rest>[0-9]+)"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<rest>[0-9]+)"),
)


def read_figure(text: str, *, digits: int, decimals: int) -> Decimal | None:
    """The figure, zero or more, with at most so many digits before its comma and after it; None when it is none."""
    typed = _SPACES.sub(" ", text.strip())
    if len(typed) > LONGEST:
        return None
    for pattern in (_PLAIN, *_PARTED):
        if found := pattern.fullmatch(typed):
            whole, rest = "".join(filter(str.isdigit, found["whole"])), found["rest"] or ""
            return Decimal(f"{whole}.{rest or 0}") if len(whole) <= digits and len(rest) <= decimals else None
    return None
