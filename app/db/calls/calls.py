"""Calls and their waves. An open call keeps its own copy of its files and their checksum."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import Row, UtcDateTime, enum_by_value


class CallState(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


class Call(Row, table=True):
    """A call: ``content`` is the frozen JSON of its folder, ``checksum`` its SHA-256."""

    __tablename__ = "call"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    prefix: str = Field(max_length=12, unique=True)
    title: str = Field(max_length=300)
    state: CallState = Field(sa_type=enum_by_value(CallState))
    content: str = Field(sa_type=sa.Text)
    checksum: str = Field(max_length=64)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Wave(Row, table=True):
    """An intake of a call, with its own deadlines and envelope (in cents)."""

    __tablename__ = "wave"
    __table_args__ = (UniqueConstraint("call_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True)
    key: str = Field(max_length=40)
    name: str = Field(max_length=120)
    opens_at: datetime = Field(sa_type=UtcDateTime)
    letter_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    dossier_due_at: datetime = Field(sa_type=UtcDateTime)
    envelope: int = Field(sa_type=sa.BigInteger)
    released_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Sequence(Row, table=True):
    """The last number given in a series without holes: references, conventions."""

    __tablename__ = "sequence"

    series: str = Field(max_length=60, primary_key=True)
    last: int = Field(default=0)


_FIRST_OF_SERIES = sa.text("INSERT INTO sequence (series, last) VALUES (:series, 0) ON CONFLICT DO NOTHING")


_HEADINGS = select(Call).options(defer(Call.content)).order_by(col(Call.title))  # type: ignore[arg-type]
_BY_SLUG = _HEADINGS.where(col(Call.slug) == sa.bindparam("slug"))
_WAVES = select(Wave).where(col(Wave.call_id) == sa.bindparam("call")).order_by(col(Wave.opens_at))
"""Written once. The text of a call's files is fetched when somebody reads it: its checksum says whether to."""


_GOES_ON = (
    sa.exists()
    .where(
        col(Wave.call_id) == col(Call.id),
        col(Wave.dossier_due_at) > sa.bindparam("late", type_=UtcDateTime),
    )
    .correlate(Call)
)
_CURRENT = select(Call).where(Call.state == CallState.OPEN, _GOES_ON).order_by(col(Call.title))
_IS_PAST = (col(Call.state) == CallState.CLOSED) | (col(Call.state) == CallState.OPEN) & ~_GOES_ON
_ANY_PAST = sa.select(sa.exists(sa.select(col(Call.id)).where(_IS_PAST)))
_PAST = (
    sa.select(col(Call.slug), col(Call.title), sa.func.max(col(Wave.dossier_due_at), type_=UtcDateTime))
    .join(Wave, col(Wave.call_id) == col(Call.id))
    .where(_IS_PAST)
    .group_by(col(Call.id), col(Call.slug), col(Call.title))
    .order_by(sa.func.max(col(Wave.dossier_due_at)).desc(), col(Call.title))
)


class PastCall(NamedTuple):
    """A call that takes no more applications; ``last_due_at``: the last deadline of its waves."""

    slug: str
    title: str
    last_due_at: datetime


def by_slug(session: Session, slug: str) -> Call | None:
    return session.exec(_BY_SLUG, params={"slug": slug}).first()


def by_prefix(session: Session, prefix: str) -> Call | None:
    """The call whose references begin so; without the text of its files."""
    return session.exec(_HEADINGS.where(col(Call.prefix) == prefix)).first()


def by_id(session: Session, call_id: int) -> Call | None:
    return session.get(Call, call_id)


def all_calls(session: Session, *states: CallState) -> list[Call]:
    """The calls in these states, with the text of their files: one query for them all."""
    return list(session.exec(select(Call).where(col(Call.state).in_(states)).order_by(col(Call.title))))


def current(session: Session, late: datetime) -> list[Call]:
    """The open calls of which a wave has its last deadline after that moment, with the text of their files."""
    return list(session.exec(_CURRENT, params={"late": late}))


def any_past(session: Session, late: datetime) -> bool:
    """Is there any published call that ``current`` leaves out?"""
    return bool(session.execute(_ANY_PAST, {"late": late}).scalar_one())


def past(session: Session, late: datetime, *, offset: int, limit: int) -> list[PastCall]:
    """The published calls that ``current`` leaves out, the latest first."""
    found = session.execute(_PAST.offset(offset).limit(limit), {"late": late})
    return [PastCall(*row) for row in found]


def headings(session: Session) -> list[Call]:
    """Every call, without the text of its files."""
    return list(session.exec(_HEADINGS))


def waves(session: Session, call_id: int) -> list[Wave]:
    return list(session.exec(_WAVES, params={"call": call_id}))


def waves_of(session: Session, call_ids: set[int]) -> dict[int, list[Wave]]:
    """The waves of several calls, in one query."""
    found: dict[int, list[Wave]] = {call_id: [] for call_id in call_ids}
    if call_ids:
        query = select(Wave).where(col(Wave.call_id).in_(call_ids)).order_by(col(Wave.opens_at))
        for wave in session.exec(query):
            found[wave.call_id].append(wave)
    return found


def wave(session: Session, wave_id: int) -> Wave | None:
    return session.get(Wave, wave_id)


def lock(session: Session, call_id: int) -> None:
    """Keep this call for this transaction alone: whoever counts what it holds waits here."""
    session.exec(select(Call.id).where(Call.id == call_id).with_for_update()).one()


def locked_wave(session: Session, wave_id: int) -> Wave:
    """The wave, for this transaction alone: whoever spends its envelope waits here."""
    return session.exec(
        select(Wave).where(Wave.id == wave_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def wave_by_key(session: Session, call_id: int, key: str) -> Wave | None:
    return session.exec(select(Wave).where(Wave.call_id == call_id, Wave.key == key)).first()


def next_number(session: Session, series: str) -> int:
    """The next number of a series, under a lock until the end of the transaction: no hole, no double."""
    session.execute(_FIRST_OF_SERIES, {"series": series})
    row = session.exec(
        select(Sequence)
        .where(Sequence.series == series)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    row.last += 1
    session.add(row)
    session.flush()
    return row.last
