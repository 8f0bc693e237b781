"""Conventions: numbered without holes, frozen as the JSON of what they print, signed by both parties."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import JsonText, Row, UtcDateTime


class Convention(Row, table=True):
    """One version of the convention of an application. ``content`` is what is printed; amount in cents."""

    __tablename__ = "convention"
    __table_args__ = (UniqueConstraint("application_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    number: str = Field(max_length=60, index=True)
    version: int = Field(default=1)
    amount: int = Field(sa_type=sa.BigInteger)
    starts_on: date
    ends_on: date
    content: dict[str, Any] = Field(sa_type=JsonText)
    sha256: str = Field(max_length=64)
    drafted_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    signed_by_beneficiary_on: date | None = Field(default=None)
    signed_by_authority_on: date | None = Field(default=None)
    signed_file: str | None = Field(default=None, max_length=32)
    recorded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


_CURRENT = (
    select(Convention)
    .where(col(Convention.application_id) == sa.bindparam("application"))
    .order_by(col(Convention.version).desc())
)


def current(session: Session, application_id: int) -> Convention | None:
    """The latest version of the convention of an application."""
    return session.exec(_CURRENT, params={"application": application_id}).first()


def of_applications(session: Session, application_ids: set[int]) -> dict[int, Convention]:
    """The latest convention of each, in one query."""
    if not application_ids:
        return {}
    rows = session.exec(
        select(Convention)
        .where(col(Convention.application_id).in_(application_ids))
        .order_by(col(Convention.version))
    )
    return {row.application_id: row for row in rows}


def versions(session: Session, application_id: int) -> list[Convention]:
    """Every version of the convention of an application, the first one first."""
    return list(
        session.exec(
            select(Convention)
            .where(Convention.application_id == application_id)
            .order_by(col(Convention.version))
        )
    )
