"""The total as a weighted geometric mean: of the shares of their points that groups and criteria obtain.

A group stands as one (its points add up inside it), a criterion without group by itself. Each weighs what it gives at
best; a share of zero makes the total zero. The bonus and the malus are added to the mean, and the whole is rounded,
once and exactly, as the grid says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from app.domain.call_file.grid.figures import capped, exponents, members, whole_of_mean
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.domain.scoring.caps import summed
from app.domain.scoring.columns import Column
from app.domain.scoring.exact import Bools, Exact
from app.domain.scoring.kept import best_kept
from app.domain.scoring.roots import Root


@dataclass(frozen=True)
class Unit:
    """A group, or a criterion without group: what it obtained and what it could, and who has a share at all."""

    label: str
    best: Fraction
    points: Exact
    reachable: Exact
    there: Bools

    def share(self, place: int) -> Fraction | None:
        """The part of its points that it obtained, from 0; None where it is left out."""
        if not self.there[place]:
            return None
        reachable = self.reachable.at(place)
        return max(self.points.at(place), Fraction(0)) / reachable if reachable > 0 else Fraction(0)


def units(
    grid: ScoringFile,
    columns: Mapping[str, Column],
    points: Mapping[str, Exact],
    bests: Mapping[str, Fraction],
) -> Iterator[Unit]:
    """What the mean is made of, in the order of the file. `points` and `bests` of the criteria that count."""
    size = len(next(iter(columns.values())).assessed)
    known = best_kept(grid, columns, bests)
    lenient = grid.unassessed == "rescale"
    for label, inside in gathered(grid, bests):
        own = {one.key: bests[one.key] for one in inside}
        best = capped(grid, own)
        if not best:
            continue
        reachable = Exact.of([best] * size)
        there = np.ones(size, dtype=np.bool_)
        if lenient:
            zeros = Exact.zeros(size)
            reachable = summed(
                grid,
                {key: Exact.of([figure] * size).where(known[key], zeros) for key, figure in own.items()},
                size,
            )
            there = np.logical_or.reduce([columns[key].assessed for key in own])
        yield Unit(label, best, summed(grid, {key: points[key] for key in own}, size), reachable, there)


def gathered(grid: ScoringFile, bests: Mapping[str, Fraction]) -> Iterator[tuple[str, list[Criterion]]]:
    """Each group with its criteria, and each criterion without group, as they come in the file."""
    by_key = {one.key: one for one in grid.criteria if one.key in bests}
    labels = {group.key: group.label for group in grid.groups}
    seen: set[str] = set()
    for one in by_key.values():
        if one.group is None or one.group not in labels:
            yield one.label, [one]
        elif one.group not in seen:
            seen.add(one.group)
            yield labels[one.group], members(grid, one.group, by_key)


def mean_total(
    grid: ScoringFile,
    columns: Mapping[str, Column],
    points: Mapping[str, Exact],
    bests: Mapping[str, Fraction],
    extra: Exact,
) -> Exact:
    """The total of every application, rounded; `extra`: its bonus less its malus."""
    found = [*units(grid, columns, points, bests)]
    whole = whole_of_mean(grid, bests)
    known: dict[tuple[tuple[Fraction | None, ...], Fraction], Fraction] = {}
    totals = []
    for place in range(len(extra)):
        shares = tuple(unit.share(place) for unit in found)
        asked = shares, extra.at(place)
        if asked not in known:
            known[asked] = _root(found, shares, whole, asked[1]).rounded(grid.rounding)
        totals.append(known[asked])
    return Exact.of_rounded(totals, grid.rounding.decimals)


def _root(found: list[Unit], shares: tuple[Fraction | None, ...], whole: Fraction, extra: Fraction) -> Root:
    given = [(share, unit.best) for share, unit in zip(shares, found, strict=True) if share is not None]
    if not given:
        return Root(Fraction(0), 1, extra)
    powers = exponents([best for _, best in given])
    degree = sum(powers)
    radicand = whole**degree
    for (share, _), power in zip(given, powers, strict=True):
        radicand *= share**power
    return Root(radicand, degree, extra)
