"""The score of one application, read from the columns: what a page shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile
from app.domain.scoring.conditions import Attributes, Uncomputed
from app.domain.scoring.exact import decimal_of, fixed
from app.domain.scoring.mark_columns import ReviewMarks
from app.domain.scoring.panel import CONSENSUS, Panel
from app.domain.scoring.scored import Scored, score_panel


@dataclass(frozen=True)
class CriterionResult:
    """What one criterion gave: each reviewer's mark (None: cannot assess), the joined one, points, threshold.

    `word` is the joined mark in the words of the scale, when it has some for it. The mark agreed by all is the
    joined one, and not among those of the reviewers. `parts`: what its parts gave, when it has some. `kept`: is it
    among those of its group that count?
    """

    key: str
    label: str
    marks: tuple[Decimal | None, ...]
    mark: Decimal | None
    word: str | None
    weight: Decimal
    highest: Decimal
    points: Decimal
    threshold: Decimal | None
    passes: bool
    knock_out: bool
    counts: str
    applies: bool = True
    kept: bool = True
    parts: tuple["CriterionResult", ...] = ()


@dataclass(frozen=True)
class Score:
    """The result of one application: its total, its criteria, and why it may not be retained.

    ``uncomputed``: the rules that its answers do not let compute, for want of which it has no rank.
    """

    total: Decimal
    ranking: Decimal
    out_of: Decimal
    criteria: tuple[CriterionResult, ...]
    totals: tuple[Decimal, ...]
    threshold: Decimal | None
    retained: bool
    asks_one_more: bool
    uncomputed: tuple[Uncomputed, ...] = ()

    @property
    def below(self) -> tuple[str, ...]:
        """The labels of the knock-out criteria below their threshold."""
        return tuple(one.label for one in self.criteria if one.knock_out and not one.passes)

    @property
    def spread(self) -> Decimal:
        """The gap between the highest and the lowest reviewer's total."""
        return max(self.totals) - min(self.totals) if self.totals else Decimal(0)


def score_of(scored: Scored, place: int) -> Score | None:
    """The score of the application at this place; None when it lacks the reviews that a rank asks for."""
    if not scored.assessed(place):
        return None
    grid = scored.grid
    rows = own_rows(scored.panel, place)
    digits = grid.rounding.decimals
    totals = tuple(sorted(fixed(scored.totals_of_reviews.at(row), digits) for row in rows))
    criteria = tuple(_result(scored, one, one, place, rows) for one in grid.criteria)
    wide = grid.gap is not None and bool(totals) and totals[-1] - totals[0] > grid.gap
    return Score(
        total=fixed(scored.total.at(place), digits),
        ranking=fixed(scored.ranking.at(place), grid.ranking_rounding.decimals),
        out_of=scored.out_of,
        criteria=criteria,
        totals=totals,
        threshold=None if scored.bound is None else decimal_of(scored.bound),
        retained=bool(scored.retained[place]),
        asks_one_more=wide or any(map(_too_far_apart, grid.criteria, criteria)),
        uncomputed=tuple(scored.uncomputed.get(place, ())),
    )


def _too_far_apart(criterion: Criterion, result: CriterionResult) -> bool:
    given = [mark for mark in result.marks if mark is not None]
    return criterion.gap is not None and bool(given) and max(given) - min(given) > criterion.gap


def _result(
    scored: Scored, one: Criterion, leaf: Criterion | Part, place: int, rows: Sequence[int]
) -> CriterionResult:
    column = scored.columns[leaf.key]
    mark = decimal_of(column.mark.at(place)) if column.assessed[place] else None
    return CriterionResult(
        key=leaf.key,
        label=leaf.label,
        marks=marks_of(scored.panel, leaf, rows),
        mark=mark,
        word=leaf.scale.word(mark) if leaf.scale is not None and mark is not None else None,
        weight=leaf.weight,
        highest=scored.highest[leaf.key],
        points=decimal_of(column.points.at(place)),
        threshold=None if column.bound is None else decimal_of(column.bound),
        passes=bool(column.passes[place]),
        knock_out=one.knock_out,
        counts=one.counts,
        applies=bool(column.applies[place]),
        kept=column.kept is None or not column.assessed[place] or bool(column.kept[place]),
        parts=tuple(_result(scored, one, part, place, rows) for part in one.parts) if leaf is one else (),
    )


def own_rows(panel: Panel, place: int) -> tuple[int, ...]:
    """The rows of an application that a reviewer wrote: without the one that all agreed on."""
    return tuple(
        row for row in panel.rows_of(place) if panel.reviewers[int(panel.reviewer[row])] != CONSENSUS
    )


def marks_of(panel: Panel, leaf: Criterion | Part, rows: Sequence[int]) -> tuple[Decimal | None, ...]:
    """The marks given in these rows, in ascending order; none for what is made of parts."""
    if leaf.key not in panel.columns:
        return ()
    at = panel.columns.index(leaf.key)
    marks = [panel.mark(row, at) for row in rows if panel.answered[row, at]]
    return tuple(sorted(marks, key=lambda mark: (mark is None, mark or 0)))


def score(
    grid: ScoringFile,
    reviews: Mapping[str, Mapping[str, Decimal | None]],
    attributes: Attributes | None = None,
) -> Score | None:
    """The score of one application from its reviews: {reviewer: {criterion: mark}}."""
    rows = [ReviewMarks("", reviewer, marks) for reviewer, marks in reviews.items()]
    panel = Panel.of([""], rows, [leaf.key for leaf in grid.leaves])
    return score_of(score_panel(grid, panel, [attributes or {}]), 0)
