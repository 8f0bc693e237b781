"""From the points of the criteria to the totals, exact: of all, of each review, and of the reviews joined."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from app.domain.call_file.grid.figures import best_points, capped, highest_mark, out_of, uncapped
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.domain.scoring.caps import summed
from app.domain.scoring.colleges import Given, join_by_college
from app.domain.scoring.columns import Column
from app.domain.scoring.exact import Bools, Exact
from app.domain.scoring.geometric import mean_total
from app.domain.scoring.joining import ROOT, Joining
from app.domain.scoring.kept import best_kept, with_kept
from app.domain.scoring.panel import Panel
from app.domain.scoring.points import column_of, confidence_of, from_parts, points_at, rounded


def rounded_totals(grid: ScoringFile, columns: Mapping[str, Column], size: int) -> tuple[Exact, Exact, Exact]:
    """The total, the one without weights and the one that ranks, rounded as the file says."""
    total = rounded(_total(grid, columns, size), grid.rounding)
    plain = rounded(_unweighted(grid, columns, size), grid.rounding)
    if not has_ranking_weights(grid):
        return total, plain, total
    return total, plain, rounded(_in_order(grid, columns, size), grid.rounding)


def _total(grid: ScoringFile, columns: Mapping[str, Column], size: int) -> Exact:
    """The total: exact, but a geometric mean, which is rounded."""
    points = {one.key: columns[one.key].counted for one in _counted(grid)}
    bests = {one.key: best_points(grid, one) for one in _counted(grid)}
    return _together(grid, columns, points, bests, _extra(grid, columns, size))


def _in_order(grid: ScoringFile, columns: Mapping[str, Column], size: int) -> Exact:
    """The total by the weights that rank: exact, but a geometric mean, which is rounded."""
    points = {one.key: _ranking_points(grid, one, columns[one.key]) for one in _counted(grid)}
    bests = {one.key: best_points(grid, _in_ranking(one)) for one in _counted(grid)}
    return _together(grid, columns, points, bests, _extra(grid, columns, size))


def _unweighted(grid: ScoringFile, columns: Mapping[str, Column], size: int) -> Exact:
    """The sum of the marks, exact: without weights, bonus nor malus."""
    plainly = uncapped(grid)
    plain = summed(plainly, {one.key: columns[one.key].counted_mark for one in _counted(grid)}, size)
    if grid.unassessed != "rescale":
        return plain
    return _rescaled(plainly, columns, plain, {one.key: highest_mark(grid, one) for one in _counted(grid)})


def _counted(grid: ScoringFile) -> list[Criterion]:
    return [one for one in grid.criteria if one.counts == "points"]


def _extra(grid: ScoringFile, columns: Mapping[str, Column], size: int) -> Exact:
    """The bonus less the malus."""
    bonus, malus = (
        summed(grid, {one.key: columns[one.key].counted for one in grid.criteria if one.counts == kind}, size)
        for kind in ("bonus", "malus")
    )
    return bonus - malus


def _together(
    grid: ScoringFile,
    columns: Mapping[str, Column],
    points: Mapping[str, Exact],
    bests: Mapping[str, Fraction],
    extra: Exact,
) -> Exact:
    """The points of the criteria made one figure, with the bonus and the malus."""
    if grid.combine == "geometric_mean":
        return mean_total(grid, columns, points, bests, extra)
    found = summed(grid, points, len(extra))
    return (_rescaled(grid, columns, found, bests) if grid.unassessed == "rescale" else found) + extra


def _ranking_points(grid: ScoringFile, one: Criterion, column: Column) -> Exact:
    return replace(column, points=points_at(grid, _in_ranking(one), column.mark, column.assessed)).counted


def _in_ranking(one: Criterion) -> Criterion:
    """The criterion with its weight in the ranking score."""
    return one if one.ranking_weight is None else one.model_copy(update={"weight": one.ranking_weight})


def has_ranking_weights(grid: ScoringFile) -> bool:
    """Does a criterion weigh otherwise in the ranking score?"""
    return any(one.ranking_weight is not None for one in grid.criteria)


def _rescaled(
    grid: ScoringFile, columns: Mapping[str, Column], value: Exact, bests: Mapping[str, Fraction]
) -> Exact:
    """The value brought to the whole where some of the criteria were not assessed; `bests`: what each gives."""
    if all(columns[key].assessed.all() for key in bests):
        return value
    size = len(value)
    known = best_kept(grid, columns, bests)
    best = summed(
        grid,
        {
            key: Exact.of([figure] * size).where(known[key], Exact.zeros(size))
            for key, figure in bests.items()
        },
        size,
    )
    whole = capped(grid, bests)
    return value.times_each(best.inverse()).times(whole)


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
            columns[one.key] = column_of(grid, one, one, mark, np.ones(size, dtype=np.int64), applies)
        for leaf in one.leaves:
            at = panel.columns.index(leaf.key)
            given = panel.given[:, at].astype(np.int64)
            columns[leaf.key] = column_of(grid, one, leaf, Exact(panel.marks[:, at], over), given, applies)
        if one.parts:
            columns[one.key] = from_parts(grid, one, columns, applies)
    return _total(grid, with_kept(grid, columns), size)


def joining_of_totals(grid: ScoringFile) -> Joining:
    """How the totals of the reviews are joined; a root as the total is rounded, or finer before colleges are joined."""
    worst = out_of(grid) if grid.lower_is_better else Fraction(0)
    root = ROOT if grid.colleges else grid.rounding
    return Joining(grid.aggregation, grid.trim, grid.k, grid.lower_is_better, worst, root)


def joined_totals(grid: ScoringFile, rows: Exact, panel: Panel, by: Bools) -> Exact:
    """The totals of the reviews that `by` says, joined; nothing is judged by one without any mark."""
    rule = joining_of_totals(grid)
    weights = confidence_of(grid, panel)
    weights = weights if weights is None else weights[by]
    heaviest = 1 if weights is None or not weights.size else int(weights.max())
    totals, over = Exact(rows.num[by], rows.den[by]).alike(2 * heaviest * (len(rows) or 1))
    given = Given(
        panel.application[by], totals, over, weights, None if panel.college is None else panel.college[by]
    )
    return rounded(join_by_college(grid, rule, given, len(panel.applications))[0], grid.rounding)
