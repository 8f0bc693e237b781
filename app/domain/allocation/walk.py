"""The money goes down the list, in four passes that each have one rule.

1. Those that a quota serves first, the best of each value, when they fit.
2. Down all the pots together, the best place first, each with its own money; a pot stops as its `cut` says.
3. The pots go on with what those that spill to them leave, donors before those who receive.
4. Where the cut is partial, the first that does not fit gets what is left.

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
        shared = bool(rule.quotas or rule.winners) or any(purse.donors for purse in layout.purses)
        self.linked = len(layout.purses) > 1 and shared
        """Does what one purse gives change what another may give?"""

    def run(self) -> None:
        """All the passes, then a reason for each who was not served."""
        if self.goes_first:
            self._serve_first()
        self._go_down()
        if not (self.linked and self.bands):
            settling = settling_order(self.layout.purses) if self.linked else list(self.layout.purses)
            for purse in settling if self.linked else ():
                self._go_on(purse)
            for purse in settling:
                if purse.cut is Cut.PARTIAL and purse not in self.bands and purse not in self.ended:
                    self._serve_partly(purse)
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
        pending, donors, place = self.waiting[purse], self._donors(purse), 0
        if purse not in self.ended:
            self.stopped.pop(purse, None)
        while place < len(pending) and purse not in self.stopped:
            self._serve([pending[place]], donors)
            place += 1
        self.waiting[purse] = [block for block in pending if block.waiting]

    def _serve_partly(self, purse: Purse) -> None:
        within = self.till.tallies.within
        tied = next((head for block in self.waiting[purse] if (head := within(block.waiting))), [])
        donors, asked = self._donors(purse), asked_by(tied)
        money = money_of(purse, donors)
        if not money or money >= asked or not self.till.enough_winners(tied):
            return
        if money < purse.least_share * asked:
            said: dict[str, Figure] = {
                "left_cents": money,
                "amount_cents": asked,
                "least_share": purse.least_share,
            }
            for line in tied:
                line.why = (Step(StepCode.PARTIAL_TOO_SMALL, said),)
            return
        self.till.award(tied, donors, split(money, [Decimal(line.candidate.amount) for line in tied]))

    def _donors(self, purse: Purse) -> tuple[Purse, ...]:
        return tuple(donor for donor in purse.donors if not self._keeps(donor))

    def _keeps(self, donor: Purse) -> bool:
        """Will the donor give what it has left to the first who waits in it, in part?"""
        if donor.cut is not Cut.PARTIAL or not donor.left:
            return False
        head = next((tied for block in self.waiting[donor] if (tied := block.waiting)), None)
        return (
            head is not None
            and self.till.enough_winners(head)
            and donor.left >= donor.least_share * asked_by(head)
        )

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
                self.stopped[block.purse] = Step(StepCode.WINNERS_REACHED)
        elif blocks[0].undrawn:
            self._serve_band(blocks[0], lines, donors)
        else:
            self._serve_tied(blocks, self.till.tallies.parted(lines), donors)

    def _serve_tied(self, blocks: Sequence[Block], lines: Sequence[Line], donors: Sequence[Purse]) -> None:
        fitting = [line for block in blocks for line in self._within_money(block, lines, donors)]
        if self.till.enough_winners(fitting):
            self.till.award(fitting, donors)
            return
        said = {"count": len(fitting), "left": self.till.winners_left}
        for line in fitting:
            line.outcome, line.why = Outcome.UNFUNDED, (Step(StepCode.TIE_ABOVE_WINNERS, said),)
        for block in blocks:
            self._stop_at(block)
        self.ended.update(block.purse for block in blocks if block.purse in self.stopped)

    def _within_money(self, block: Block, lines: Sequence[Line], donors: Sequence[Purse]) -> list[Line]:
        """The lines of the block that its money serves together; the others are told why."""
        mine = [line for line in lines if line.purse is block.purse]
        money = money_of(block.purse, donors)
        if money is None:
            return mine
        if block.purse.cut is Cut.SKIP:
            for line in mine:
                line.why = () if line.candidate.amount <= money else (_does_not_fit(line, money),)
            mine = [line for line in mine if not line.why]
        asked = asked_by(mine)
        if asked <= money:
            return mine
        said = {"count": len(mine), "amount_cents": asked, "left_cents": money}
        for line in mine:
            tied = len(mine) > 1
            line.why = (Step(StepCode.TIE_DOES_NOT_FIT, said) if tied else _does_not_fit(line, money),)
        self._stop_at(block)
        return []

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


def _does_not_fit(line: Line, money: int) -> Step:
    return Step(StepCode.DOES_NOT_FIT, {"amount_cents": line.candidate.amount, "left_cents": money})


def _closed_by(block: Block) -> Step:
    return Step(StepCode.LINE_CLOSED, {"at": tuple(line.candidate.reference for line in block.lines)})
