"""What the type of the PDFs can print of a text that somebody pasted: no box, and nothing left out in silence."""

import re
from typing import Any

from markupsafe import Markup

EMOJI = "[emoji]"
BULLET = "•"
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff][\U0001f000-\U0001faff\U000e0020-\U000e007f\u200d\ufe0f\u2640\u2642\u2695]*"
)
_WORD_SYMBOL = re.compile("[\uf020-\uf0ff]")
"""Word writes the bullets of Symbol and Wingdings in the private area, where our type has nothing."""
_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\u202a-\u202e\u2066-\u2069\ufe0f\ufeff\ufffe\uffff\ud800-\udfff]"
)


def printable(text: str) -> str:
    """The text with Word's bullets as « • », an emoji as « [emoji] », line breaks of all kinds as one, no control."""
    seen = _WORD_SYMBOL.sub(BULLET, _EMOJI.sub(EMOJI, text))
    return _UNSEEN.sub("", _BREAK.sub("\n", seen))


def finalized(value: Any) -> Any:
    """What a template of a PDF writes: texts made ``printable``, the rest as it is."""
    if isinstance(value, Markup):
        return Markup(printable(str(value)))  # noqa: S704 - it was safe, and no sign of HTML is added
    return printable(value) if isinstance(value, str) else value
