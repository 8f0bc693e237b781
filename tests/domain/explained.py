"""Small calls whose list is explained: what the tests of the steps and of their words share."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.explanation import Step, StepCode
from app.domain.ranking import Entries, Entry, Listing, explain, listing, rank
from app.domain.scoring import Panel, ReviewMarks, score_panel

FILED = datetime(2026, 3, 2, 9, tzinfo=UTC)
HALVES = {"min": "0", "max": "5", "step": "0.5"}
NINE = {"min": "1", "max": "9", "step": "1", "lower_is_better": True}


def criterion(key: str, weight: str = "1", **more: Any) -> dict[str, Any]:
    made = {"key": key, "label": key.capitalize(), "weight": weight, **more}
    return made if "parts" in made else {"scale": HALVES, **made}


def grid(*criteria: dict[str, Any], **more: Any) -> ScoringFile:
    return ScoringFile.model_validate({"criteria": criteria, "weighting": "factor", **more})


def listed(
    file: ScoringFile,
    marks: Mapping[str, Mapping[str, Mapping[str, str | None]]],
    *,
    euros: int = 0,
    attributes: Mapping[str, Mapping[str, Any]] | None = None,
    also: Sequence[str] = (),
) -> Listing:
    """{application: {reviewer: {criterion: mark or None}}}; each asks 100 €; `also`: those without any review."""
    reviews = [
        ReviewMarks(name, who, {key: None if one is None else Decimal(one) for key, one in given.items()})
        for name, by in marks.items()
        for who, given in by.items()
    ]
    names = sorted({*marks, *also})
    panel = Panel.of(names, reviews, [leaf.key for leaf in file.leaves])
    entries = Entries.of([Entry(name, 100_00, FILED, (attributes or {}).get(name)) for name in names])
    ranked = rank(score_panel(file, panel, entries.attributes), entries, euros * 100)
    return listing(ranked, RankingRule(), euros * 100)


def codes(step: Step) -> list[StepCode]:
    """The codes of the steps right under the root."""
    return [one.code for one in step.steps]


def told(found: Listing, reference: str) -> list[StepCode]:
    return codes(explain(found, reference))
