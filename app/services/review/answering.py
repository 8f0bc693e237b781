"""Answering an invitation into the team of an application, by who has a duty."""

from dataclasses import dataclass

from app.db import journal, people, ties
from app.db.apply import teams
from app.db.apply.teams import TeamInvitation, TeamMember
from app.db.base import key_of
from app.domain.errors import Forbidden, Hidden, ReasonCode
from app.domain.interests import Nature
from app.domain.people import Role
from app.services.apply.stepping_aside import step_aside
from app.services.call_folders import folder_of
from app.services.cases import Case
from app.services.review.officers import tell_officers
from app.services.work import Work


@dataclass(frozen=True)
class Offered:
    """An invitation that waits for who reads, the application that it is about, and who invites."""

    invitation: TeamInvitation
    case: Case
    by: str


def waiting(work: Work) -> tuple[Offered, ...]:
    """The invitations that wait for the answer of the person at work, the first sent first."""
    rows = teams.waiting_for(work.session, work.person_id)
    return tuple(offered(work, application.reference) for _, application in rows)


def offered(work: Work, reference: str, *, lock: bool = False) -> Offered:
    """The invitation into the team of this application. Raises Hidden when none waits for the person at work."""
    around = ties.surroundings(work.session, reference, lock=lock)
    if around is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=reference)
    row = teams.invitation(work.session, key_of(around.application), work.person_id)
    if row is None or row.declined_at is not None:
        raise Hidden(ReasonCode.NOT_FOUND, what=reference)
    by = people.by_id(work.session, row.invited_by)
    case = Case(
        around.application,
        around.call,
        around.wave,
        around.organisation,
        folder_of(around.call),
        frozenset(),
        False,
    )
    return Offered(row, case, by.name if by is not None else "")


def accept(work: Work, reference: str) -> None:
    """Join the team: from now on the person judges nothing of the application, and gives back what they had to do.

    A review that was submitted is kept and counts no more, as when its author declares an interest. Raises Hidden,
    Forbidden to an officer or a manager of the call, who would hold both parts.
    """
    found = offered(work, reference, lock=True)
    case, row = found.case, found.invitation
    if any(work.actor.has(role, case.application.call_id) for role in (Role.OFFICER, Role.MANAGER)):
        raise Forbidden(ReasonCode.OFFICER_OF_CALL)
    member = TeamMember(application_id=case.id, person_id=work.person_id, role=row.role, joined_at=work.now)
    work.session.delete(row)
    work.session.add(member)
    work.session.flush()
    reviewed = step_aside(work, case, work.person_id)
    _journal(work, found, "accept_invitation")
    told = {"person": work.actor.name, "nature": Nature.MEMBER.value, "review": reviewed}
    tell_officers(work, case, "interest_declared", told, key=f"joined:{work.person_id}", page="experts")


def decline(work: Work, reference: str) -> None:
    """Refuse the part: nothing changes, and the team is not told. Raises Hidden."""
    found = offered(work, reference, lock=True)
    found.invitation.declined_at = work.now
    work.session.add(found.invitation)
    work.session.flush()
    _journal(work, found, "decline_invitation")


def _journal(work: Work, found: Offered, verb: str) -> None:
    journal.write(
        work.session,
        work.actor,
        verb,
        work.now,
        call_id=found.case.application.call_id,
        application_id=found.case.id,
        data={"person": work.person_id, "role": found.invitation.role.value},
    )
