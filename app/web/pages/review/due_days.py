"""The last day of a review: an officer sets it, or moves it, and its expert is told by mail."""

from fastapi import APIRouter, Request, Response

from app.db import people
from app.domain.access import Permission
from app.domain.call_file.reading import AnswerError, read_date
from app.domain.errors import Fault, Invalid
from app.edge.numbers import Key
from app.services.cases import Case, open_case
from app.services.review import due_days
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.rectifying import errors_of
from app.web.views.trails import trail_of

router = APIRouter(prefix="/candidatures/{reference}/experts/{expert_id}/echeance")


@router.get("")
@allow(CASE)
def ask(request: Request, work: Reading, reference: str, expert_id: Key) -> Response:
    return _form(request, work, open_case(work, reference, Permission.ASSIGN_REVIEWERS), expert_id, {}, {})


@router.post("")
@allow(CASE)
def move(request: Request, work: Writing, form: Posted, reference: str, expert_id: Key) -> Response:
    case, sent = open_case(work, reference, Permission.ASSIGN_REVIEWERS), texts(form)
    try:
        with attempt(work):
            try:
                day = read_date(sent.get("due_on", "").strip())
            except AnswerError as error:
                raise Invalid(Fault("due_on", error.reason)) from error
            due_days.move(work, reference, expert_id, day)
    except Invalid as refused:
        return _form(request, work, case, expert_id, sent, errors_of(refused))
    told = "Le dernier jour est enregistré ; l’expert en est averti par courriel."
    return flash(request, see_other(f"/candidatures/{reference}/experts"), "ok", told)


def _form(
    request: Request, work: Work, case: Case, expert_id: int, sent: dict[str, str], errors: dict[str, str]
) -> Response:
    review = due_days.to_write(work, case, expert_id)
    home = f"/candidatures/{case.application.reference}/experts"
    return page(
        request,
        work,
        "review/due_day.html",
        status=422 if errors else 200,
        case=case,
        review=review,
        expert=people.named(work.session, {expert_id})[expert_id].name,
        here=f"{home}/{expert_id}/echeance",
        back=home,
        sent=sent,
        errors=errors,
        trail=trail_of(case, "Dernier jour d’une expertise"),
    )
