"""Interests: what a person declares, and what it hides from them everywhere."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.apply.filings import Filing
from app.db.base import Row, UtcDateTime


class InterestRow(Row, table=True):
    """An interest declared by a person in an application: hides it from them everywhere (CGCT L2131-11)."""

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    nature: str = Field(max_length=60)
    declared_at: datetime = Field(sa_type=UtcDateTime)


def interest(session: Session, application_id: int, person_id: int) -> InterestRow | None:
    return session.exec(
        select(InterestRow).where(
            InterestRow.application_id == application_id, InterestRow.person_id == person_id
        )
    ).first()


_INTERESTS = sa.union(
    sa.select(col(InterestRow.application_id)).where(col(InterestRow.person_id) == sa.bindparam("person")),
    sa.select(col(Filing.application_id)).where(col(Filing.filed_by) == sa.bindparam("person")),
)


def interests_of_person(session: Session, person_id: int) -> frozenset[int]:
    """The applications hidden from this person: an interest was declared, or they filed it themselves."""
    return frozenset(session.execute(_INTERESTS, {"person": person_id}).scalars())


def interested_in(session: Session, application_id: int, *, by: datetime | None = None) -> frozenset[int]:
    """Who may have no part in judging this application: they declared an interest, or filed it.

    ``by``: those of whom it was so at that moment.
    """
    declared = select(InterestRow.person_id).where(InterestRow.application_id == application_id)
    filed = select(Filing.filed_by).where(Filing.application_id == application_id)
    if by is not None:
        declared = declared.where(col(InterestRow.declared_at) <= by)
        filed = filed.where(col(Filing.filed_at) <= by)
    return frozenset(session.exec(declared)) | frozenset(session.exec(filed))
