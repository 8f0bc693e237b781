"""The ledger of the payments: what is to pay, what was paid, what is to come; and recording a payment."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response

from app.db.base import key_of
from app.db.follow_up import payments as rows
from app.db.follow_up.payments import Payment, PaymentState
from app.domain.access import Permission
from app.domain.call_file.reading import AnswerError, read_date
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode
from app.domain.money import MoneyError, parse_euros
from app.domain.people import Role
from app.services.call_folders import folder_of
from app.services.cases import Case, open_case
from app.services.desk import desks
from app.services.desk.desks import CaseLine
from app.services.follow_up import payments
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.desk.rows import beyond_the_end, page_number
from app.web.views.follow_up.rectified import rectified_payments
from app.words import formats, labels
from app.words.labels import Audience
from app.words.meetings import UNNAMED, names
from app.words.refused import reasons

router = APIRouter()
VIEWS: dict[str, tuple[str, tuple[PaymentState, ...]]] = {
    "payer": ("À payer", (PaymentState.REQUESTED, PaymentState.OPEN)),
    "payes": ("Payés", (PaymentState.PAID,)),
    "venir": ("À venir", (PaymentState.PLANNED,)),
    "annules": ("Annulés", (PaymentState.CANCELLED,)),
}


@router.get("/versements")
@allow(Role.FINANCE, Role.MANAGER, Role.AUDITOR)
def ledger(request: Request, work: Reading, vue: str = "payer") -> Response:
    view = vue if vue in VIEWS else "payer"
    number = page_number(request)
    found = desks.ledger(work, VIEWS[view][1], number)
    if back := beyond_the_end(request, number, found):
        return back
    return page(
        request,
        work,
        "follow_up/ledger.html",
        rows=found,
        view=view,
        tabs=[(f"?vue={key}", words, key == view) for key, (words, _) in VIEWS.items()],
        said=labels.PAYMENT_STATES[Audience.OFFICER],
        meetings={key_of(line.call): _meetings(line) for _, line in found},
        rectified=rectified_payments(work, [row for row, _ in found]),
        pays=Role.FINANCE in work.actor.roles(),
        number=number,
        pages=number + (len(found) == desks.PER_PAGE),
    )


def _meetings(line: CaseLine) -> Mapping[str, str]:
    """What the call of this line calls its rendezvous."""
    file = folder_of(line.call).follow_up
    return names(file.meetings if file is not None else UNNAMED)


@router.get("/versements/{reference}/{key}")
@allow(CASE)
def ask(request: Request, work: Reading, reference: str, key: str) -> Response:
    return _form(request, work, open_case(work, reference, Permission.PAY), key, {}, {})


@router.post("/versements/{reference}/{key}")
@allow(CASE)
def pay(request: Request, work: Writing, form: Posted, reference: str, key: str) -> Response:
    """Record a payment, or (« annuler ») give the instalment up with its reason."""
    case = open_case(work, reference, Permission.PAY)
    sent = texts(form)
    try:
        with attempt(work):
            told = (
                _cancel(work, reference, key, sent) if "annuler" in sent else _pay(work, reference, key, sent)
            )
    except Invalid as refused:
        errors = {one.field: reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults}
        return _form(request, work, case, key, sent, errors)
    except Conflict as refused:
        if refused.reason.code is not ReasonCode.ALREADY_DONE:
            raise
        row = _row(work, case, key)
        if not _says_the_same(row, sent):
            return _form(request, work, case, key, sent, {}, crossed=True)
        state = "annulé" if row.state is PaymentState.CANCELLED else "réglé"
        told = f"C’est déjà fait : ce versement est {state}."
    return flash(request, see_other("/versements"), "ok", told)


def _cancel(work: Work, reference: str, key: str, sent: dict[str, str]) -> str:
    row = payments.cancel(work, reference, key, sent.get("note", ""))
    return f"Le versement « {row.label} » de {reference} est annulé."


def _pay(work: Work, reference: str, key: str, sent: dict[str, str]) -> str:
    faults: list[Fault] = []
    paid_on = day_of(sent.get("paid_on", ""), faults)
    amount = cents_of(sent.get("amount", ""), faults)
    if faults or paid_on is None:
        raise Invalid(*faults)
    order = sent.get("order_number", "")
    early = sent.get("early_reason", "")
    row = payments.pay(
        work, reference, key, paid_on=paid_on, order_number=order, amount=amount, early_reason=early
    )
    return f"Le versement « {row.label} » de {reference} est enregistré : l’équipe en est avertie."


def day_of(typed: str, faults: list[Fault]) -> date | None:
    if not typed.strip():
        faults.append(Fault("paid_on", Reason.of(ReasonCode.REQUIRED)))
        return None
    try:
        return read_date(typed.strip())
    except AnswerError as error:
        faults.append(Fault("paid_on", error.reason))
        return None


def cents_of(typed: str, faults: list[Fault]) -> int | None:
    if not typed.strip():
        return None
    try:
        return parse_euros(typed)
    except MoneyError as error:
        faults.append(Fault("amount", error.reason))
        return None


def _says_the_same(row: Payment, sent: dict[str, str]) -> bool:
    """Is what was typed what is recorded already, as after a button pressed twice?"""
    if "annuler" in sent:
        return row.state is PaymentState.CANCELLED and row.cancelled_because == sent.get("note", "").strip()
    faults: list[Fault] = []
    typed = (day_of(sent.get("paid_on", ""), faults), cents_of(sent.get("amount", ""), faults) or row.amount)
    order = sent.get("order_number", "").strip()
    return (row.paid_on, row.paid_amount, row.order_number) == (*typed, order)


def _row(work: Work, case: Case, key: str) -> Payment:
    row = next((one for one in rows.of_application(work.session, case.id) if one.key == key), None)
    if row is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=key)
    return row


def _form(
    request: Request,
    work: Work,
    case: Case,
    key: str,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    crossed: bool = False,
) -> Response:
    """``crossed``: somebody recorded something else meanwhile; what was typed is shown beside what is kept."""
    row = _row(work, case, key)
    return page(
        request,
        work,
        "follow_up/pay.html",
        status=409 if crossed else 422 if errors else 200,
        case=case,
        row=row,
        crossed=crossed,
        rectified=rectified_payments(work, [row]).get(key_of(row), ()),
        said=labels.PAYMENT_STATES[Audience.OFFICER][row.state.value],
        open=row.state in (PaymentState.OPEN, PaymentState.REQUESTED),
        sent={**_known(work, case, row), **sent},
        errors=errors,
        trail=[("/versements", "Versements"), ("", case.application.reference)],
    )


def _known(work: Work, case: Case, row: Payment) -> dict[str, Any]:
    today = work.now.astimezone(case.folder.call.zone).date()
    return {
        "amount": formats.money_typed(row.amount),
        "paid_on": formats.day_figures(today),
        "order_number": "",
        "early_reason": "",
        "note": "",
    }
