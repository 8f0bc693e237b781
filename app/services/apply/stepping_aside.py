"""What somebody leaves to others on an application once an interest of theirs is known, however it came to be known."""

from app.db.review import reviews
from app.db.review.reviews import GONE, ReviewState
from app.services.cases import Case
from app.services.work import Work


def step_aside(work: Work, case: Case, person_id: int) -> bool:
    """Give back the review that this person was writing, and the charge of the file; was there a review?

    A review that was submitted is kept and counts no more: whoever counts leaves out who is interested.
    """
    review = reviews.review_of(work.session, case.id, person_id, afresh=True)
    held = review is not None and review.state not in GONE
    if review is not None and held and review.state is not ReviewState.SUBMITTED:
        review.state, review.version = ReviewState.DECLINED, review.version + 1
        work.session.add(review)
    if case.application.officer_id == person_id:
        case.application.officer_id = None
        work.session.add(case.application)
    work.session.flush()
    return held
