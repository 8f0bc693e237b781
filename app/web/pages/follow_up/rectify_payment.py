"""Putting a payment right: what was recorded, what is, and the compulsory reason; or taking it back."""

from functools import partial

from fastapi import APIRouter, Request, Response

from app.db.base import key_of
from app.db.follow_up.payments import PaymentState
from app.domain.access import Permission
from app.domain.errors import Fault, Invalid, NotReady, Reason, ReasonCode
from app.services.cases import Case, open_case
from app.services.follow_up import rectified_payments
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, flash, page, see_other, texts, version_seen
from app.web.pages.follow_up.ledger import cents_of, day_of
from app.web.rectifying import put_right, status_of
from app.web.views.follow_up.rectified import rectified_payments as in_words
from app.words import formats

router = APIRouter(prefix="/versements/{reference}/{key}/rectifier")


@router.get("")
@allow(CASE)
def ask(request: Request, work: Reading, reference: str, key: str) -> Response:
    return _form(request, work, open_case(work, reference, Permission.PAY), key, {}, {})


@router.post("")
@allow(CASE)
def rectify(request: Request, work: Writing, form: Posted, reference: str, key: str) -> Response:
    """Keep what is typed, or (« reprendre ») take the payment back: it was recorded on the wrong instalment."""
    case, sent = open_case(work, reference, Permission.PAY), texts(form)
    act = _take_back if "reprendre" in sent else _rectify
    return put_right(
        work,
        partial(act, work, case, key, sent),
        partial(_form, request, work, case, key, sent),
        lambda told: flash(request, see_other(f"/versements/{reference}/{key}"), "ok", told),
    )


def _rectify(work: Work, case: Case, key: str, sent: dict[str, str]) -> str:
    faults: list[Fault] = []
    paid_on, amount = day_of(sent.get("paid_on", ""), faults), cents_of(sent.get("amount", ""), faults)
    if amount is None and not faults:
        faults.append(Fault("amount", Reason.of(ReasonCode.REQUIRED)))
    if faults or paid_on is None or amount is None:
        raise Invalid(*faults)
    rectified_payments.rectify(
        work,
        case.application.reference,
        key,
        paid_on=paid_on,
        order_number=sent.get("order_number", ""),
        amount=amount,
        reason=sent.get("reason", ""),
        version=version_seen(sent),
    )
    return (
        "C’est rectifié. Ce qui était enregistré reste lisible, avec votre raison ; l’équipe en est avertie."
    )


def _take_back(work: Work, case: Case, key: str, sent: dict[str, str]) -> str:
    reference, reason = case.application.reference, sent.get("reason", "")
    rectified_payments.take_back(work, reference, key, reason, version=version_seen(sent))
    return "Le paiement est repris : ce versement n’est plus payé. L’équipe en est avertie."


def _form(
    request: Request,
    work: Work,
    case: Case,
    key: str,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    crossed: str = "",
) -> Response:
    """``crossed``: who put the payment right meanwhile; what was typed is in the form."""
    row = rectified_payments.paid(work, case, key)
    if row.state is not PaymentState.PAID:
        raise NotReady(ReasonCode.PAYMENT_NOT_PAID, label=row.label, state=row.state.value)
    before = in_words(work, [row]).get(key_of(row), ())
    here = f"/versements/{case.application.reference}/{row.key}"
    known = {
        "amount": formats.money_typed(row.paid_amount or 0),
        "paid_on": formats.day_figures(row.paid_on) if row.paid_on else "",
        "order_number": row.order_number,
    }
    return page(
        request,
        work,
        "follow_up/rectify_payment.html",
        status=status_of(errors, crossed),
        case=case,
        row=row,
        here=f"{here}/rectifier",
        back=here,
        zone=case.zone,
        version=len(before),
        rectified=before,
        sent={**known, **sent},
        errors=errors,
        crossed=crossed,
        trail=[("/versements", "Versements"), (here, case.application.reference), ("", "Rectifier")],
    )
