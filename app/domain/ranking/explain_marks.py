"""How the marks of several reviewers made one, or their totals: all together, or college by college."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.rules import Aggregation, ReviewCollege
from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile
from app.domain.explanation import Figure, Step, StepCode
from app.domain.scoring.joining import Joining, join
from app.domain.scoring.panel import CONSENSUS
from app.domain.scoring.points import confidence_of, joining
from app.domain.scoring.scored import Scored
from app.domain.scoring.totals import joining_of_totals

C = StepCode


def marks_step(scored: Scored, one: Criterion, leaf: Criterion | Part, at: int) -> Step:
    """The marks of a criterion, or of a part of one, and the one that they make."""
    panel, column = scored.panel, scored.panel.columns.index(leaf.key)
    rule = joining(scored.grid, one, leaf)
    rows = [
        row
        for row in panel.rows_of(at)
        if (panel.reviewers[panel.reviewer[row]] == CONSENSUS) == (rule.how is Aggregation.CONSENSUS)
    ]
    given = {row: Fraction(mark) for row in rows if (mark := panel.mark(row, column)) is not None}
    silent = [row for row in rows if panel.answered[row, column] and row not in given]
    joined = scored.columns[leaf.key].mark.at(at)
    if given and scored.grid.colleges and panel.college is not None:
        colleges = _by_college(scored.grid, panel.college, given, silent)
        return _joined(joined, [(one[0], _of_college(scored, rule, *one)) for one in colleges])
    return Step(C.MARKS, {**_said(rule, list(given.values()), joined), "abstained": len(silent)})


def total_steps(scored: Scored, at: int) -> tuple[Step, ...]:
    """How the totals of the reviewers were joined where it is college by college; nothing where it is together."""
    panel, grid = scored.panel, scored.grid
    if not grid.colleges or panel.college is None:
        return ()
    rows = {row: scored.exact_totals.at(row) for row in panel.rows_of(at) if panel.given[row].any()}
    rule = joining_of_totals(grid)
    colleges = _by_college(grid, panel.college, rows, ())
    return tuple(_of_college(scored, rule, *one, totals=True) for one in colleges)


_Read = tuple[ReviewCollege, Mapping[int, Fraction], int]
"""A college, the figures of its rows, and how many of its reviewers could not assess."""


def _by_college(
    grid: ScoringFile, keys: NDArray[np.str_], given: Mapping[int, Fraction], silent: Sequence[int]
) -> list[_Read]:
    """What each college gave; nothing of one that gave none."""
    found: list[_Read] = []
    for college in grid.colleges:
        mine = {row: value for row, value in given.items() if keys[row] == college.key}
        if mine:
            found.append((college, mine, sum(1 for row in silent if keys[row] == college.key)))
    return found


def _of_college(
    scored: Scored,
    rule: Joining,
    college: ReviewCollege,
    given: Mapping[int, Fraction],
    abstained: int,
    totals: bool = False,
) -> Step:
    """What the figures of one college make among themselves; `totals`: are they totals rather than marks?"""
    over = lcm(*(value.denominator for value in given.values()))
    figures = np.array([int(value * over) for value in given.values()], dtype=object)
    sure = confidence_of(scored.grid, scored.panel)
    weights = None if sure is None else sure[list(given)].astype(object)
    found, _ = join(rule, np.zeros(len(given), dtype=np.int64), figures, over, 1, weights)
    said = _said(rule, list(given.values()), found.at(0))
    return Step(C.MARKS, {**said, "abstained": abstained, "college": college.label, "totals": totals})


def _said(rule: Joining, given: list[Fraction], joined: Fraction) -> dict[str, Figure]:
    return {
        "marks": tuple(sorted(given)),
        "how": rule.how.value,
        "mark": joined,
        "k": rule.k,
        "trim": rule.trim,
    }


def _joined(mark: Fraction, found: Sequence[tuple[ReviewCollege, Step]]) -> Step:
    """The marks of the colleges made one by their weights."""
    said: dict[str, Figure] = {
        "labels": tuple(college.label for college, _ in found),
        "weights": tuple(college.weight for college, _ in found),
        "marks": tuple(one for _, step in found if isinstance(one := step.said["mark"], Fraction)),
        "mark": mark,
    }
    return Step(C.COLLEGES, said, tuple(step for _, step in found))
