"""The opinions of the services that are consulted: not experts, and they give no mark."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import Row, UtcDateTime
from app.domain.deadlines import is_late


class OpinionRow(Row, table=True):
    """The opinion of a consulted service: asked for a day, then given. It advises; it scores nothing."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    question: str = Field(default="", sa_type=sa.Text)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    favourable: bool | None = Field(default=None)
    text: str = Field(default="", sa_type=sa.Text)
    given_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def late(self) -> bool:
        """Was it given after its day?"""
        return self.given_at is not None and self.overdue(self.given_at)

    def overdue(self, now: datetime) -> bool:
        """Is its day over at that instant?"""
        return self.due_at is not None and is_late(now, self.due_at)


_OPINIONS = (
    select(OpinionRow)
    .where(col(OpinionRow.application_id) == sa.bindparam("application"))
    .order_by(col(OpinionRow.id))
)


def opinions(session: Session, application_id: int) -> list[OpinionRow]:
    return list(session.exec(_OPINIONS, params={"application": application_id}))


def opinion_of(session: Session, application_id: int, person_id: int) -> OpinionRow | None:
    return session.exec(
        select(OpinionRow).where(
            OpinionRow.application_id == application_id, OpinionRow.person_id == person_id
        )
    ).first()


def opinions_of_person(session: Session, person_id: int) -> list[OpinionRow]:
    return list(
        session.exec(select(OpinionRow).where(OpinionRow.person_id == person_id).order_by(col(OpinionRow.id)))
    )
