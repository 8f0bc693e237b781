"""Texts as they are looked for: without accents, capitals, or the signs that a keyboard and a printer write apart."""

import re
import unicodedata

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ′`´＇", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        "œ": "oe",
        "æ": "ae",
        "ø": "o",
        "đ": "d",
        "ł": "l",
    }
)
"""Signs that stand for one another, in lower case."""
_FIGURES = re.compile(r"(?<!\S)[0-9]+(?: [0-9]+)+(?!\S)")
_JOINED = (9, 14)
"""Figures of a SIREN and of a SIRET, which are written in groups or in one."""


def searchable(*texts: str | None) -> str:
    """These texts in lower case and one blank between words, without accents, apostrophes and dashes of one kind."""
    apart = unicodedata.normalize("NFKD", " ".join(one for one in texts if one).casefold().translate(_ALIKE))
    plain = "".join(max(sign, " ") for sign in apart if not _is_silent(sign))
    return " ".join(plain.translate(_ALIKE).split())


def words_of(asked: str) -> list[str]:
    """The words of a search, each to be found somewhere; the groups of a SIREN or SIRET are one word."""
    return _FIGURES.sub(_joined, searchable(asked)).split()


def _joined(groups: re.Match[str]) -> str:
    figures = groups[0].replace(" ", "")
    return figures if len(figures) in _JOINED else groups[0]


def _is_silent(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Cf"}
