"""The team of an application: who may write in it, and as what."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.apply.applications import Application
from app.db.base import Row, UtcDateTime, enum_by_value
from app.db.people import Person
from app.domain.people import TeamRole


class TeamMember(Row, table=True):
    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: TeamRole = Field(sa_type=enum_by_value(TeamRole))
    joined_at: datetime = Field(sa_type=UtcDateTime)


class FormerMember(Row, table=True):
    """A part that ended: it stays known, since the interest that it made does not end with it."""

    __tablename__ = "former_member"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    joined_at: datetime = Field(sa_type=UtcDateTime)
    left_at: datetime = Field(sa_type=UtcDateTime)


class TeamInvitation(Row, table=True):
    """An invitation to somebody who has a duty: it gives them no part until they accept it.

    Accepted, it makes place for the part; ``declined_at``: it stays, and the team is not told.
    """

    __tablename__ = "team_invitation"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: TeamRole = Field(sa_type=enum_by_value(TeamRole))
    invited_at: datetime = Field(sa_type=UtcDateTime)
    invited_by: int = Field(foreign_key="person.id")
    declined_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def leave(session: Session, member: TeamMember, now: datetime) -> None:
    """End this part; that it was held stays."""
    kept = FormerMember(
        application_id=member.application_id,
        person_id=member.person_id,
        joined_at=member.joined_at,
        left_at=now,
    )
    session.add(kept)
    session.delete(member)
    session.flush()


def membership(session: Session, application_id: int, person_id: int) -> TeamMember | None:
    return session.exec(
        select(TeamMember).where(
            TeamMember.application_id == application_id, TeamMember.person_id == person_id
        )
    ).first()


_TEAM = (
    select(TeamMember)
    .where(col(TeamMember.application_id) == sa.bindparam("application"))
    .order_by(col(TeamMember.id))
)


_MEMBERS = (
    select(TeamMember, Person)
    .join(Person, col(Person.id) == col(TeamMember.person_id))
    .where(col(TeamMember.application_id) == sa.bindparam("application"))
    .order_by(col(TeamMember.id))
)


def team(session: Session, application_id: int) -> list[TeamMember]:
    return list(session.exec(_TEAM, params={"application": application_id}))


def members(session: Session, application_id: int) -> list[tuple[TeamMember, Person]]:
    """The team with who they are, in the order they came."""
    return list(session.exec(_MEMBERS, params={"application": application_id}))


_OF_PERSON = (
    select(Application)
    .join(TeamMember, col(TeamMember.application_id) == col(Application.id))
    .where(col(TeamMember.person_id) == sa.bindparam("person"))
    .order_by(col(Application.moved_at).desc(), col(Application.id).desc())
)


def of_person(session: Session, person_id: int) -> list[Application]:
    return list(session.exec(_OF_PERSON, params={"person": person_id}))


def invitation(session: Session, application_id: int, person_id: int) -> TeamInvitation | None:
    """The invitation of this person that waits, or that they declined."""
    return session.exec(
        select(TeamInvitation).where(
            TeamInvitation.application_id == application_id, TeamInvitation.person_id == person_id
        )
    ).first()


_INVITED = (
    select(TeamInvitation, Person)
    .join(Person, col(Person.id) == col(TeamInvitation.person_id))
    .where(col(TeamInvitation.application_id) == sa.bindparam("application"))
    .order_by(col(TeamInvitation.id))
)


def invited(session: Session, application_id: int) -> list[tuple[TeamInvitation, Person]]:
    """Who was invited and has no part, declined or not, in the order they were invited."""
    return list(session.exec(_INVITED, params={"application": application_id}))


_WAITING = (
    select(TeamInvitation, Application)
    .join(Application, col(Application.id) == col(TeamInvitation.application_id))
    .where(col(TeamInvitation.person_id) == sa.bindparam("person"), col(TeamInvitation.declined_at).is_(None))
    .order_by(col(TeamInvitation.id))
)


def waiting_for(session: Session, person_id: int) -> list[tuple[TeamInvitation, Application]]:
    """The invitations that wait for the answer of this person, with their applications."""
    return list(session.exec(_WAITING, params={"person": person_id}))
