"""What each application holds of the envelope of its wave, and the account of the whole. Cents.

An application is settled once the committee or the authority said something of it that still stands: it then holds an
amount, or nothing. The account adds up what all of them hold, so that every page reads the same rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.workflow.facts import Outcome
from app.domain.workflow.stages import Stage

FAVOURABLE: Final = frozenset({Stage.RECOMMENDED, Stage.RECOMMENDED_WITH_CONDITIONS})
GIVEN_UP: Final = frozenset({Stage.RENOUNCED, Stage.WITHDRAWN, Stage.EXPIRED})
"""Where an application gave up what it had."""

_ANSWERED: Final = frozenset({Stage.ON_RESERVE, Stage.POSTPONED, Stage.NOT_RECOMMENDED, Stage.REJECTED})


class Hold(StrEnum):
    """By what an application holds its part of the envelope, in the order in which a part becomes firm."""

    AWARDED = "awarded"
    ENDED = "ended"
    DECIDED = "decided"
    ADVISED = "advised"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Commitment:
    """What a settled application holds, in cents."""

    hold: Hold
    cents: int = 0

    @property
    def wins(self) -> bool:
        """Is it one of those that receive the aid? Who keeps what was paid before an early end is none any more."""
        return self.hold in (Hold.AWARDED, Hold.DECIDED, Hold.ADVISED)


NOTHING: Final = Commitment(Hold.NOTHING)


def commitment_of(
    stage: Stage,
    *,
    proposed: int = 0,
    outcome: Outcome | None = None,
    decided: int = 0,
    released: bool = False,
    paid: int = 0,
) -> Commitment | None:
    """What an application at this stage holds; None while nothing is settled.

    In cents: ``proposed`` is what a favourable opinion proposes, ``decided`` the amount of the decision of that
    ``outcome``, ``paid`` what was paid before an early end.
    """
    if stage in GIVEN_UP:
        return NOTHING
    if stage is Stage.TERMINATED:
        return Commitment(Hold.ENDED, paid)
    if outcome is Outcome.AWARD:
        return Commitment(Hold.AWARDED if released else Hold.DECIDED, decided)
    if outcome is not None or stage in _ANSWERED:
        return NOTHING
    return Commitment(Hold.ADVISED, proposed) if stage in FAVOURABLE else None


@dataclass(frozen=True)
class EnvelopeAccount:
    """What is left of the envelope of a wave, in cents: envelope = awarded + decided + advised + free.

    ``envelope``: 0 is no limit. ``awarded``: what is awarded and published, of which ``ended`` is what conventions
    ended early keep. ``decided``: what is decided and not yet published. ``advised``: the favourable opinions of the
    committee on which nothing is decided.
    """

    envelope: int = 0
    awarded: int = 0
    ended: int = 0
    decided: int = 0
    advised: int = 0

    @classmethod
    def of(cls, envelope: int, commitments: Iterable[Commitment]) -> "EnvelopeAccount":
        """The account of what these hold."""
        held = dict.fromkeys(Hold, 0)
        for one in commitments:
            held[one.hold] += one.cents
        awarded = held[Hold.AWARDED] + held[Hold.ENDED]
        return cls(envelope, awarded, held[Hold.ENDED], held[Hold.DECIDED], held[Hold.ADVISED])

    @property
    def taken(self) -> int:
        """All that is awarded, decided or advised."""
        return self.awarded + self.decided + self.advised

    @property
    def free(self) -> int | None:
        """What is left, below 0 where more is taken than there is; None without a limit."""
        return self.envelope - self.taken if self.envelope else None
