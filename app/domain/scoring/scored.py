"""From marks to totals, for all the applications of a call at once, in exact fractions.

Points of a criterion = weight × joined mark ÷ highest mark of its scale, or weight × joined mark when the
grid's weights are factors; the total is their sum, rounded as the file says and nowhere else. Where the totals of the
reviews are joined (`aggregate_on: totals`), they are joined exact, and the joined one is rounded; each of them is
rounded to be shown, and so are the median and the spread that separate equals.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.figures import bound_of, highest_mark, out_of, threshold_best
from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile
from app.domain.scoring.columns import Column, GroupColumn
from app.domain.scoring.computing import computed_marks, with_extremes
from app.domain.scoring.conditions import Attributes, Failed, GridConditions, Uncomputed, held
from app.domain.scoring.enough import has_enough
from app.domain.scoring.exact import Bools, Exact, decimal_of
from app.domain.scoring.groups import group_column
from app.domain.scoring.joining import between_reviews
from app.domain.scoring.kept import with_kept
from app.domain.scoring.panel import CONSENSUS, Panel
from app.domain.scoring.points import column_of, from_parts, leaf_column, rounded
from app.domain.scoring.ranking_score import RankingScores, ranking_scores
from app.domain.scoring.totals import (
    has_ranking_weights,
    joined_totals,
    review_totals,
    rounded_totals,
)


@dataclass(frozen=True)
class Scored:
    """Every application scored. Arrays go by the places of `panel.applications`."""

    grid: ScoringFile
    panel: Panel
    attributes: Sequence[Attributes]
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
    placed: RankingScores | None = field(default=None, repr=False)
    """How the ranking score was computed, where the grid says it by a calculation."""
    uncomputed: Mapping[int, Sequence[Uncomputed]] = field(default_factory=dict, repr=False)
    """By place, the rules that the answers do not let compute, for want of which it has no rank."""

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

    @cached_property
    def out_of(self) -> Decimal:
        """What the total is at best: the same for every application of the grid."""
        return decimal_of(out_of(self.grid))

    @cached_property
    def highest(self) -> Mapping[str, Decimal]:
        """The highest joined mark of each criterion, and of each part."""
        leaves: list[Criterion | Part] = list(self.grid.criteria)
        leaves += [part for one in self.grid.criteria for part in one.parts]
        return {leaf.key: decimal_of(highest_mark(self.grid, leaf)) for leaf in leaves}

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
    grid: ScoringFile,
    panel: Panel,
    attributes: Sequence[Attributes] = (),
    conditions: GridConditions | None = None,
) -> Scored:
    """Score every application of a panel; `attributes` go by its applications.

    An application for which a rule cannot be computed has no rank, and nobody is compared with it.

    Raises ExpressionError when an attribute is not of the kind that a condition asks for.
    """
    asked = conditions or GridConditions.of(grid)
    size = len(panel.applications)
    agreed = np.array([name == CONSENSUS for name in panel.reviewers], dtype=np.bool_)
    by_all = agreed[panel.reviewer] if len(panel.reviewer) else np.zeros(0, dtype=np.bool_)
    alone, together = (
        (panel, panel.only(by_all)) if not by_all.any() else (panel.only(~by_all), panel.only(by_all))
    )
    failed = Failed()
    given = attributes or [{}] * size
    among = _compared(grid, asked, given, alone, together, failed)
    known = with_extremes(given, asked, among)
    columns = _columns(grid, asked, known, alone, together, failed)
    if failed and asked.extremes:
        known = with_extremes(given, asked, [one and at not in failed for at, one in enumerate(among)])
        again = Failed()
        columns = _columns(grid, asked, known, alone, together, again)
        failed |= again
    reviews = np.bincount(alone.application, minlength=size)
    total, unweighted, ranking = rounded_totals(grid, columns, size)
    rows = None
    if grid.aggregate_on == "totals":
        rows = review_totals(grid, panel, columns)
        by = by_all if grid.aggregation is Aggregation.CONSENSUS else ~by_all
        total = joined_totals(grid, rows, panel, by & panel.given.any(axis=1))
        ranking = total if not has_ranking_weights(grid) else ranking
    groups = {group.key: group_column(grid, group.key, columns, size) for group in grid.groups}
    marks_of = partial(asked.known, grid, known, columns, groups, total)
    placed = None
    if asked.score is not None:
        placed = ranking_scores(grid, asked.score, marks_of(ranking, reviews, asked.score.names))
        ranking = placed.score
    late = marks_of(ranking, reviews, asked.asked_after(grid))
    if placed is not None:
        late = placed.within(late)
    gates = {gate.key: asked.gate(gate, late, size, failed) for gate in grid.gates}
    eliminated = tuple(asked.holds(one.when, late, size, failed) for one in grid.knock_outs)
    unasked = ~np.logical_or.reduce([columns[one.key].applies for one in grid.criteria])
    scored = unasked | has_enough(grid, panel, alone, together, columns, reviews, size)
    bound = None if grid.threshold is None else bound_of(grid.threshold, threshold_best(grid))
    compared = total if grid.threshold_on == "weighted" else unweighted
    reaches = np.ones(size, dtype=np.bool_)
    if bound is not None:
        reaches = compared.at_most(bound) if grid.lower_is_better else compared.at_least(bound)
    retained = scored & (reaches | unasked)
    for holds in (
        *(columns[one.key].passes for one in grid.criteria if one.knock_out),
        *gates.values(),
        *(group.passes for group in groups.values()),
        *(~out for out in eliminated),
        *([] if placed is None else [placed.there]),
    ):
        retained &= holds
    retained[list(failed)] = False
    return Scored(
        grid, panel, known, columns, groups, gates, eliminated, total, unweighted, ranking, reviews, scored,
        unasked, reaches, retained, bound, asked, rows, placed, failed,
    )  # fmt: skip


def _compared(
    grid: ScoringFile,
    asked: GridConditions,
    attributes: Sequence[Attributes],
    alone: Panel,
    together: Panel,
    failed: Failed,
) -> list[bool]:
    """Among whom the extremes that the grid asks for are found."""
    if asked.among is None:
        return [True] * len(attributes)
    given = tuple(one for one in grid.criteria if not one.computed)
    marked = _columns(
        grid.model_copy(update={"criteria": given}), asked, attributes, alone, together, Failed()
    )
    nothing = Exact.zeros(len(attributes))
    reviews = np.zeros(len(attributes), dtype=np.int64)
    late = asked.known(grid, attributes, marked, {}, nothing, nothing, reviews, asked.among.names)
    found: list[bool] = held(asked.among, late, len(attributes), failed).tolist()
    return found


def _columns(
    grid: ScoringFile,
    asked: GridConditions,
    known: Sequence[Attributes],
    alone: Panel,
    together: Panel,
    failed: Failed,
) -> dict[str, Column]:
    """Each criterion, and each part of one, for every application."""
    size = len(known)
    columns: dict[str, Column] = {}
    for one in grid.criteria:
        applies = asked.applies(one, known, size, failed)
        for part in one.parts:
            columns[part.key] = leaf_column(grid, one, part, alone, together, applies)
        if one.computed:
            marks = Exact.of(computed_marks(one, known, asked, applies, failed))
            columns[one.key] = column_of(grid, one, one, marks, np.ones(size, dtype=np.int64), applies)
        elif one.parts:
            columns[one.key] = from_parts(grid, one, columns, applies)
        else:
            columns[one.key] = leaf_column(grid, one, one, alone, together, applies)
    return with_kept(grid, columns)
