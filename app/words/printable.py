"""What the type of the PDFs can print of a text that somebody pasted: no box, and nothing left out in silence."""

import re
from typing import Any

from markupsafe import Markup

EMOJI = "[emoji]"
BULLET = "•"
UNPRINTED = "[signes non imprimables]"
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff][\U0001f000-\U0001faff\U000e0020-\U000e007f\u200d\ufe0f\u2640\u2642\u2695]*"
)
_WORD_SYMBOL = re.compile("[\uf020-\uf0ff]")
"""Word writes the bullets of Symbol and Wingdings in the private area, where our type has nothing."""
_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\u202a-\u202e\u2066-\u2069\ufe0f\ufeff\ufffe\uffff\ud800-\udfff]"
)


_WITHOUT_TYPE = (
    "\u0700-\u07bf\u0800-\u0e7f\u0f00-\u109f\u1100-\u13ff\u1700-\u18af\u1900-\u1c7f\u2e80-\ua63f\ua800-\uab2f\uab70-\ud7ff"
    "\uf900-\ufaff\uff65-\uffdc\U00010000-\U0001cfff\U00020000-\U0003ffff"
)
"""Writings that neither our type nor the one beside it (DejaVu) has: from Syriac to Thai, Ethiopic, Chinese, Korean."""
_UNPRINTED = re.compile(f"[{_WITHOUT_TYPE}]+(?:[ \u3000][{_WITHOUT_TYPE}]+)*")
_WIDE = {sign: sign - 0xFEE0 for sign in range(0xFF01, 0xFF5F)} | {0x3000: " "}
"""Letters and figures as wide as an ideogram, to those of our type."""


def printable(text: str) -> str:
    """The text with Word's bullets as « • », an emoji as « [emoji] », line breaks of all kinds as one, no control.

    A writing that no type of ours has is said, once for its words that follow one another.
    """
    seen = _WORD_SYMBOL.sub(BULLET, _EMOJI.sub(EMOJI, text.translate(_WIDE)))
    seen = _UNPRINTED.sub(UNPRINTED, seen)
    return _UNSEEN.sub("", _BREAK.sub("\n", seen))


def finalized(value: Any) -> Any:
    """What a template of a PDF writes: texts made ``printable``, the rest as it is."""
    if isinstance(value, Markup):
        return Markup(printable(str(value)))  # noqa: S704 - it was safe, and no sign of HTML is added
    return printable(value) if isinstance(value, str) else value
