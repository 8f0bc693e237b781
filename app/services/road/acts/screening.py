"""The effects of admissibility, and of opening, closing and reopening the review."""

from typing import Any, Final

from app.db.base import key_of
from app.db.review import reviews
from app.db.review.reviews import ReviewState
from app.db.screening import screening
from app.db.screening.screening import CompletionRequest
from app.domain.deadlines import completion_due_at, end_of_day
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.domain.workflow import Action
from app.services.apply import filings, forms, receipts
from app.services.cases import Case
from app.services.review import gaps
from app.services.road.acts.act import Acts, act, nothing_more
from app.services.road.acts.payloads import (
    Completion,
    Note,
    Nothing,
    Reasoned,
    ReviewClosing,
    ReviewOpening,
    ReviewReopening,
)
from app.services.screening import checklist
from app.services.work import Work

WAITING = (ReviewState.ASSIGNED, ReviewState.ACCEPTED)


def request_completion(work: Work, case: Case, payload: Completion) -> dict[str, Any]:
    """Ask for what is missing, with a deadline: the one given, else the call's number of days (CRPA L114-5).

    Only what is named may change until it is sent. Raises Invalid when nothing is.
    """
    zone, file = case.folder.call.zone, case.folder.admissibility
    asked = _named(case, payload)
    if payload.due_on:
        due_at = end_of_day(payload.due_on, zone)
    else:
        due_at = completion_due_at(work.now, file.completion_days if file else 15, zone)
    if due_at <= work.now:
        raise Invalid(Fault("due_on", Reason.of(ReasonCode.IN_THE_PAST, read=payload.due_on)))
    work.session.add(
        CompletionRequest(
            application_id=case.id,
            text=payload.text,
            pieces=list(payload.pieces),
            sections=list(payload.sections),
            questions=list(payload.questions),
            budget=payload.budget,
            asked_by=work.person_id,
            asked_at=work.now,
            due_at=due_at,
        )
    )
    case.application.due_at = due_at
    work.session.add(case.application)
    return {"due_at": due_at.isoformat(), **asked}


def _named(case: Case, payload: Completion) -> dict[str, Any]:
    """The titles of what the request names, for the mail. Raises Invalid when it names nothing or what is not there."""
    form = case.folder.dossier
    sections = {section.key: section.title for section in form.sections}
    questions = {question.key: question.label for question in form.questions}
    pieces = {piece.key: piece.label for piece in form.pieces}
    for field, named, known in (
        ("sections", payload.sections, sections),
        ("questions", payload.questions, questions),
        ("pieces", payload.pieces, pieces),
    ):
        if unknown := [key for key in named if key not in known]:
            raise Invalid(Fault(field, Reason.of(ReasonCode.NOT_A_CHOICE, read=unknown[0])))
    if not (payload.sections or payload.questions or payload.pieces or payload.budget):
        raise Invalid(Fault("sections", Reason.of(ReasonCode.NOTHING_NAMED)))
    parts = [*(sections[key] for key in payload.sections), *(questions[key] for key in payload.questions)]
    return {"asked": [pieces[key] for key in payload.pieces], "parts": parts}


def complete(work: Work, case: Case, _payload: Nothing) -> dict[str, Any]:
    """File a new version of the dossier, which the experts named already read; the delay of silence starts again."""
    request = screening.open_completion(work.session, case.id)
    if request is not None:
        request.answered_at = work.now
        work.session.add(request)
    filing = filings.freeze(work, case, forms.DOSSIER)
    for review in reviews.of_application(work.session, case.id):
        if review.state in WAITING:
            review.filing_id = key_of(filing)
            work.session.add(review)
    filings.start_silence(work, case)
    checklist.judge_automatically(work, case)
    return {
        "form": forms.DOSSIER,
        "number": filing.number,
        "sha256": filing.sha256,
        "document": receipts.freeze(work, case, filing).id,
        "filed_at": work.now.isoformat(),
        "silence_at": case.application.due_at.isoformat() if case.application.due_at else None,
    }


def declare_inadmissible(work: Work, case: Case, _payload: Reasoned) -> dict[str, Any]:
    """Refuse, naming the lines of the checklist that failed, each with the note of who judged it."""
    case.application.due_at = None
    work.session.add(case.application)
    file = case.folder.admissibility
    judged = screening.checks(work.session, case.id)
    failed = [
        {"article": rule.article, "refusal": rule.refusal, "note": judged[rule.key].note}
        for rule in (file.rules if file else ())
        if rule.key in judged and judged[rule.key].verdict is screening.Verdict.FAILS
    ]
    return {"failed": failed}


def open_review(work: Work, case: Case, payload: ReviewOpening) -> dict[str, Any]:
    """Give the reviewers their deadline."""
    due_at = end_of_day(payload.due_on, case.folder.call.zone) if payload.due_on else None
    if due_at is not None and due_at <= work.now:
        raise Invalid(Fault("due_on", Reason.of(ReasonCode.IN_THE_PAST, read=payload.due_on)))
    for review in reviews.of_application(work.session, case.id):
        if due_at is not None and review.state in WAITING:
            review.due_at = due_at
            work.session.add(review)
    return {"due_at": due_at.isoformat()} if due_at else {}


def close_review(work: Work, case: Case, payload: ReviewClosing) -> dict[str, Any]:
    """Marks further apart than the grid allows want one more expert, or why it was done without."""
    gap = gaps.gap_of(work, case)
    if gap is None or not gap.asks_another:
        return {}
    if not payload.gap_reason:
        raise Invalid(Fault("gap_reason", Reason.of(ReasonCode.MARKS_APART)))
    return {"gap": str(gap.spread)}


ACTS: Final[Acts] = {
    Action.REQUEST_COMPLETION: act(Completion, request_completion),
    Action.COMPLETE: act(Nothing, complete),
    Action.DECLARE_ADMISSIBLE: act(Note, nothing_more),
    Action.DECLARE_INADMISSIBLE: act(Reasoned, declare_inadmissible),
    Action.OPEN_REVIEW: act(ReviewOpening, open_review),
    Action.CLOSE_REVIEW: act(ReviewClosing, close_review),
    Action.REOPEN_REVIEW: act(ReviewReopening, nothing_more),
}
