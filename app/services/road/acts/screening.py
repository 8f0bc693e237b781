"""The effects of admissibility, and of opening, closing and reopening the review."""

from datetime import datetime
from typing import Any, Final

from app.db.base import key_of
from app.db.review import reviews
from app.db.review.reviews import ReviewState
from app.db.screening import screening
from app.db.screening.screening import CompletionRequest
from app.domain.completion import NOTHING_OPEN, Named
from app.domain.deadlines import completion_due_at
from app.domain.errors import Fault, Hidden, Invalid, Reason, ReasonCode
from app.domain.workflow import Action
from app.services.apply import completions, filings, forms, receipts
from app.services.cases import Case
from app.services.given_days import given
from app.services.review import gaps
from app.services.road.acts.act import Acts, act, nothing_more
from app.services.road.acts.payloads import (
    Completion,
    Correction,
    Extension,
    Motivated,
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

    Only what is named may change until it is sent. Raises Invalid when nothing is, and for a day before the one that
    the call's number of days gives: what the rules promise is not cut short.
    """
    asked, promised = _named(case, payload), _promised(case, work.now)
    due_at = given(work, case, payload.due_on, promised) if payload.due_on else promised
    _ask(work, case, payload, due_at)
    return {"due_at": due_at.isoformat(), **asked}


def extend_completion(work: Work, case: Case, payload: Extension) -> dict[str, Any]:
    """Give more time to answer what was asked, which stays as it is. Raises Invalid unless the day comes later."""
    request, due_at = _waiting(work, case), given(work, case, payload.due_on)
    was = request.due_at
    if due_at <= was:
        day = was.astimezone(case.zone).date()
        raise Invalid(Fault("due_on", Reason.of(ReasonCode.TOO_EARLY, read=payload.due_on, min=day)))
    asked = Completion(
        text=request.text,
        sections=tuple(request.sections),
        questions=tuple(request.questions),
        budget=request.budget,
        pieces=tuple(request.pieces),
    )
    _replace(work, request, payload.note)
    _ask(work, case, asked, due_at)
    return {
        "due_at": due_at.isoformat(),
        "was_due_at": was.isoformat(),
        **_named(case, asked),
        **_text(asked),
    }


def correct_completion(work: Work, case: Case, payload: Correction) -> dict[str, Any]:
    """Word again what was asked; the request that was sent stays readable. What the team wrote in what is not asked any
    more is put back as filed and kept aside for it. Raises Invalid when nothing differs.
    """
    request, asked = _waiting(work, case), _named(case, payload)
    promised = min(_promised(case, request.asked_at), request.due_at)
    due_at = given(work, case, payload.due_on, promised) if payload.due_on else request.due_at
    before, form = request.named, case.folder.dossier
    after = Named(payload.sections, payload.questions, payload.pieces, payload.budget)
    if (after, payload.text, due_at) == (before, request.text, request.due_at):
        raise Invalid(Fault("text", Reason.of(ReasonCode.NOTHING_RECTIFIED)))
    added, dropped = after.without(before), before.without(after)
    _replace(work, request, payload.reason)
    _ask(work, case, payload, due_at)
    still = forms.opened(work, case)
    completions.put_back(work, case, still if still is not None else NOTHING_OPEN)
    return {
        "due_at": due_at.isoformat(),
        "was": request.text if request.text != payload.text else "",
        "was_due_at": request.due_at.isoformat() if request.due_at != due_at else "",
        "added": added.labels(form),
        "dropped": dropped.labels(form),
        "budget_added": added.budget,
        "budget_dropped": dropped.budget,
        **asked,
    }


def withdraw_completion(work: Work, case: Case, payload: Reasoned) -> dict[str, Any]:
    """Take back what was asked: nothing is awaited of the team, and the delay of silence runs again."""
    request = _waiting(work, case)
    request.withdrawn_at, request.why = work.now, payload.reason
    work.session.add(request)
    work.session.flush()
    completions.put_back(work, case, NOTHING_OPEN)
    filings.wait_in_silence(work, case)
    return {"asked_text": request.text, "silence_at": _silence(case)}


def _waiting(work: Work, case: Case) -> CompletionRequest:
    request = screening.open_completion(work.session, case.id)
    if request is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="completion")
    return request


def _promised(case: Case, asked_at: datetime) -> datetime:
    file = case.folder.admissibility
    return completion_due_at(asked_at, file.completion_days if file else 15, case.zone)


def _replace(work: Work, request: CompletionRequest, why: str) -> None:
    request.replaced_at, request.why = work.now, why or None
    work.session.add(request)


def _ask(work: Work, case: Case, asked: Completion, due_at: datetime) -> None:
    work.session.add(
        CompletionRequest(
            application_id=case.id,
            text=asked.text,
            pieces=list(asked.pieces),
            sections=list(asked.sections),
            questions=list(asked.questions),
            budget=asked.budget,
            asked_by=work.person_id,
            asked_at=work.now,
            due_at=due_at,
        )
    )
    case.application.due_at = due_at
    work.session.add(case.application)
    work.session.flush()


def _text(asked: Completion) -> dict[str, Any]:
    """What a mail says of a request besides its parts, as a payload gives it."""
    return {"text": asked.text, "budget": asked.budget}


def _silence(case: Case) -> str | None:
    return case.application.due_at.isoformat() if case.application.due_at else None


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
    """File a new version of the dossier, with what is answered in words, which the experts named already read; the
    answer ends the suspension of the delay of silence (CRPA L114-5).
    """
    request = _waiting(work, case)
    filed = filings.freeze(work, case, forms.DOSSIER)
    filing = filed.filing
    request.answered_at, request.answer = work.now, completions.take_reply(work, case) or None
    work.session.add(request)
    work.session.flush()
    for review in reviews.of_application(work.session, case.id):
        if review.state in WAITING:
            review.filing_id = key_of(filing)
            work.session.add(review)
    silence = filings.wait_in_silence(work, case, filing)
    checklist.judge_automatically(work, case, filed.checked)
    return {
        "form": forms.DOSSIER,
        "number": filing.number,
        "sha256": filing.sha256,
        "document": receipts.freeze(work, case, filed, silence).id,
        "filed_at": work.now.isoformat(),
        "silence_at": _silence(case),
    }


def declare_inadmissible(work: Work, case: Case, _payload: Motivated) -> dict[str, Any]:
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
    due_at = given(work, case, payload.due_on) if payload.due_on else None
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
    Action.EXTEND_COMPLETION: act(Extension, extend_completion),
    Action.CORRECT_COMPLETION: act(Correction, correct_completion),
    Action.WITHDRAW_COMPLETION: act(Reasoned, withdraw_completion),
    Action.COMPLETE: act(Nothing, complete),
    Action.DECLARE_ADMISSIBLE: act(Note, nothing_more),
    Action.DECLARE_INADMISSIBLE: act(Motivated, declare_inadmissible, final=True),
    Action.OPEN_REVIEW: act(ReviewOpening, open_review),
    Action.CLOSE_REVIEW: act(ReviewClosing, close_review),
    Action.REOPEN_REVIEW: act(ReviewReopening, nothing_more),
}
