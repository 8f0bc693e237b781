"""The instalments of one application: what opens them, where they stand, and asking for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response

from app.db.follow_up import payments as rows
from app.db.follow_up.payments import Payment, PaymentState
from app.domain.access import Permission
from app.domain.errors import Conflict, Invalid, ReasonCode
from app.services.cases import Case, open_case
from app.services.follow_up import payments
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.apply.form_pages import home_of
from app.web.views.follow_up.rectified import rectified_payments
from app.web.views.readers import audience_of
from app.web.views.road.officer_case import opener
from app.web.views.trails import trail_of
from app.words.apply import team as team_words
from app.words.labels import PAYMENT_STATES, Said
from app.words.refused import reasons

router = APIRouter(prefix="/candidatures/{reference}/versements")


@dataclass(frozen=True)
class InstalmentShown:
    """One instalment; ``amount`` in cents is what was paid once it was, else what is planned."""

    row: Payment
    said: Said
    opened_by: str
    amount: int
    day: date | None
    pieces: tuple[str, ...]
    open: bool


@router.get("")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    return _page(request, work, open_case(work, reference, Permission.READ_PAYMENTS), {}, {})


def _page(
    request: Request, work: Work, case: Case, sent: Mapping[str, str], errors: Mapping[str, str]
) -> Response:
    """``sent`` and ``errors``: what was typed about an instalment, and what is wrong in it, by « note-KEY »."""
    found = rows.of_application(work.session, case.id)
    return page(
        request,
        work,
        "follow_up/payments.html",
        status=422 if errors else 200,
        case=case,
        home=home_of(case),
        instalments=[_instalment(case, row) for row in found],
        rectified=rectified_payments(work, found),
        planned=sum(row.amount for row in found if row.state is not PaymentState.CANCELLED),
        paid=sum(row.paid_amount or 0 for row in found),
        may_ask=case.may(Permission.REQUEST_PAYMENT),
        may_pay=case.may(Permission.PAY),
        sent=sent,
        errors=errors,
        trail=trail_of(case, "Les versements"),
    )


@router.post("/{key}/demander")
@allow(CASE)
def ask(request: Request, work: Writing, form: Posted, reference: str, key: str) -> Response:
    here, note = see_other(f"/candidatures/{reference}/versements"), texts(form).get("note", "")
    try:
        with attempt(work):
            payments.request(work, reference, key, note)
    except Invalid as refused:
        case, field = open_case(work, reference, Permission.READ_PAYMENTS), f"note-{key}"
        return _page(request, work, case, {field: note}, {field: reasons.sentence(refused.faults[0].reason)})
    except Conflict as refused:
        held = rows.by_key(work.session, open_case(work, reference, Permission.READ_PAYMENTS).id, key)
        told_already = held is not None and note.strip() in ("", held.note)
        if refused.reason.code is not ReasonCode.ALREADY_DONE or not told_already:
            raise
        return flash(request, here, "ok", team_words.PAYMENT_ASKED_ALREADY)
    return flash(request, here, "ok", team_words.PAYMENT_ASKED)


def _instalment(case: Case, row: Payment) -> InstalmentShown:
    file = case.folder.convention
    asked = next((one.pieces for one in file.instalments if one.key == row.key), ()) if file else ()
    zone = case.folder.call.zone
    moment = row.requested_at or row.opened_at
    return InstalmentShown(
        row,
        PAYMENT_STATES[audience_of(case)][row.state.value],
        opener(case, row),
        row.paid_amount if row.paid_amount is not None else row.amount,
        row.paid_on or (moment.astimezone(zone).date() if moment else None),
        asked,
        row.state is PaymentState.OPEN,
    )
