"""Who may come in, and who holds which role: given and taken by an administrator, each time in the journal."""

from datetime import date
from typing import Any, Final

from sqlmodel import col, select

from app.db import journal, people
from app.db.base import key_of
from app.db.calls import calls
from app.db.journal import JournalEntry
from app.db.people import AppointmentRow, Person
from app.domain.errors import Conflict, Fault, Forbidden, Hidden, Invalid, Reason, ReasonCode
from app.domain.people import Role
from app.services import mails
from app.services.identity import tokens
from app.services.identity.sign_in import read_address
from app.services.lengths import LONGEST_NAME, optional
from app.services.review import returned_reviews
from app.services.work import Work

WATCHED: Final = frozenset({Role.OFFICER, Role.MANAGER, Role.FINANCE, Role.AUDITOR, Role.ADMIN})
"""The roles that open the dossiers of a whole call, its money or the service itself."""


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


def give_role(
    work: Work, address: str, role: Role, slug: str | None = None, *, ends_on: date | None = None
) -> None:
    """Appoint a person, for one call or for all of them, until a last day or for good; or change that day.

    Nobody appoints themself, and the auditors are told at once (``docs/decisions/0014-who-watches-the-keys.md``).
    Raises Forbidden NOT_ONESELF, Invalid (a last day gone by), Conflict ALREADY_DONE when they hold it so.
    """
    person, call_id = person_at(work, address), _call_id(work, slug)
    if person.id == work.actor.person_id:
        raise Forbidden(ReasonCode.NOT_ONESELF)
    if ends_on is not None and ends_on < work.now.date():
        raise Invalid(Fault("until", Reason.of(ReasonCode.IN_THE_PAST, read=ends_on)))
    held = _held(work, person, role, call_id)
    if held is not None and held.ends_on == ends_on:
        raise Conflict(ReasonCode.ALREADY_DONE)
    if held is None:
        held = AppointmentRow(person_id=key_of(person), role=role, call_id=call_id, given_at=work.now)
    held.ends_on = ends_on
    work.session.add(held)
    until = {"until": ends_on.isoformat()} if ends_on else {}
    entry = _journal(work, "give_role", person, call_id, role=role.value, **until)
    if role in WATCHED:
        _tell_the_auditors(work, person, entry)


def take_role(work: Work, address: str, role: Role, slug: str | None = None) -> None:
    """End an appointment as it was given; an expert's open reviews are given back, and the officers told.

    Raises Hidden when the person does not hold it.
    """
    person, call_id = person_at(work, address), _call_id(work, slug)
    held = _held(work, person, role, call_id)
    if held is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=role.value)
    _end(work, person, held)


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


def end_roles(work: Work) -> None:
    """Take back every role whose last day has gone by, as an administrator would."""
    for row in people.ended(work.session, work.now.date()):
        person = people.by_id(work.session, row.person_id)
        if person is not None:
            _end(work, person, row)


def _end(work: Work, person: Person, row: AppointmentRow) -> None:
    work.session.delete(row)
    _journal(work, "take_role", person, row.call_id, role=row.role.value)
    if row.role is Role.EXPERT:
        work.session.flush()
        returned_reviews.give_back(work, person)


def _tell_the_auditors(work: Work, person: Person, given: JournalEntry) -> None:
    """Those who read the journal, and the other administrators: by mail, in the same transaction."""
    watching = {
        key_of(one): one
        for role in (Role.AUDITOR, Role.ADMIN)
        for one in people.holding(work.session, role)
        if one.id not in (work.actor.person_id, person.id)
    }
    call = calls.by_id(work.session, given.call_id) if given.call_id is not None else None
    facts = {
        "by": work.actor.name,
        "person": person.name,
        "email": person.email,
        "role": given.data["role"],
        "until": given.data.get("until"),
        "call_title": call.title if call is not None else "",
        "link": f"{work.base_url}/connexion",
    }
    for number, one in watching.items():
        key = f"role_given:{given.number}:{number}"
        mails.write(work, "role_given", one.email, {**facts, "name": one.name}, key=key)


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


def _journal(work: Work, verb: str, person: Person, call_id: int | None = None, **data: Any) -> JournalEntry:
    told = {"person_id": person.id, "person": person.name, **data}
    return journal.write(work.session, work.actor, verb, work.now, call_id=call_id, data=told)
