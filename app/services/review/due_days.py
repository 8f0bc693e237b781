"""The last day to hand a review in: that of the opening, until an officer gives its expert another."""

from datetime import date, datetime

from app.db import journal, people
from app.db.base import key_of
from app.db.review import reviews
from app.db.review.reviews import GONE, Review, ReviewState
from app.domain.access import Permission
from app.domain.errors import Conflict, Hidden, ReasonCode, WrongStage
from app.domain.workflow import Action, Stage
from app.services import mails
from app.services.cases import Case, open_case
from app.services.given_days import given
from app.services.work import Work


def of_opening(work: Work, case: Case) -> datetime | None:
    """What the opening of the reviews gave to all; None before it, when it gave no day, and once that day is over."""
    if case.application.stage is not Stage.IN_REVIEW:
        return None
    entry = journal.last_of(work.session, case.id, (Action.OPEN_REVIEW.value,))
    said = entry.data.get("due_at") if entry else None
    due_at = datetime.fromisoformat(said) if said else None
    return due_at if due_at is not None and due_at > work.now else None


def to_write(work: Work, case: Case, expert_id: int, *, lock: bool = False) -> Review:
    """The review that this expert has still to hand in.

    Raises Hidden when there is none, WrongStage unless the reviews are open (their opening gives the day before),
    Conflict ALREADY_DONE once it is handed in.
    """
    review = reviews.review_of(work.session, case.id, expert_id, afresh=lock)
    if review is None or review.state in GONE:
        raise Hidden(ReasonCode.NOT_FOUND, what="review")
    if case.application.stage is not Stage.IN_REVIEW:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.application.stage, action="assign")
    if review.state is ReviewState.SUBMITTED:
        raise Conflict(ReasonCode.ALREADY_DONE, at=review.submitted_at)
    return review


def move(work: Work, reference: str, expert_id: int, day: date) -> Review:
    """Give an expert this last day, sooner or later than the one before, and tell it; the same day again says nothing.

    Raises Forbidden, what `to_write` raises, and Invalid for a day that is past or more than a year away.
    """
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS, lock=True)
    review = to_write(work, case, expert_id, lock=True)
    was, due_at = review.due_at, given(work, case, day)
    if was == due_at:
        return review
    review.due_at = due_at
    work.session.add(review)
    work.session.flush()
    days = {"due_at": due_at.isoformat()} | ({"was_due_at": was.isoformat()} if was else {})
    entry = journal.write(
        work.session,
        work.actor,
        "move_review",
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data={"expert": expert_id, **days},
    )
    expert = people.named(work.session, {expert_id})[expert_id]
    data = {**mails.mail_values(work, case), "name": expert.name, "was_due_at": None, **days}
    data["link"] = f"{work.base_url}/expertises/{reference}"
    key = f"{reference}:review-due:{key_of(review)}:{entry.number}"
    mails.write(work, "review_moved", expert.email, data, key=key)
    return review
