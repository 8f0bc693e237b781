"""The plain rule on arrays: down the list by score, stop at the first that does not fit, equals together.

It gives what `app.domain.allocation.allocate` gives under that rule, for a hundred thousand at once.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.domain.allocation import PotUse
from app.domain.call_file.grid.ranking import BY_SCORE, Cut, RankingRule
from app.domain.explanation import Step, StepCode
from app.domain.ranking.ranked import Ranked
from app.domain.scoring.exact import Bools


def is_plain(rule: RankingRule) -> bool:
    """Is the money given by score alone, with nothing but the envelope to bound it?"""
    bounds = (rule.then, rule.winners, rule.quotas, rule.pots, rule.split, rule.reserve, rule.lottery)
    return rule.order == BY_SCORE and rule.cut is Cut.STRICT and not any(bounds)


@dataclass(frozen=True)
class PlainMoney:
    """The money down the ranked list, position by position, in cents; an envelope of 0 is no limit.

    ``settled``: all that is settled, with a rank or without: it is served first. ``open``: the positions whose money
    the rule gives.
    """

    ranked: Ranked
    envelope: int
    amounts: NDArray[np.int64]
    cumulated: NDArray[np.int64]
    served: Bools
    open: Bools
    settled: int

    @classmethod
    def of(cls, ranked: Ranked, envelope: int) -> "PlainMoney":
        """Serve what is settled, then the list down to the first group of equals that does not fit whole."""
        places, known = ranked.order.places, ranked.entries.settled
        amounts = ranked.entries.amounts[places]
        if not known:
            every, down = np.ones(len(amounts), dtype=np.bool_), np.cumsum(amounts)
            return cls(ranked, envelope, amounts, down, _fitting(ranked, down, envelope or None), every, 0)
        held = [known.get(place) for place in places.tolist()]
        open_ = np.array([one is None for one in held], dtype=np.bool_)
        taken = np.array([0 if one is None else one.cents for one in held], dtype=np.int64)
        wins = np.array([one is not None and one.wins for one in held], dtype=np.bool_)
        settled = sum(one.cents for one in known.values())
        down = np.cumsum(np.where(open_, amounts, 0))
        money = max(0, envelope - settled) if envelope else None
        served = np.where(open_, _fitting(ranked, down, money), wins)
        cumulated = np.where(open_, settled + down, np.cumsum(taken))
        return cls(ranked, envelope, amounts, cumulated, served, open_, settled)

    @cached_property
    def spent(self) -> int:
        """What is given in all, with what was settled."""
        return self.settled + int(self.amounts[self.served & self.open].sum())

    def use(self) -> PotUse:
        """The account of the envelope."""
        left = self.envelope - self.spent if self.envelope else None
        return PotUse("", "", self.envelope or None, 0, 0, self.spent, left)

    def step(self, position: int) -> Step:
        """Why the application at this position gets its money, or none."""
        if not self.open[position]:
            return self.ranked.entries.settled[int(self.ranked.order.places[position])].step
        amount = int(self.amounts[position])
        if self.served[position]:
            left = max(0, self.envelope - int(self.cumulated[position])) if self.envelope else None
            return Step(StepCode.FITS, {"amount_cents": amount, "left_cents": left})
        stopped = self._stopped
        if position not in stopped:
            return self._closed
        money = max(0, self.envelope - self.spent)
        if len(stopped) == 1:
            return Step(StepCode.DOES_NOT_FIT, {"amount_cents": amount, "left_cents": money})
        asked = int(self.amounts[list(stopped)].sum())
        said = {"count": len(stopped), "amount_cents": asked, "left_cents": money}
        return Step(StepCode.TIE_DOES_NOT_FIT, said)

    @cached_property
    def _stopped(self) -> tuple[int, ...]:
        """The positions of the equals at which the list stopped."""
        ranks, refused = self.ranked.order.ranks, self.open & ~self.served
        first = int(np.argmax(refused))
        return tuple(np.flatnonzero(self.open & (ranks == ranks[first])).tolist())

    @cached_property
    def _closed(self) -> Step:
        places = self.ranked.order.places[list(self._stopped)]
        references = tuple(self.ranked.entries.references[place] for place in places)
        return Step(StepCode.LINE_CLOSED, {"at": references})


def _fitting(ranked: Ranked, down: NDArray[np.int64], money: int | None) -> Bools:
    """Which positions fit in this money, equals together, where so much is asked down to each of them."""
    if money is None or not len(down):
        return np.ones(len(down), dtype=np.bool_)
    ranks = ranked.order.ranks
    last = np.flatnonzero(np.append(ranks[1:] != ranks[:-1], True))
    ends = np.repeat(down[last], np.diff(last, prepend=-1))
    return np.asarray(ends <= money, dtype=np.bool_)
