"""What a team writes and what it files: drafts that are never lost, filings that never change."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, func, select

from app.db.apply.applications import Application
from app.db.base import JsonText, Row, UtcDateTime


class Draft(Row, table=True):
    """What the team is writing: one per form ("letter", "dossier"). Never lost, whatever the deadline.

    ``content``: {"answers": {question: value}, "budget": {...}, "declarations": [...]}; ``version`` grows at
    each save.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("application_id", "form"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    form: str = Field(max_length=20)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    version: int = Field(default=1)
    saved_by: int | None = Field(default=None, foreign_key="person.id")
    saved_at: datetime = Field(sa_type=UtcDateTime)


class Filing(Row, table=True):
    """One filing: a frozen snapshot and the SHA-256 of its canonical JSON. Triggers refuse any change."""

    __tablename__ = "filing"
    __table_args__ = (UniqueConstraint("application_id", "form", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    form: str = Field(max_length=20)
    number: int
    content: dict[str, Any] = Field(sa_type=JsonText)
    sha256: str = Field(max_length=64)
    filed_by: int = Field(foreign_key="person.id", index=True)
    filed_at: datetime = Field(sa_type=UtcDateTime)


_DRAFT = select(Draft).where(
    col(Draft.application_id) == sa.bindparam("application"), col(Draft.form) == sa.bindparam("form")
)


_FILINGS = (
    select(Filing).where(col(Filing.application_id) == sa.bindparam("application")).order_by(col(Filing.id))
)


def draft(session: Session, application_id: int, form: str, *, afresh: bool = False) -> Draft | None:
    """The draft of a form; ``afresh``: as it is now, under the lock of its application."""
    options = {"populate_existing": afresh}
    asked = {"application": application_id, "form": form}
    return session.exec(_DRAFT, params=asked, execution_options=options).first()


def filings(session: Session, application_id: int) -> list[Filing]:
    return list(session.exec(_FILINGS, params={"application": application_id}))


def last_filing(session: Session, application_id: int, form: str) -> Filing | None:
    return session.exec(
        select(Filing)
        .where(Filing.application_id == application_id, Filing.form == form)
        .order_by(col(Filing.number).desc())
    ).first()


def last_contents(session: Session, ids: set[int], form: str) -> dict[int, dict[str, Any]]:
    """What was filed last under this form, by application; nothing for one that filed nothing. One query."""
    asked = select(Filing).where(col(Filing.application_id).in_(ids), Filing.form == form)
    return {one.application_id: one.content for one in session.exec(asked.order_by(col(Filing.number)))}


def filed_without_aid(session: Session, form: str) -> tuple[str, ...]:
    """The references of the applications of which this form was filed and no highest aid is kept."""
    filed = select(Filing.application_id).where(Filing.form == form)
    query = select(Application.reference).where(
        col(Application.aid).is_(None), col(Application.id).in_(filed)
    )
    return tuple(session.exec(query.order_by(col(Application.id))))


def first_filed_at(session: Session, application_id: int, form: str) -> datetime | None:
    """When this form of this application was filed first; None when it was not."""
    return session.exec(
        select(func.min(col(Filing.filed_at))).where(
            Filing.application_id == application_id, Filing.form == form
        )
    ).one()


def filing_read_at(session: Session, application_id: int, moment: datetime) -> Filing | None:
    """The filing that was the last one at that moment: what was before whoever judged then."""
    return session.exec(
        select(Filing)
        .where(Filing.application_id == application_id, col(Filing.filed_at) <= moment)
        .order_by(col(Filing.filed_at).desc(), col(Filing.id).desc())
    ).first()
