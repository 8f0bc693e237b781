"""Real grids, cut down to what the tests compare; sources in the tests."""

from decimal import Decimal
from typing import Any

from app.domain.call_file.scoring import Aggregation, ScoringFile
from app.domain.scoring import Marked


def criterion(key: str, weight: str, scale: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    low, high, step = scale
    return {
        "key": key,
        "label": key.capitalize(),
        "description": "…",
        "weight": weight,
        "scale": {"min": low, "max": high, "step": step},
        **more,
    }


def grid(*criteria: dict[str, Any], **more: Any) -> ScoringFile:
    total = str(sum(Decimal(one["weight"]) for one in criteria))
    return ScoringFile.model_validate({"criteria": criteria, "out_of": total, "reviewers": 1, **more})


def marked(reviewer: int = 1, **marks: str) -> Marked:
    return Marked(reviewer, {key: Decimal(value) for key, value in marks.items()})


def panel(**marks: str) -> list[Marked]:
    """One text of marks per criterion, one mark per reviewer: excellence="4 4 5 5"."""
    columns = {key: text.split() for key, text in marks.items()}
    width = len(next(iter(columns.values())))
    return [marked(n, **{key: column[n] for key, column in columns.items()}) for n in range(width)]


HALVES = ("0", "5", "0.5")
EUROPE = grid(
    *(
        criterion(key, "5", HALVES, threshold="3", knock_out=True)
        for key in ("excellence", "impact", "implementation")
    ),
    threshold="10",
    tie_breaks=("excellence", "impact"),
)
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


def votes(aggregation: Aggregation) -> ScoringFile:
    return grid(criterion("vote", "6", ("1", "6", "1")), aggregation=aggregation)
