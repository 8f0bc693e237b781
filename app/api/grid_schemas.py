"""The shapes of a grid in JSON: its scales, its criteria, and what each gave."""

from pydantic import Field

from app.api.shapes import Bound, Number, Shape


class LevelShape(Shape):
    key: str
    label: str
    value: Number | None
    help: str


class ScaleLabelShape(Shape):
    """What a mark means; with `to`, what every mark from `value` to `to` means."""

    value: Number
    to: Number | None
    label: str
    help: str


class ScaleShape(Shape):
    """What may be sent as a mark: numbers by step, or the key of a level; "na" where one may not assess."""

    kind: str
    min: Number | None
    max: Number | None
    step: Number | None
    labels: tuple[ScaleLabelShape, ...]
    levels: tuple[LevelShape, ...] = Field(validation_alias="steps")
    lower_is_better: bool
    cannot_assess: bool


class PartShape(Shape):
    key: str
    label: str
    description: str
    weight: Number
    scale: ScaleShape


class CriterionShape(Shape):
    """A criterion, marked on its scale or by its parts. `threshold`: a mark, a percentage, the key of a level."""

    key: str
    label: str
    description: str
    group: str | None
    counts: str
    weight: Number
    scale: ScaleShape | None
    parts: tuple[PartShape, ...]
    when: str | None
    threshold: Bound | None
    knock_out: bool
    justification: bool


class PointsShape(Shape):
    """What a criterion gave. A mark that is null: who marked cannot assess; `mark` null: nobody could."""

    criterion: str = Field(validation_alias="key")
    label: str
    marks: tuple[Number | None, ...]
    mark: Number | None
    word: str | None
    counts: str
    applies: bool
    highest: Number
    weight: Number
    points: Number
    threshold: Number | None
    passes: bool
    parts: tuple["PointsShape", ...] = ()
