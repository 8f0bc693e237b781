"""The minutes of a sitting of the selection committee: who was there, and the opinion on each application."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from app.domain.documents.blanks import blanks, blanks_of_each
from app.domain.documents.standing import Standing
from app.domain.explanation import Step
from app.domain.workflow.envelope import EnvelopeAccount


class Presence(StrEnum):
    """How a member took part."""

    PRESENT = "present"
    REPRESENTED = "represented"
    EXCUSED = "excused"
    ABSENT = "absent"


class Opinion(StrEnum):
    """What the committee advises; the values are those of the stages that the opinion leads to."""

    RECOMMENDED = "recommended"
    RECOMMENDED_WITH_CONDITIONS = "recommended_with_conditions"
    ON_RESERVE = "on_reserve"
    POSTPONED = "postponed"
    NOT_RECOMMENDED = "not_recommended"


@dataclass(frozen=True)
class Member:
    """A member of a college. ``proxy_to`` names who holds the proxy of a represented member."""

    name: str
    quality: str
    presence: Presence
    proxy_to: str = ""


@dataclass(frozen=True)
class CollegeAttendance:
    """A college, its seats and its members."""

    name: str
    seats: int
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Quorum:
    """How many had to be there, and were. ``present`` counts persons, proxies apart."""

    seats: int
    required: int
    present: int
    represented: int

    @property
    def reached(self) -> bool:
        """Were there enough persons in the room?"""
        return self.present >= self.required


@dataclass(frozen=True)
class Votes:
    """The votes on one item."""

    in_favour: int
    against: int
    abstentions: int
    casting_vote: bool = False
    """Did the voice of who presided break a tie?"""


@dataclass(frozen=True)
class Recused:
    """A member who has an interest in an item: out of it and of its quorum since the interest is known, and no sooner.

    ``during``: it became known once the sitting had begun.
    """

    name: str
    since: datetime
    during: bool = False


@dataclass(frozen=True)
class LostProxy:
    """A proxy that does not count for an item: its ``holder`` is absent or out for it."""

    giver: str
    holder: str


@dataclass(frozen=True)
class MinutesItem:
    """One application: what was said of it. ``recused`` took no part and were not counted in its quorum; a name alone
    in minutes that were kept before the instants were.

    ``votes`` is None when the opinion was given by consensus. ``mark`` is out of ``scale``, when the grid has a total.
    ``taken_up_again``: it was postponed, then given another opinion in the same sitting, which comes after it.
    """

    reference: str
    title: str
    organisation: str
    opinion: Opinion
    rank: int | None = None
    mark: Decimal | None = None
    scale: Decimal | None = Decimal(20)
    requested_cents: int | None = None
    amount_cents: int | None = None
    conditions: tuple[str, ...] = ()
    motive: str = ""
    observations: str = ""
    votes: Votes | None = None
    recused: tuple[Recused | str, ...] = ()
    steps: tuple[Step, ...] = ()
    """From marks to rank, as one could do it again with a pencil; the money is the opinion's own."""
    given_at: datetime | None = None
    quorum: Quorum | None = None
    lost_proxies: tuple[LostProxy, ...] = ()
    taken_up_again: bool = False
    president: str = ""
    """Who presided this item, when an interest kept out of it who presided the sitting."""

    @property
    def is_supported(self) -> bool:
        """Does the committee advise to support it now?"""
        return self.opinion in (Opinion.RECOMMENDED, Opinion.RECOMMENDED_WITH_CONDITIONS)


@dataclass(frozen=True)
class MinutesChange:
    """A field that was put right, and what was recorded of it first; what is recorded now is in the minutes."""

    field: str
    was: str | int | datetime | tuple[str, ...] | None


@dataclass(frozen=True)
class MinutesRectification:
    """Why these minutes replace those of the number before. ``reference``: of the item; empty, of the sitting."""

    version: int
    at: datetime
    by: str
    reason: str
    reference: str = ""
    changes: tuple[MinutesChange, ...] = ()


@dataclass(frozen=True)
class MinutesDraw:
    """The draw of the wave, as it was known when the sitting ended: the fixed list, then the seed and the order.

    ``order`` has the reference and the SHA-256 of each, and nobody where an interest hides a part of the list.
    """

    source: str
    list_sha256: str
    fixed_at: datetime
    seed: str = ""
    published_at: datetime | None = None
    order: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MinutesDocument:
    """The record of opinions of a sitting. ``zone`` (IANA) is the one of the call.

    ``standing``: a draft until the sitting is closed; an extract where an interest hides a part from who reads.
    ``partial``: a draft from which a part is hidden.
    ``account``: that of the envelope of the wave when the sitting was closed; None without an envelope, in an extract,
    and in the minutes that were kept before it was.
    """

    authority: str
    service: str
    call_title: str
    committee: str
    opened_at: datetime
    zone: str
    place: str
    president: str
    president_quality: str
    colleges: tuple[CollegeAttendance, ...]
    quorum: Quorum
    items: tuple[MinutesItem, ...]
    issued_at: datetime
    content_sha256: str
    version: int = 1
    wave: str = ""
    closed_at: datetime | None = None
    secretary: str = ""
    envelope_cents: int | None = None
    draw: MinutesDraw | None = None
    standing: Standing = Standing.FROZEN
    rectified: tuple[MinutesRectification, ...] = ()
    partial: bool = False
    account: EnvelopeAccount | None = None

    @property
    def settled(self) -> tuple[MinutesItem, ...]:
        """One item for each application: the last opinion on it."""
        return tuple(item for item in self.items if not item.taken_up_again)

    @property
    def supported(self) -> tuple[MinutesItem, ...]:
        """The items of a favourable opinion, with or without conditions."""
        return tuple(item for item in self.settled if item.is_supported)

    @property
    def supported_cents(self) -> int:
        """The money of the favourable opinions."""
        return sum(item.amount_cents or 0 for item in self.supported)

    def count(self, opinion: Opinion) -> int:
        """How many items got this opinion."""
        return sum(item.opinion is opinion for item in self.settled)

    def cents(self, opinion: Opinion) -> int:
        """The money proposed under this opinion."""
        return sum(item.amount_cents or 0 for item in self.settled if item.opinion is opinion)

    def missing(self) -> Iterator[str]:
        """The names of what is blank or does not add up."""
        yield from blanks("", self, _REQUIRED)
        for rank, college in enumerate(self.colleges, start=1):
            yield from blanks(f"colleges[{rank}]", college, ("name",))
            for place, member in enumerate(college.members, start=1):
                where = f"colleges[{rank}].members[{place}]"
                wanted = ("name", "proxy_to") if member.presence is Presence.REPRESENTED else ("name",)
                yield from blanks(where, member, wanted)
        yield from blanks_of_each("items", self.items, ("reference", "title", "organisation"))
        for rank, item in enumerate(self.items, start=1):
            if item.opinion is Opinion.RECOMMENDED_WITH_CONDITIONS:
                yield from blanks(f"items[{rank}]", item, ("conditions",))
        if self.opened_at.tzinfo is None:
            yield "opened_at.zone"


_REQUIRED = (
    "authority",
    "service",
    "call_title",
    "committee",
    "zone",
    "place",
    "president",
    "president_quality",
    "colleges",
    "items",
    "content_sha256",
)
