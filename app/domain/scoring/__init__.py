"""From marks to a total, in exact decimals, with each step said.

Points of a criterion = weight × aggregated mark ÷ highest mark of its scale; the total is their sum, rounded as the
file says; the weights add up to ``out_of``. A threshold on a criterion is a mark on its scale.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from app.domain.call_file.scoring import Aggregation, Criterion, ScoringFile
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.money import round_to

MARK_DIGITS = Decimal("0.0001")
"""An aggregated mark is kept to four decimals: thirds are cut somewhere, and here is where."""


@dataclass(frozen=True)
class Marked:
    """One reviewer's marks, by criterion."""

    reviewer: int
    marks: Mapping[str, Decimal]


@dataclass(frozen=True)
class CriterionResult:
    """What one criterion gave: the marks, how they were joined, the points, whether its threshold holds."""

    key: str
    label: str
    marks: tuple[Decimal, ...]
    mark: Decimal
    weight: Decimal
    highest: Decimal
    points: Decimal
    threshold: Decimal | None
    passes: bool
    knock_out: bool


@dataclass(frozen=True)
class Score:
    """The result of one application: its total, its criteria, and why it may not be retained."""

    total: Decimal
    out_of: Decimal
    criteria: tuple[CriterionResult, ...]
    totals: tuple[Decimal, ...]
    threshold: Decimal | None

    @property
    def below(self) -> tuple[str, ...]:
        """The labels of the knock-out criteria below their threshold."""
        return tuple(one.label for one in self.criteria if one.knock_out and not one.passes)

    @property
    def retained(self) -> bool:
        """Does the application hold every knock-out and the threshold of the total?"""
        return not self.below and (self.threshold is None or self.total >= self.threshold)

    @property
    def spread(self) -> Decimal:
        """The gap between the highest and the lowest reviewer's total."""
        return max(self.totals) - min(self.totals) if self.totals else Decimal(0)


def mark_fault(criterion: Criterion, value: Decimal) -> Reason | None:
    """Why this value is not a mark of the criterion's scale, if it is not."""
    scale = criterion.scale
    if value < scale.min:
        return Reason.of(ReasonCode.TOO_SMALL, read=value, min=scale.min)
    if value > scale.max:
        return Reason.of(ReasonCode.TOO_LARGE, read=value, max=scale.max)
    if (value - scale.min) % scale.step:
        return Reason.of(ReasonCode.OFF_STEP, read=value, step=scale.step)
    return None


def review_faults(
    grid: ScoringFile, marks: Mapping[str, Decimal], justifications: Mapping[str, str]
) -> list[Fault]:
    """What prevents a review from being submitted: a criterion without mark, off its scale, or unjustified."""
    faults = []
    for criterion in grid.criteria:
        value = marks.get(criterion.key)
        if value is None:
            faults.append(Fault(criterion.key, Reason.of(ReasonCode.REQUIRED, label=criterion.label)))
            continue
        if (reason := mark_fault(criterion, value)) is not None:
            faults.append(Fault(criterion.key, reason))
        if criterion.justification and not justifications.get(criterion.key, "").strip():
            field = f"{criterion.key}-justification"
            faults.append(Fault(field, Reason.of(ReasonCode.JUSTIFICATION_MISSING, label=criterion.label)))
    return faults


def aggregate(values: Sequence[Decimal], how: Aggregation) -> Decimal:
    """One mark from several, in decimals. ValueError without any."""
    if not values:
        raise ValueError("no mark to join")
    if how is Aggregation.MEAN:
        joined = sum(values, Decimal(0)) / len(values)
    elif how is Aggregation.MEDIAN:
        joined = median(values)
    else:
        joined = min(values) if how is Aggregation.MIN else max(values)
    return joined.quantize(MARK_DIGITS).normalize() + 0


def score(grid: ScoringFile, reviews: Sequence[Marked]) -> Score | None:
    """The score of one application from its submitted reviews; None when there is none.

    The order of the reviews changes nothing.
    """
    complete = [one for one in reviews if all(c.key in one.marks for c in grid.criteria)]
    if not complete:
        return None
    criteria = tuple(_criterion(grid, criterion, complete) for criterion in grid.criteria)
    unit = Decimal(1).scaleb(-grid.rounding.decimals)
    total = round_to(sum((one.points for one in criteria), Decimal(0)), unit, grid.rounding.mode)
    totals = sorted(
        round_to(
            sum((_points(c, one.marks[c.key]) for c in grid.criteria), Decimal(0)), unit, grid.rounding.mode
        )
        for one in complete
    )
    return Score(total, grid.out_of, criteria, tuple(totals), grid.threshold)


def _points(criterion: Criterion, mark: Decimal) -> Decimal:
    return criterion.weight * mark / criterion.scale.max if criterion.scale.max else Decimal(0)


def _criterion(grid: ScoringFile, criterion: Criterion, reviews: Sequence[Marked]) -> CriterionResult:
    marks = tuple(sorted(one.marks[criterion.key] for one in reviews))
    mark = aggregate(marks, grid.aggregation)
    threshold = criterion.threshold
    return CriterionResult(
        key=criterion.key,
        label=criterion.label,
        marks=marks,
        mark=mark,
        weight=criterion.weight,
        highest=criterion.scale.max,
        points=_points(criterion, mark),
        threshold=threshold,
        passes=threshold is None or mark >= threshold,
        knock_out=criterion.knock_out,
    )
