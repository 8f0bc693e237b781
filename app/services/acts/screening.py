"""The effects of admissibility and of opening the review."""

from typing import Any

from app.db import reviews
from app.db.base import key_of
from app.db.reviews import CompletionRequest, ReviewState
from app.domain.deadlines import completion_due_at, end_of_day
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.services import checklist, filings, forms
from app.services.acts.payloads import Completion, Nothing, Reasoned, ReviewOpening
from app.services.cases import Case
from app.services.work import Work

WAITING = (ReviewState.ASSIGNED, ReviewState.ACCEPTED)


def request_completion(work: Work, case: Case, payload: Completion) -> dict[str, Any]:
    """Ask for what is missing, with a deadline: the one given, else the call's number of days (CRPA L114-5)."""
    zone, file = case.folder.call.zone, case.folder.admissibility
    known = {piece.key: piece.label for piece in case.folder.dossier.pieces}
    unknown = [piece for piece in payload.pieces if piece not in known]
    if unknown:
        raise Invalid(Fault("pieces", Reason.of(ReasonCode.NOT_A_CHOICE, read=unknown[0])))
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
            asked_by=work.person_id,
            asked_at=work.now,
            due_at=due_at,
        )
    )
    case.application.due_at = due_at
    work.session.add(case.application)
    return {"due_at": due_at.isoformat(), "asked": [known[piece] for piece in payload.pieces]}


def complete(work: Work, case: Case, _payload: Nothing) -> dict[str, Any]:
    """File a new version of the dossier, which the experts named already read; the delay of silence starts again."""
    request = reviews.open_completion(work.session, case.id)
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
        "filed_at": work.now.isoformat(),
        "silence_at": case.application.due_at.isoformat() if case.application.due_at else None,
    }


def declare_inadmissible(work: Work, case: Case, _payload: Reasoned) -> dict[str, Any]:
    """Refuse, naming the lines of the checklist that failed."""
    case.application.due_at = None
    work.session.add(case.application)
    file = case.folder.admissibility
    judged = reviews.checks(work.session, case.id)
    failed = [
        {"article": rule.article, "refusal": rule.refusal}
        for rule in (file.rules if file else ())
        if rule.key in judged and judged[rule.key].verdict is reviews.Verdict.FAILS
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
