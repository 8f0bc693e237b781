"""Rectifications: a slip put right by a second deed. What was recorded first stays readable; rows are never changed."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import JsonText, Row, UtcDateTime, enum_by_value


class Subject(StrEnum):
    """What a rectification is about; ``subject_id`` is the key of its row.

    ``INTEREST`` was declared, ``FINDING`` was found by who appoints.
    """

    SITTING = "sitting"
    CHECK = "check"
    REVIEW = "review"
    OPINION = "opinion"
    PAYMENT = "payment"
    INTEREST = "interest"
    FINDING = "finding"


class Rectification(Row, table=True):
    """The ``number``-th rectification of one thing: what was recorded, what is, why, by whom, when.

    ``journal_number``: the entry of the journal that tells it.
    """

    __tablename__ = "rectification"
    __table_args__ = (UniqueConstraint("subject", "subject_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: Subject = Field(sa_type=enum_by_value(Subject))
    subject_id: int
    number: int
    was: dict[str, Any] = Field(sa_type=JsonText)
    became: dict[str, Any] = Field(sa_type=JsonText)
    reason: str = Field(sa_type=sa.Text)
    rectified_by: int = Field(foreign_key="person.id")
    rectified_at: datetime = Field(sa_type=UtcDateTime)
    journal_number: int


def rectifications(session: Session, subject: Subject, subject_id: int) -> list[Rectification]:
    """What was put right in one thing, the first first."""
    return rectifications_of(session, subject, (subject_id,))


def rectifications_of(session: Session, subject: Subject, ids: Collection[int]) -> list[Rectification]:
    """What was put right in these things, the first first, in one query."""
    query = select(Rectification).where(
        Rectification.subject == subject, col(Rectification.subject_id).in_(ids)
    )
    return list(session.exec(query.order_by(col(Rectification.rectified_at), col(Rectification.number))))
