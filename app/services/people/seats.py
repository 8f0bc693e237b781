"""Whom the manager of a call brings to it: the members of its committee, its experts, the services it consults.

Only for that call, and only these roles: an account for the whole house is the administrator's business.
"""

from dataclasses import dataclass

from sqlmodel import col, select

from app.db import journal, people
from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Attendance, Seat, Sitting
from app.db.people import AppointmentRow, Person
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode
from app.domain.people import Role
from app.domain.typed.texts import bare
from app.services.calls.calls import OpenedCall, by_slug
from app.services.committee.committee import give_seat
from app.services.identity.sign_in import read_address
from app.services.lengths import LONGEST_NAME, whole
from app.services.work import Work

POOLS = (Role.EXPERT, Role.CONSULTED)
"""The roles that a manager gives besides the seats of the committee."""


@dataclass(frozen=True)
class Member:
    """A member of the committee: their seat, who they are, whether they preside."""

    seat: Seat
    person: Person
    presides: bool


def members(work: Work, opened: OpenedCall) -> tuple[Member, ...]:
    """The members of the committee of a call, in the order in which they were given their seat."""
    rows = committee.seats(work.session, opened.id)
    named = people.named(work.session, {row.person_id for row in rows})
    presiding = {one.id for one in people.holding(work.session, Role.PRESIDENT, opened.id)}
    return tuple(Member(row, named[row.person_id], row.person_id in presiding) for row in rows)


def seat(
    work: Work, slug: str, address: str, name: str, college: str, *, presides: bool = False
) -> tuple[Seat, Person]:
    """Give a seat to whoever has this address, known or not, with the role of member or of president.

    Done again for somebody who sits: moves them to this college, and gives or takes the presidency.
    Raises Forbidden unless a manager of the call, Hidden without a committee, Invalid.
    """
    opened = _managed(work, slug)
    if opened.folder.committee is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="committee")
    faults = _faults(address, name)
    if college not in {one.key for one in opened.folder.committee.colleges}:
        code = ReasonCode.NOT_A_CHOICE if college else ReasonCode.REQUIRED
        faults.append(Fault("college", Reason.of(code, read=college)))
    if faults:
        raise Invalid(*faults)
    person = _person(work, opened, address, name)
    given = give_seat(work, slug, key_of(person), college)
    _give(work, opened, person, Role.PRESIDENT if presides else Role.MEMBER)
    _take(work, opened, person, Role.MEMBER if presides else Role.PRESIDENT)
    return given, person


def unseat(work: Work, slug: str, person_id: int) -> Person:
    """Take a seat back, with the role that came with it.

    Raises Hidden (nobody sits there), Conflict SITTING_OPEN when the person takes part in a sitting that is not
    closed: its quorum and its votes count them.
    """
    opened = _managed(work, slug)
    row, person = committee.seat_of(work.session, opened.id, person_id), people.by_id(work.session, person_id)
    if row is None or person is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="seat")
    held = _sits_in(work, opened, person_id)
    if held is not None:
        zone = opened.folder.call.zone
        raise Conflict(ReasonCode.SITTING_OPEN, person=person.name, at=held.held_at, zone=str(zone))
    data = {"person": person_id, "college": row.college}
    work.session.delete(row)
    journal.write(work.session, work.actor, "take_seat", work.now, call_id=opened.id, data=data)
    for role in (Role.MEMBER, Role.PRESIDENT):
        _take(work, opened, person, role)
    return person


def _sits_in(work: Work, opened: OpenedCall, person_id: int) -> Sitting | None:
    """The sitting of this call, not closed, in which the person is present or represented."""
    query = (
        select(Sitting)
        .join(Attendance, col(Attendance.sitting_id) == col(Sitting.id))
        .where(
            Sitting.call_id == opened.id,
            col(Sitting.closed_at).is_(None),
            Attendance.person_id == person_id,
            col(Attendance.present) | col(Attendance.proxy_to).is_not(None),
        )
        .order_by(col(Sitting.held_at).desc())
    )
    return work.session.exec(query).first()


def pool(work: Work, opened: OpenedCall, role: Role) -> tuple[tuple[Person, bool], ...]:
    """Who holds this role for the call, by name; with True when it was given for this call alone."""
    held = people.holding(work.session, role, opened.id)
    rows = people.appointments_among(work.session, {key_of(one) for one in held})
    return tuple(
        (one, any(row.role is role and row.call_id == opened.id for row in rows[key_of(one)])) for one in held
    )


def appoint(work: Work, slug: str, role: Role | None, address: str, name: str) -> Person:
    """Make somebody, known or not, an expert or a consulted service of this call.

    Raises Forbidden unless a manager of the call, Invalid, Conflict ALREADY_DONE.
    """
    opened = _managed(work, slug)
    faults = [*_unless_pool(role), *_faults(address, name)]
    if role is None or faults:
        raise Invalid(*faults)
    person = _person(work, opened, address, name)
    if not _give(work, opened, person, role):
        raise Conflict(ReasonCode.ALREADY_DONE)
    return person


def dismiss(work: Work, slug: str, role: Role | None, person_id: int) -> Person:
    """End such an appointment; what the person was already asked on an application stays theirs.

    Raises Forbidden unless a manager of the call, Hidden when it was not given for this call.
    """
    opened = _managed(work, slug)
    if (faults := _unless_pool(role)) or role is None:
        raise Invalid(*faults)
    person = people.by_id(work.session, person_id)
    if person is None or not _take(work, opened, person, role):
        raise Hidden(ReasonCode.NOT_FOUND, what=role.value)
    return person


def _unless_pool(role: Role | None) -> list[Fault]:
    if role is None:
        return [Fault("role", Reason.of(ReasonCode.REQUIRED))]
    return [] if role in POOLS else [Fault("role", Reason.of(ReasonCode.NOT_A_CHOICE, read=role.value))]


def _managed(work: Work, slug: str) -> OpenedCall:
    opened = by_slug(work, slug)
    work.require(Role.MANAGER, call_id=opened.id)
    return opened


def _faults(address: str, name: str) -> list[Fault]:
    faults: list[Fault] = []
    if not whole("name", name, LONGEST_NAME, faults):
        faults.append(Fault("name", Reason.of(ReasonCode.REQUIRED)))
    if not address.strip():
        return [Fault("email", Reason.of(ReasonCode.REQUIRED)), *faults]
    try:
        read_address(address)
    except Invalid as refused:
        faults = [*refused.faults, *faults]
    return faults


def _person(work: Work, opened: OpenedCall, address: str, name: str) -> Person:
    email = read_address(address)
    known = people.by_email(work.session, email)
    if known is not None:
        return known
    person = people.at_address(work.session, email, bare(name), work.now)
    _journal(work, opened, "create_person", person)
    return person


def _held(work: Work, opened: OpenedCall, person: Person, role: Role) -> AppointmentRow | None:
    query = select(AppointmentRow).where(
        AppointmentRow.person_id == person.id,
        AppointmentRow.role == role,
        AppointmentRow.call_id == opened.id,
    )
    return work.session.exec(query).first()


def _give(work: Work, opened: OpenedCall, person: Person, role: Role) -> bool:
    if _held(work, opened, person, role) is not None:
        return False
    work.session.add(
        AppointmentRow(person_id=key_of(person), role=role, call_id=opened.id, given_at=work.now)
    )
    work.session.flush()
    _journal(work, opened, "give_role", person, role)
    return True


def _take(work: Work, opened: OpenedCall, person: Person, role: Role) -> bool:
    held = _held(work, opened, person, role)
    if held is None:
        return False
    work.session.delete(held)
    work.session.flush()
    _journal(work, opened, "take_role", person, role)
    return True


def _journal(work: Work, opened: OpenedCall, verb: str, person: Person, role: Role | None = None) -> None:
    told = {"person_id": person.id, "person": person.name, **({"role": role.value} if role else {})}
    journal.write(work.session, work.actor, verb, work.now, call_id=opened.id, data=told)
