"""Whom an application passes, and who passes it, when one of its reviews is left out: in the order of the list.

Without one review of an application i, a place j of rank R and score t stands one higher when i was before it and no
longer is, one lower when i comes before it. With m the score of i without the review (beyond all when it loses its
rank), that is told by comparing R with the rank of i, and t with m: the extremes of m over those before a place, and
over those after it, tell all that may happen to it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.scoring.exact import Bools, Ints

Numbers: TypeAlias = NDArray[np.int64]
_FAR: Final = 2**40
"""Beyond every rank and every score."""


@dataclass(frozen=True)
class Without:
    """One row for each review left out: the place of its application, the score that this then has (the smaller stands
    first), and whether it then has a rank."""

    whose: Numbers
    scores: Ints
    kept: Bools


@dataclass(frozen=True)
class Passing:
    """The list and what is left out of it. ``ranks`` are those of the places, beyond the last for those without any;
    ``last``: the place of the last of those that share its rank; ``levels`` and ``without.scores`` compare as scores.

    ``same``: which reviews change nothing. ``both``: do tie-breaks part equals, so that both their ranks are told?
    ``own_best``, ``own_worst`` and ``own_last``: what each review left out gives to its own application.
    """

    ranked: Bools
    ranks: Numbers
    last: Numbers
    levels: Numbers
    without: Without
    same: Bools
    both: bool
    own_best: Numbers
    own_worst: Numbers
    own_last: Numbers

    @classmethod
    def by_score(cls, ranked: Bools, ranks: Numbers, now: Ints, without: Without, *, both: bool) -> "Passing":
        """Where the list goes by these scores, of which the smaller stands first."""
        whose, kept = without.whose, without.kept
        _, keys = np.unique(np.concatenate([now, without.scores]), return_inverse=True)
        levels, scores = keys[: len(now)].astype(np.int64), keys[len(now) :].astype(np.int64)
        last = np.searchsorted(np.sort(ranks), ranks, side="right").astype(np.int64)
        among = np.sort(levels[ranked])
        below, upto = (np.searchsorted(among, scores, side=side) for side in ("left", "right"))
        before = below - (ranked[whose] & (levels[whose] < scores))
        level = upto - below - (ranked[whose] & (levels[whose] == scores))
        same = (scores == levels[whose]) & kept & ranked[whose]
        best = np.where(same, ranks[whose], 1 + before)
        end = np.where(same, last[whose], 1 + before + level)
        moved = Without(whose, np.where(kept, scores, len(keys)), kept)
        return cls(ranked, ranks, last, levels, moved, same, both, best, end if both else best, end)

    @classmethod
    def by_another(cls, ranked: Bools, ranks: Numbers, without: Without) -> "Passing":
        """Where it goes by no score: only who loses its rank, or finds one, moves those that follow it."""
        whose, kept = without.whose, without.kept
        enters = kept & ~ranked[whose]
        moved = Without(whose, np.where(kept, np.where(enters, -1, 0), 1), kept)
        best = np.where(enters, 1, ranks[whose])
        end = np.where(enters, len(ranked), ranks[whose])
        levels = np.zeros(len(ranked), dtype=np.int64)
        return cls(ranked, ranks, ranks, levels, moved, kept & ~enters, False, best, end, end)

    @cached_property
    def most_reviews(self) -> int:
        """The most reviews left out that one application has."""
        return int(np.bincount(self.without.whose).max())

    @cached_property
    def _here(self) -> Numbers:
        """The rank of the application of each review."""
        return self.ranks[self.without.whose]

    def extremes(self) -> tuple[tuple[int | None, ...], tuple[int | None, ...]]:
        """The best and the worst rank that each place may take, its own among them; None where it never has one."""
        best = np.where(self.ranked, self.ranks - self._climbs(), _FAR)
        worst = np.where(self.ranked, self._lowest() if self.both else self.ranks + self._falls(), 0)
        whose, kept = self.without.whose, self.without.kept
        np.minimum.at(best, whose[kept], self.own_best[kept])
        np.maximum.at(worst, whose[kept], self.own_worst[kept])
        return _told(best, worst > 0), _told(worst, worst > 0)

    def _climbs(self) -> Bools:
        """Is a place before this one put after it, or out, by one of its reviews?"""
        return self._before >= self.levels

    def _falls(self) -> Bools:
        """Is another place, that was not before this one, put before it by one of its reviews?"""
        alone = self._least_of_equals < self.levels
        return np.asarray((self._after < self.levels) | alone, dtype=np.bool_)

    def _lowest(self) -> Numbers:
        """The worst rank where tie-breaks part equals: that of the last of those that share it."""
        others = len(np.unique(self.without.whose)) > 1
        lone = np.bincount(self.without.whose, minlength=len(self.ranks)) == 0
        here = np.where(self.same, _FAR, self._here)
        stays = _but_own(here, self.without.whose, len(self.ranks), largest=True) > self.ranks
        scores = np.where(self.same, -1, self.without.scores)
        stays |= _but_own(scores, self.without.whose, len(self.ranks), largest=False) <= self.levels
        moved = np.where(self._after <= self.levels, 1, np.where(stays, 0, -1))
        return np.where(lone | others, np.maximum(self.ranks, self.last + moved), self.ranks)

    @cached_property
    def _before(self) -> Numbers:
        """By place, the worst score that a review gives to one of those before it."""
        most = np.full(int(self.ranks.max()) + 2, -_FAR, dtype=np.int64)
        active = ~self.same
        np.maximum.at(most, self._here[active] + 1, self.without.scores[active])
        return np.maximum.accumulate(most)[self.ranks]

    @cached_property
    def _after(self) -> Numbers:
        """By place, the best score that a review gives to one of those after it."""
        least = np.full(int(self.ranks.max()) + 2, _FAR, dtype=np.int64)
        active = ~self.same
        np.minimum.at(least, self._here[active], self.without.scores[active])
        return np.minimum.accumulate(least[::-1])[::-1][self.ranks + 1]

    @cached_property
    def _least_of_equals(self) -> Numbers:
        """By place, the best score that a review gives to another that shares its rank."""
        size = len(self.ranks)
        active = ~self.same
        own = np.full(size, _FAR, dtype=np.int64)
        np.minimum.at(own, self.without.whose[active], self.without.scores[active])
        order = np.lexsort((own, self.ranks))
        first = np.flatnonzero(np.diff(self.ranks[order], prepend=-1))
        found = np.empty(size, dtype=np.int64)
        lengths = np.diff(first, append=size)
        found[order] = np.repeat(own[order[first]], lengths)
        second = np.where(lengths > 1, own[order[np.minimum(first + 1, size - 1)]], _FAR)
        found[order[first]] = second
        return found

    def moves_its_own(self, served: Bools) -> Bools:
        """Which reviews change the money of their own application, as many places being served?"""
        line, mine = int(served.sum()), served[self.without.whose]
        kept = self.without.kept
        moved = ((self.own_last <= line) & kept) != mine
        tied = self.own_worst > self.own_best
        return np.asarray(moved | (tied & (((self.own_best <= line) & kept) != mine)), dtype=np.bool_)

    def moves_others(self, served: Bools) -> Iterator[tuple[Numbers, Numbers]]:
        """The places that share a rank by the line, and the reviews that change their money, their own but for them.

        Another place moves by one at most: only those by the line are looked at.
        """
        line = int(served.sum())
        near = self.ranked & np.where(served, self.last >= line, self.ranks <= line + 1)
        for rank in np.unique(self.ranks[near]).tolist():
            places = np.flatnonzero(near & (self.ranks == rank))
            for mine in np.unique(served[places]).tolist():
                group = places[served[places] == mine]
                yield group, np.flatnonzero(self._moves(int(group[0]), line, mine))

    def _moves(self, place: int, line: int, mine: bool) -> Bools:
        rank, level = int(self.ranks[place]), int(self.levels[place])
        before = np.where(self.same, 0, (self.without.scores < level).astype(np.int64) - (self._here < rank))
        upto = np.where(self.same, 0, (self.without.scores <= level).astype(np.int64) - (self._here <= rank))
        best, last = rank + before, int(self.last[place]) + upto
        moved = (last <= line) != mine
        if self.both:
            moved |= (last > best) & ((best <= line) != mine)
        return np.asarray(moved, dtype=np.bool_)


def _but_own(values: Numbers, whose: Numbers, size: int, *, largest: bool) -> Numbers:
    """By place, the largest (or the smallest) of the values of the reviews of all the others."""
    sign = -1 if largest else 1
    own = np.full(size + 1, _FAR, dtype=np.int64)
    np.minimum.at(own, whose, sign * values)
    first, second = np.argsort(own, kind="stable")[:2]
    found = np.full(size, own[first], dtype=np.int64)
    found[first] = own[second]
    return sign * found


def _told(ranks: Numbers, there: Bools) -> tuple[int | None, ...]:
    return tuple(rank if some else None for rank, some in zip(ranks.tolist(), there.tolist(), strict=True))
