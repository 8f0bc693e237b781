"""The quorum of one item of a sitting: a member who has an interest in it leaves both sides of the count.

Source: CGCT L2131-11 (the interested member takes no part), L1111-6 (mandatory withdrawal from decisions on grants).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from app.domain.errors import Reason, ReasonCode


@dataclass(frozen=True)
class Quorum:
    """How many may sit on the item, how many are there, how many are required."""

    eligible: int
    present: int
    required: int

    @property
    def met(self) -> bool:
        return self.present >= self.required

    @property
    def refusal(self) -> Reason | None:
        """Why the committee may not advise on this item, if it may not."""
        if self.met:
            return None
        return Reason.of(
            ReasonCode.QUORUM_MISSING, present=self.present, required=self.required, eligible=self.eligible
        )


def item_quorum(
    *, members: frozenset[int], present: frozenset[int], recused: frozenset[int], share: Decimal
) -> Quorum:
    """The quorum of one item: ``share`` of the members who have no interest in it, rounded up, at least one."""
    eligible = len(members - recused)
    required = max(1, int((share * eligible).to_integral_value(rounding=ROUND_CEILING)))
    return Quorum(eligible, len(present - recused), required)


def item_voices(*, present: frozenset[int], proxies: Mapping[int, int], recused: frozenset[int]) -> int:
    """How many voices there are on one item: of who is there, and of who gave a proxy to somebody who is.

    ``proxies``: who holds the proxy of each giver. Who has an interest neither votes nor carries the proxy of another.
    """
    there = present - recused
    carried = sum(giver not in recused and holder in there for giver, holder in proxies.items())
    return len(there) + carried
