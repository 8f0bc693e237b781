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
    """The money down the ranked list, position by position, in cents; an envelope of 0 is no limit."""

    ranked: Ranked
    envelope: int
    amounts: NDArray[np.int64]
    cumulated: NDArray[np.int64]
    served: Bools

    @classmethod
    def of(cls, ranked: Ranked, envelope: int) -> "PlainMoney":
        """Serve the list down to the first group of equals that does not fit whole."""
        amounts = ranked.entries.amounts[ranked.order.places]
        cumulated = np.cumsum(amounts)
        if not envelope or not len(amounts):
            return cls(ranked, envelope, amounts, cumulated, np.ones(len(amounts), dtype=np.bool_))
        ranks = ranked.order.ranks
        last = np.flatnonzero(np.append(ranks[1:] != ranks[:-1], True))
        ends = np.repeat(cumulated[last], np.diff(last, prepend=-1))
        return cls(ranked, envelope, amounts, cumulated, ends <= envelope)

    @cached_property
    def spent(self) -> int:
        """What is given in all."""
        count = int(self.served.sum())
        return int(self.cumulated[count - 1]) if count else 0

    def use(self) -> PotUse:
        """The account of the envelope."""
        left = self.envelope - self.spent if self.envelope else None
        return PotUse("", "", self.envelope or None, 0, 0, self.spent, left)

    def step(self, position: int) -> Step:
        """Why the application at this position gets its money, or none."""
        amount = int(self.amounts[position])
        if self.served[position]:
            left = self.envelope - int(self.cumulated[position]) if self.envelope else None
            return Step(StepCode.FITS, {"amount_cents": amount, "left_cents": left})
        stopped = self._stopped
        if position not in stopped:
            return self._closed
        money = self.envelope - self.spent
        if len(stopped) == 1:
            return Step(StepCode.DOES_NOT_FIT, {"amount_cents": amount, "left_cents": money})
        asked = int(self.amounts[stopped.start : stopped.stop].sum())
        said = {"count": len(stopped), "amount_cents": asked, "left_cents": money}
        return Step(StepCode.TIE_DOES_NOT_FIT, said)

    @cached_property
    def _stopped(self) -> range:
        """The positions of the equals at which the list stopped."""
        first, ranks = int(np.argmin(self.served)), self.ranked.order.ranks
        return range(first, first + int((ranks == ranks[first]).sum()))

    @cached_property
    def _closed(self) -> Step:
        places = self.ranked.order.places[self._stopped.start : self._stopped.stop]
        references = tuple(self.ranked.entries.references[place] for place in places)
        return Step(StepCode.LINE_CLOSED, {"at": references})
