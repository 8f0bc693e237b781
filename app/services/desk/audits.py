"""The journal of the whole house, for the auditor: searched, read by pages, taken away whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from app.db import journal
from app.db.apply import applications
from app.db.base import key_of
from app.db.journal import EVERYTHING, JournalEntry, Sought
from app.db.review import interests
from app.db.session import Database
from app.domain.people import Role
from app.services.desk.desks import PER_PAGE
from app.services.work import Work

AT_ONCE: Final = 500
"""How many entries are read together when all of them leave."""


@dataclass(frozen=True)
class Line:
    """An entry as it is read. ``reference``: of its application, empty for what is of none.

    ``number`` is None where an interest hides other entries: numbers in a row would show a hole.
    """

    entry: JournalEntry
    number: int | None
    reference: str


@dataclass(frozen=True)
class Audit:
    """What an auditor may read of the journal. ``masked``: an interest hides entries from them."""

    call_ids: frozenset[int] | None
    hidden: frozenset[int]
    sought: Sought

    @property
    def masked(self) -> bool:
        return bool(self.hidden)

    def page(self, session: Session, number: int) -> list[Line]:
        """A page of it, the latest first."""
        return self._read(session, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)

    def whole(self, database: Database) -> Iterator[Line]:
        """All of it, the latest first, a few at a time: who is slow to receive it holds no snapshot meanwhile."""
        below = None
        while True:
            with database.read() as session:
                lines = self._read(session, below=below, limit=AT_ONCE)
            yield from lines
            if len(lines) < AT_ONCE:
                return
            below = lines[-1].entry.number

    def _read(self, session: Session, *, below: int | None = None, offset: int = 0, limit: int) -> list[Line]:
        entries = journal.latest(
            session,
            call_ids=self.call_ids,
            hidden=self.hidden,
            sought=self.sought,
            below=below,
            offset=offset,
            limit=limit,
        )
        about = {one.application_id for one in entries if one.application_id is not None}
        named = {key_of(one): one.reference for one in applications.with_ids(session, about)}
        return [
            Line(one, None if self.masked else one.number, named.get(one.application_id or 0, ""))
            for one in entries
        ]


def audit(work: Work, sought: Sought = EVERYTHING) -> Audit:
    """The journal that this person may read. Raises Forbidden for anybody but auditors."""
    work.require(Role.AUDITOR)
    hidden = interests.interests_of_person(work.session, work.person_id)
    return Audit(work.actor.calls(Role.AUDITOR), hidden, sought)
