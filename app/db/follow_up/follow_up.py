"""The follow-up: the three rendezvous and the indicators that the convention names."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import DecimalText, Row, UtcDateTime


class Rendezvous(Row, table=True):
    """One of the three: ``kind`` is kickoff, midterm or final. ``adjusted`` holds what was changed."""

    __tablename__ = "rendezvous"
    __table_args__ = (UniqueConstraint("application_id", "kind"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    kind: str = Field(max_length=20)
    planned_on: date
    held_on: date | None = Field(default=None)
    place: str = Field(default="", max_length=200)
    attendees: str = Field(default="", sa_type=sa.Text)
    minutes: str = Field(default="", sa_type=sa.Text)
    adjustments: str = Field(default="", sa_type=sa.Text)
    recorded_by: int | None = Field(default=None, foreign_key="person.id")
    recorded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class IndicatorRow(Row, table=True):
    """One indicator of one application. A quantitative one has decimals, a qualitative one has words."""

    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("application_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    key: str = Field(max_length=60)
    position: int = Field(default=0)
    label: str = Field(max_length=300)
    nature: str = Field(max_length=20)
    unit: str = Field(default="", max_length=60)
    proof: str = Field(default="", max_length=300)
    baseline: Decimal | None = Field(default=None, sa_type=DecimalText)
    target: Decimal | None = Field(default=None, sa_type=DecimalText)
    midterm: Decimal | None = Field(default=None, sa_type=DecimalText)
    actual: Decimal | None = Field(default=None, sa_type=DecimalText)
    midterm_text: str = Field(default="", sa_type=sa.Text)
    actual_text: str = Field(default="", sa_type=sa.Text)


_RENDEZVOUS = (
    select(Rendezvous)
    .where(col(Rendezvous.application_id) == sa.bindparam("application"))
    .order_by(col(Rendezvous.planned_on), col(Rendezvous.id))
)


def rendezvous(session: Session, application_id: int) -> list[Rendezvous]:
    return list(session.exec(_RENDEZVOUS, params={"application": application_id}))


def rendezvous_of(session: Session, application_id: int, kind: str) -> Rendezvous | None:
    return session.exec(
        select(Rendezvous).where(Rendezvous.application_id == application_id, Rendezvous.kind == kind)
    ).first()


_INDICATORS = (
    select(IndicatorRow)
    .where(col(IndicatorRow.application_id) == sa.bindparam("application"))
    .order_by(col(IndicatorRow.position), col(IndicatorRow.id))
)


def indicators(session: Session, application_id: int) -> list[IndicatorRow]:
    return list(session.exec(_INDICATORS, params={"application": application_id}))


def value_at(row: IndicatorRow, kind: str) -> Decimal | str | None:
    """What was reported for an indicator at mid-term or at the end."""
    numbers = {"midterm": row.midterm, "final": row.actual}
    words = {"midterm": row.midterm_text, "final": row.actual_text}
    return numbers[kind] if row.nature == "quantitative" else words[kind]
