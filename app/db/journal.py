"""The journal: what was done, by whom, when. Append-only (triggers refuse the rest), chained by SHA-256.

Each entry's hash covers its own fields and the hash of the entry before; ``JournalHead`` keeps the last hash
and the count, under a lock, so that the chain has one order and its end cannot be cut off unseen.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from app.db import sealed
from app.db.apply.applications import Application
from app.db.apply.filings import Draft
from app.db.base import JsonText, Row, UtcDateTime, canonical_json, plain_rows, table_of
from app.db.people import folded, written_plain
from app.domain.people import Actor

GENESIS = "0" * 64


class JournalEntry(Row, table=True):
    __tablename__ = "journal_entry"

    id: int | None = Field(default=None, primary_key=True)
    number: int = Field(unique=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: int | None = Field(default=None)
    actor_name: str = Field(max_length=200)
    verb: str = Field(max_length=60)
    call_id: int | None = Field(default=None, index=True)
    application_id: int | None = Field(default=None, index=True)
    source: str | None = Field(default=None, max_length=40)
    target: str | None = Field(default=None, max_length=40)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    seals: dict[str, str] | None = Field(default=None, sa_type=JsonText)
    """The sealed rows that the deed made or changed, each with the digest of what it held then."""
    previous: str = Field(max_length=64)
    sha256: str = Field(max_length=64)


class JournalHead(Row, table=True):
    """The end of the chain: one row."""

    __tablename__ = "journal_head"

    id: int = Field(default=1, primary_key=True)
    number: int = Field(default=0)
    sha256: str = Field(default=GENESIS, max_length=64)


def digest(entry: JournalEntry) -> str:
    """The SHA-256 of an entry: its fields as canonical JSON, the hash before it included."""
    fields = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "verb": entry.verb,
        "call_id": entry.call_id,
        "application_id": entry.application_id,
        "source": entry.source,
        "target": entry.target,
        "data": entry.data,
        "previous": entry.previous,
    }
    if entry.seals:
        fields["seals"] = entry.seals
    return hashlib.sha256(canonical_json(fields).encode()).hexdigest()


def write(
    session: Session,
    actor: Actor,
    verb: str,
    now: datetime,
    *,
    call_id: int | None = None,
    application_id: int | None = None,
    source: str | None = None,
    target: str | None = None,
    data: dict[str, Any] | None = None,
) -> JournalEntry:
    """Append one entry at the end of the chain, which stays locked until the transaction ends.

    It seals what the deed made before: each sealed row that this transaction touched since its last entry.
    """
    seals = sealed.take(session)
    head = session.exec(select(JournalHead).where(JournalHead.id == 1).with_for_update()).one()
    entry = JournalEntry(
        number=head.number + 1,
        at=now,
        actor_id=actor.person_id,
        actor_name=actor.name,
        verb=verb,
        call_id=call_id,
        application_id=application_id,
        source=source,
        target=target,
        data=data or {},
        seals=seals or None,
        previous=head.sha256,
        sha256="",
    )
    entry.sha256 = digest(entry)
    head.number, head.sha256 = entry.number, entry.sha256
    session.add(head)
    session.add(entry)
    session.flush()
    return entry


def next_number(session: Session) -> int:
    """The number of the entry that this transaction writes next; the chain stays locked for it from now on."""
    head = session.exec(select(JournalHead).where(JournalHead.id == 1).with_for_update()).one()
    return head.number + 1


_LAST = table_of(JournalHead)
_HEAD = sa.select(_LAST.c.number, _LAST.c.sha256).where(_LAST.c.id == 1)


def head(session: Session) -> tuple[int, str]:
    """The number of the last entry and its SHA-256."""
    ((number, sha256),) = plain_rows(session, _HEAD, {})
    return number, sha256


_OF_APPLICATION = (
    select(JournalEntry)
    .where(col(JournalEntry.application_id) == sa.bindparam("application"))
    .order_by(col(JournalEntry.number))
)


def of_application(session: Session, application_id: int) -> list[JournalEntry]:
    return list(session.exec(_OF_APPLICATION, params={"application": application_id}))


class Happened(NamedTuple):
    """What an entry says to who reads the story of an application: who did what, when, from which stage to which."""

    at: datetime
    actor_name: str
    verb: str
    source: str | None
    target: str | None
    data: dict[str, Any]


_ENTRY, _DRAFT = table_of(JournalEntry), table_of(Draft)
_STORY = (
    sa.select(*(_ENTRY.c[name] for name in Happened._fields))
    .where(_ENTRY.c.application_id == sa.bindparam("application"))
    .order_by(_ENTRY.c.number)
)


def story_of(session: Session, application_id: int) -> list[Happened]:
    """What happened to an application, in order: without the chain, which proves and tells nothing."""
    return list(map(Happened._make, plain_rows(session, _STORY, {"application": application_id})))


def count_of(session: Session, application_id: int, verb: str) -> int:
    """How many times that was done on this application."""
    query = select(sa.func.count()).where(
        JournalEntry.application_id == application_id, JournalEntry.verb == verb
    )
    return session.exec(query).one()


def those_of(session: Session, application_id: int, verb: str) -> list[JournalEntry]:
    """Each time that was done on this application, in order."""
    query = select(JournalEntry).where(
        JournalEntry.application_id == application_id, JournalEntry.verb == verb
    )
    return list(session.exec(query.order_by(col(JournalEntry.number))))


def last_of(session: Session, application_id: int, verbs: Collection[str]) -> JournalEntry | None:
    """The last entry of one of these things, done on this application."""
    query = select(JournalEntry).where(
        JournalEntry.application_id == application_id, col(JournalEntry.verb).in_(verbs)
    )
    return session.exec(query.order_by(col(JournalEntry.number).desc())).first()


def first_of(session: Session, application_ids: set[int], verbs: Collection[str]) -> datetime | None:
    """When one of these things was first done on one of these applications."""
    query = select(sa.func.min(JournalEntry.at)).where(
        col(JournalEntry.application_id).in_(application_ids), col(JournalEntry.verb).in_(verbs)
    )
    return session.exec(query).one()


_ACTORS = sa.union(
    sa.select(_ENTRY.c.actor_id).where(_ENTRY.c.application_id == sa.bindparam("application")),
    sa.select(_DRAFT.c.saved_by).where(_DRAFT.c.application_id == sa.bindparam("application")),
)


def actors_of(session: Session, application_id: int) -> frozenset[int]:
    """Who did something that the journal of this application keeps, or saved a form of it last."""
    found = session.execute(_ACTORS, {"application": application_id}).scalars()
    return frozenset(one for one in found if one is not None)


def last_move(session: Session, application_id: int) -> JournalEntry | None:
    """The last entry that changed the stage of an application: who did what, when."""
    return session.exec(
        select(JournalEntry)
        .where(JournalEntry.application_id == application_id, col(JournalEntry.target).is_not(None))
        .order_by(col(JournalEntry.number).desc())
    ).first()


@dataclass(frozen=True)
class Sought:
    """What is looked for: a part of a name, a verb, a part of a reference, from an instant to before another."""

    person: str = ""
    verb: str = ""
    application: str = ""
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Sought()


def latest(
    session: Session,
    *,
    call_ids: frozenset[int] | None = None,
    hidden: frozenset[int] = frozenset(),
    sought: Sought = EVERYTHING,
    below: int | None = None,
    offset: int = 0,
    limit: int = 50,
) -> list[JournalEntry]:
    """The last entries, the latest first, of these calls, without those of the applications that are hidden.

    ``below``: those that come before the entry of this number.
    """
    query = select(JournalEntry).order_by(col(JournalEntry.number).desc()).offset(offset).limit(limit)
    if hidden:
        told = col(JournalEntry.application_id)
        query = query.where(told.is_(None) | told.not_in(hidden))
    if call_ids is not None:
        query = query.where(col(JournalEntry.call_id).in_(call_ids))
    if below is not None:
        query = query.where(JournalEntry.number < below)
    return list(session.exec(query.where(*_answering(sought))))


def _answering(sought: Sought) -> list[sa.ColumnElement[bool]]:
    asked: list[sa.ColumnElement[bool]] = []
    if sought.person:
        name = written_plain(col(JournalEntry.actor_name))
        asked.append(name.contains(folded(sought.person), autoescape=True))
    if sought.verb:
        asked.append(col(JournalEntry.verb) == sought.verb)
    if sought.application:
        named = col(Application.reference).icontains(sought.application, autoescape=True)
        asked.append(col(JournalEntry.application_id).in_(select(Application.id).where(named)))
    if sought.since is not None:
        asked.append(col(JournalEntry.at) >= sought.since)
    if sought.until is not None:
        asked.append(col(JournalEntry.at) < sought.until)
    return asked
