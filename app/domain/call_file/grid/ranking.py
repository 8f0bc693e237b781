"""`committee.yaml`, under `ranking`: in what order the list stands, and how the money goes down it.

All is optional: without a word, the list goes by score and stops at the first application that does not fit.

    ranking:
      order: score                  # or filed_at, reference, or a question: agriculteurs descending
      cut: strict                   # or skip (go on with the next), partial (the last one gets what is left)
      winners: 30
      quotas: [{ by: zone, stocks: { qpv: 4, rural: 40 } }, { by: topic, first: 1 }]
      pots:
        - { key: collective, label: Projets collectifs, when: collectif, share: 0.3, order: agriculteurs }
        - { key: individual, label: Projets individuels, share: 0.7, threshold: 25, spills_to: [collective] }
      reserve: { until: 2027-06-30 }
      lottery: { width: 2 }
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from app.domain.call_file.aid import AidRule
from app.domain.call_file.sheet import Cents, Condition, Day, Key, Number, Share, Sheet, ShortText, Whole

BY_SCORE: Final = "score"
BY_FILING: Final = "filed_at"
BY_REFERENCE: Final = "reference"
OWN_ORDERS: Final = frozenset({BY_SCORE, BY_FILING, BY_REFERENCE})
"""The orders that are no question of the form."""

Order = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}( (ascending|descending))?$")]
"""What a list goes by: score, filed_at, reference or the key of an answer, then its direction if one is said.

Without direction the best score, the first filed and the first reference come first, and for an answer the
greatest: `agriculteurs` is `agriculteurs descending`.
"""


def name_of(order: str) -> str:
    """What the list goes by, without its direction."""
    return order.partition(" ")[0]


def is_descending(order: str) -> bool:
    """Does the greatest come first?"""
    name, _, direction = order.partition(" ")
    return direction == "descending" if direction else name not in OWN_ORDERS


class Cut(StrEnum):
    """What becomes of the list at the first application that does not fit in the money that is left."""

    STRICT = "strict"
    SKIP = "skip"
    PARTIAL = "partial"


class Quota(Sheet):
    """How many applications of one value of an answer may win; `by` is the key of the answer.

    An application without the answer counts among those without it: `most` holds for them, no stock does.
    """

    by: Key
    most: Annotated[Whole, Field(ge=1)] | None = None
    """At most that many for each value that has no stock of its own."""
    stocks: Annotated[dict[str, Whole], Field(max_length=500, default_factory=dict)]
    """At most that many for these values."""
    first: Annotated[Whole, Field(le=1000)] = 0
    """The best that many of each value are served before the others, when they fit."""


class Pot(Sheet):
    """A part of the envelope with its own list. An application goes to the first pot whose condition is true."""

    key: Key
    label: ShortText
    when: Condition | None = None
    """Who belongs to it; without a condition, all those whom no earlier pot took."""
    share: Annotated[Share, Field(gt=0)] | None = None
    amount: Cents | None = None
    order: Order | None = None
    then: Annotated[tuple[Order, ...], Field(max_length=10)] = ()
    threshold: Number | None = None
    cut: Cut | None = None
    least_share: Share | None = None
    spills_to: Annotated[tuple[Key, ...], Field(max_length=50)] = ()
    """The pots that may use what this one leaves once nobody waiting in it can be served. It goes only to those
    named, in the order of the file; what a pot received is not passed on."""


class Split(Sheet):
    """One pot for each value of an answer (a panel), in proportion to how many are eligible or what they ask.

    All the eligible count, with a rank or without.
    """

    by: Key
    in_proportion_to: Literal["count", "amount"] = "amount"
    spills: bool = False
    """Does what a pot leaves, once nobody waiting in it can be served, go to the others? It stays in it otherwise."""


class Reserve(Sheet):
    """Those who wait, in order, for a winner to withdraw: until a day, and no more than `size` for each pot."""

    until: Day | None = None
    size: Annotated[Whole, Field(ge=1)] | None = None


class Lottery(Sheet):
    """A draw among those too close to the line to be told apart.

    `width`: the points on either side of the last score that the money reaches; without it, the band is given
    with the ranking (those whose interval crosses the line).
    """

    width: Annotated[Number, Field(ge=0)] | None = None


class RankingRule(Sheet):
    """The order of the list, and how the envelope goes down it."""

    order: Order = BY_SCORE
    then: Annotated[tuple[Order, ...], Field(max_length=10)] = ()
    """What separates those whom `order` leaves ex aequo."""
    cut: Cut = Cut.STRICT
    least_share: Share = Decimal(0)
    """With `partial`, the part of its amount under which the last one is not served at all."""
    winners: Annotated[Whole, Field(ge=1)] | None = None
    quotas: Annotated[tuple[Quota, ...], Field(max_length=10)] = ()
    pots: Annotated[tuple[Pot, ...], Field(max_length=50)] = ()
    split: Split | None = None
    reserve: Reserve | None = None
    lottery: Lottery | None = None
    amount: AidRule | None = None
    """How the amount of each follows from its expenses, for a ranking that no dossier computes."""
