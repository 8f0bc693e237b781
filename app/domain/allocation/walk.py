"""The money goes down the list, in three passes that each have one rule.

1. Those that a quota serves first, the best of each value, when they fit.
2. Down all the pots together, the best place first, each with its own money; a pot stops as its `cut` says. Where
   the cut is partial, the first that does not fit gets what is left there, and takes its place among the winners
   and in the quotas in its turn.
3. The pots go on with what those that spill to them leave, donors before those who receive, and together, the best
   place first, where they spill to each other: who was served in part is completed first.

So whoever comes lower takes no place and no money from one whom the own money of its pot serves, whole or in part:
without those below, it would receive no more of it. What others leave is known at the end only, and keeps no place.

Ex aequo of a pot share one fate. Where one of them would fit alone and all do not together, in the money, in the
places of winners or in those of a quota, somebody must part them: nobody below takes what they wait for. Each line is
tried a bounded number of times: n log n.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import groupby

from app.domain.allocation.lines import AllocationLine, Block, Layout
from app.domain.allocation.model import Outcome
from app.domain.allocation.pots import Purse, settling_groups
from app.domain.allocation.till import NO_DONORS, Donors, Till, asked_by, money_of
from app.domain.call_file.grid.ranking import Cut, RankingRule
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
        self.before: dict[Purse, Step | None] = {}
        """What stopped, in its turn, each purse that goes on with the money of others."""
        self.waiting: dict[Purse, list[Block]] = {purse: [] for purse in layout.purses}
        self.bands: dict[Purse, Block] = {}
        self.most_left: dict[Purse, int] = {}
        """What a band that waits for its draw may leave at most, in cents."""
        self.partly: dict[Purse, Sequence[AllocationLine]] = {}
        """Those whom a pot served in part, the last of it."""
        shared = bool(rule.quotas or rule.winners) or any(purse.donors for purse in layout.purses)
        self.linked = len(layout.purses) > 1 and shared
        """Does what one purse gives change what another may give?"""

    def run(self) -> None:
        """All the passes, then a reason for each who was not served."""
        if self.goes_first:
            self._serve_first()
        self._go_down(self.layout.queues)
        if not self.bands:
            for group in settling_groups(self.layout.purses):
                self._go_on(group)
        for purse, blocks in self.waiting.items():
            for block in blocks:
                self._tell(purse, block)

    def _serve_first(self) -> None:
        till = self.till
        chosen = till.tallies.served_first([line for line in self.layout.lines if line.outcome is None])
        ranked = sorted(chosen, key=lambda line: (line.place, line.candidate.reference))
        for _, group in groupby(ranked, key=lambda line: line.place):
            tied = list(group)
            if self._may_go_first(tied):
                till.award(tied)
                for line in tied:
                    line.first = True
                    line.steps.append(chosen[line])
            elif any(self._may_go_first([line]) for line in tied):
                break

    def _may_go_first(self, lines: Sequence[AllocationLine]) -> bool:
        till, asked = self.till, [(line.purse, line.candidate.amount) for line in lines]
        return till.tallies.allow(lines) and till.enough_winners(lines) and till.affords(asked)

    def _go_down(self, queues: Mapping[Purse, Sequence[Block]], donors: Donors = NO_DONORS) -> None:
        """Serve these queues together, the best place first; what waits then is in `waiting`."""
        purses = [purse for purse in self.layout.purses if queues.get(purse)]
        cursor = [0] * len(purses)
        heap = [(queues[purse][0].at, index) for index, purse in enumerate(purses)]
        heapify(heap)
        while heap:
            best, turn = heap[0][0], []
            while heap and heap[0][0] == best:
                turn.append(heappop(heap)[1])
            self._serve([queues[purses[index]][cursor[index]] for index in turn], donors)
            for index in turn:
                purse, queue = purses[index], queues[purses[index]]
                pending = [one for one in (queue[cursor[index]],) if one.waiting]
                cursor[index] += 1
                if purse in self.stopped:
                    left = queue[cursor[index] :]
                    if donors and self.stopped[purse] is _REACHED:
                        _too_late([*pending, *left], self.before[purse])
                    elif donors:
                        _untold(left)
                    pending += left
                elif cursor[index] < len(queue):
                    heappush(heap, (queue[cursor[index]].at, index))
                self.waiting[purse] += pending

    def _go_on(self, group: Sequence[Purse]) -> None:
        donors = {purse: tuple(one for one in purse.donors if one.left != 0) for purse in group}
        takers = [purse for purse in self._in_turn(group) if donors[purse] and purse not in self.ended]
        queues = {purse: self.waiting[purse] for purse in takers if self._complete(purse, donors[purse])}
        for purse in queues:
            self.before[purse], self.waiting[purse] = self.stopped.pop(purse, None), []
        self._go_down(queues, donors)

    def _in_turn(self, group: Sequence[Purse]) -> list[Purse]:
        """The purses of a group, whoever stands first among those whom they served in part being completed first."""
        last = len(self.layout.lines) + 1
        return sorted(
            group, key=lambda purse: min((line.place for line in self.partly.get(purse, ())), default=last)
        )

    def _complete(self, purse: Purse, donors: Sequence[Purse]) -> bool:
        """Has whoever this pot served in part all that it asked for, once the donors have given?"""
        lines = self.partly.get(purse, ())
        missing, money = asked_by(lines) - sum(line.amount for line in lines), money_of(purse, *donors)
        if missing:
            self.till.complete(lines, donors, missing if money is None else min(missing, money))
        return money is None or missing <= money

    def _serve(self, blocks: Sequence[Block], donors: Donors) -> None:
        """Serve blocks of the same place, one for each purse, or say why not."""
        blocks = [block for block in blocks if block.purse not in self.stopped]
        lines = self.till.tallies.exhausted([line for block in blocks for line in block.waiting])
        if not lines:
            return
        if self.till.winners_left == 0:
            for block in blocks:
                self.stopped[block.purse] = _REACHED
        elif blocks[0].undrawn:
            self._serve_bands(blocks, lines, donors)
        else:
            fits = partial(_fits_alone, donors=donors)
            self._serve_tied(blocks, self.till.tallies.parted(lines, fits), donors)

    def _serve_tied(self, blocks: Sequence[Block], lines: Sequence[AllocationLine], donors: Donors) -> None:
        offers = [(block, *self._within_money(block, lines, donors)) for block in blocks]
        fitting = [line for _, mine, _ in offers for line in mine]
        asked = [
            (block.purse, asked_by(mine) if parts is None else sum(parts)) for block, mine, parts in offers
        ]
        if not self.till.enough_winners(fitting):
            self._hold_winners(fitting)
        elif not self.till.affords(asked, donors):
            self._hold_shared([block for block, mine, _ in offers if mine], fitting, donors)
        else:
            for block, mine, parts in offers:
                self.till.award(mine, donors.get(block.purse, ()), parts)
                if parts is not None:
                    self.partly[block.purse] = mine

    def _hold_winners(self, lines: Sequence[AllocationLine]) -> None:
        """More ex aequo than places of winners: nobody is one any more until somebody parts them."""
        left = self.till.winners_left
        for line in lines:
            said = {"count": len(lines), "left": left}
            line.outcome, line.why = Outcome.UNFUNDED, (Step(StepCode.TIE_ABOVE_WINNERS, said),)
        held = Step(StepCode.WINNERS_HELD, {"at": _references(lines), "left": left})
        for purse in self.layout.purses:
            self.stopped.setdefault(purse, held)
        self.ended.update(self.layout.purses)

    def _hold_shared(self, blocks: Sequence[Block], lines: Sequence[AllocationLine], donors: Donors) -> None:
        """Ex aequo of several pots that the money these share does not serve together."""
        purses = {one for block in blocks for one in (block.purse, *donors.get(block.purse, ()))}
        said = {"count": len(lines), "amount_cents": asked_by(lines), "left_cents": money_of(*purses)}
        for line in lines:
            line.why = (Step(StepCode.TIE_DOES_NOT_FIT, said),)
        closed = Step(StepCode.LINE_CLOSED, {"at": _references(lines)})
        for block in blocks:
            self.stopped[block.purse] = closed

    def _within_money(
        self, block: Block, lines: Sequence[AllocationLine], donors: Donors
    ) -> tuple[list[AllocationLine], Sequence[int] | None]:
        """The lines of the block that its money serves together, and their parts where it does so in part; the
        others are told why."""
        mine, purse = [line for line in lines if line.purse is block.purse], block.purse
        money, asked = money_of(purse, *donors.get(purse, ())), asked_by(mine)
        if money is None or asked <= money:
            return mine, None
        if purse.cut is Cut.SKIP and not any(line.candidate.amount <= money for line in mine):
            for line in mine:
                line.why = (_does_not_fit(line, money),)
            return [], None
        self.stopped[purse] = _closed_by(block)
        if purse.cut is Cut.PARTIAL and money >= purse.least_share * asked:
            parts = split(money, [Decimal(line.candidate.amount) for line in mine])
            if all(part or not line.candidate.amount for part, line in zip(parts, mine, strict=True)):
                return mine, parts
        for line in mine:
            line.why = (_refused(line, len(mine), asked, money),)
        return [], None

    def _serve_bands(self, blocks: Sequence[Block], lines: Sequence[AllocationLine], donors: Donors) -> None:
        """Serve bands of the same place that nobody drew: what they share is enough for all, or all are to be drawn."""
        till, purses = self.till, [block.purse for block in blocks]
        if len(blocks) > 1 and self.linked and not (till.tallies.allow(lines) and till.enough_winners(lines)):
            said = {"count": len(lines), "amount_cents": asked_by(lines), "left_cents": money_of(*purses)}
            for line in lines:
                line.why = (Step(StepCode.TO_DRAW, said),)
            self.bands.update(zip(purses, blocks, strict=True))
            self.stopped.update(dict.fromkeys(self.layout.purses, _AFTER_DRAW))
            return
        mine = [(block, [line for line in lines if line.purse is block.purse]) for block in blocks]
        for block, own in sorted(mine, key=lambda one: not till.affords([(one[0].purse, asked_by(one[1]))])):
            if own and block.purse not in self.stopped:
                self._serve_band(block, own, donors)

    def _serve_band(self, block: Block, lines: Sequence[AllocationLine], donors: Donors) -> None:
        """Serve a band that nobody drew if all of it can be, else leave it to the draw, and what depends on it.

        Where the cut does not skip, whoever is drawn the list ends inside the band: those after it know their
        fate. A quota, or a cut that skips, leaves it open.
        """
        purse, till = block.purse, self.till
        given = donors.get(purse, ())
        money = money_of(purse, *given)
        fits = money is None or asked_by(lines) <= money
        allowed = till.tallies.allow(lines)
        if fits and allowed and till.enough_winners(lines):
            till.award(lines, given)
            return
        self.bands[purse] = block
        ends = allowed and (fits or purse.cut is not Cut.SKIP)
        said = {"count": len(lines), "amount_cents": asked_by(lines), "left_cents": money}
        for line in lines:
            line.why = (Step(StepCode.TO_DRAW, said),)
        self.stopped[purse] = _closed_by(block) if ends else _AFTER_DRAW
        if not fits and money is not None and not self.linked and not till.tallies.all:
            # Whoever of the band is left out asks for more than what is left in the end.
            self.most_left[purse] = min(money, max(line.candidate.amount for line in lines) - 1)
        if self.linked:
            self.stopped.update(dict.fromkeys(self.layout.purses, _AFTER_DRAW))

    def _tell(self, purse: Purse, block: Block) -> None:
        """The outcome of those of a block who were not served."""
        stop = self.stopped.get(purse)
        for line in block.waiting:
            most = self.most_left.get(purse)
            if self.bands.get(purse) is block:
                line.outcome = Outcome.TO_DRAW
            elif stop is _AFTER_DRAW and most is not None and line.candidate.amount > most:
                said = {"amount_cents": line.candidate.amount, "left_cents": most}
                line.outcome, line.why = Outcome.UNFUNDED, (Step(StepCode.BEYOND_DRAW, said),)
            elif stop is _AFTER_DRAW:
                line.outcome, line.why = Outcome.TO_DRAW, (_AFTER_DRAW,)
            else:
                line.outcome = Outcome.DRAWN_OUT if line.drawn else Outcome.UNFUNDED
                line.why = line.why or ((stop,) if stop else ())


def _fits_alone(line: AllocationLine, donors: Donors) -> bool:
    """Does the cut stop at it, or the money that its purse has serve it?"""
    money = money_of(line.purse, *donors.get(line.purse, ()))
    return line.purse.cut is not Cut.SKIP or money is None or line.candidate.amount <= money


def _refused(line: AllocationLine, count: int, asked: int, money: int) -> Step:
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


def _untold(blocks: Sequence[Block]) -> None:
    """Those whom the money of others did not come to wait for what stopped it, not for what kept them before."""
    for line in (line for block in blocks for line in block.waiting):
        line.why = ()


def _too_late(blocks: Sequence[Block], before: Step | None) -> None:
    """Tell those who had no money in their turn that the winners were reached when others left them some."""
    for line in (line for block in blocks for line in block.waiting):
        in_turn = before is _REACHED and not line.why
        line.why = (_REACHED if in_turn else _LATE,)


def _does_not_fit(line: AllocationLine, money: int) -> Step:
    return Step(StepCode.DOES_NOT_FIT, {"amount_cents": line.candidate.amount, "left_cents": money})


def _closed_by(block: Block) -> Step:
    return Step(StepCode.LINE_CLOSED, {"at": _references(block.lines)})


def _references(lines: Sequence[AllocationLine]) -> tuple[str, ...]:
    return tuple(line.candidate.reference for line in lines)
