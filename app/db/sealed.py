"""The rows that prove something, each sealed by its SHA-256 in the journal entry of the deed that made it.

A deed flushes what it made, then writes its entry: the entry names each sealed row that the deed touched and the digest
of what the database holds of it then. Reading all of it again (`differences`) finds a row changed, taken away or put in
behind the service's back.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping
from sqlmodel import Session

from app.db.apply.filings import Filing
from app.db.apply.teams import FormerMember
from app.db.base import UNREADABLE, Row, canonical_json, table_of
from app.db.committee.committee import Attendance, CommitteeOpinion, Decision, Sitting
from app.db.convention.conventions import Convention
from app.db.documents import FrozenDocument
from app.db.follow_up.follow_up import IndicatorRow, Rendezvous
from app.db.follow_up.payments import Payment
from app.db.ranking.draws import Draw, DrawSeed
from app.db.rectifications import Rectification
from app.db.review.attestations import Attestation
from app.db.review.interests import FindingRow, InterestRow
from app.db.review.marks import ConsensusMark, MarkRow
from app.db.review.reviews import Review, ReviewState
from app.db.screening.opinions import OpinionRow
from app.db.screening.screening import Check, CompletionRequest

SEALED: Final[Mapping[str, type[Row]]] = {
    str(one.__tablename__): one
    for one in (
        Filing,
        Check,
        CompletionRequest,
        OpinionRow,
        InterestRow,
        FindingRow,
        Attestation,
        Review,
        ConsensusMark,
        Sitting,
        Attendance,
        CommitteeOpinion,
        Decision,
        Convention,
        FrozenDocument,
        Rendezvous,
        IndicatorRow,
        Payment,
        Rectification,
        FormerMember,
        Draw,
        DrawSeed,
    )
}
"""By the name of the table. A review is sealed with its marks, once it is handed in."""

OPEN: Final = ""
"""The seal of a review that is being written: nothing of it is final."""
DELETED: Final = "deleted"
"""The seal of a row that a deed took away, such as a verdict that was unticked."""

_TOUCHED: Final = "sealed rows touched"
_BATCH: Final = 500
_TABLES: Final = {name: table_of(one) for name, one in SEALED.items()}
_NAMED: Final = {
    name: sa.select(table).where(table.c.id.in_(sa.bindparam("ids", expanding=True)))
    for name, table in _TABLES.items()
}
_MARK = table_of(MarkRow)


_NAMES: Final = {one: name for name, one in SEALED.items()}


def _note(session: Session, _context: Any) -> None:
    touched: dict[tuple[str, int], None] = session.info.setdefault(_TOUCHED, {})
    changed = (row for row in session.dirty if session.is_modified(row))
    for row in (*session.new, *changed, *session.deleted):
        if isinstance(row, MarkRow):
            touched[_NAMES[Review], row.review_id] = None
        elif type(row) in _NAMES:
            touched[_NAMES[type(row)], row.id] = None


sa.event.listen(Session, "after_flush", _note)


def take(session: Session) -> dict[str, str]:
    """The sealed rows touched since the last deed of this transaction, « decision:12 », each with its digest."""
    session.flush()
    touched = session.info.pop(_TOUCHED, {})
    by_table: dict[str, list[int]] = {}
    for name, identity in touched:
        by_table.setdefault(name, []).append(identity)
    found = {}
    for name, identities in by_table.items():
        rows = _with_ids(session, name, identities)
        for identity in identities:
            row = rows.get(identity)
            found[f"{name}:{identity}"] = DELETED if row is None else digest(session, name, row)
    return found


def _with_ids(session: Session, name: str, identities: Sequence[int]) -> dict[int, RowMapping]:
    """The rows that are there among these, a few queries for all of them."""
    query, found = _NAMED[name], dict[int, RowMapping]()
    for at in range(0, len(identities), _BATCH):
        batch = session.execute(query, {"ids": identities[at : at + _BATCH]}).mappings()
        found |= {row["id"]: row for row in batch}
    return found


def digest(session: Session, name: str, row: RowMapping) -> str:
    """The SHA-256 of a sealed row as canonical JSON, of a review with its marks; `OPEN` while it is being written.

    What is empty is left out: a column that comes later, empty in the rows there are, leaves their seals true.
    """
    said = {key: _text(value) for key, value in row.items() if value is not None}
    if name == _NAMES[Review]:
        if row["state"] is not ReviewState.SUBMITTED:
            return OPEN
        query = sa.select(_MARK.c.criterion, _MARK.c.value, _MARK.c.abstained, _MARK.c.justification)
        marks = session.execute(query.where(_MARK.c.review_id == row["id"]).order_by(_MARK.c.criterion))
        said["marks"] = [[_text(one) for one in mark] for mark in marks]
    return hashlib.sha256(canonical_json(said).encode()).hexdigest()


def _text(value: Any) -> Any:
    match value:
        case Enum():
            return str(value.value)
        case Decimal():
            return format(value.normalize(), "f")
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case _:
            return value


class Differs(NamedTuple):
    """A row that is not what its deed made. ``why``: altered, missing, unsealed, and of an application moved (no entry
    of the journal brought it to its stage); ``entry``: that of the deed.
    """

    table: str
    id: int
    entry: int | None
    why: str


def differences(session: Session, seals: Mapping[str, tuple[int, str]]) -> Iterator[Differs]:
    """The rows that differ from their last seal, « decision:12 » → (number of the entry, digest).

    A row older than the first seal of its table was made before rows were sealed: it has nothing to be held against.
    """
    by_table: dict[str, dict[int, tuple[int, str]]] = {name: {} for name in SEALED}
    for subject, sealed_at in seals.items():
        table, _, row_id = subject.partition(":")
        by_table.setdefault(table, {})[int(row_id)] = sealed_at
    for name, known in by_table.items():
        first: int | None = min(known, default=None)
        left: dict[int, tuple[int, str]] = dict(known)
        for identity, said in _digests(session, name) if name in _TABLES else ():
            seal = left.pop(identity, None)
            if seal is None:
                if first is not None and identity > first and said != OPEN:
                    yield Differs(name, identity, None, "unsealed")
            elif seal[1] != said:
                yield Differs(name, identity, seal[0], "altered")
        for identity, (number, said) in left.items():
            if said != DELETED:
                yield Differs(name, identity, number, "missing")


def _digests(session: Session, name: str) -> Iterator[tuple[int, str | None]]:
    """Each row of a table with its digest; None for one that holds what no deed can write."""
    table, after = _TABLES[name], 0
    while True:
        query = sa.select(table).where(table.c.id > after).order_by(table.c.id).limit(_BATCH)
        try:
            batch: list[tuple[int, str | None]] = [
                (row["id"], digest(session, name, row)) for row in session.execute(query).mappings().all()
            ]
        except UNREADABLE:
            batch = list(_one_by_one(session, name, query.with_only_columns(table.c.id)))
        yield from batch
        if len(batch) < _BATCH:
            return
        after = batch[-1][0]


def _one_by_one(session: Session, name: str, numbers: sa.Select[Any]) -> Iterator[tuple[int, str | None]]:
    table = _TABLES[name]
    for number in session.execute(numbers).scalars().all():
        try:
            row = session.execute(sa.select(table).where(table.c.id == number)).mappings().one()
            yield number, digest(session, name, row)
        except UNREADABLE:
            yield number, None
