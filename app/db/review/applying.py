"""What is known of who applies, to bring together those who might judge and those who ask."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from app.db.apply.applications import Application
from app.db.apply.organisations import Organisation
from app.db.apply.teams import FormerMember, TeamInvitation, TeamMember
from app.db.people import Person
from app.domain.interests import Applying, Candidate

_IDS: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
_PEOPLE: sa.BindParameter[Any] = sa.bindparam("people", expanding=True)
_HELD = sa.union(
    *(
        sa.select(col(one.person_id), col(one.application_id)).where(col(one.person_id).in_(_PEOPLE))
        for one in (TeamMember, FormerMember)
    )
)
_INVITED = sa.select(col(TeamInvitation.person_id), col(TeamInvitation.application_id)).where(
    col(TeamInvitation.person_id).in_(_PEOPLE), col(TeamInvitation.declined_at).is_(None)
)
_EMAILS = sa.union(
    *(
        sa.select(col(one.application_id), col(Person.email))
        .join_from(one, Person, col(Person.id) == col(one.person_id))
        .where(col(one.application_id).in_(_IDS))
        for one in (TeamMember, FormerMember)
    )
)
_APPLICATIONS = (
    sa.select(
        col(Application.id),
        col(Application.call_id),
        col(Organisation.siret),
        col(Organisation.rna),
        col(Organisation.representative_name),
    )
    .join(Organisation, col(Organisation.id) == col(Application.organisation_id))
    .where(col(Application.id).in_(_IDS))
)


def applying(session: Session, application_ids: Collection[int]) -> dict[int, Applying]:
    """These applications by their numbers, with the addresses of their teams, past and present: two queries."""
    asked = {"ids": list(application_ids)}
    emails: dict[int, set[str]] = {}
    for number, email in session.execute(_EMAILS, asked):
        emails.setdefault(number, set()).add(email)
    return {
        number: Applying(number, call_id, siret, rna, name, frozenset(emails.get(number, ())))
        for number, call_id, siret, rna, name in session.execute(_APPLICATIONS, asked)
    }


def candidates(session: Session, people: Collection[Person]) -> tuple[Candidate, ...]:
    """These people, each with the applications in whose team they are, were or are invited: four queries for all."""
    asked = {"people": [one.id for one in people]}
    held: dict[int, list[int]] = {}
    for person_id, number in session.execute(_HELD, asked):
        held.setdefault(person_id, []).append(number)
    invited: dict[int, set[int]] = {}
    for person_id, number in session.execute(_INVITED, asked):
        invited.setdefault(person_id, set()).add(number)
    known = applying(session, {number for numbers in held.values() for number in numbers})
    return tuple(
        Candidate(
            one.id,
            one.name,
            one.email,
            tuple(known[number] for number in held.get(one.id, ())),
            frozenset(invited.get(one.id, ())),
        )
        for one in people
        if one.id is not None
    )
