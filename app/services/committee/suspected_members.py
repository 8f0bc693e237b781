"""What brings the members of a committee to the applications that they are to advise on, for who appoints."""

from typing import Final

from app.db import people
from app.db.apply import applications
from app.db.base import key_of
from app.db.committee import committee
from app.db.review import interests
from app.domain.people import Role
from app.domain.workflow import Stage
from app.services.calls.calls import OpenedCall
from app.services.screening import suspicions
from app.services.screening.suspicions import Brought
from app.services.work import Work

TO_ADVISE: Final = frozenset(
    {
        Stage.DOSSIER_SUBMITTED,
        Stage.COMPLETION_REQUESTED,
        Stage.ADMISSIBLE,
        Stage.IN_REVIEW,
        Stage.REVIEWED,
        Stage.SHORTLISTED,
        Stage.POSTPONED,
    }
)
"""The stages of a dossier that was filed, before the opinion that it waits for."""


def appoints(work: Work, opened: OpenedCall) -> bool:
    """Does the person at work name the experts of this call?"""
    return any(work.actor.has(role, opened.id) for role in (Role.OFFICER, Role.MANAGER))


def waiting(work: Work, opened: OpenedCall, wave_id: int | None = None) -> tuple[Brought, ...]:
    """What waits to be judged between the members seated and what they are to advise on, of a wave or of the call.

    Nothing for who does not appoint, nor of what an interest hides from who does.
    """
    if not appoints(work, opened):
        return ()
    hidden = interests.interests_of_person(work.session, work.person_id)
    rows = applications.in_stages(work.session, opened.id, TO_ADVISE, wave_id=wave_id)
    seated = {row.person_id for row in committee.seats(work.session, opened.id)}
    pool = sorted(people.named(work.session, seated).values(), key=lambda one: (one.name, key_of(one)))
    return suspicions.waiting(work, [one for one in rows if key_of(one) not in hidden], pool)
