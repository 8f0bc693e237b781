"""Reading a threshold: a mark ("3,5"), a percentage ("70 %"), or the key of a level ("satisfaisant")."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"-?\d{1,9}([.,]\d{1,6})?")
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,6})?)[\s\u00a0\u202f]*%")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


def is_threshold(text: str) -> Decimal | str | None:
    """The threshold that a text writes, in its one spelling; None when it writes none."""
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if (found := _PERCENT.fullmatch(text)) is not None and percent(text) <= 100:
        return found[1].replace(",", ".") + " %"
    return text if _KEY.fullmatch(text) else None


def percent(text: str) -> Decimal:
    """The figure before the sign."""
    return Decimal(text.rstrip("%\u00a0\u202f ").replace(",", "."))


def is_percent(threshold: Decimal | str) -> bool:
    """Is the threshold a part of the highest rather than a mark?"""
    return isinstance(threshold, str) and threshold.endswith("%")
