"""The figures that a grid fixes before any mark: highest marks, best points, thresholds as fractions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import TypeVar

from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import Criterion, Part, RoundName, ScoringFile
from app.domain.call_file.grid.thresholds import is_percent, percent

T = TypeVar("T")


def highest_mark(grid: ScoringFile, leaf: Criterion | Part) -> Fraction:
    """The highest joined mark: that of the scale, or what the parts give at best; times the reviewers for a sum."""
    if isinstance(leaf, Criterion) and leaf.parts:
        return sum((best_points(grid, part) for part in leaf.parts), Fraction(0))
    highest = Fraction(leaf.scale.highest) if leaf.scale is not None else Fraction(0)
    return highest * grid.reviewers if _is_sum(grid, leaf) else highest


def lowest_mark(leaf: Criterion | Part) -> Fraction:
    """The lowest mark of the scale; 0 for what is made of parts."""
    return Fraction(leaf.scale.lowest) if leaf.scale is not None else Fraction(0)


def points_factor(grid: ScoringFile, leaf: Criterion | Part) -> tuple[Fraction, Fraction]:
    """(factor, origin): points = factor × (joined mark − origin).

    A reversed scale whose weight is in points gives them all at its lowest mark, and none at its highest.
    """
    weight = Fraction(leaf.weight)
    if leaf.scale is not None and not leaf.scale.is_counted:
        return Fraction(0), Fraction(0)
    if grid.weighting == "factor":
        return weight, Fraction(0)
    highest = highest_mark(grid, leaf)
    if leaf.scale is not None and leaf.scale.lower_is_better:
        times = grid.reviewers if _is_sum(grid, leaf) else 1
        return -weight / (highest - lowest_mark(leaf) * times), highest
    return (weight / highest if highest else Fraction(0)), Fraction(0)


def best_points(grid: ScoringFile, leaf: Criterion | Part) -> Fraction:
    """The points of the highest mark (with factors) or of the best one (with points)."""
    if leaf.scale is not None and not leaf.scale.is_counted:
        return Fraction(0)
    weight = Fraction(leaf.weight)
    return weight * highest_mark(grid, leaf) if grid.weighting == "factor" else weight


def points_of(grid: ScoringFile, leaf: Criterion | Part, mark: Decimal) -> Fraction:
    """The points of one mark."""
    factor, origin = points_factor(grid, leaf)
    return factor * (Fraction(mark) - origin)


def out_of(grid: ScoringFile) -> Fraction:
    """What the counted criteria give at best, bonus and malus apart."""
    bests = {one.key: best_points(grid, one) for one in grid.criteria if one.counts == "points"}
    return whole_of_mean(grid, bests) if grid.combine == "geometric_mean" else capped(grid, bests)


def whole_of_mean(grid: ScoringFile, bests: Mapping[str, Fraction]) -> Fraction:
    """What a total that is a geometric mean is at best: the points, or with factors the highest mark of the scales."""
    if grid.weighting == "points":
        return capped(grid, bests)
    return max((highest_mark(grid, one) for one in grid.criteria if one.key in bests), default=Fraction(0))


def exponents(bests: Sequence[Fraction]) -> list[int]:
    """The whole numbers, as small as can be, that are to each other as these; their sum is the degree of the root."""
    over = lcm(*(one.denominator for one in bests))
    found = [int(one * over) for one in bests]
    return [one // gcd(*found) for one in found]


def at_round(grid: ScoringFile, name: RoundName) -> ScoringFile:
    """The grid of one round, and what its own criteria give at best."""
    found = grid.at(name)
    if found is grid or grid.out_of is None:
        return found
    best = out_of(found)
    return found.model_copy(
        update={"out_of": Decimal(best.numerator) / Decimal(best.denominator) if best else None}
    )


def capped(grid: ScoringFile, points: Mapping[str, Fraction]) -> Fraction:
    """The sum of these points of criteria of one kind, each group counting for its best ones and its cap at most."""
    total = sum(points.values(), Fraction(0))
    for group in grid.groups:
        if group.cap is None and not group.chooses:
            continue
        inside = sorted(members(grid, group.key, points), reverse=not grid.lower_is_better)
        counted = sum(inside[: group.kept_of(len(inside))] if group.chooses else inside, Fraction(0))
        total += counted - sum(inside, Fraction(0))
        if group.cap is not None:
            total -= max(Fraction(0), counted - Fraction(group.cap))
    return total


def uncapped(grid: ScoringFile) -> ScoringFile:
    """The same grid, whose groups count for all that they give."""
    if all(one.cap is None for one in grid.groups):
        return grid
    return grid.model_copy(
        update={"groups": tuple(one.model_copy(update={"cap": None}) for one in grid.groups)}
    )


def threshold_best(grid: ScoringFile) -> Fraction:
    """What the figure that is held against the threshold is at best: the total, or the sum of marks."""
    if grid.threshold_on == "weighted":
        return out_of(grid)
    marks = {one.key: highest_mark(grid, one) for one in grid.criteria if one.counts == "points"}
    return capped(uncapped(grid), marks)


def members(grid: ScoringFile, group: str, of: Mapping[str, T]) -> list[T]:
    """What is known of the criteria of a group."""
    return [of[one.key] for one in grid.criteria if one.group == group and one.key in of]


def group_best(grid: ScoringFile, group: str) -> Fraction:
    """What the counted criteria of a group give at best."""
    counted = [one for one in grid.criteria if one.group == group and one.counts == "points"]
    return capped(grid, {one.key: best_points(grid, one) for one in counted})


def bound_of(threshold: Decimal | str, highest: Fraction, scale: Scale | None = None) -> Fraction:
    """A threshold as a figure. Raises KeyError for the key of a level that the scale does not have."""
    if not isinstance(threshold, str):
        return Fraction(threshold)
    if is_percent(threshold):
        return Fraction(percent(threshold)) * highest / 100
    mark = scale.level(threshold) if scale is not None else None
    if mark is None:
        raise KeyError(threshold)
    return Fraction(mark)


def _is_sum(grid: ScoringFile, leaf: Criterion | Part) -> bool:
    if grid.aggregate_on != "criteria" or (isinstance(leaf, Criterion) and leaf.computed):
        return False
    own = next(
        (one.aggregation for one in grid.criteria if any(leaf.key == each.key for each in one.leaves)), None
    )
    return (own or grid.aggregation) is Aggregation.SUM
