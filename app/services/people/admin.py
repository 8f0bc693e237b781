"""Who may come in, and who holds which role: given and taken by an administrator, each time in the journal."""

from typing import Any

from sqlmodel import col, select

from app.db import journal, people
from app.db.base import key_of
from app.db.calls import calls
from app.db.people import AppointmentRow, Person
from app.domain.errors import Conflict, Forbidden, Hidden, ReasonCode
from app.domain.people import Role
from app.services import tokens
from app.services.identity.sign_in import read_address
from app.services.lengths import LONGEST_NAME, optional
from app.services.review import returned_reviews
from app.services.work import Work


def create_person(work: Work, address: str, name: str) -> Person:
    """Somebody new. Raises Invalid (not an address, too long a name), Conflict ALREADY_DONE (known already)."""
    _administer(work)
    email = read_address(address)
    if people.by_email(work.session, email) is not None:
        raise Conflict(ReasonCode.ALREADY_DONE)
    said = optional("name", name, LONGEST_NAME)
    person = Person(email=email, name=said or email.partition("@")[0], created_at=work.now)
    work.session.add(person)
    work.session.flush()
    _journal(work, "create_person", person)
    return person


def person_at(work: Work, address: str) -> Person:
    """The person of this address. Raises Hidden when there is none."""
    _administer(work)
    person = people.by_email(work.session, read_address(address))
    if person is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=address)
    return person


def give_role(work: Work, address: str, role: Role, slug: str | None = None) -> None:
    """Appoint a person, for one call or for all of them. Raises Conflict ALREADY_DONE when they hold it."""
    person, call_id = person_at(work, address), _call_id(work, slug)
    if _held(work, person, role, call_id) is not None:
        raise Conflict(ReasonCode.ALREADY_DONE)
    appointment = AppointmentRow(person_id=key_of(person), role=role, call_id=call_id, given_at=work.now)
    work.session.add(appointment)
    _journal(work, "give_role", person, call_id, role=role.value)


def take_role(work: Work, address: str, role: Role, slug: str | None = None) -> None:
    """End an appointment as it was given; an expert's open reviews are given back, and the officers told.

    Raises Hidden when the person does not hold it.
    """
    person, call_id = person_at(work, address), _call_id(work, slug)
    held = _held(work, person, role, call_id)
    if held is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=role.value)
    work.session.delete(held)
    _journal(work, "take_role", person, call_id, role=role.value)
    if role is Role.EXPERT:
        work.session.flush()
        returned_reviews.give_back(work, person)


def suspend(work: Work, address: str) -> None:
    """Shut the service to a person at once: sessions ended, tokens revoked, links and password of no use.

    Roles and what was written stay. Raises Hidden (nobody there), Forbidden (oneself), Conflict ALREADY_DONE.
    """
    person = person_at(work, address)
    if person.id == work.actor.person_id:
        raise Forbidden(ReasonCode.NOT_ONESELF)
    if not person.active:
        raise Conflict(ReasonCode.ALREADY_DONE)
    person.active = False
    work.session.add(person)
    people.end_sessions(work.session, key_of(person))
    for token in people.tokens_of(work.session, {key_of(person)}, work.now)[key_of(person)]:
        tokens.revoke(work, key_of(token))
    _journal(work, "suspend_person", person)


def restore(work: Work, address: str) -> None:
    """Open the service again to a person, by a link or their password; the tokens stay revoked.

    Raises Hidden (nobody there), Conflict ALREADY_DONE.
    """
    person = person_at(work, address)
    if person.active:
        raise Conflict(ReasonCode.ALREADY_DONE)
    person.active = True
    work.session.add(person)
    _journal(work, "restore_person", person)


def _administer(work: Work) -> None:
    if not work.actor.is_system:
        work.require(Role.ADMIN)


def _call_id(work: Work, slug: str | None) -> int | None:
    if slug is None:
        return None
    found = calls.by_slug(work.session, slug)
    if found is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=slug)
    return found.id


def _held(work: Work, person: Person, role: Role, call_id: int | None) -> AppointmentRow | None:
    query = select(AppointmentRow).where(
        AppointmentRow.person_id == person.id,
        AppointmentRow.role == role,
        col(AppointmentRow.call_id).is_(None) if call_id is None else AppointmentRow.call_id == call_id,
    )
    return work.session.exec(query).first()


def _journal(work: Work, verb: str, person: Person, call_id: int | None = None, **data: Any) -> None:
    told = {"person_id": person.id, "person": person.name, **data}
    journal.write(work.session, work.actor, verb, work.now, call_id=call_id, data=told)
