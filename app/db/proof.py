"""Reading the whole record again: the chain of the journal, the head that a witness kept, the rows that were sealed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.db import sealed
from app.db.journal import GENESIS, JournalEntry, JournalHead, digest
from app.db.sealed import Differs


@dataclass(frozen=True)
class Verification:
    """What reading the whole record again showed. ``broken``: the number of the first entry that fails, and ``why``:
    missing, unchained, altered, cut, witness (one saw another entry there). ``rows``: the sealed rows that differ.
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
    """Recompute the chain from its first entry, then compare each sealed row with its last seal.

    ``witnessed``: what a witness that the database cannot reach saw, number of an entry → its SHA-256.
    """
    previous, number = GENESIS, 0
    seals: dict[str, tuple[int, str]] = {}
    seen = dict(witnessed or {})
    for entry in in_order(session):
        number += 1
        if entry.number != number:
            return Verification(number, number, "missing")
        if entry.previous != previous:
            return Verification(number, number, "unchained")
        if entry.sha256 != digest(entry):
            return Verification(number, number, "altered")
        if seen.pop(number, entry.sha256) != entry.sha256:
            return Verification(number, number, "witness")
        previous = entry.sha256
        seals |= {subject: (number, said) for subject, said in (entry.seals or {}).items()}
    head = session.exec(select(JournalHead).where(JournalHead.id == 1)).one()
    if (head.number, head.sha256) != (number, previous) or seen:
        return Verification(number, number + 1, "cut")
    return Verification(number, sealed=len(seals), rows=tuple(sealed.differences(session, seals)))


def in_order(session: Session) -> Iterator[JournalEntry]:
    after = 0
    while True:
        batch = session.exec(
            select(JournalEntry)
            .where(JournalEntry.number > after)
            .order_by(col(JournalEntry.number))
            .limit(1000)
        ).all()
        if not batch:
            return
        for entry in batch:
            after = entry.number
            yield entry
            session.expunge(entry)
