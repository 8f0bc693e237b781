"""What the house does by itself: remind who has little time left, let lapse what nobody filed in time."""

from datetime import timedelta

from app.db.apply import applications
from app.domain.workflow import Action, Stage
from app.services import mails
from app.services.cases import open_case
from app.services.road.transitions import perform
from app.services.work import Work

DRAFTS = frozenset({Stage.LETTER_DRAFT, Stage.DOSSIER_DRAFT})
WAITING = DRAFTS | {Stage.COMPLETION_REQUESTED}
BEFORE = timedelta(days=7)
GRACE = timedelta(days=1)
"""A draft lapses a day after its deadline: what was late is told at once, and is closed at night."""


def let_lapse(work: Work) -> tuple[str, ...]:
    """Let the drafts lapse whose deadline went by; what was written is kept. Returns their references."""
    found = applications.overdue(work.session, DRAFTS, work.now - GRACE)
    house = work.as_system()
    for application in found:
        perform(house, application.reference, Action.EXPIRE.value)
    return tuple(application.reference for application in found)


def soon_due(work: Work) -> tuple[str, ...]:
    """The references of the applications whose deadline is less than a week away, all of them, the soonest first."""
    soon = applications.due_between(work.session, WAITING, work.now, work.now + BEFORE)
    return tuple(application.reference for application in soon)


def remind(work: Work, reference: str) -> None:
    """Remind the team of one application; once for each deadline. Nothing when it was filed meanwhile."""
    house = work.as_system()
    case = open_case(house, reference)
    stage, due_at = case.application.stage, case.application.due_at
    if due_at is None or stage not in WAITING:
        return
    data = {**mails.mail_values(house, case), "stage": stage.value, "due_at": due_at.isoformat()}
    key = f"{reference}:reminder:{stage.value}:{due_at.date().isoformat()}"
    mails.write_to_team(house, "deadline_reminder", case.id, data, key=key)
