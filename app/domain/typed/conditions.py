"""The conditions of an opinion or of a decision, out of the text in which they were typed."""

import re

_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)\s*")


def conditions_in(text: str) -> tuple[str, ...]:
    """Each condition, one for a paragraph: a blank line parts them, whatever ends the lines and stands between."""
    return tuple(part.strip() for part in _BLANK_LINE.split(text.strip()) if part.strip())
