"""How many of each value have won, and how many still may."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from app.domain.allocation.lines import AllocationLine
from app.domain.allocation.model import Outcome
from app.domain.call_file.grid.ranking import Quota
from app.domain.explanation import Figure, Step, StepCode


class Tally:
    """One quota of the rule and those who count in it; ``index`` is its place in the rule.

    ``held``: the values whose last places wait for somebody to part these ex aequo.
    """

    def __init__(self, quota: Quota, index: int) -> None:
        self.quota = quota
        self.index = index
        self.won: Counter[str] = Counter()
        self.held: dict[str, tuple[str, ...]] = {}

    def most(self, value: str) -> int | None:
        """At most how many of this value; None when nothing bounds it."""
        return self.quota.stocks.get(value, self.quota.most)

    def room(self, value: str) -> int | None:
        """How many more of this value may win; nobody takes what ex aequo hold."""
        if value in self.held:
            return 0
        most = self.most(value)
        return None if most is None else most - self.won[value]

    def above(self, lines: Iterable[AllocationLine]) -> dict[str, int]:
        """The values of which these lines, all together, are more than there is room for."""
        asked = Counter(line.values[self.index] for line in lines)
        return {
            value: room
            for value, count in asked.items()
            if (room := self.room(value)) is not None and count > room
        }


class Tallies:
    """All the quotas of a rule."""

    def __init__(self, quotas: Sequence[Quota]) -> None:
        self.all = tuple(Tally(quota, index) for index, quota in enumerate(quotas))

    def count(self, lines: Iterable[AllocationLine]) -> None:
        """These lines have won."""
        for line in lines:
            for tally in self.all:
                tally.won[line.values[tally.index]] += 1

    def allow(self, lines: Sequence[AllocationLine]) -> bool:
        """May all these lines win together?"""
        return not any(tally.above(lines) for tally in self.all)

    def exhausted(self, lines: Sequence[AllocationLine]) -> list[AllocationLine]:
        """Those of these lines for whose value there is no room at all are settled; the others are left."""
        left = list(lines)
        for tally in self.all:
            none = {value for value, room in tally.above(left).items() if room <= 0}
            left = self._settled(tally, left, none, StepCode.QUOTA_REACHED)
        return left

    def parted(
        self, lines: Sequence[AllocationLine], fits: Callable[[AllocationLine], bool]
    ) -> list[AllocationLine]:
        """Those of these ex aequo, none of whom meets a full quota, whom every quota allows; the others are settled.

        When there is room for some of a value and not for all, none of that value is chosen: nothing separates
        them, and nobody below takes the places of those who `fit` in the money.
        """
        left = list(lines)
        for tally in self.all if len(left) > 1 else ():
            tied = {
                value: [line for line in left if line.values[tally.index] == value]
                for value in tally.above(left)
            }
            held = {value: mine for value, mine in tied.items() if any(map(fits, mine))}
            left = self._settled(tally, left, held, StepCode.TIE_ABOVE_QUOTA)
            for value, mine in held.items():
                tally.held[value] = tuple(line.candidate.reference for line in mine)
        return left

    @staticmethod
    def _settled(
        tally: Tally, lines: list[AllocationLine], values: Iterable[str], code: StepCode
    ) -> list[AllocationLine]:
        over = frozenset(values)
        if not over:
            return lines
        tied = [line for line in lines if line.values[tally.index] in over]
        for line in tied:
            value = line.values[tally.index]
            said: dict[str, Figure] = {"by": tally.quota.by, "value": value, "most": tally.most(value)}
            why = Step(code, said)
            if value in tally.held:
                why = Step(StepCode.QUOTA_HELD, {**said, "at": tally.held[value]})
            line.outcome, line.why = Outcome.QUOTA, (why,)
        return [line for line in lines if line.outcome is None]

    def served_first(self, lines: Sequence[AllocationLine]) -> dict[AllocationLine, Step]:
        """The best of each value that the rule serves before the others, in the order of the whole list.

        Ex aequo of one value go together: when they are more than the places that are left, none goes first.
        """
        chosen: dict[AllocationLine, Step] = {}
        for tally in self.all:
            if tally.quota.first:
                ranked = sorted(lines, key=lambda line: (line.values[tally.index], line.place))
                for value, mine in groupby(ranked, key=lambda line: line.values[tally.index]):
                    said = {"by": tally.quota.by, "value": value, "first": tally.quota.first}
                    best = _best(list(mine), max(0, tally.quota.first - tally.won[value]))
                    chosen.update(dict.fromkeys(best, Step(StepCode.SERVED_FIRST, said)))
        return chosen


def _best(ranked: Sequence[AllocationLine], most: int) -> list[AllocationLine]:
    best: list[AllocationLine] = []
    for _, group in groupby(ranked, key=lambda line: line.place):
        tied = list(group)
        if len(best) + len(tied) > most:
            break
        best += tied
    return best
