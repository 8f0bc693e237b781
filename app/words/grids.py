"""The rules of a grid in words: what separates equals."""

from app.domain.call_file.grid_names import COMMITTEE_ORDER
from app.domain.call_file.grid_rules import TieBreak
from app.domain.call_file.scoring import FILED_AT, ScoringFile

_OWN = {
    FILED_AT: "la date de dépôt",
    COMMITTEE_ORDER: "l’ordre déclaré par le comité",
    "total": "le total",
    "ranking_score": "la note de classement",
    "amount": "le montant",
}


def tie_break_words(grid: ScoringFile) -> tuple[str, ...]:
    """What separates two equals, the strongest first."""
    return tuple(_said(one, label_of(grid, one.by)) for one in grid.tie_breaks)


def label_of(grid: ScoringFile, key: str) -> str:
    """What a key of the grid is called on a page."""
    if key in _OWN:
        return _OWN[key]
    named = (*grid.criteria, *grid.leaves, *grid.groups, *grid.attributes)
    return next((one.label for one in named if one.key == key), key)


def _said(one: TieBreak, label: str) -> str:
    if one.prefer == "uncovered":
        return f"{label} que nul mieux classé ne couvre"
    if one.by in (FILED_AT, COMMITTEE_ORDER) or one.prefer == "higher":
        return label
    return f"{label} (le plus bas d’abord)"
