"""What goes in and what comes out: candidates in their order, an award for each, the use of each pot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.explanation import Step, StepCode
from app.domain.expressions import Value


@dataclass(frozen=True, slots=True)
class Settled:
    """What somebody settled already of an application: it holds so much, in cents, and the rule does not judge it.

    ``wins``: does it receive the aid? It then takes a place of winner, and of its value in the quotas.
    """

    cents: int = 0
    wins: bool = False

    @property
    def step(self) -> Step:
        """What it is told."""
        return Step(StepCode.SETTLED, {"amount_cents": self.cents, "wins": self.wins})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An eligible application. ``rank`` is its place by score (1 is best), and equal ranks are ex aequo.

    ``amount`` is what it would receive, in cents; ``attributes`` are its answers by key, the unanswered absent.
    ``settled``: what is settled of it; None when the rule decides.
    """

    reference: str
    rank: int
    score: Decimal | None
    amount: int
    filed_at: datetime
    attributes: Mapping[str, Value] = field(default_factory=dict)
    settled: Settled | None = None


class Outcome(StrEnum):
    """What the rule gives; the committee and the authority still decide."""

    FUNDED = "funded"
    PARTIAL = "partial"
    RESERVE = "reserve"
    UNFUNDED = "unfunded"
    QUOTA = "quota"
    DRAWN_OUT = "drawn_out"
    TO_DRAW = "to_draw"
    BELOW_THRESHOLD = "below_threshold"
    NO_POT = "no_pot"
    WITHDRAWN = "withdrawn"
    ADMITTED = "admitted"
    """Goes on to the next round, in a round that gives no money."""


SERVED = frozenset({Outcome.FUNDED, Outcome.PARTIAL})


@dataclass(frozen=True, slots=True)
class Award:
    """What one application gets, and why.

    ``amount`` and ``cumulated`` in cents; ``cumulated`` is what its pot has given down to this line of the list.
    ``pot`` is the key of its pot, "" when the envelope is one. ``place`` is its place on the reserve list.
    """

    reference: str
    outcome: Outcome
    amount: int
    pot: str
    cumulated: int
    steps: tuple[Step, ...]
    place: int | None = None

    @property
    def served(self) -> bool:
        """Does it get money?"""
        return self.outcome in SERVED


@dataclass(frozen=True, slots=True)
class PotUse:
    """The account of one pot, in cents: allocated + received = spent + given + left.

    ``allocated`` and ``left`` are None when nothing bounds the pot. ``left`` is below 0 when what is settled takes more
    than the whole envelope.
    """

    key: str
    label: str
    allocated: int | None
    received: int
    given: int
    spent: int
    left: int | None


@dataclass(frozen=True, slots=True)
class Allocation:
    """The list in the order of the rule, one award for each candidate, and the account of each pot."""

    awards: tuple[Award, ...]
    pots: tuple[PotUse, ...]

    @property
    def spent(self) -> int:
        """All that is given, in cents."""
        return sum(pot.spent for pot in self.pots)

    @property
    def to_draw(self) -> tuple[str, ...]:
        """The references whose outcome waits for a draw: those of the band and those who depend on it."""
        return tuple(award.reference for award in self.awards if award.outcome is Outcome.TO_DRAW)

    def award(self, reference: str) -> Award:
        """The award of that reference. KeyError when it was not a candidate."""
        for award in self.awards:
            if award.reference == reference:
                return award
        raise KeyError(reference)
