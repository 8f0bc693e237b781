"""Sums of points in which a group counts for its cap at most."""

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from operator import add

from app.domain.call_file.grid.figures import members
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.scoring.exact import Exact


def summed(grid: ScoringFile, points: Mapping[str, Exact], size: int) -> Exact:
    """The sum of these points of criteria of one kind (points, bonus or malus), for every application."""
    total = _sum(list(points.values()), size)
    for group in grid.groups:
        inside = members(grid, group.key, points)
        if group.cap is None or not inside:
            continue
        whole, cap = _sum(inside, size), Fraction(group.cap)
        over = whole + Exact.of([-cap] * size)
        total = total - Exact.zeros(size).where(whole.at_most(cap), over)
    return total


def _sum(points: list[Exact], size: int) -> Exact:
    return reduce(add, points) if points else Exact.zeros(size)
