"""From marks to totals, for all the applications of a call at once, in exact fractions.

Points of a criterion = weight × joined mark ÷ highest mark of its scale, or weight × joined mark when the
grid's weights are factors; the total is their sum, rounded as the file says and nowhere else. Where the totals of the
reviews are joined (`aggregate_on: totals`), they are joined exact, and the joined one is rounded; each of them is
rounded to be shown, and so are the median and the spread that separate equals.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid_figures import (
    best_points,
    bound_of,
    capped,
    group_best,
    highest_mark,
    out_of,
    points_factor,
)
from app.domain.call_file.grid_rules import Aggregation, ScoreRounding
from app.domain.call_file.scoring import Criterion, Part, ScoringFile
from app.domain.scoring.caps import summed
from app.domain.scoring.columns import Column, GroupColumn
from app.domain.scoring.computing import computed_marks, with_extremes
from app.domain.scoring.conditions import Facts, GridConditions
from app.domain.scoring.exact import Bools, Exact
from app.domain.scoring.joining import Joining, between_reviews, join
from app.domain.scoring.panel import CONSENSUS, Panel


@dataclass(frozen=True)
class Scored:
    """Every application scored. Arrays go by the places of `panel.applications`."""

    grid: ScoringFile
    panel: Panel
    facts: Sequence[Facts]
    columns: dict[str, Column]
    groups: dict[str, GroupColumn]
    gates: dict[str, Bools]
    eliminated: tuple[Bools, ...]
    total: Exact
    unweighted: Exact
    ranking: Exact
    reviews: NDArray[np.int64]
    scored: Bools
    unasked: Bools
    reaches: Bools
    retained: Bools
    bound: Fraction | None
    conditions: GridConditions = field(repr=False)
    review_totals: Exact | None = field(default=None, repr=False)

    @cached_property
    def totals_of_reviews(self) -> Exact:
        """What each review alone would give, rounded to be shown, row by row of the panel."""
        return rounded(self.exact_totals, self.grid.rounding)

    @cached_property
    def exact_totals(self) -> Exact:
        """The same, as the joined total counts it."""
        known = self.review_totals
        return review_totals(self.grid, self.panel, self.columns) if known is None else known

    @cached_property
    def between_reviews(self) -> Mapping[str, Exact]:
        """The median of the totals of the reviewers, and the gap between the extremes: 0 without any."""
        return between_reviews(self.panel, self.totals_of_reviews)

    def assessed(self, place: int) -> bool:
        """Has the application a total of its own? (No, when no criterion of the grid applies to it.)"""
        return bool(self.scored[place]) and not self.unasked[place]

    def place(self, reference: str) -> int:
        """The place of an application. Raises KeyError."""
        at = bisect_left(self.panel.applications, reference)
        if at >= len(self.panel.applications) or self.panel.applications[at] != reference:
            raise KeyError(reference)
        return at


def score_panel(
    grid: ScoringFile, panel: Panel, facts: Sequence[Facts] = (), conditions: GridConditions | None = None
) -> Scored:
    """Score every application of a panel; `facts` (attributes) go by its applications.

    Raises ExpressionError when an attribute is not of the kind that a condition asks for.
    """
    asked = conditions or GridConditions.of(grid)
    known = with_extremes(facts or [{}] * len(panel.applications), asked)
    size = len(panel.applications)
    agreed = np.array([name == CONSENSUS for name in panel.reviewers], dtype=np.bool_)
    by_all = agreed[panel.reviewer] if len(panel.reviewer) else np.zeros(0, dtype=np.bool_)
    alone, together = (
        (panel, panel.only(by_all)) if not by_all.any() else (panel.only(~by_all), panel.only(by_all))
    )
    columns: dict[str, Column] = {}
    for one in grid.criteria:
        applies = asked.applies(one, known, size)
        for part in one.parts:
            columns[part.key] = _leaf(grid, one, part, alone, together, applies)
        if one.computed:
            marks = Exact.of(computed_marks(one, known, asked))
            columns[one.key] = _column(grid, one, one, marks, np.ones(size, dtype=np.int64), applies)
        else:
            columns[one.key] = (
                _from_parts(grid, one, columns, applies)
                if one.parts
                else _leaf(grid, one, one, alone, together, applies)
            )
    reviews = np.bincount(alone.application, minlength=size)
    total, unweighted, ranking = _rounded_totals(grid, columns, size)
    rows = None
    if grid.aggregate_on == "totals":
        rows = review_totals(grid, panel, columns)
        by = by_all if grid.aggregation is Aggregation.CONSENSUS else ~by_all
        total = _joined_totals(grid, rows, panel, by & panel.given.any(axis=1))
        ranking = total if not _has_ranking_weights(grid) else ranking
    groups = {group.key: _group(grid, group.key, columns, size) for group in grid.groups}
    partial = asked.known(grid, known, columns, groups, total, ranking, reviews)
    gates = {gate.key: asked.gate(gate, partial, size) for gate in grid.gates}
    eliminated = tuple(asked.holds(one.when, partial, size) for one in grid.knock_outs)
    unasked = ~np.logical_or.reduce([columns[one.key].applies for one in grid.criteria])
    scored = unasked | _scored(grid, panel, alone, together, columns, reviews, size)
    bound = None if grid.threshold is None else bound_of(grid.threshold, _out_of(grid))
    compared = total if grid.threshold_on == "weighted" else unweighted
    reaches = np.ones(size, dtype=np.bool_)
    if bound is not None:
        reaches = compared.at_most(bound) if grid.lower_is_better else compared.at_least(bound)
    retained = scored & (reaches | unasked)
    for one in grid.criteria:
        if one.knock_out:
            retained &= columns[one.key].passes
    for held in (*gates.values(), *(group.passes for group in groups.values())):
        retained &= held
    for out in eliminated:
        retained &= ~out
    return Scored(
        grid, panel, known, columns, groups, gates, eliminated, total, unweighted, ranking, reviews, scored,
        unasked, reaches, retained, bound, asked, rows,
    )  # fmt: skip


def rounded(value: Exact, rule: ScoreRounding) -> Exact:
    """Rounded as the file says."""
    return value.rounded(rule.decimals, rule.mode)


def joining(grid: ScoringFile, one: Criterion, leaf: Criterion | Part) -> Joining:
    """How the marks of this criterion are joined."""
    scale = leaf.scale
    reversed_ = scale is not None and scale.lower_is_better
    worst = Fraction(0) if scale is None else Fraction(scale.highest if reversed_ else scale.lowest)
    return Joining(one.aggregation or grid.aggregation, grid.trim, one.k or grid.k, reversed_, worst)


def _leaf(
    grid: ScoringFile, one: Criterion, leaf: Criterion | Part, alone: Panel, together: Panel, applies: Bools
) -> Column:
    rule = joining(grid, one, leaf)
    panel = together if rule.how is Aggregation.CONSENSUS else alone
    at = panel.columns.index(leaf.key)
    given = panel.given[:, at]
    whole = bool(given.all())
    whose = panel.application if whole else panel.application[given]
    marks = panel.marks[:, at] if whole else panel.marks[given, at]
    weights = _confidence(grid, panel)
    if weights is not None and not whole:
        weights = weights[given]
    mark, counts = join(rule, whose, marks, 10**panel.decimals, len(panel.applications), weights)
    if grid.rounding.marks is not None:
        mark = rounded(mark, grid.rounding.marks)
    return _column(grid, one, leaf, mark, counts, applies)


def _confidence(grid: ScoringFile, panel: Panel) -> NDArray[np.int64] | None:
    """What each review weighs in a mean; None when all weigh the same."""
    if grid.confidence is None or not grid.confidence.weighs:
        return None
    return np.maximum(panel.confidence, grid.confidence.min)


def _from_parts(grid: ScoringFile, one: Criterion, columns: dict[str, Column], applies: Bools) -> Column:
    size = len(applies)
    mark, counts = Exact.zeros(size), np.zeros(size, dtype=np.int64)
    for part in one.parts:
        mark = mark + columns[part.key].points
        counts = np.maximum(counts, columns[part.key].counts)
    return _column(grid, one, one, mark, counts, applies)


def _column(
    grid: ScoringFile,
    one: Criterion,
    leaf: Criterion | Part,
    mark: Exact,
    counts: NDArray[np.int64],
    applies: Bools,
) -> Column:
    assessed = (counts > 0) & applies
    points = _points(grid, leaf, mark, assessed)
    bound = None
    passes = np.ones(len(mark), dtype=np.bool_)
    if leaf is one and one.threshold is not None:
        bound = bound_of(one.threshold, highest_mark(grid, one), one.scale)
        reversed_ = one.scale is not None and one.scale.lower_is_better
        held = mark.at_most(bound) if reversed_ else mark.at_least(bound)
        passes = np.where(counts > 0, held, grid.unassessed == "rescale") | ~applies
    return Column(mark, counts, points, assessed, applies, passes, bound)


def _points(grid: ScoringFile, leaf: Criterion | Part, mark: Exact, assessed: Bools) -> Exact:
    factor, origin = points_factor(grid, leaf)
    moved = mark if not origin else mark + Exact.of([-origin] * len(mark))
    points = moved.times(factor)
    return points if assessed.all() else points.where(assessed, Exact.zeros(len(mark)))


def _rounded_totals(
    grid: ScoringFile, columns: Mapping[str, Column], size: int
) -> tuple[Exact, Exact, Exact]:
    exact, plain, ranking = _totals(grid, columns, size)
    total = rounded(exact, grid.rounding)
    return (
        total,
        rounded(plain, grid.rounding),
        total if ranking is exact else rounded(ranking, grid.rounding),
    )


def _totals(grid: ScoringFile, columns: Mapping[str, Column], size: int) -> tuple[Exact, Exact, Exact]:
    """The total, the one without weights and the one that ranks, exact."""
    weighted = _has_ranking_weights(grid)
    uncapped = grid if all(one.cap is None for one in grid.groups) else grid.model_copy(update={"groups": ()})
    counted = [one for one in grid.criteria if one.counts == "points"]
    total = summed(grid, {one.key: columns[one.key].points for one in counted}, size)
    plain = summed(uncapped, {one.key: _mark_or_zero(columns[one.key]) for one in counted}, size)
    ranking = total
    if weighted:
        ranking = summed(
            grid, {one.key: _ranking_points(grid, one, columns[one.key]) for one in counted}, size
        )
    bonus, malus = (
        summed(grid, {one.key: columns[one.key].points for one in grid.criteria if one.counts == kind}, size)
        for kind in ("bonus", "malus")
    )
    extra = bonus - malus
    if grid.unassessed == "rescale":
        total = _rescaled(grid, columns, total, {one.key: best_points(grid, one) for one in counted})
        plain = _rescaled(uncapped, columns, plain, {one.key: highest_mark(grid, one) for one in counted})
        if weighted:
            in_ranking = {one.key: best_points(grid, _in_ranking(one)) for one in counted}
            ranking = _rescaled(grid, columns, ranking, in_ranking)
    total = total + extra
    return total, plain, ranking + extra if weighted else total


def _mark_or_zero(column: Column) -> Exact:
    return column.mark.where(column.assessed, Exact.zeros(len(column.mark)))


def _ranking_points(grid: ScoringFile, one: Criterion, column: Column) -> Exact:
    return _points(grid, _in_ranking(one), column.mark, column.assessed)


def _in_ranking(one: Criterion) -> Criterion:
    """The criterion with its weight in the ranking score."""
    return one if one.ranking_weight is None else one.model_copy(update={"weight": one.ranking_weight})


def _has_ranking_weights(grid: ScoringFile) -> bool:
    return any(one.ranking_weight is not None for one in grid.criteria)


def _rescaled(
    grid: ScoringFile, columns: Mapping[str, Column], value: Exact, bests: Mapping[str, Fraction]
) -> Exact:
    """The value brought to the whole where some of the criteria were not assessed; `bests`: what each gives."""
    if all(columns[key].assessed.all() for key in bests):
        return value
    size = len(value)
    best = summed(
        grid,
        {
            key: Exact.of([figure] * size).where(columns[key].assessed, Exact.zeros(size))
            for key, figure in bests.items()
        },
        size,
    )
    whole = capped(grid, bests)
    some = np.asarray(best.num > 0, dtype=np.bool_)
    inverse = Exact(np.where(some, best.den, 0), np.where(some, best.num, 1))
    return value.times_each(inverse).times(whole)


def _out_of(grid: ScoringFile) -> Fraction:
    counted = [one for one in grid.criteria if one.counts == "points"]
    if grid.threshold_on == "unweighted":
        return sum((highest_mark(grid, one) for one in counted), Fraction(0))
    return out_of(grid)


def _group(grid: ScoringFile, key: str, columns: dict[str, Column], size: int) -> GroupColumn:
    group = next(one for one in grid.groups if one.key == key)
    members = [one for one in grid.criteria if one.group == key]
    counted = {one.key: columns[one.key].points for one in members if one.counts == "points"}
    points = summed(grid, counted, size)
    reached = np.zeros(size, dtype=np.int64)
    for one in members:
        column = columns[one.key]
        if group.each is not None:
            bound = bound_of(group.each, highest_mark(grid, one), one.scale)
            reversed_ = one.scale is not None and one.scale.lower_is_better
            holds = column.mark.at_most(bound) if reversed_ else column.mark.at_least(bound)
            reached += (holds & column.assessed) | ~column.applies
    best = group_best(grid, key)
    passes = np.ones(size, dtype=np.bool_)
    bound_ = None
    if group.threshold is not None:
        bound_ = bound_of(group.threshold, best)
        passes &= points.at_most(bound_) if grid.lower_is_better else points.at_least(bound_)
    if group.each is not None:
        passes &= reached >= (group.at_least or len(members))
    return GroupColumn(points, best, bound_, passes, reached)


def review_totals(grid: ScoringFile, panel: Panel, whole: Mapping[str, Column]) -> Exact:
    """The total that each review alone gives, exact: one row of the panel, one total."""
    size = len(panel.application)
    columns: dict[str, Column] = {}
    over = np.full(size, 10**panel.decimals, dtype=np.int64)
    for one in grid.criteria:
        column = whole[one.key]
        applies = column.applies[panel.application]
        if one.computed:
            mark = Exact(column.mark.num[panel.application], column.mark.den[panel.application])
            columns[one.key] = _column(grid, one, one, mark, np.ones(size, dtype=np.int64), applies)
        for leaf in one.leaves:
            at = panel.columns.index(leaf.key)
            given = panel.given[:, at].astype(np.int64)
            columns[leaf.key] = _column(grid, one, leaf, Exact(panel.marks[:, at], over), given, applies)
        if one.parts:
            columns[one.key] = _from_parts(grid, one, columns, applies)
    return _totals(grid, columns, size)[0]


def _joined_totals(grid: ScoringFile, rows: Exact, panel: Panel, by: Bools) -> Exact:
    """The totals of the reviews that `by` says, joined; nothing is judged by one without any mark."""
    worst = out_of(grid) if grid.lower_is_better else Fraction(0)
    rule = Joining(grid.aggregation, grid.trim, grid.k, grid.lower_is_better, worst)
    weights = _confidence(grid, panel)
    weights = weights if weights is None else weights[by]
    heaviest = 1 if weights is None or not weights.size else int(weights.max())
    totals, over = Exact(rows.num[by], rows.den[by]).alike(2 * heaviest * (len(rows) or 1))
    joined, _ = join(rule, panel.application[by], totals, over, len(panel.applications), weights)
    return rounded(joined, grid.rounding)


def _scored(
    grid: ScoringFile,
    panel: Panel,
    alone: Panel,
    together: Panel,
    columns: dict[str, Column],
    reviews: NDArray[np.int64],
    size: int,
) -> Bools:
    """Which applications have what a rank asks for: reviews enough, everyone's, the agreed marks."""
    enough = np.zeros(size, dtype=np.bool_)
    for one in grid.criteria:
        enough |= columns[one.key].assessed
    if not grid.leaves:
        return enough
    if grid.aggregation is Aggregation.CONSENSUS:
        enough &= np.bincount(together.application, minlength=size) > 0
    else:
        enough &= reviews >= grid.least
    if grid.everyone:
        whole = np.ones(len(alone.application), dtype=np.bool_)
        for one in grid.criteria:
            idle = ~columns[one.key].applies[alone.application]
            for leaf in one.leaves:
                whole &= alone.answered[:, alone.columns.index(leaf.key)] | idle
        complete = np.bincount(alone.application[whole], minlength=size)
        enough &= complete >= len({name for name in panel.reviewers if name != CONSENSUS})
    return enough
