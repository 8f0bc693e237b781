"""Reading the whole record again: the chain of the journal, the head that a witness kept, the rows that were sealed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.db import sealed
from app.db.apply.applications import Application
from app.db.base import UNREADABLE, table_of
from app.db.journal import GENESIS, JournalEntry, JournalHead, digest
from app.db.sealed import Differs
from app.domain.workflow import Stage

STAGES: Final = frozenset(stage.value for stage in Stage)
BEGUN: Final = frozenset({Stage.LETTER_DRAFT.value, Stage.DOSSIER_DRAFT.value})
"""Where an application stands that nothing moved yet."""

_ONE = table_of(Application)


@dataclass(frozen=True)
class Verification:
    """What reading the whole record again showed. ``broken``: the number of the first entry that fails, and ``why``:
    missing, unchained, altered, cut, headless (what keeps the end of the chain is gone), witness (one saw another
    entry there). ``rows``: the sealed rows that differ, and the applications that no entry brought where they are.
    """

    entries: int
    broken: int | None = None
    why: str = ""
    sealed: int = 0
    rows: tuple[Differs, ...] = ()

    @property
    def holds(self) -> bool:
        return self.broken is None and not self.rows


def verify(session: Session, witnessed: Mapping[int, str] | None = None) -> Verification:
    """Recompute the chain from its first entry, then compare each sealed row with its last seal, and the stage of each
    application with where its last entry left it. Whatever a column holds, it is named: nothing is raised.

    ``witnessed``: what a witness that the database cannot reach saw, number of an entry → its SHA-256.
    """
    previous, number = GENESIS, 0
    seals: dict[str, tuple[int, str]] = {}
    left: dict[int, tuple[int, frozenset[str]]] = {}
    seen = dict(witnessed or {})
    for entry in in_order(session):
        number += 1
        if entry is None:
            return Verification(number, number, "altered")
        if entry.number != number:
            return Verification(number, number, "missing")
        if entry.previous != previous:
            return Verification(number, number, "unchained")
        if entry.sha256 != _digest(entry):
            return Verification(number, number, "altered")
        if seen.pop(number, entry.sha256) != entry.sha256:
            return Verification(number, number, "witness")
        previous = entry.sha256
        seals |= {subject: (number, said) for subject, said in (entry.seals or {}).items()}
        if entry.application_id is not None and (stages := _reached(entry)):
            left[entry.application_id] = (number, stages)
    head = session.exec(select(JournalHead).execution_options(populate_existing=True)).first()
    if head is None:
        return Verification(number, number + 1, "headless")
    if (head.number, head.sha256) != (number, previous) or seen:
        return Verification(number, number + 1, "cut")
    rows = (*sealed.differences(session, seals), *_elsewhere(session, left))
    return Verification(number, sealed=len(seals), rows=rows)


def _digest(entry: JournalEntry) -> str | None:
    try:
        return digest(entry)
    except UNREADABLE:
        return None


def _reached(entry: JournalEntry) -> frozenset[str]:
    """The stages where this entry may have left its application; none when it moved nothing."""
    if entry.source in STAGES and entry.target in STAGES:
        return frozenset({str(entry.target)})
    return BEGUN if entry.verb == "begin" else frozenset()


def _elsewhere(session: Session, left: Mapping[int, tuple[int, frozenset[str]]]) -> Iterator[Differs]:
    """The applications that are not where an entry left them, or that none began since the first that one did."""
    first, gone = min(left, default=None), dict(left)
    query = sa.select(_ONE.c.id, sa.type_coerce(_ONE.c.stage, sa.String)).order_by(_ONE.c.id)
    for identity, stage in session.execute(query):
        known = gone.pop(identity, None)
        if known is None:
            if first is not None and identity > first:
                yield Differs("application", identity, None, "unsealed")
        elif stage not in known[1]:
            yield Differs("application", identity, known[0], "moved")
    for identity, (number, _) in gone.items():
        yield Differs("application", identity, number, "missing")


def in_order(session: Session) -> Iterator[JournalEntry | None]:
    """The entries, the first first; None in the place of one that cannot be read, where it ends."""
    after, size = 0, 1000
    while True:
        query = select(JournalEntry).where(JournalEntry.number > after).order_by(col(JournalEntry.number))
        try:
            batch = session.exec(query.limit(size)).all()
        except UNREADABLE:
            if size == 1:
                yield None
                return
            size = 1
            continue
        if not batch:
            return
        for entry in batch:
            after = entry.number
            yield entry
            session.expunge(entry)
