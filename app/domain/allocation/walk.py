"""The money goes down the list, in three passes that each have one rule.

1. Those that a quota serves first, the best of each value, when they fit.
2. Down all the pots together, the best place first, each with its own money; a pot stops as its `cut` says. Where
   the cut is partial, the first that does not fit gets what is left there, and takes its place among the winners
   and in the quotas in its turn.
3. The pots go on with what those that spill to them leave, donors before those who receive: who was served in part
   is completed first.

So whoever comes lower takes no place and no money from one whom the own money of its pot serves, whole or in part:
without those below, it would receive no more of it. What others leave is known at the end only, and keeps no place.

Ex aequo are served together or not at all; where the cut skips, the one that does not fit even alone is passed
over like any other, and the rest must fit together. Each line is tried a bounded number of times: n log n.
"""

from collections.abc import Sequence
from decimal import Decimal
from heapq import heapify, heappop, heappush
from itertools import groupby

from app.domain.allocation.lines import Block, Layout, Line
from app.domain.allocation.model import Outcome
from app.domain.allocation.pots import Purse, settling_order
from app.domain.allocation.till import Till, asked_by, money_of
from app.domain.call_file.ranking import Cut, RankingRule
from app.domain.explanation import Figure, Step, StepCode
from app.domain.money import split

_AFTER_DRAW = Step(StepCode.AFTER_DRAW)
_REACHED = Step(StepCode.WINNERS_REACHED)
_LATE = Step(StepCode.WINNERS_REACHED, {"late": True})


class Walk:
    """One descent of the money. ``stopped`` says why a purse serves nobody further down its queue."""

    def __init__(self, rule: RankingRule, layout: Layout, till: Till) -> None:
        self.layout = layout
        self.till = till
        self.goes_first = any(quota.first for quota in rule.quotas)
        self.stopped: dict[Purse, Step] = {}
        self.ended: set[Purse] = set()
        """The purses that no other money could open again."""
        self.waiting: dict[Purse, list[Block]] = {purse: [] for purse in layout.purses}
        self.bands: dict[Purse, Block] = {}
        self.partly: dict[Purse, Sequence[Line]] = {}
        """Those whom a pot served in part, the last of it."""
        shared = bool(rule.quotas or rule.winners) or any(purse.donors for purse in layout.purses)
        self.linked = len(layout.purses) > 1 and shared
        """Does what one purse gives change what another may give?"""

    def run(self) -> None:
        """All the passes, then a reason for each who was not served."""
        if self.goes_first:
            self._serve_first()
        self._go_down()
        if not self.bands:
            for purse in settling_order(self.layout.purses):
                self._go_on(purse)
        for purse, blocks in self.waiting.items():
            for block in blocks:
                self._tell(purse, block)

    def _serve_first(self) -> None:
        till = self.till
        chosen = till.tallies.served_first([line for line in self.layout.lines if line.outcome is None])
        ranked = sorted(chosen, key=lambda line: (line.place, line.candidate.reference))
        for _, group in groupby(ranked, key=lambda line: line.place):
            tied = list(group)
            if till.tallies.allow(tied) and till.enough_winners(tied) and till.affords(tied):
                till.award(tied)
                for line in tied:
                    line.first = True
                    line.steps.append(chosen[line])

    def _go_down(self) -> None:
        purses, queues = self.layout.purses, self.layout.queues
        cursor = [0] * len(purses)
        heap = [(queues[purse][0].key, index) for index, purse in enumerate(purses) if queues[purse]]
        heapify(heap)
        while heap:
            best, turn = heap[0][0], []
            while heap and heap[0][0] == best:
                turn.append(heappop(heap)[1])
            self._serve([queues[purses[index]][cursor[index]] for index in turn])
            for index in turn:
                purse, queue = purses[index], queues[purses[index]]
                if queue[cursor[index]].waiting:
                    self.waiting[purse].append(queue[cursor[index]])
                cursor[index] += 1
                if purse in self.stopped:
                    self.waiting[purse] += queue[cursor[index] :]
                elif cursor[index] < len(queue):
                    heappush(heap, (queue[cursor[index]].key, index))

    def _go_on(self, purse: Purse) -> None:
        donors = tuple(donor for donor in purse.donors if donor.left != 0)
        if not donors or purse in self.ended or not self._complete(purse, donors):
            return
        pending, before, place = self.waiting[purse], self.stopped.pop(purse, None), 0
        while place < len(pending) and purse not in self.stopped:
            if self.till.winners_left == 0:
                _too_late(pending[place:], before)
                break
            self._serve([pending[place]], donors)
            place += 1
        self.waiting[purse] = [block for block in pending if block.waiting]

    def _complete(self, purse: Purse, donors: Sequence[Purse]) -> bool:
        """Has whoever this pot served in part all that it asked for, once the donors have given?"""
        lines = self.partly.get(purse, ())
        missing, money = asked_by(lines) - sum(line.amount for line in lines), money_of(purse, donors)
        if missing:
            self.till.complete(lines, donors, missing if money is None else min(missing, money))
        return money is None or missing <= money

    def _serve(self, blocks: Sequence[Block], donors: Sequence[Purse] = ()) -> None:
        """Serve blocks of the same place, one for each purse, or say why not."""
        blocks = [block for block in blocks if block.purse not in self.stopped]
        if len(blocks) > 1 and any(block.undrawn for block in blocks):
            for block in blocks:
                self._serve([block], donors)
            return
        lines = self.till.tallies.exhausted([line for block in blocks for line in block.waiting])
        if not lines:
            return
        if self.till.winners_left == 0:
            for block in blocks:
                self.stopped[block.purse] = _REACHED
        elif blocks[0].undrawn:
            self._serve_band(blocks[0], lines, donors)
        else:
            self._serve_tied(blocks, self.till.tallies.parted(lines), donors)

    def _serve_tied(self, blocks: Sequence[Block], lines: Sequence[Line], donors: Sequence[Purse]) -> None:
        offers = [(block.purse, *self._within_money(block, lines, donors)) for block in blocks]
        fitting = [line for _, mine, _ in offers for line in mine]
        if self.till.enough_winners(fitting):
            for purse, mine, parts in offers:
                self.till.award(mine, donors, parts)
                if parts is not None:
                    self.partly[purse] = mine
            return
        said = {"count": len(fitting), "left": self.till.winners_left}
        for line in fitting:
            line.outcome, line.why = Outcome.UNFUNDED, (Step(StepCode.TIE_ABOVE_WINNERS, said),)
        for block in blocks:
            self._stop_at(block)
        self.ended.update(block.purse for block in blocks if block.purse in self.stopped)

    def _within_money(
        self, block: Block, lines: Sequence[Line], donors: Sequence[Purse]
    ) -> tuple[list[Line], Sequence[int] | None]:
        """The lines of the block that its money serves together, and their parts where it does so in part; the
        others are told why."""
        mine, purse = [line for line in lines if line.purse is block.purse], block.purse
        money = money_of(purse, donors)
        if money is None:
            return mine, None
        if purse.cut is Cut.SKIP:
            for line in mine:
                line.why = () if line.candidate.amount <= money else (_does_not_fit(line, money),)
            mine = [line for line in mine if not line.why]
        asked = asked_by(mine)
        if asked <= money:
            return mine, None
        self._stop_at(block)
        if purse.cut is Cut.PARTIAL and money >= purse.least_share * asked:
            parts = split(money, [Decimal(line.candidate.amount) for line in mine])
            if all(part or not line.candidate.amount for part, line in zip(parts, mine, strict=True)):
                return mine, parts
        for line in mine:
            line.why = (_refused(line, len(mine), asked, money),)
        return [], None

    def _serve_band(self, block: Block, lines: Sequence[Line], donors: Sequence[Purse]) -> None:
        """Serve a band that nobody drew if all of it can be, else leave it to the draw, and what depends on it.

        Where the cut does not skip, whoever is drawn the list ends inside the band: those after it know their
        fate. A quota, or a cut that skips, leaves it open.
        """
        purse, till = block.purse, self.till
        money = money_of(purse, donors)
        fits = money is None or asked_by(lines) <= money
        allowed = till.tallies.allow(lines)
        if fits and allowed and till.enough_winners(lines):
            till.award(lines, donors)
            return
        self.bands[purse] = block
        ends = allowed and (fits or purse.cut is not Cut.SKIP)
        said = {"count": len(lines), "amount_cents": asked_by(lines), "left_cents": money}
        for line in lines:
            line.why = (Step(StepCode.TO_DRAW, said),)
        self.stopped[purse] = _closed_by(block) if ends else _AFTER_DRAW
        if self.linked:
            self.stopped.update(dict.fromkeys(self.layout.purses, _AFTER_DRAW))

    def _stop_at(self, block: Block) -> None:
        if block.purse.cut is not Cut.SKIP:
            self.stopped[block.purse] = _closed_by(block)

    def _tell(self, purse: Purse, block: Block) -> None:
        """The outcome of those of a block who were not served."""
        stop = self.stopped.get(purse)
        for line in block.waiting:
            if self.bands.get(purse) is block:
                line.outcome = Outcome.TO_DRAW
            elif stop is _AFTER_DRAW:
                line.outcome, line.why = Outcome.TO_DRAW, (_AFTER_DRAW,)
            else:
                line.outcome = Outcome.DRAWN_OUT if line.drawn else Outcome.UNFUNDED
                line.why = line.why or ((stop,) if stop else ())


def _refused(line: Line, count: int, asked: int, money: int) -> Step:
    """Why a line that asks, with its equals, for more than there is gets nothing."""
    purse = line.purse
    if purse.cut is Cut.PARTIAL and 0 < money < purse.least_share * asked:
        small: dict[str, Figure] = {
            "left_cents": money,
            "amount_cents": asked,
            "least_share": purse.least_share,
        }
        return Step(StepCode.PARTIAL_TOO_SMALL, small)
    if count > 1:
        return Step(StepCode.TIE_DOES_NOT_FIT, {"count": count, "amount_cents": asked, "left_cents": money})
    return _does_not_fit(line, money)


def _too_late(blocks: Sequence[Block], before: Step | None) -> None:
    """Tell those who had no money in their turn that the winners were reached when others left them some."""
    for line in (line for block in blocks for line in block.waiting):
        in_turn = before is _REACHED and not line.why
        line.why = (_REACHED if in_turn else _LATE,)


def _does_not_fit(line: Line, money: int) -> Step:
    return Step(StepCode.DOES_NOT_FIT, {"amount_cents": line.candidate.amount, "left_cents": money})


def _closed_by(block: Block) -> Step:
    return Step(StepCode.LINE_CLOSED, {"at": tuple(line.candidate.reference for line in block.lines)})
