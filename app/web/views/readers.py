"""In whose words an application is told, and what its authority is called."""

from app.domain.access import reads_only_as_applicant
from app.services.cases import Case
from app.words.labels import Audience
from app.words.meetings import UNNAMED, Meetings


def audience_of(case: Case) -> Audience:
    """Does this person read as the team of the application, or for the authority?"""
    return Audience.APPLICANT if reads_only_as_applicant(case.parts) else Audience.OFFICER


def called(case: Case) -> str:
    """What the acts of the authority call it: « la Région »."""
    return case.folder.call.authority.called


def meetings(case: Case) -> Meetings:
    """What the call calls its rendezvous."""
    return case.folder.follow_up.meetings if case.folder.follow_up is not None else UNNAMED
