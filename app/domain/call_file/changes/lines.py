"""What changed anywhere else: each line of two files compared, so that no change is left unsaid.

`TOLD` are the lines whose change has a sentence of its own (`changes`, `changes_of_rules`); every other line is told
by its name in the file.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from app.domain.call_file.changes.change import Change, Figure, What, matched
from app.domain.call_file.grid.rules import RankingScore
from app.domain.call_file.grid.scoring import Part
from app.domain.call_file.sheet import Sheet

_FIELDS: Final[Mapping[str, str]] = {
    "CallFile": "title envelope stages waves",
    "WaveFile": "name envelope opens_at letter_due_at dossier_due_at committee_on decision_on results_on",
    "Section": "questions",
    "Question": "label required",
    "DossierFile": "pieces declarations",
    "Piece": "label required",
    "Declaration": "text",
    "AidRule": "rates ceiling yearly_ceiling minimum",
    "RateLine": "rate ceiling",
    "AdmissibilityFile": "rules completion_days",
    "AdmissibilityRule": "text",
    "ScoringFile": "criteria threshold out_of reviewers least aggregation rank_by tie_breaks gates knock_outs",
    "Criterion": "label weight ranking_weight counts scale when threshold knock_out parts computed",
    "ComputedLine": "when mark",
    "Scale": "kind min max step levels",
    "Level": "label",
    "GridGroup": "threshold each",
    "Gate": "conditions needs",
    "KnockOut": "when",
    "TieBreak": "by prefer",
    "RankingRule": "order then cut winners quotas pots lottery",
    "Quota": "by most stocks first",
    "Pot": "share amount threshold",
    "Reserve": "until size",
    "Lottery": "width",
    "CommitteeFile": "quorum colleges",
    "College": "seats",
    "ConventionFile": "duration_months instalments",
    "Instalment": "share",
    "RendezvousFile": "after_months",
    "FollowUpFile": "indicators",
    "IndicatorFile": "label",
}
TOLD: Final = frozenset(f"{model}.{field}" for model, fields in _FIELDS.items() for field in fields.split())
_NAMES: Final = ("key", "by", "code", "label", "name", "title", "when", "value")
_ORDER_TOLD: Final = "ScoringFile.tie_breaks"
"""A list whose sentence says its order too."""


def line_changes(file: str, before: Sheet, after: Sheet) -> Iterator[Change]:
    """The lines of one file that changed, but those of `TOLD`."""
    return _sheets(file, "", before, after, TOLD)


def _sheets(file: str, within: str, before: Sheet, after: Sheet, told: frozenset[str]) -> Iterator[Change]:
    if isinstance(after, Part):
        told = frozenset()
    model = type(after).__name__
    for field in type(after).model_fields:
        line = f"{model}.{field}"
        yield from _values(file, within, line, getattr(before, field), getattr(after, field), told)


def _values(
    file: str, within: str, line: str, before: object, after: object, told: frozenset[str]
) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, Sheet) and isinstance(after, Sheet):
        yield from _sheets(file, within, before, after, told)
    elif _are_sheets(before) or _are_sheets(after):
        yield from _lists(file, within, line, before, after, told)
    elif line not in told:
        yield Change(What.LINE, file, _figure(before), _figure(after), line, within)


def _lists(
    file: str, within: str, line: str, before: object, after: object, told: frozenset[str]
) -> Iterator[Change]:
    old, new = _sheets_of(before), _sheets_of(after)
    kept: list[Sheet] = []
    for label, one, other in matched(old, new, _name, _label):
        if one is not None and other is not None:
            kept.append(other)
            yield from _sheets(file, label, one, other, told)
        elif line not in told:
            yield Change(
                What.LINE,
                file,
                None if one is None else label,
                None if other is None else label,
                line,
                within,
            )
    if line != _ORDER_TOLD and kept != [one for one in new if one in kept]:
        yield Change(What.LINE_ORDER, file, "", "", line, within)


def _are_sheets(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(one, Sheet) for one in value)


def _sheets_of(value: object) -> list[Sheet]:
    return [one for one in value if isinstance(one, Sheet)] if isinstance(value, tuple) else []


def _name(one: Sheet) -> str:
    """What tells it from the others of its list."""
    return next((str(getattr(one, name)) for name in _NAMES if getattr(one, name, None)), "")


def _label(one: Sheet) -> str:
    """What it is called."""
    names = ("label", "name", "title", "text", *_NAMES)
    return next((str(getattr(one, name)) for name in names if getattr(one, name, None)), "")


def _figure(value: object) -> Figure:
    """What was or is written there; a sheet is only there or not, but the calculation that the list goes by."""
    if isinstance(value, Mapping):
        return tuple(f"{key} : {one}" for key, one in value.items())
    if isinstance(value, tuple):
        return tuple(str(one) for one in value)
    if isinstance(value, RankingScore):
        return value.formula
    return True if isinstance(value, Sheet) else value  # type: ignore[return-value]  # the fields of a sheet
