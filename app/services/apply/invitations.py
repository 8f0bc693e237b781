"""The team of an application: invited, present, taken out.

Who has a duty (a role, a seat, a review, an opinion) joins only once they accept: an applicant would otherwise choose
who judges, since whoever is in a team judges nothing of its application. Until then the invitation changes nothing,
and the team reads of it what it reads of any other: it would learn who the authority has named.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.db import journal, outbox, people, ties
from app.db.apply import teams
from app.db.apply.teams import TeamInvitation, TeamMember
from app.db.base import key_of
from app.db.people import Person
from app.domain.access import Permission
from app.domain.errors import Conflict, Hidden, ReasonCode
from app.domain.people import TeamRole
from app.services import mails
from app.services.cases import Case, open_case
from app.services.identity.sign_in import read_address
from app.services.lengths import LONGEST_NAME, optional
from app.services.work import Work


@dataclass(frozen=True)
class Teammate:
    """One line of the team. ``known``: may the team read their name? Only their address is known until they act.

    ``given_up``: will their invitation never arrive?
    """

    person: Person
    role: TeamRole
    since: datetime
    known: bool
    given_up: bool = False


def team(work: Work, case: Case) -> list[Teammate]:
    """The team with who was invited and has not answered, in the order they came."""
    known = known_to_team(work, case)
    present = [
        Teammate(person, one.role, one.joined_at, key_of(person) in known)
        for one, person in teams.members(work.session, case.id)
    ]
    invited = [
        Teammate(person, one.role, one.invited_at, False)
        for one, person in teams.invited(work.session, case.id)
    ]
    mates = sorted((*present, *invited), key=lambda each: each.since)
    told = {_key(case, one): one for one in mates}
    lost = outbox.given_up(work.session, told)
    return [replace(one, given_up=key in lost) for key, one in told.items()]


def known_to_team(work: Work, case: Case) -> frozenset[int]:
    """Who did something in this application, and who reads.

    Of who was invited and did nothing yet, only the address is known, which is all that the inviter had.
    """
    seen = journal.actors_of(work.session, case.id)
    return seen | ({work.actor.person_id} if work.actor.person_id is not None else set())


def invite_to_team(work: Work, reference: str, email: str, role: TeamRole, name: str = "") -> Teammate:
    """Give somebody a part in the team, or offer it to who has a duty; they are told by mail.

    Inviting twice changes the part. Raises Invalid when the name is too long or the address cannot be read, Conflict
    when no owner would be left.
    """
    case = open_case(work, reference, Permission.MANAGE_TEAM, lock=True)
    address = read_address(email)
    said = optional("name", " ".join(name.split()), LONGEST_NAME)
    person = people.at_address(work.session, address, said, work.now)
    member = teams.membership(work.session, case.id, key_of(person))
    waiting = teams.invitation(work.session, case.id, key_of(person))
    if member is None and (waiting is not None or ties.has_duty(work.session, key_of(person))):
        waiting = waiting or TeamInvitation(
            application_id=case.id,
            person_id=key_of(person),
            role=role,
            invited_at=work.now,
            invited_by=work.person_id,
        )
        waiting.role = role
        work.session.add(waiting)
        mate = Teammate(person, role, waiting.invited_at, False)
    else:
        member = member or TeamMember(
            application_id=case.id, person_id=key_of(person), role=role, joined_at=work.now
        )
        _keep_an_owner(work, case, member, role)
        member.role = role
        work.session.add(member)
        mate = Teammate(person, role, member.joined_at, False)
    work.session.flush()
    _journal(work, case, "invite_to_team", {"person": person.id, "role": role.value})
    if waiting is None or waiting.declined_at is None:
        _tell(work, case, mate, answers=waiting is not None)
    return mate


def _tell(work: Work, case: Case, mate: Teammate, *, answers: bool) -> None:
    """``answers``: does the part wait for their answer, at the page that the mail leads to?"""
    facts = mails.mail_values(work, case)
    reference, person = case.application.reference, mate.person
    link = f"{work.base_url}/invitations/{reference}" if answers else facts["link"]
    told = {"by": work.actor.name, "role": mate.role.value, "name": person.name, "answers": answers}
    mails.write(work, "team_invitation", person.email, {**facts, **told, "link": link}, key=_key(case, mate))


def _key(case: Case, mate: Teammate) -> str:
    """That of the mail that tells them of their part."""
    reference, since = case.application.reference, mate.since.astimezone(UTC).isoformat()
    return f"{reference}:team:{mate.person.id}:{mate.role.value}:{since}"


def remove_from_team(work: Work, reference: str, email: str) -> None:
    """Take the person of this address out of the team, or take their invitation back; an owner who acts stays.

    Raises Hidden when nobody there has this address, Conflict LAST_OWNER.
    """
    case = open_case(work, reference, Permission.MANAGE_TEAM, lock=True)
    person = people.by_email(work.session, email.strip().lower())
    number = key_of(person) if person is not None else 0
    member = teams.membership(work.session, case.id, number)
    waiting = teams.invitation(work.session, case.id, number)
    if member is not None:
        _keep_an_owner(work, case, member, None)
        teams.leave(work.session, member, work.now)
    elif waiting is not None:
        work.session.delete(waiting)
        work.session.flush()
    else:
        raise Hidden(ReasonCode.NOT_FOUND)
    _journal(work, case, "remove_from_team", {"person": number})


def _keep_an_owner(work: Work, case: Case, member: TeamMember, role: TeamRole | None) -> None:
    """An owner who never did anything in the application does not count: their address may be mistyped."""
    if member.role is not TeamRole.OWNER or role is TeamRole.OWNER or member.id is None:
        return
    seen = journal.actors_of(work.session, case.id)
    others = (one for one in teams.team(work.session, case.id) if one.person_id != member.person_id)
    if not any(one.role is TeamRole.OWNER and one.person_id in seen for one in others):
        raise Conflict(ReasonCode.LAST_OWNER)


def _journal(work: Work, case: Case, verb: str, data: dict[str, object]) -> None:
    journal.write(
        work.session,
        work.actor,
        verb,
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data=data,
    )
