"""Interests in applications, from everything that makes one: what hides an application from a person everywhere."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Field, Session, col, select

from app.db.apply.applications import Application
from app.db.apply.filings import Filing
from app.db.apply.organisations import Organisation
from app.db.apply.teams import FormerMember, TeamMember
from app.db.base import Row, UtcDateTime
from app.domain.interests import Interest, Kind, known_by, who


def _one_that_stands(table: str) -> sa.Index:
    """One of each pair stands at a time; those that were lifted stay beside it."""
    stands = sa.text("lifted_at IS NULL")
    return sa.Index(
        f"uq_{table}_standing",
        "application_id",
        "person_id",
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )


class InterestRow(Row, table=True):
    """An interest declared by a person in an application: hides it from them everywhere (CGCT L2131-11).

    ``lifted_at``: from when it is one no more; why, and who said so, are in its rectifications. ``entered_by``: who
    wrote down what the person said aloud, as it was ``heard``.
    """

    __tablename__ = "interest"
    __table_args__ = (_one_that_stands("interest"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    nature: str = Field(max_length=60)
    declared_at: datetime = Field(sa_type=UtcDateTime)
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    heard: str | None = Field(default=None, sa_type=sa.Text)

    @property
    def since(self) -> datetime:
        return self.declared_at


class FindingRow(Row, table=True):
    """What who appoints judged of a suspicion: an interest (``confirmed``), or none, with the reason.

    ``lifted_at``: as of a declaration.
    """

    __tablename__ = "interest_finding"
    __table_args__ = (_one_that_stands("interest_finding"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    confirmed: bool
    reason: str = Field(max_length=2_000)
    found_by: int = Field(foreign_key="person.id")
    found_at: datetime = Field(sa_type=UtcDateTime)
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def since(self) -> datetime:
        return self.found_at


def interest(session: Session, application_id: int, person_id: int) -> InterestRow | None:
    """What this person declared of this application, and that stands."""
    return session.exec(
        select(InterestRow).where(
            InterestRow.application_id == application_id,
            InterestRow.person_id == person_id,
            col(InterestRow.lifted_at).is_(None),
        )
    ).first()


def finding(session: Session, application_id: int, person_id: int) -> FindingRow | None:
    """What was judged of the suspicions that bring this person and this application together, and that stands."""
    return session.exec(
        select(FindingRow).where(
            FindingRow.application_id == application_id,
            FindingRow.person_id == person_id,
            col(FindingRow.lifted_at).is_(None),
        )
    ).first()


def declarations(session: Session, application_id: int) -> list[InterestRow]:
    """What was declared of this application, those that were lifted included, the first first."""
    query = select(InterestRow).where(InterestRow.application_id == application_id)
    return list(session.exec(query.order_by(col(InterestRow.id))))


def findings(session: Session, application_id: int) -> list[FindingRow]:
    """What was judged of the suspicions about this application, those that were lifted included, the first first."""
    query = select(FindingRow).where(FindingRow.application_id == application_id)
    return list(session.exec(query.order_by(col(FindingRow.id))))


def judged_pairs(
    session: Session, applications: Collection[int], people: Collection[int]
) -> frozenset[tuple[int, int]]:
    """The pairs (application, person) of these whose suspicions were judged, or in which the person is interested."""
    found = select(FindingRow.application_id, FindingRow.person_id).where(
        col(FindingRow.application_id).in_(applications), col(FindingRow.person_id).in_(people)
    )
    barred = pairs(lambda application, person: sa.and_(application.in_(applications), person.in_(people)))
    rows = [*session.execute(found), *session.execute(barred)]
    return frozenset((application, person) for application, person in rows)


Column = sa.ColumnElement[Any]
Wanted = Callable[[Any, Any], sa.ColumnElement[bool]]
"""Which pairs (application, person) are asked for."""


def every_kind(wanted: Wanted, *, lifted: bool = False) -> tuple[sa.Select[Any], ...]:
    """The interests of the pairs that are wanted, a query for each thing that makes one.

    Each gives application, person, kind, since when, what was said of it, and from when it was lifted: one that was is
    left out unless ``lifted``. Written here alone: whatever asks who is interested asks this.
    """
    nothing = sa.literal("")
    return (
        _kind(Kind.TEAM, TeamMember, TeamMember.joined_at, nothing, wanted),
        _kind(Kind.FORMER_TEAM, FormerMember, FormerMember.joined_at, nothing, wanted),
        _kind(Kind.FILER, Filing, Filing.filed_at, nothing, wanted, person=Filing.filed_by),
        _said(Kind.DECLARED, InterestRow, InterestRow.declared_at, InterestRow.nature, wanted, lifted),
        _said(Kind.FOUND, FindingRow, FindingRow.found_at, FindingRow.reason, wanted, lifted).where(
            col(FindingRow.confirmed)
        ),
        _of_organisation(TeamMember, wanted),
        _of_organisation(FormerMember, wanted),
    )


_NEVER = sa.cast(sa.null(), UtcDateTime)
"""From when an interest by nature was lifted."""


def _kind(
    kind: Kind,
    table: Any,
    since: Any,
    said: Any,
    wanted: Wanted,
    *,
    person: Any = None,
    until: Any = _NEVER,
) -> sa.Select[Any]:
    holder = col(table.person_id if person is None else person)
    application = col(table.application_id)
    query = sa.select(application, holder, sa.literal(kind.value), col(since), said, until)
    return query.where(wanted(application, holder))


def _said(kind: Kind, table: Any, since: Any, said: Any, wanted: Wanted, lifted: bool) -> sa.Select[Any]:
    query = _kind(kind, table, since, col(said), wanted, until=col(table.lifted_at))
    return query if lifted else query.where(col(table.lifted_at).is_(None))


def _of_organisation(member: Any, wanted: Wanted) -> sa.Select[Any]:
    """Who is or was in the team of another application that the same establishment filed.

    Filed: whoever types the SIRET of another in a draft ties nobody to them.
    """
    other, theirs = aliased(Application), aliased(Organisation)
    since = sa.case(
        (col(other.filed_at) > col(member.joined_at), col(other.filed_at)), else_=col(member.joined_at)
    )
    return (
        sa.select(
            col(Application.id),
            col(member.person_id),
            sa.literal(Kind.ORGANISATION.value),
            sa.type_coerce(since, UtcDateTime),
            sa.literal(""),
            _NEVER,
        )
        .select_from(member)
        .join(other, col(other.id) == col(member.application_id))
        .join(theirs, col(theirs.id) == col(other.organisation_id))
        .join(Organisation, col(Organisation.siret) == col(theirs.siret))
        .join(Application, col(Application.organisation_id) == col(Organisation.id))
        .where(
            col(other.filed_at).is_not(None),
            col(Application.id) != col(other.id),
            wanted(col(Application.id), col(member.person_id)),
        )
    )


_PERSON, _APPLICATION = (sa.bindparam(name, type_=sa.Integer) for name in ("person", "application"))
_OF_PERSON = sa.union_all(*every_kind(lambda _, person: person == _PERSON))
_OF_APPLICATION = sa.union_all(*every_kind(lambda application, _: application == _APPLICATION, lifted=True))


def interests_of_person(session: Session, person_id: int) -> frozenset[int]:
    """The applications hidden from this person, whatever makes the interest."""
    return frozenset(row[0] for row in session.execute(_OF_PERSON, {"person": person_id}))


def interests_in(
    session: Session, application_id: int, *, by: datetime | None = None
) -> tuple[Interest, ...]:
    """Every interest in this application that stands; ``by``: those that were so then, lifted since or not."""
    found = (
        Interest(application, person, Kind(kind), since, said, until)
        for application, person, kind, since, said, until in session.execute(
            _OF_APPLICATION, {"application": application_id}
        )
    )
    return known_by(found, by)


def interested_in(session: Session, application_id: int, *, by: datetime | None = None) -> frozenset[int]:
    """Who may have no part in judging this application; ``by``: those of whom it was so at that moment."""
    return who(interests_in(session, application_id, by=by))


def pairs(wanted: Wanted) -> sa.CompoundSelect[Any]:
    """The pairs (application, person) of those that are wanted in which the person is interested."""
    return sa.union_all(*(one.with_only_columns(*one.selected_columns[:2]) for one in every_kind(wanted)))


def is_interested(application: Column, person: Column) -> sa.ColumnElement[bool]:
    """Is this person interested in this application? For a query that asks other things with it."""
    kinds = every_kind(lambda one, other: sa.and_(one == application, other == person))
    return sa.or_(*(one.exists() for one in kinds))
