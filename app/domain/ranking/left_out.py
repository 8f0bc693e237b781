"""What each rank becomes when one review is left out: that of its own application, and those of all the others.

A review moves the score of its own application only, which then passes others, or is passed by them: another place
moves by one at most. So the scores without each review are computed once, all together, and what any of them may do
to a place is found in the order of the list, in time and memory that grow with the reviews and not with their product
by the applications. What the tie-breaks would say of two equals is not replayed: either of them may then stand first,
and both ranks are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.ranking import BY_SCORE, RankingRule
from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.ranking.listing import Listing
from app.domain.ranking.passing import Passing, Without
from app.domain.scoring import Panel, Scored, score_panel
from app.domain.scoring.colleges import college_counts
from app.domain.scoring.exact import Bools, Ints
from app.domain.scoring.panel import CONSENSUS

Numbers: TypeAlias = NDArray[np.int64]
NAMED: Final = 100
"""How many reviews of others are named for a place whose money hangs on them; the others are counted."""


@dataclass(frozen=True)
class Moved:
    """What the reviews left out do to one place of the list.

    ``best`` and ``worst``: the ranks that it may take, which count its own; None where it never has one. ``drops``:
    does it lose its rank without one of its reviews? ``own``: the reviewers of those of its reviews on which its money
    hangs; ``others``: (place, reviewer) of the first of those of other applications, and ``count`` how many they are.
    """

    best: int | None = None
    worst: int | None = None
    drops: bool = False
    own: tuple[str, ...] = ()
    others: tuple[tuple[int, str], ...] = ()
    count: int = 0


UNMOVED: Final = Moved()


@dataclass(frozen=True)
class LeftOut:
    """What the reviews left out do to each place of the list, in its order."""

    places: tuple[Moved, ...]


def leaves_reviews_out(grid: ScoringFile) -> bool:
    """Is each review left out in turn? Not where a mark is agreed by all, nor where one review moves every score."""
    return grid.aggregation is not Aggregation.CONSENSUS and grid.rank_by == "total"


def has_just_enough(scored: Scored, at: int) -> bool:
    """Would the application at this place have no rank with one review less?"""
    grid, reviews = scored.grid, int(scored.reviews[at])
    if not leaves_reviews_out(grid) or not reviews:
        return False
    by_college = college_counts(grid, scored.panel, at)
    alone = any(0 < count <= college.least for college, count in by_college)
    return grid.everyone or reviews <= grid.least or alone


def left_out(found: Listing, rule: RankingRule, *, money: bool) -> LeftOut | None:
    """What the reviews of applications that have others do; None where no review is left out.

    ``money``: is the money judged, by the rank at which it stops?
    """
    left = reviews_left_out(found)
    if left is None:
        return None
    without, reviewers = left
    passing = _passing(found, rule, without)
    own, others = _money(found, passing, reviewers) if money else ({}, {})
    best, worst = passing.extremes()
    drops = np.zeros(len(found.places), dtype=np.bool_)
    drops[without.whose[~without.kept]] = True
    return LeftOut(
        tuple(
            Moved(best[at], worst[at], dropped, tuple(own.get(at, ())), *others.get(at, ((), 0)))
            for at, dropped in enumerate((drops & passing.ranked).tolist())
        )
    )


def reviews_left_out(found: Listing) -> tuple[Without, tuple[str, ...]] | None:
    """What each review left out does to its own application, with its reviewer; None where none is left out.

    How many reviews a rank asks for does not count for those that have one: see `has_just_enough`.
    """
    scored, panel = found.ranked.scored, found.ranked.scored.panel
    pairs = [
        (column, row)
        for column, place in enumerate(found.places)
        if place.rank is not None or _may_enter(scored, place.at)
        for row in panel.rows_of(place.at)
        if len(panel.rows_of(place.at)) > 1 and panel.reviewers[int(panel.reviewer[row])] != CONSENSUS
    ]
    if not pairs or not leaves_reviews_out(scored.grid):
        return None
    whose = np.array([column for column, _ in pairs], dtype=np.int64)
    scores, kept = _scores(scored, [row for _, row in pairs])
    return Without(whose, scores, kept), tuple(panel.reviewers[int(panel.reviewer[row])] for _, row in pairs)


def _may_enter(scored: Scored, at: int) -> bool:
    """Was it read enough, and stopped by its marks alone, so that one review less may give it a rank?"""
    return bool(scored.scored[at] and not scored.retained[at]) and not has_just_enough(scored, at)


def _scores(scored: Scored, rows: list[int]) -> tuple[Ints, Bools]:
    """The score of the application of each row without it, and whether it is then retained."""
    panel = scored.panel
    colleges = tuple(one.model_copy(update={"least": 0}) for one in scored.grid.colleges)
    grid = scored.grid.model_copy(update={"least": 1, "everyone": False, "colleges": colleges})
    attributes = [scored.attributes[int(panel.application[row])] for row in rows]
    other = score_panel(grid, _without(panel, rows), [*attributes, *scored.attributes], scored.conditions)
    return other.ranking.num[: len(rows)], other.retained[: len(rows)]


def _without(panel: Panel, rows: list[int]) -> Panel:
    """An application for each row, without it; then all as they are, of whom a condition may ask the extremes."""
    kept = [[one for one in panel.rows_of(int(panel.application[row])) if one != row] for row in rows]
    every = np.arange(len(panel.application))
    flat = np.concatenate([np.array([one for some in kept for one in some], dtype=np.int64), every])
    alone = np.repeat(np.arange(len(rows)), [len(some) for some in kept])
    return Panel(
        [f"{at:09d}" for at in range(len(rows) + len(panel.applications))],
        panel.reviewers,
        panel.columns,
        np.concatenate([alone, panel.application + len(rows)]),
        panel.reviewer[flat],
        panel.marks[flat],
        panel.given[flat],
        panel.answered[flat],
        panel.decimals,
        panel.confidence[flat],
        None if panel.college is None else panel.college[flat],
    )


def _passing(found: Listing, rule: RankingRule, without: Without) -> Passing:
    scored, places = found.ranked.scored, found.places
    ranked = np.array([one.rank is not None for one in places], dtype=np.bool_)
    by_score = rule.order == BY_SCORE
    beyond = int(ranked.sum()) + 1 if by_score else len(places)
    ranks = np.array([one.rank or beyond for one in places], dtype=np.int64)
    if not by_score:
        return Passing.by_another(ranked, ranks, without)
    sign = 1 if scored.grid.ranks_lower else -1
    now = sign * scored.ranking.num[[one.at for one in places]]
    both = bool(scored.grid.tie_breaks or rule.then)
    signed = Without(without.whose, sign * without.scores, without.kept)
    return Passing.by_score(ranked, ranks, now, signed, both=both)


def _money(
    found: Listing, passing: Passing, reviewers: Sequence[str]
) -> tuple[dict[int, list[str]], dict[int, tuple[tuple[tuple[int, str], ...], int]]]:
    """By place, where its money hangs on some: the reviewers of its own reviews; the first of others, their number."""
    served = np.array([one.funded for one in found.places], dtype=np.bool_)
    whose = passing.without.whose
    own: dict[int, list[str]] = {}
    for review in np.flatnonzero(passing.moves_its_own(served)).tolist():
        own.setdefault(int(whose[review]), []).append(reviewers[review])
    others = {}
    for places, moving in passing.moves_others(served):
        first = moving[: NAMED + passing.most_reviews].tolist()
        named = [(int(whose[one]), reviewers[one]) for one in first]
        mine = np.bincount(whose[moving], minlength=len(found.places)).tolist()
        for place in places.tolist():
            if count := len(moving) - mine[place]:
                others[place] = (tuple(one for one in named if one[0] != place)[:NAMED], count)
    return own, others
