"""What a grid with a geometric mean must agree on: nothing below zero, one direction, one scale, plain weights."""

from collections.abc import Iterator
from typing import Final

from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.grid.figures import best_points, exponents, highest_mark
from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile

_FILE = "scoring"
MOST_DEGREE: Final = 1000
"""The root that a total may be of at most: beyond, weights with many decimals would make it endless."""


def mean_breaches(grid: ScoringFile) -> Iterator[Breach]:
    """The faults of the geometric means of a grid; nothing without any."""
    counted = [one for one in grid.criteria if one.counts == "points"]
    together = grid.combine == "geometric_mean"
    for index, one in enumerate(grid.criteria):
        of_marks = grid.aggregate_on == "criteria" and not one.computed
        joined = of_marks and (one.aggregation or grid.aggregation) is Aggregation.GEOMETRIC_MEAN
        if joined or (together and one in counted):
            yield from _below_zero(("criteria", index), one)
    if not together or not counted:
        return
    if grid.lower_is_better:
        yield Breach(_FILE, ("combine",), BreachCode.MEAN_REVERSED, grid.combine)
        return
    if grid.weighting == "factor" and len({highest_mark(grid, one) for one in counted}) > 1:
        yield Breach(_FILE, ("combine",), BreachCode.MEAN_SCALES, grid.combine)
    if sum(exponents([best_points(grid, one) for one in counted if one.weight])) > MOST_DEGREE:
        yield Breach(_FILE, ("combine",), BreachCode.MEAN_WEIGHTS, grid.combine, {"most": str(MOST_DEGREE)})


def _below_zero(path: Path, one: Criterion) -> Iterator[Breach]:
    leaves: list[tuple[Path, Criterion | Part]] = [
        ((*path, "parts", at, "scale"), part) for at, part in enumerate(one.parts)
    ]
    for place, leaf in leaves or [((*path, "scale"), one)]:
        if leaf.scale is not None and leaf.scale.lowest < 0:
            yield Breach(_FILE, place, BreachCode.MEAN_BELOW_ZERO, str(leaf.scale.lowest))
