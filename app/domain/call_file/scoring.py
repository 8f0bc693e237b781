"""`scoring.yaml`: the grid.

A criterion's weight is the number of points that its best mark is worth: points = weight × mark ÷ highest
mark of its scale. The weights add up to `out_of`. Thresholds of criteria are marks on their scale; the
threshold of the grid is points out of `out_of`.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.domain.call_file.sheet import Aside, Flag, Key, Line, Number, Paragraph, Sheet, Whole
from app.domain.money import RoundingMode

FILED_AT = "filed_at"
"""The tie-break that puts the first filed first."""


class Aggregation(StrEnum):
    """How the marks of several reviewers on one criterion make one."""

    MEAN = "mean"
    MEDIAN = "median"
    MIN = "min"
    MAX = "max"


class ScaleLabel(Sheet):
    """What a mark means in words."""

    value: Number
    label: Line
    help: Aside = ""


class Scale(Sheet):
    """The marks one may give: from `min` to `max` by `step`."""

    min: Number
    max: Number
    step: Annotated[Number, Field(gt=0)]
    labels: tuple[ScaleLabel, ...] = ()


class Criterion(Sheet):
    """A criterion. `knock_out`: below its threshold the application is not retained, whatever the total."""

    key: Key
    label: Line
    description: Paragraph
    weight: Annotated[Number, Field(ge=0)]
    scale: Scale
    threshold: Number | None = None
    knock_out: Flag = False
    reads: tuple[Key, ...] = ()
    """The questions of the letter and the dossier that the reviewer is shown beside the criterion."""
    justification: Flag = True
    """Must a mark be explained in words?"""


class ScoreRounding(Sheet):
    """How a total is rounded before it is compared and shown."""

    decimals: Annotated[Whole, Field(le=4)] = 2
    mode: Literal[RoundingMode.HALF_UP, RoundingMode.HALF_EVEN, RoundingMode.UP] = RoundingMode.HALF_UP


class ScoringFile(Sheet):
    """The grid of a call; `gap` is the difference between two reviewers' totals that calls for a look."""

    introduction: Aside = ""
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=50)]
    out_of: Annotated[Number, Field(gt=0)]
    threshold: Annotated[Number, Field(ge=0)] | None = None
    aggregation: Aggregation = Aggregation.MEAN
    reviewers: Annotated[Whole, Field(ge=1, le=20)]
    rounding: ScoreRounding = ScoreRounding()
    tie_breaks: tuple[Key, ...] = ()
    """Keys of criteria, the strongest first, and `filed_at` (first filed, first ranked)."""
    gap: Annotated[Number, Field(gt=0)] | None = None

    def criterion(self, key: str) -> Criterion | None:
        """The criterion of that key, if the grid has it."""
        return next((criterion for criterion in self.criteria if criterion.key == key), None)
