"""Reviewers in colleges: the marks of each are joined apart, then together by the weights of the colleges.

A college that gave no mark leaves its weight to the others. Where no review says its college, all are joined together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.rules import ReviewCollege
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.scoring.exact import Bools, Exact, Ints
from app.domain.scoring.joining import Joining, join
from app.domain.scoring.panel import Panel


@dataclass(frozen=True)
class Given:
    """The figures to join, in units of 1/`over`, row by row: whose each is, what it weighs, of which college it is."""

    whose: NDArray[np.int64]
    figures: Ints
    over: int
    weights: Ints | None
    college: NDArray[np.str_] | None

    def of(self, college: ReviewCollege) -> "Given":
        """Those of one college."""
        rows = self.college == college.key
        weights = None if self.weights is None else self.weights[rows]
        return Given(self.whose[rows], self.figures[rows], self.over, weights, None)


def are_apart(grid: ScoringFile, college: NDArray[np.str_] | None) -> bool:
    """Are the colleges joined apart? Not while nobody says of which college a review is."""
    return bool(grid.colleges) and college is not None


def join_by_college(
    grid: ScoringFile, rule: Joining, given: Given, size: int
) -> tuple[Exact, NDArray[np.int64]]:
    """One figure for each of `size` applications, and how many made it."""
    if not are_apart(grid, given.college):
        return join(rule, given.whose, given.figures, given.over, size, given.weights)
    zeros, counts = Exact.zeros(size), np.zeros(size, dtype=np.int64)
    whole = weight = zeros
    for college in grid.colleges:
        mine = given.of(college)
        found, many = join(rule, mine.whose, mine.figures, mine.over, size, mine.weights)
        there = many > 0
        whole = whole + found.times(Fraction(college.weight)).where(there, zeros)
        weight = weight + Exact.of([college.weight] * size).where(there, zeros)
        counts = counts + many
    return whole.times_each(weight.inverse()), counts


def college_counts(grid: ScoringFile, panel: Panel, place: int) -> Iterator[tuple[ReviewCollege, int]]:
    """How many reviews of each college an application has; nothing where they are joined together."""
    if panel.college is not None:
        rows = panel.rows_of(place)
        mine = panel.college[rows.start : rows.stop]
        for college in grid.colleges:
            yield college, int((mine == college.key).sum())


def short_colleges(grid: ScoringFile, given: Iterable[str]) -> tuple[str, ...]:
    """The labels of the colleges that owe more reviews than these, told by the key of the college of each."""
    count = Counter(given)
    return tuple(one.label for one in grid.colleges if count[one.key] < one.least)


def has_every_college(grid: ScoringFile, panel: Panel) -> Bools:
    """Which applications have the reviews that each college owes?"""
    size = len(panel.applications)
    enough = np.ones(size, dtype=np.bool_)
    if panel.college is not None:
        for college in grid.colleges:
            mine = panel.application[panel.college == college.key]
            enough &= np.bincount(mine, minlength=size) >= college.least
    return enough
