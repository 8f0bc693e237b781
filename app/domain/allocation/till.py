"""What can still be given: the money of each purse, the winners that are left, the room in each quota."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.domain.allocation.lines import Line
from app.domain.allocation.model import Outcome
from app.domain.allocation.pots import Purse
from app.domain.allocation.quotas import Tallies
from app.domain.call_file.ranking import RankingRule
from app.domain.explanation import Figure, Step, StepCode
from app.domain.money import split


def asked_by(lines: Sequence[Line]) -> int:
    """The amounts of these lines together, in cents."""
    return sum(line.candidate.amount for line in lines)


def money_of(purse: Purse, donors: Sequence[Purse] = ()) -> int | None:
    """What a purse and those who give to it have left, in cents; None when nothing bounds it."""
    total = 0
    for one in (purse, *donors):
        if one.left is None:
            return None
        total += one.left
    return total


class Till:
    """The bounds that all the purses share, and the act of paying."""

    def __init__(self, rule: RankingRule) -> None:
        self.tallies = Tallies(rule.quotas)
        self.winners_left = rule.winners

    def enough_winners(self, lines: Sequence[Line]) -> bool:
        """May that many more win?"""
        return self.winners_left is None or len(lines) <= self.winners_left

    def affords(self, lines: Sequence[Line]) -> bool:
        """Can all of these be served, each by the own money of its purse?"""
        asked: dict[Purse, int] = {}
        for line in lines:
            asked[line.purse] = asked.get(line.purse, 0) + line.candidate.amount
        return all(purse.left is None or amount <= purse.left for purse, amount in asked.items())

    def count(self, lines: Sequence[Line]) -> None:
        """These lines have won."""
        self.tallies.count(lines)
        if self.winners_left is not None:
            self.winners_left -= len(lines)

    def award(
        self, lines: Sequence[Line], donors: Sequence[Purse] = (), parts: Sequence[int] | None = None
    ) -> None:
        """Give each its amount, or its part of it; the caller knows that there is enough."""
        for index, line in enumerate(lines):
            asked = line.candidate.amount
            line.amount = asked if parts is None else parts[index]
            line.outcome = Outcome.FUNDED if line.amount == asked else Outcome.PARTIAL
            received = line.purse.pay(line.amount, donors)
            line.why = _because(line, asked, received)
        self.count(lines)

    def complete(self, lines: Sequence[Line], donors: Sequence[Purse], money: int) -> None:
        """Give so much more to those who were served in part, in proportion to what each lacks."""
        lacking = [Decimal(line.candidate.amount - line.amount) for line in lines]
        for line, part in zip(lines, split(money, lacking), strict=True):
            line.amount += part
            asked = line.candidate.amount
            line.outcome = Outcome.FUNDED if line.amount == asked else Outcome.PARTIAL
            line.why = _because(line, asked, line.purse.pay(part, donors))


def _because(line: Line, asked: int, received: Mapping[str, Figure]) -> tuple[Step, ...]:
    said: dict[str, Figure] = {"amount_cents": line.amount, "left_cents": line.purse.left}
    if line.outcome is Outcome.PARTIAL:
        said["asked_cents"] = asked
    step = Step(StepCode.FITS if line.outcome is Outcome.FUNDED else StepCode.PARTLY, said)
    return (Step(StepCode.SPILLED, received), step) if received else (step,)
