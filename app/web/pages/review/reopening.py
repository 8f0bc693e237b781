"""Giving a review back to its expert: the compulsory reason, and what becomes of what was handed in."""

from functools import partial

from fastapi import APIRouter, Request, Response

from app.db import people
from app.db.base import key_of
from app.db.rectifications import Subject, rectifications
from app.domain.access import Permission
from app.edge.numbers import Key
from app.services.cases import Case, open_case
from app.services.review import reopened
from app.services.review.panels import grid_of
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, flash, page, see_other, texts, version_seen
from app.web.rectifying import put_right, status_of
from app.web.views.review.returned import returned
from app.web.views.trails import trail_of

router = APIRouter(prefix="/candidatures/{reference}/experts/{expert_id}/rendre")


@router.get("")
@allow(CASE)
def ask(request: Request, work: Reading, reference: str, expert_id: Key) -> Response:
    return _form(request, work, open_case(work, reference, Permission.ASSIGN_REVIEWERS), expert_id, {}, {})


@router.post("")
@allow(CASE)
def reopen(request: Request, work: Writing, form: Posted, reference: str, expert_id: Key) -> Response:
    case, sent = open_case(work, reference, Permission.ASSIGN_REVIEWERS), texts(form)
    told = "L’expertise est rendue à son expert, qui en est averti par courriel. Ce qui était rendu reste lisible."
    reason, version = sent.get("reason", ""), version_seen(sent)
    return put_right(
        work,
        lambda: reopened.reopen(work, reference, expert_id, reason, version=version),
        partial(_form, request, work, case, expert_id, sent),
        lambda _made: flash(request, see_other(f"/candidatures/{reference}/experts"), "ok", told),
    )


def _form(
    request: Request,
    work: Work,
    case: Case,
    expert_id: int,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    crossed: str = "",
) -> Response:
    """``crossed``: who gave it back meanwhile; what was typed is in the form."""
    review = reopened.review_of(work, case, expert_id)
    home = f"/candidatures/{case.application.reference}/experts"
    named = people.named(work.session, {expert_id})
    return page(
        request,
        work,
        "review/reopen.html",
        status=status_of(errors, crossed),
        case=case,
        review=review,
        expert=named[expert_id].name,
        here=f"{home}/{expert_id}/rendre",
        back=home,
        zone=case.zone,
        version=len(rectifications(work.session, Subject.REVIEW, key_of(review))),
        rectified=(),
        returned=returned(work, grid_of(case), [review], named),
        sent=sent,
        errors=errors,
        crossed=crossed,
        trail=trail_of(case, "Rendre une expertise"),
    )
