"""`scoring.yaml`: the grid.

Weights are points (the default: the best mark of a criterion is worth its weight, so points = weight × mark ÷
highest mark) or factors (points = weight × mark). What all the counted criteria give at best is `out_of`.
A threshold on a criterion is a mark on its scale, a percentage of the highest, or a level.
"""

import re
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field

from app.domain.call_file.grid.computed import Computed, Formula
from app.domain.call_file.grid.rules import (
    Aggregation,
    Attribute,
    BudgetCut,
    Confidence,
    Gate,
    GridGroup,
    KnockOut,
    RankingScore,
    ReviewCollege,
    RoundRule,
    Rounds,
    ScoreRounding,
    Threshold,
    TieBreak,
)
from app.domain.call_file.grid.scales import Scale, ScaleLabel
from app.domain.call_file.sheet import Condition, Flag, Key, Number, OptionalText, Sheet, ShortText, Whole
from app.domain.money import RoundingMode

__all__ = [
    "FILED_AT",
    "OF_REVIEWS",
    "REFERENCE",
    "Aggregation",
    "Criterion",
    "Part",
    "Scale",
    "ScaleLabel",
    "ScoringFile",
]

FILED_AT = "filed_at"
"""The tie-break that puts the first filed first."""

MEDIAN, SPREAD, REFERENCE = "median", "spread", "reference"
OF_REVIEWS: Final = frozenset({MEDIAN, SPREAD})
"""The tie-breaks that look at the totals of the reviewers: the one in the middle, the gap between the extremes."""

_LOWER_FIRST: Final = frozenset({FILED_AT, SPREAD, REFERENCE})

_NAME = re.compile(r"[a-z][a-z0-9_]*")

RoundName = Literal["letter", "dossier", "audition"]
Side = Literal["z_score", "percentile", "severity", "expected_rank"]


class Part(Sheet):
    """A part of a criterion (sub-criterion): it is what reviewers mark, on a scale of its own."""

    key: Key
    label: ShortText
    description: OptionalText = ""
    weight: Annotated[Number, Field(ge=0)] = Decimal(1)
    scale: Scale


class Criterion(Sheet):
    """A criterion, marked on its scale or made of its parts.

    `knock_out`: below its threshold the application is not retained, whatever the total. `counts`: in the
    total (points), beyond it (bonus), against it (malus), or nowhere (nothing: judged, said, not counted).
    """

    key: Key
    label: ShortText
    description: OptionalText = ""
    group: Key | None = None
    counts: Literal["points", "bonus", "malus", "nothing"] = "points"
    weight: Annotated[Number, Field(ge=0)]
    ranking_weight: Annotated[Number, Field(ge=0)] | None = None
    """The weight in the ranking score, when it is not the one in the total."""
    scale: Scale | None = None
    computed: Computed = ()
    """How the mark follows from the dossier, for a criterion that nobody marks."""
    parts: Annotated[tuple[Part, ...], Field(max_length=50)] = ()
    when: Condition | None = None
    aggregation: Aggregation | None = None
    """How reviewers' marks join here, when not as everywhere in the grid."""
    k: Annotated[Whole, Field(ge=1)] | None = None
    threshold: Threshold | None = None
    knock_out: Flag = False
    gap: Annotated[Number, Field(gt=0)] | None = None
    """A difference of marks that calls for one more reviewer."""
    reads: tuple[Key, ...] = ()
    """The questions of the letter and the dossier that the reviewer is shown beside the criterion."""
    justification: Flag = True
    """Must a mark be explained in words?"""

    @property
    def scaled(self) -> "tuple[Criterion | Part, ...]":
        """What has a scale: the parts, or the criterion itself."""
        return self.parts or (self,)

    @property
    def leaves(self) -> "tuple[Criterion | Part, ...]":
        """What reviewers mark: the parts, or the criterion itself; nothing when it is computed."""
        return () if self.computed else self.scaled

    @property
    def is_counted(self) -> bool:
        return self.counts != "nothing"


def _tie_break(value: object) -> object:
    """A bare key is a tie-break by it: the higher first; the earlier, the smaller gap, the first reference first."""
    if isinstance(value, str):
        return {"by": value, "prefer": "lower" if value in _LOWER_FIRST else "higher"}
    return value


def _ranking_score(value: object) -> object:
    """A bare calculation goes by the highest."""
    return value if isinstance(value, dict | RankingScore) else {"formula": value}


class GridRounding(ScoreRounding):
    """How the total is rounded; `marks`: how joined marks are, before they are weighted (not, by default).

    `percentile`: how a percentile is, always up to a whole number unless the file says otherwise.
    """

    marks: ScoreRounding | None = None
    percentile: ScoreRounding = ScoreRounding(decimals=0, mode=RoundingMode.UP)


class ScoringFile(Sheet):
    """The grid of a call."""

    introduction: OptionalText = ""
    attributes: Annotated[tuple[Attribute, ...], Field(max_length=200)] = ()
    gates: Annotated[tuple[Gate, ...], Field(max_length=100)] = ()
    groups: Annotated[tuple[GridGroup, ...], Field(max_length=50)] = ()
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=300)]
    weighting: Literal["points", "factor"] = "points"
    out_of: Annotated[Number, Field(gt=0)] | None = None
    """What the counted criteria give at best; None when nothing is counted."""
    threshold: Threshold | None = None
    threshold_on: Literal["weighted", "unweighted"] = "weighted"
    cut: BudgetCut | None = None
    knock_outs: Annotated[tuple[KnockOut, ...], Field(max_length=100)] = ()
    aggregation: Aggregation = Aggregation.MEAN
    combine: Literal["sum", "geometric_mean"] = "sum"
    """How criteria and groups make the total: their points added, or the geometric mean of the shares they obtain."""
    aggregate_on: Literal["criteria", "totals"] = "criteria"
    """Are marks joined criterion by criterion, or each reviewer's total with the others'?"""
    trim: Annotated[Whole, Field(ge=1, le=10)] = 1
    """For the trimmed mean: how many marks are left out at each end; for `without_worst`, at the worst end alone."""
    k: Annotated[Whole, Field(ge=1, le=300)] = 1
    """For `k_of_n`: the best mark that so many reviewers reach; for `best_k`: how many marks count, the best."""
    reviewers: Annotated[Whole, Field(ge=1, le=1000)] = 1
    least: Annotated[Whole, Field(ge=1, le=1000)] = 1
    """Reviews without which there is no rank."""
    everyone: Flag = False
    """Must every reviewer of the panel have marked (or declared that they cannot assess)?"""
    unassessed: Literal["rescale", "zero"] = "rescale"
    """What becomes of a criterion nobody could assess: the others are brought to the whole, or it gives zero."""
    rounding: GridRounding = GridRounding()
    tie_breaks: Annotated[
        tuple[Annotated[TieBreak, BeforeValidator(_tie_break, json_schema_input_type=Key | TieBreak)], ...],
        Field(max_length=30),
    ] = ()
    """The strongest first: keys of criteria, groups and attributes; `filed_at` puts the first filed first, `median`
    the highest median of the reviewers' totals, `spread` those whose reviewers agree most, `reference` the first."""
    gap: Annotated[Number, Field(gt=0)] | None = None
    """A difference of totals between two reviewers that calls for one more."""
    colleges: Annotated[tuple[ReviewCollege, ...], Field(max_length=20)] = ()
    """The colleges of the reviewers, whose marks weigh as they say: experts sixty, users forty."""
    confidence: Confidence | None = None
    ranking_score: (
        Annotated[
            RankingScore, BeforeValidator(_ranking_score, json_schema_input_type=Formula | RankingScore)
        ]
        | None
    ) = None
    """What the list goes by when it is neither the total nor a sum with other weights: points by euro asked, say."""
    compare_among: Condition | None = None
    """Among whom the lowest, the highest and the averages are found: those whose technique reaches seventy, say."""
    rank_by: Literal["total", "z_score", "percentile", "severity", "expected_rank"] = "total"
    beside: tuple[Side, ...] = ()
    """What is computed and shown beside the total, with the rank that each would give."""
    rounds: Rounds = Rounds()

    def criterion(self, key: str) -> Criterion | None:
        """The criterion of that key, if the grid has it."""
        return next((criterion for criterion in self.criteria if criterion.key == key), None)

    @cached_property
    def leaves(self) -> tuple[Criterion | Part, ...]:
        """All that reviewers mark, in order."""
        return tuple(leaf for criterion in self.criteria for leaf in criterion.leaves)

    @cached_property
    def lower_is_better(self) -> bool:
        """Is the smallest total the best? So it is when factors weigh scales that are all reversed."""
        counted = [leaf for one in self.criteria if one.counts == "points" for leaf in one.scaled]
        return (
            self.weighting == "factor"
            and bool(counted)
            and all(leaf.scale is not None and leaf.scale.lower_is_better for leaf in counted)
        )

    @property
    def ranks_lower(self) -> bool:
        """Does the smallest ranking score stand first?"""
        return self.lower_is_better if self.ranking_score is None else self.ranking_score.lower_is_better

    @property
    def ranking_rounding(self) -> ScoreRounding:
        """How the ranking score is rounded."""
        own = self.ranking_score.rounding if self.ranking_score is not None else None
        return own or self.rounding

    def at(self, name: RoundName) -> Self:
        """The grid of one round: its criteria, its thresholds; the whole grid when the round says nothing.

        A gate, an elimination, a tie-break or a ranking score that speaks of a criterion which the round does not
        judge is not of the round.
        """
        rule: RoundRule | None = getattr(self.rounds, name)
        if rule is None:
            return self
        kept = tuple(
            one.model_copy(update={"threshold": rule.thresholds[one.key], "knock_out": True})
            if one.key in rule.thresholds
            else one
            for one in self.criteria
            if one.key in rule.criteria
        )
        left = {one.group for one in kept}
        judged = {key for one in kept for key in (one.key, *(part.key for part in one.parts))}
        gone = {key for one in self.criteria for key in (one.key, *(part.key for part in one.parts))} - judged
        gone |= {group.key for group in self.groups if group.key not in left}
        changed = {
            "criteria": kept,
            "gates": tuple(
                gate for gate in self.gates if not any(_names(gone, one) for one in gate.conditions)
            ),
            "knock_outs": tuple(one for one in self.knock_outs if not _names(gone, one.when)),
            "tie_breaks": tuple(one for one in self.tie_breaks if one.by not in gone),
            "ranking_score": None
            if self.ranking_score is None or _names(gone, self.ranking_score.formula)
            else self.ranking_score,
            "groups": tuple(group for group in self.groups if group.key in left),
            "compare_among": None if _names(gone, self.compare_among or "") else self.compare_among,
            "threshold": rule.threshold,
            "cut": rule.cut,
            "rounds": Rounds(),
        }
        copy = self.model_copy(update=changed)
        for name_of_cache in ("leaves", "lower_is_better"):
            copy.__dict__.pop(name_of_cache, None)
        return copy


def _names(keys: set[str], condition: str) -> bool:
    """Does a condition name one of these?"""
    return not keys.isdisjoint(_NAME.findall(condition))
