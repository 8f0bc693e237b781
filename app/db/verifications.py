"""Verifications of the record: asked for by an auditor, made by a job, and kept with what they covered."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, col, select

from app.db.base import JsonText, Row, UtcDateTime
from app.db.proof import Verification
from app.db.sealed import Differs

MOST_ROWS = 20
"""How many of the rows that differ are kept by name; the command line tells them all."""


class VerificationRow(Row, table=True):
    """One verification. ``waiting``: True until its job has ended, then None: only one waits at a time.

    ``found``: what it showed, its ``rows`` being the first of those that differ, of which there are ``differing``.
    """

    __tablename__ = "verification"

    id: int | None = Field(default=None, primary_key=True)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    waiting: bool | None = Field(default=True, unique=True)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    found: dict[str, Any] | None = Field(default=None, sa_type=JsonText)
    differing: int = Field(default=0)

    @property
    def verification(self) -> Verification:
        """What it showed, as when it was read. ValueError while it waits."""
        if self.found is None:
            raise ValueError("nothing was read yet")
        rows = tuple(Differs(*one) for one in self.found["rows"])
        return Verification(**{**self.found, "rows": rows})


def waiting(session: Session) -> VerificationRow | None:
    """The one that is asked for, and whose job has not ended."""
    return session.exec(select(VerificationRow).where(col(VerificationRow.waiting).is_(True))).first()


def last(session: Session) -> VerificationRow | None:
    """The last one that was made."""
    query = select(VerificationRow).where(col(VerificationRow.done_at).is_not(None))
    return session.exec(query.order_by(col(VerificationRow.id).desc()).limit(1)).first()


def keep(session: Session, identity: int, found: Verification, now: datetime) -> None:
    """Write down what the verification of this key showed; one that was written down stays."""
    row = session.get_one(VerificationRow, identity, with_for_update=True)
    if row.waiting:
        row.found = {**asdict(found), "rows": [list(one) for one in found.rows[:MOST_ROWS]]}
        row.waiting, row.done_at, row.differing = None, now, len(found.rows)
        session.add(row)
