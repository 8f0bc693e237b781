"""Real grids, cut down to what the tests compare; sources in the tests."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.grid.scoring import Aggregation, ScoringFile
from app.domain.call_file.grid.scoring_checks import grid_breaches
from app.domain.call_file.names import Names
from app.domain.scoring import Panel, ReviewMarks, Score, Scored, score, score_panel
from app.domain.scoring.conditions import Attributes

Row = Mapping[str, Decimal | None]
HALVES = ("0", "5", "0.5")


def scale(low: str, high: str, step: str, **more: Any) -> dict[str, Any]:
    return {"min": low, "max": high, "step": step, **more}


def levels(*words: str, values: str = "", **more: Any) -> dict[str, Any]:
    """Levels of these keys, the weakest first; `values` gives their marks, one text for all."""
    rows: list[dict[str, Any]] = [{"key": word, "label": word.capitalize()} for word in words]
    for row, value in zip(rows, values.split(), strict=False):
        row["value"] = value
    return {"kind": "levels", "levels": rows, **more}


def criterion(
    key: str, weight: str = "1", marks: tuple[str, str, str] | dict[str, Any] = HALVES, **more: Any
) -> dict[str, Any]:
    by = scale(*marks) if isinstance(marks, tuple) else marks
    return {"key": key, "label": key.capitalize(), "weight": weight, "scale": by, **more}


def parted(key: str, weight: str, *parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A criterion made of parts."""
    return {"key": key, "label": key.capitalize(), "weight": weight, "parts": parts, **more}


def grid(*criteria: dict[str, Any], **more: Any) -> ScoringFile:
    """A grid whose `out_of` is the sum of the weights unless it is said."""
    total = sum(Decimal(one["weight"]) for one in criteria if one.get("counts", "points") == "points")
    said = {"out_of": total} if total else {}
    return ScoringFile.model_validate({"criteria": criteria, "reviewers": 1, **said, **more})


def with_(file: ScoringFile, **changes: Any) -> ScoringFile:
    """The same grid with these words changed, read again."""
    return ScoringFile.model_validate({**file.model_dump(mode="json"), **changes})


def marks(**given: str) -> Row:
    """One review: excellence="4.5"; a dash for "cannot assess"."""
    return {key: None if text == "-" else Decimal(text) for key, text in given.items()}


def reviews(**given: str) -> dict[str, Row]:
    """One text per criterion, one mark per reviewer: excellence="4 4 5 5"; a dot where nothing was written."""
    table = {key: text.split() for key, text in given.items()}
    width = len(next(iter(table.values())))
    return {
        f"r{n}": marks(**{key: column[n] for key, column in table.items() if column[n] != "."})
        for n in range(width)
    }


def judged(file: ScoringFile, by: Mapping[str, Row], attributes: Attributes | None = None) -> Score:
    """The score of an application that has one."""
    found = score(file, by, attributes)
    assert found is not None
    return found


def alone(file: ScoringFile, **given: str) -> Score:
    """The score that one review gives."""
    return judged(file, {"r0": marks(**given)})


def table(
    file: ScoringFile,
    panel: Mapping[str, Mapping[str, Row]],
    attributes: Mapping[str, Attributes] | None = None,
) -> Scored:
    """The scores of several applications: {application: {reviewer: marks}}."""
    rows = [ReviewMarks(name, who, given) for name, by in panel.items() for who, given in by.items()]
    built = Panel.of(panel, rows, [leaf.key for leaf in file.leaves])
    known = attributes or {}
    return score_panel(file, built, [known.get(name, {}) for name in built.applications])


NOTHING_ASKED = Names()


def faults(file: ScoringFile, dossier: Names | None = NOTHING_ASKED) -> list[tuple[str, BreachCode]]:
    """The breaches of a grid, as (dotted path, code)."""
    return [(".".join(map(str, one.path)), one.code) for one in grid_breaches(file, dossier)]


EUROPE = grid(
    *(
        criterion(key, "5", HALVES, threshold="3", knock_out=True)
        for key in ("excellence", "impact", "implementation")
    ),
    threshold="10",
    tie_breaks=("excellence", "impact"),
)
"""Horizon Europe, research actions: three in each, ten in all."""

INNOVATION = grid(
    *(
        criterion(key, "1", HALVES, threshold="3", knock_out=True, **more)
        for key, more in (
            ("excellence", {}),
            ("impact", {"ranking_weight": "1.5"}),
            ("implementation", {}),
        )
    ),
    weighting="factor",
    out_of="15",
    threshold="10",
    threshold_on="unweighted",
    tie_breaks=("impact", "excellence"),
)
"""Horizon Europe, innovation actions: impact weighs one and a half, in the ranking only."""

SMALL_FIRMS = grid(
    *(criterion(key, "5", ("0", "5", "1")) for key in ("excellence", "impact", "implementation")),
    threshold="13",
    aggregation=Aggregation.MEDIAN,
)
HEALTH = grid(
    *(
        criterion(key, weight, ("0", weight, "1"), threshold=low, knock_out=True)
        for key, weight, low in (
            ("relevance", "30", "21"),
            ("design", "30", "21"),
            ("team", "30", "21"),
            ("impact", "10", "7"),
        )
    ),
    threshold="70",
)
CULTURE = grid(
    *(
        criterion(key, weight, ("0", weight, "1"))
        for key, weight in (
            ("relevance", "20"),
            ("creation", "20"),
            ("spread", "20"),
            ("finance", "15"),
            ("team", "15"),
            ("experience", "10"),
        )
    ),
    threshold="75",
)
HEALTH_INSTITUTES = grid(
    criterion("impact", "10", scale("1", "9", "1", lower_is_better=True)),
    weighting="factor",
    out_of="90",
    rounding={"decimals": 0, "mode": "half_up", "marks": {"decimals": 1, "mode": "half_up"}},
)
"""National Institutes of Health: the mean of marks from 1 to 9 to one decimal, times ten; the lower the better."""

_NORTH_SEA = levels("insufficient", "weak", "sufficient", "strong")
NORTH_SEA = grid(
    *(
        criterion(key, "0", _NORTH_SEA, counts="nothing", group=group)
        for key, group in (
            ("relevance", "strategic"),
            ("cooperation", "strategic"),
            ("results", "strategic"),
            ("budget", "operational"),
            ("plan", "operational"),
        )
    ),
    groups=(
        {"key": "strategic", "label": "Stratégie", "each": "sufficient"},
        {"key": "operational", "label": "Mise en œuvre"},
    ),
)
"""Interreg North Sea: words only; one insufficient strategic answer is enough to reject."""


def votes(aggregation: Aggregation, **more: Any) -> ScoringFile:
    return grid(criterion("vote", "6", ("1", "6", "1")), aggregation=aggregation, **more)
