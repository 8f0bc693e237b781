"""From the marks of one criterion to its points: joined, weighed, held against its threshold."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.figures import bound_of, highest_mark, points_factor
from app.domain.call_file.grid.rules import Aggregation, ScoreRounding
from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile
from app.domain.scoring.colleges import Given, join_by_college
from app.domain.scoring.columns import Column
from app.domain.scoring.exact import Bools, Exact
from app.domain.scoring.joining import ROOT, Joining
from app.domain.scoring.panel import Panel


def rounded(value: Exact, rule: ScoreRounding) -> Exact:
    """Rounded as the file says."""
    return value.rounded(rule.decimals, rule.mode)


def joining(grid: ScoringFile, one: Criterion, leaf: Criterion | Part) -> Joining:
    """How the marks of this criterion are joined."""
    scale = leaf.scale
    reversed_ = scale is not None and scale.lower_is_better
    worst = Fraction(0) if scale is None else Fraction(scale.highest if reversed_ else scale.lowest)
    root = ROOT if grid.colleges else grid.rounding.marks or ROOT
    return Joining(one.aggregation or grid.aggregation, grid.trim, one.k or grid.k, reversed_, worst, root)


def leaf_column(
    grid: ScoringFile, one: Criterion, leaf: Criterion | Part, alone: Panel, together: Panel, applies: Bools
) -> Column:
    """What reviewers mark, from the panel of those who mark alone or from the one on which all agree."""
    rule = joining(grid, one, leaf)
    panel = together if rule.how is Aggregation.CONSENSUS else alone
    at = panel.columns.index(leaf.key)
    given = panel.given[:, at]
    whole = bool(given.all())
    whose = panel.application if whole else panel.application[given]
    marks = panel.marks[:, at] if whole else panel.marks[given, at]
    weights = confidence_of(grid, panel)
    if weights is not None and not whole:
        weights = weights[given]
    college = panel.college if panel.college is None or whole else panel.college[given]
    read = Given(whose, marks, 10**panel.decimals, weights, college)
    mark, counts = join_by_college(grid, rule, read, len(panel.applications))
    if grid.rounding.marks is not None:
        mark = rounded(mark, grid.rounding.marks)
    return column_of(grid, one, leaf, mark, counts, applies)


def confidence_of(grid: ScoringFile, panel: Panel) -> NDArray[np.int64] | None:
    """What each review weighs in a mean; None when all weigh the same."""
    if grid.confidence is None or not grid.confidence.weighs:
        return None
    return np.maximum(panel.confidence, grid.confidence.min)


def from_parts(grid: ScoringFile, one: Criterion, columns: dict[str, Column], applies: Bools) -> Column:
    """A criterion from the points of its parts."""
    size = len(applies)
    mark, counts = Exact.zeros(size), np.zeros(size, dtype=np.int64)
    for part in one.parts:
        mark = mark + columns[part.key].points
        counts = np.maximum(counts, columns[part.key].counts)
    return column_of(grid, one, one, mark, counts, applies)


def column_of(
    grid: ScoringFile,
    one: Criterion,
    leaf: Criterion | Part,
    mark: Exact,
    counts: NDArray[np.int64],
    applies: Bools,
) -> Column:
    """The points of these joined marks, and which pass the threshold."""
    assessed = (counts > 0) & applies
    points = points_at(grid, leaf, mark, assessed)
    bound = None
    passes = np.ones(len(mark), dtype=np.bool_)
    if leaf is one and one.threshold is not None:
        bound = bound_of(one.threshold, highest_mark(grid, one), one.scale)
        reversed_ = one.scale is not None and one.scale.lower_is_better
        held = mark.at_most(bound) if reversed_ else mark.at_least(bound)
        passes = np.where(counts > 0, held, grid.unassessed == "rescale") | ~applies
    return Column(mark, counts, points, assessed, applies, passes, bound)


def points_at(grid: ScoringFile, leaf: Criterion | Part, mark: Exact, assessed: Bools) -> Exact:
    """The points of these joined marks; 0 for what was not assessed."""
    factor, origin = points_factor(grid, leaf)
    moved = mark if not origin else mark + Exact.of([-origin] * len(mark))
    points = moved.times(factor)
    return points if assessed.all() else points.where(assessed, Exact.zeros(len(mark)))
