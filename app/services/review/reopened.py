"""A review that was handed in, given back to its expert: by an officer, with a reason. What was handed in is kept."""

from typing import Any

from app.db import people
from app.db.base import key_of
from app.db.rectifications import Rectification, Subject
from app.db.review import interests, marks, reviews
from app.db.review.reviews import GONE, Review, ReviewState
from app.domain.access import Permission
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode, WrongStage
from app.domain.scoring import CANNOT_ASSESS
from app.services import mails
from app.services.cases import Case, open_case
from app.services.rectifying import rectify
from app.services.review.due_days import of_opening
from app.services.review.reviews import MARKING
from app.services.work import Work


def review_of(work: Work, case: Case, expert_id: int, *, lock: bool = False) -> Review:
    """The review of this expert. Raises Hidden when there is none that anybody writes or wrote."""
    review = reviews.review_of(work.session, case.id, expert_id, afresh=lock)
    if review is None or review.state in GONE:
        raise Hidden(ReasonCode.NOT_FOUND, what="review")
    return review


def reopen(work: Work, reference: str, expert_id: int, reason: str, *, version: int) -> Rectification:
    """Give a review back to its expert, who may then write in it and hand it in again; nothing is handed in meanwhile.

    ``version``: how many times it had been given back, as it was read. Raises Hidden, Forbidden, WrongStage once the
    reviews are closed (they are reopened first), Conflict ALREADY_DONE while it is being written, Invalid without a
    reason or for an expert who has an interest, Stale when somebody gave it back since.
    """
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS, lock=True)
    review = review_of(work, case, expert_id, lock=True)
    if case.application.stage not in MARKING:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.application.stage, action="reopen")
    if review.state is not ReviewState.SUBMITTED:
        raise Conflict(ReasonCode.ALREADY_DONE)
    if expert_id in interests.interested_in(work.session, case.id):
        raise Invalid(Fault("reason", Reason.of(ReasonCode.INTEREST_DECLARED)))
    was = handed_in(work, review)
    review.state, review.submitted_at, review.due_at = ReviewState.ACCEPTED, None, of_opening(work, case)
    review.version += 1
    work.session.add(review)
    made = rectify(
        work,
        Subject.REVIEW,
        key_of(review),
        was,
        dict.fromkeys(was),
        reason,
        version=version,
        call_id=case.application.call_id,
        application_id=case.id,
    )
    _tell(work, case, review, made)
    return made


def handed_in(work: Work, review: Review) -> dict[str, Any]:
    """A review as it was handed in, in the shape in which it is sent; once given back, none of it is handed in."""
    rows = marks.marks(work.session, {key_of(review)})[key_of(review)]
    said = {
        row.criterion: {
            "mark": CANNOT_ASSESS if row.abstained else "" if row.value is None else str(row.value),
            "justification": row.justification,
        }
        for row in rows
    }
    at = review.submitted_at
    known = {"submitted_at": at.isoformat() if at else None, "marks": said, "comment": review.comment}
    return {
        key: value for key, value in (known | {"confidence": review.confidence}).items() if value is not None
    }


def _tell(work: Work, case: Case, review: Review, made: Rectification) -> None:
    expert = people.named(work.session, {review.expert_id})[review.expert_id]
    data = {**mails.mail_values(work, case), "name": expert.name, "reason": made.reason}
    data["link"] = f"{work.base_url}/expertises/{case.application.reference}"
    key = f"{case.application.reference}:reopened:{review.id}:{made.number}"
    mails.write(work, "review_reopened", expert.email, data, key=key)
