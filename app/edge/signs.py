"""The signs of a text that somebody sent: none that nothing shows, none that no database keeps alike.

Control characters (all but the tabulation and the ends of lines) and halves of surrogate pairs: PostgreSQL refuses
U+0000, SQLite keeps it, UTF-8 has no half of a pair.
"""

import re
from typing import Any, Final

_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_BREAKS: Final = re.compile("[\x0b\x0c]")
"""What a word processor pastes for a new line and a new page."""


def shown(text: str) -> str:
    """The text without what nothing shows; a pasted break of line or of page becomes an end of line."""
    return _UNSEEN.sub("", _LINE_BREAKS.sub("\n", text))


def is_shown(value: Any) -> bool:
    """Has every text of this JSON only signs that something shows?"""
    match value:
        case str():
            return _UNSEEN.search(value) is None and _LINE_BREAKS.search(value) is None
        case list():
            return all(map(is_shown, value))
        case dict():
            return all(is_shown(key) and is_shown(one) for key, one in value.items())
        case _:
            return True
