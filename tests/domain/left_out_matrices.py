"""The ranks without each review, in matrices of reviews by applications: what the engine must find in linear memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.ranking import BY_SCORE, RankingRule
from app.domain.ranking.left_out import reviews_left_out
from app.domain.ranking.listing import Listing, Place
from app.domain.scoring.exact import Bools, Ints

Numbers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Matrices:
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


def matrices(found: Listing, rule: RankingRule) -> Matrices | None:
    """The ranks without each review of an application that has others; None where no review is left out."""
    left = reviews_left_out(found)
    if left is None:
        return None
    without, reviewers = left
    whose, scores, kept = without.whose, without.scores, without.kept
    there = np.tile(np.array([one.rank is not None for one in found.places]), (len(whose), 1))
    there[np.arange(len(whose)), whose] = kept
    ranks = _by_score if rule.order == BY_SCORE else _by_another
    return Matrices(found.places, reviewers, whose, there, *ranks(found, rule, whose, scores, kept))


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
