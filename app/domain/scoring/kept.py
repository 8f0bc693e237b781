"""Groups of which only the best criteria count: which those are, for every application at once.

The choice is made on the points of the total, once: the ranking score and the sum of marks follow it. Between two
criteria that give the same, the first of the file counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from app.domain.call_file.grid.figures import members
from app.domain.call_file.grid.rules import CHOSEN_AMONG, GridGroup
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.scoring.columns import Column
from app.domain.scoring.exact import Bools, Exact, Ints


def with_kept(grid: ScoringFile, columns: dict[str, Column]) -> dict[str, Column]:
    """The columns, where those of the groups that choose say whether they count."""
    found = dict(columns)
    for group, keys in choosing(grid):
        given = [columns[key] for key in keys]
        for key, kept in zip(keys, _best_of(grid, group, given), strict=True):
            found[key] = replace(columns[key], kept=kept)
    return found


def choosing(grid: ScoringFile) -> Iterator[tuple[GridGroup, list[str]]]:
    """Each group that chooses, with the keys of those among which it does."""
    for group in grid.groups:
        for kind in CHOSEN_AMONG if group.chooses else ():
            keys = members(grid, group.key, {one.key: one.key for one in grid.criteria if one.counts == kind})
            if keys:
                yield group, keys


def _best_of(grid: ScoringFile, group: GridGroup, given: Sequence[Column]) -> list[Bools]:
    """For each column: where is it assessed, and among the best that count?"""
    size, many = len(given[0].points), len(given)
    num = np.concatenate([one.points.num for one in given])
    den = np.concatenate([one.points.den for one in given])
    keys = Exact(num, den).order().reshape(many, size)
    assessed = np.array([one.assessed for one in given])
    order = np.lexsort((keys if grid.lower_is_better else -keys, ~assessed), axis=0)
    places = np.argsort(order, axis=0, kind="stable")
    counts = assessed.sum(axis=0)
    return [*(assessed & (places < _wanted(group, counts, many)))]


def best_kept(
    grid: ScoringFile, columns: Mapping[str, Column], bests: Mapping[str, Fraction]
) -> dict[str, Bools]:
    """For each of `bests` (what criteria give at best): where is it assessed, and one of those that would count?"""
    found = {key: columns[key].assessed for key in bests}
    for group, keys in choosing(grid):
        inside = [key for key in keys if key in bests]
        if not inside:
            continue
        counts = np.array([columns[key].assessed for key in inside]).sum(axis=0)
        wanted = _wanted(group, counts, len(inside))
        taken = np.zeros(len(counts), dtype=np.int64)
        for key in sorted(inside, key=lambda key: bests[key], reverse=not grid.lower_is_better):
            found[key] = columns[key].assessed & (taken < wanted)
            taken += found[key]
    return found


def _wanted(group: GridGroup, counts: Ints, many: int) -> Ints:
    """How many count, by how many were assessed."""
    return np.array([group.kept_of(count) for count in range(many + 1)], dtype=np.int64)[counts]
