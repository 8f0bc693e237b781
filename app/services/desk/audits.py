"""The journal of the whole house, for the auditor: searched, read by pages, taken away whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from app.db import journal
from app.db.apply import applications
from app.db.apply.applications import Application
from app.db.base import key_of
from app.db.journal import EVERYTHING, JournalEntry, Sought
from app.db.review import interests
from app.db.session import Database
from app.domain import access
from app.domain.people import Part, Role
from app.services.desk.desks import PER_PAGE
from app.services.road.whom import whom
from app.services.work import Work

AT_ONCE: Final = 500
"""How many entries are read together when all of them leave."""


@dataclass(frozen=True)
class Line:
    """An entry as it is read. ``reference``: of its application, empty for what is of none.

    ``opens``: may its reader open that application? What is not filed yet is its team's alone.

    ``whom``: of whom it is, for who may read it and unless it tells of an interest.

    ``number`` is None where an interest hides other entries: numbers in a row would show a hole.
    """

    entry: JournalEntry
    number: int | None
    reference: str
    opens: bool
    whom: str = ""


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
        found = {key_of(one): one for one in applications.with_ids(session, about)}
        names = whom(session, entries, interests=False)
        return [
            self._line(one, found.get(one.application_id or 0), name)
            for one, name in zip(entries, names, strict=True)
        ]

    def _line(self, entry: JournalEntry, about: Application | None, name: str) -> Line:
        number = None if self.masked else entry.number
        if about is None:
            return Line(entry, number, "", opens=False)
        opens = access.sees({Part.AUDITOR}, about.stage, about.filed_at is not None)
        return Line(entry, number, about.reference, opens, name if opens else "")


def audit(work: Work, sought: Sought = EVERYTHING) -> Audit:
    """The journal that this person may read. Raises Forbidden for anybody but auditors."""
    work.require(Role.AUDITOR)
    hidden = interests.interests_of_person(work.session, work.person_id)
    return Audit(work.actor.calls(Role.AUDITOR), hidden, sought)
