"""Texts as people paste them, without what nobody sees: blanks at both ends, signs that turn or hide others."""

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Marks of direction, blanks without width, soft hyphens. What joins two letters (U+200C, U+200D) is writing."""
_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing."""


def bare(text: str) -> str:
    """The text that is seen; nothing where none of its signs is."""
    seen = _UNSEEN.sub("", text).strip()
    return seen if any(map(_is_drawn, seen)) else ""


def _is_drawn(sign: str) -> bool:
    """Is it a letter, a figure, a stop or a symbol, with ink?"""
    return unicodedata.category(sign)[0] in "LNPS" and sign not in _EMPTY
