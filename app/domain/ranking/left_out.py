"""What each rank becomes when one review is left out: that of its own application, and those of all the others.

A review moves the score of its own application only, which then passes others, or is passed by them. So the scores
without each review are computed once, all together, and the ranks follow by counting. What the tie-breaks would say
of two equals is not replayed: either of them may then stand first, and both ranks are told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.ranking import BY_SCORE, RankingRule
from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.ranking.listing import Listing, Place
from app.domain.scoring import Panel, Scored, score_panel
from app.domain.scoring.colleges import college_counts
from app.domain.scoring.exact import Bools, Ints
from app.domain.scoring.panel import CONSENSUS

Numbers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class LeftOut:
    """The ranks without each review in turn: a row for each review, a column for each place of the list.

    ``whose`` is the column of the application of that review. ``there``: has this place then a rank? Where it has,
    ``best`` and ``worst`` differ where only a tie-break tells. ``last``: the place of the last of those that share
    its rank, whom the money serves together or not at all.
    """

    places: tuple[Place, ...]
    reviewers: tuple[str, ...]
    whose: Numbers
    there: Bools
    best: Numbers
    worst: Numbers
    last: Numbers

    def changes(self) -> Iterator[tuple[Place, Place, str]]:
        """(whose money may change, of which application the review is, its reviewer); as many places are served."""
        served = np.array([one.funded for one in self.places], dtype=np.bool_)
        line = int(served.sum())
        moved = ((self.last <= line) & self.there) != served
        moved |= (self.worst > self.best) & (((self.best <= line) & self.there) != served)
        for review, column in zip(*(axis.tolist() for axis in np.nonzero(moved)), strict=True):
            yield self.places[column], self.places[int(self.whose[review])], self.reviewers[review]


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


def left_out(found: Listing, rule: RankingRule) -> LeftOut | None:
    """The ranks without each review of an application that has others; None where no review is left out.

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
    there = np.tile(np.array([one.rank is not None for one in found.places]), (len(pairs), 1))
    there[np.arange(len(pairs)), whose] = kept
    reviewers = tuple(panel.reviewers[int(panel.reviewer[row])] for _, row in pairs)
    ranks = _by_score if rule.order == BY_SCORE else _by_another
    return LeftOut(found.places, reviewers, whose, there, *ranks(found, rule, whose, scores, kept))


def _may_enter(scored: Scored, at: int) -> bool:
    """Was it read enough, and stopped by its marks alone, so that one review less may give it a rank?"""
    return bool(scored.scored[at] and not scored.retained[at]) and not has_just_enough(scored, at)


def _scores(scored: Scored, rows: list[int]) -> tuple[Ints, Bools]:
    """The score of the application of each row without it, and whether it is then retained."""
    panel = scored.panel
    colleges = tuple(one.model_copy(update={"least": 0}) for one in scored.grid.colleges)
    grid = scored.grid.model_copy(update={"least": 1, "everyone": False, "colleges": colleges})
    facts = [scored.facts[int(panel.application[row])] for row in rows]
    other = score_panel(grid, _without(panel, rows), [*facts, *scored.facts], scored.conditions)
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


def _by_score(
    found: Listing, rule: RankingRule, whose: Numbers, scores: Ints, kept: Bools
) -> tuple[Numbers, Numbers, Numbers]:
    """Best, worst and last of each place without each review, by counting whom its application then passes."""
    scored, places = found.ranked.scored, found.places
    ranked = np.array([one.rank is not None for one in places], dtype=np.bool_)
    beyond = int(ranked.sum()) + 1
    ranks = np.array([one.rank or beyond for one in places], dtype=np.int64)
    shared = np.searchsorted(np.sort(ranks), ranks, side="right")
    here, there = ranks[whose][:, None], ranks[None, :]
    now = scored.ranking.num[[one.at for one in places]]
    sign = 1 if scored.grid.ranks_lower else -1
    mine, theirs = (sign * scores)[:, None], (sign * now)[None, :]
    others = ranked[None, :] & (np.arange(len(places))[None, :] != whose[:, None])
    passes, level = (mine < theirs) & kept[:, None], (mine == theirs) & kept[:, None] & others
    best = there - (here < there) + passes
    last = shared[None, :] - (here <= there) + (passes | level)
    at = np.arange(len(whose)), whose
    best[at] = 1 + ((mine > theirs) & others).sum(axis=1)
    last[at] = best[at] + level.sum(axis=1)
    same = (scores == now[whose]) & kept & ranked[whose]
    best[same], last[same] = ranks, shared
    return best, last if scored.grid.tie_breaks or rule.then else best, last


def _by_another(
    found: Listing, _rule: RankingRule, whose: Numbers, _scores: Ints, kept: Bools
) -> tuple[Numbers, Numbers, Numbers]:
    """The same where the list goes by no score: only who loses its rank, or finds one, moves those that follow it."""
    beyond = len(found.places)
    ranks = np.array([one.rank or beyond for one in found.places], dtype=np.int64)
    here, there = ranks[whose][:, None], ranks[None, :]
    enters = np.array([one.rank is None for one in found.places], dtype=np.bool_)[whose] & kept
    best = there - ((here < there) & ~kept[:, None])
    worst = best + enters[:, None]
    own = np.arange(len(whose))[enters], whose[enters]
    best[own], worst[own] = 1, beyond
    return best, worst, worst
