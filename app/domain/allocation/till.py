"""What can still be given: the money of each purse, the winners that are left, the room in each quota."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from app.domain.allocation.lines import AllocationLine
from app.domain.allocation.model import Outcome
from app.domain.allocation.pots import Purse
from app.domain.allocation.quotas import Tallies
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.explanation import Figure, Step, StepCode
from app.domain.money import split

Donors: TypeAlias = Mapping[Purse, Sequence[Purse]]
"""From whom each purse may take, once its own money is spent."""
NO_DONORS: Final[Donors] = {}


def asked_by(lines: Sequence[AllocationLine]) -> int:
    """The amounts of these lines together, in cents."""
    return sum(line.candidate.amount for line in lines)


def money_of(*purses: Purse) -> int | None:
    """What these purses have left together, in cents; None when nothing bounds one of them."""
    total = 0
    for one in purses:
        if one.left is None:
            return None
        total += one.left
    return total


class Till:
    """The bounds that all the purses share, and the act of paying."""

    def __init__(self, rule: RankingRule) -> None:
        self.tallies = Tallies(rule.quotas)
        self.winners_left = rule.winners

    def enough_winners(self, lines: Sequence[AllocationLine]) -> bool:
        """May that many more win?"""
        return self.winners_left is None or len(lines) <= self.winners_left

    @staticmethod
    def affords(asked: Iterable[tuple[Purse, int]], donors: Donors = NO_DONORS) -> bool:
        """Can all that is asked of these purses be paid in turn, each by its own money and then its donors'?"""
        left: dict[Purse, int | None] = {}
        for purse, wanted in asked:
            for one in (purse, *donors.get(purse, ())):
                have = left.setdefault(one, one.left)
                part = wanted if have is None else min(have, wanted)
                left[one] = None if have is None else have - part
                wanted -= part
            if wanted:
                return False
        return True

    def count(self, lines: Sequence[AllocationLine]) -> None:
        """These lines have won."""
        self.tallies.count(lines)
        if self.winners_left is not None:
            self.winners_left = max(0, self.winners_left - len(lines))

    def award(
        self,
        lines: Sequence[AllocationLine],
        donors: Sequence[Purse] = (),
        parts: Sequence[int] | None = None,
    ) -> None:
        """Give each its amount, or its part of it; the caller knows that there is enough."""
        for index, line in enumerate(lines):
            asked = line.candidate.amount
            line.amount = asked if parts is None else parts[index]
            line.outcome = Outcome.FUNDED if line.amount == asked else Outcome.PARTIAL
            received = line.purse.pay(line.amount, donors)
            line.why = _because(line, asked, received)
        self.count(lines)

    def complete(self, lines: Sequence[AllocationLine], donors: Sequence[Purse], money: int) -> None:
        """Give so much more to those who were served in part, in proportion to what each lacks."""
        lacking = [Decimal(line.candidate.amount - line.amount) for line in lines]
        for line, part in zip(lines, split(money, lacking), strict=True):
            line.amount += part
            asked = line.candidate.amount
            line.outcome = Outcome.FUNDED if line.amount == asked else Outcome.PARTIAL
            line.why = _because(line, asked, line.purse.pay(part, donors))


def _because(line: AllocationLine, asked: int, received: Mapping[str, Figure]) -> tuple[Step, ...]:
    said: dict[str, Figure] = {"amount_cents": line.amount, "left_cents": line.purse.left}
    if line.outcome is Outcome.PARTIAL:
        said["asked_cents"] = asked
    step = Step(StepCode.FITS if line.outcome is Outcome.FUNDED else StepCode.PARTLY, said)
    return (Step(StepCode.SPILLED, received), step) if received else (step,)
