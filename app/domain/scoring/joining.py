"""How the marks of several reviewers make one, for every application at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.rules import Aggregation, ScoreRounding
from app.domain.call_file.grid.scoring import MEDIAN, SPREAD
from app.domain.scoring.exact import Exact, Ints
from app.domain.scoring.panel import CONSENSUS, Panel
from app.domain.scoring.roots import Root

ROOT: Final = ScoreRounding(decimals=4)
"""How the geometric mean of marks is rounded where the grid does not say how joined marks are."""


@dataclass(frozen=True)
class Joining:
    """The rule: `trim` marks left out at each end (or at the worst alone), `k` reviewers who must reach the mark (or
    `k` marks that count), which end is best.

    `worst` is the mark of an application that fewer than `k` reviewers judged; `root`: how a geometric mean is rounded.
    """

    how: Aggregation
    trim: int = 1
    k: int = 1
    lower_is_better: bool = False
    worst: Fraction = Fraction(0)
    root: ScoreRounding = ROOT


def join(
    rule: Joining, whose: NDArray[np.int64], marks: Ints, over: int, size: int, weights: Ints | None = None
) -> tuple[Exact, NDArray[np.int64]]:
    """One mark for each of `size` applications, and how many marks made it (0: none, and the mark is 0).

    `whose` is ascending and says whose each mark is; marks are in units of 1/`over`. `weights` (the
    confidence of reviewers) count in a mean only.
    """
    counts = np.bincount(whose, minlength=size)
    num, den = np.zeros(size, dtype=marks.dtype), np.full(size, over, dtype=marks.dtype)
    if marks.size == 0:
        return Exact(num, den), counts
    starts = np.flatnonzero(np.concatenate(([True], whose[1:] != whose[:-1])))
    places = whose[starts]
    many = counts[places]
    if rule.how in (Aggregation.MEAN, Aggregation.CONSENSUS) and weights is not None:
        num[places] = np.add.reduceat(marks * weights, starts)
        den[places] = np.add.reduceat(weights, starts).astype(marks.dtype) * over
    elif rule.how in (Aggregation.MEAN, Aggregation.CONSENSUS):
        num[places] = np.add.reduceat(marks, starts)
        den[places] = many.astype(marks.dtype) * over
    elif rule.how is Aggregation.SUM:
        num[places] = np.add.reduceat(marks, starts)
    elif rule.how is Aggregation.GEOMETRIC_MEAN:
        means = _roots(rule.root, marks, starts, over)
        num = num.astype(object) if max(means) >= 2**62 else num
        num[places], den[places] = means, 10**rule.root.decimals
    elif rule.how is Aggregation.MIN:
        num[places] = np.minimum.reduceat(marks, starts)
    elif rule.how is Aggregation.MAX:
        num[places] = np.maximum.reduceat(marks, starts)
    else:
        ordered = marks[np.lexsort((marks, whose))]
        num[places], den[places] = _of_ordered(rule, ordered, starts, many, over)
    return Exact(num, den), counts


def _roots(rule: ScoreRounding, marks: Ints, starts: Ints, over: int) -> list[int]:
    """The geometric mean of the marks of each application, in units of its last decimal; below zero counts as zero.

    Few products differ among many applications: each root is taken once.
    """
    known: dict[tuple[int, int], int] = {}
    found = []
    ends = np.append(starts[1:], len(marks)).tolist()
    for start, end in zip(starts.tolist(), ends, strict=True):
        asked = prod(max(0, mark) for mark in marks[start:end].tolist()), end - start
        if asked not in known:
            known[asked] = int(Root.of_product(*asked, over).rounded(rule) * 10**rule.decimals)
        found.append(known[asked])
    return found


def _of_ordered(rule: Joining, ordered: Ints, starts: Ints, many: Ints, over: int) -> tuple[Ints, Ints]:
    """From the marks of each application in ascending order: numerators and denominators."""
    if rule.how is Aggregation.MEDIAN:
        low, high = ordered[starts + (many - 1) // 2], ordered[starts + many // 2]
        return low + high, np.full(len(starts), 2 * over)
    if rule.how is Aggregation.TRIMMED_MEAN:
        trim = np.minimum(rule.trim, (many - 1) // 2)
        running = np.concatenate((np.zeros(1, dtype=ordered.dtype), np.cumsum(ordered)))
        return running[starts + many - trim] - running[starts + trim], (many - 2 * trim).astype(
            ordered.dtype
        ) * over
    if rule.how in (Aggregation.BEST_K, Aggregation.WITHOUT_WORST):
        most = rule.k if rule.how is Aggregation.BEST_K else np.maximum(many - rule.trim, 1)
        kept = np.minimum(most, many)
        first = starts if rule.lower_is_better else starts + many - kept
        running = np.concatenate((np.zeros(1, dtype=ordered.dtype), np.cumsum(ordered)))
        return running[first + kept] - running[first], kept.astype(ordered.dtype) * over
    wanted = many // 2 + 1 if rule.how is Aggregation.MAJORITY else np.full(len(starts), rule.k)
    reached = np.minimum(wanted, many)
    at = starts + reached - 1 if rule.lower_is_better else starts + many - reached
    part = rule.worst.denominator
    num = np.where(wanted <= many, ordered[at] * part, rule.worst.numerator * over)
    return num, np.full(len(starts), over * part)


def between_reviews(panel: Panel, totals: Exact) -> Mapping[str, Exact]:
    """Of the total of each row of a panel: the median and the spread of those of each application.

    What all agreed on is no review, nor is a row without any mark.
    """
    alone = np.array([name != CONSENSUS for name in panel.reviewers], dtype=np.bool_)
    by = alone[panel.reviewer] & panel.given.any(axis=1)
    whose, size, over = panel.application[by], len(panel.applications), int(totals.den[0]) if by.any() else 1
    median, least, most = (
        join(Joining(how), whose, totals.num[by], over, size)[0]
        for how in (Aggregation.MEDIAN, Aggregation.MIN, Aggregation.MAX)
    )
    return {MEDIAN: median, SPREAD: most - least}
