"""What separates two equals, as two editions compare it."""

from typing import Final

from app.domain.call_file.changes.change import Figure

_TIES: Final = {
    "filed_at": "la date de dépôt",
    "reference": "la référence",
    "median": "la médiane des totaux des experts",
    "spread": "l’accord des experts",
}
_EARLIEST: Final = ("filed_at", "reference", "spread")
"""What the smallest of comes first, without a word."""
_PREFERRED: Final = {
    "higher": " (le plus haut d’abord)",
    "lower": " (le plus bas d’abord)",
    "uncovered": " (d’abord ce qu’aucune mieux classée n’a)",
}


def ties_words(value: Figure) -> str:
    """« Zone (le plus bas d’abord) puis la date de dépôt », from "Zone:lower", "filed_at:lower"; « rien »."""
    return " puis ".join(map(_tie, value)) if isinstance(value, tuple) and value else "rien"


def _tie(one: object) -> str:
    """What is preferred is said unless it is what one expects."""
    by, _, prefer = str(one).rpartition(":")
    expected = "lower" if by in _EARLIEST else "higher"
    return _TIES.get(by, by) + ("" if prefer == expected else _PREFERRED.get(prefer, ""))
