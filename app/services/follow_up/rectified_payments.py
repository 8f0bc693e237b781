"""An error of the ledger put right by a second deed: what was paid, when, by which order; or a payment taken back."""

from datetime import date
from typing import Any

from app.db.base import key_of
from app.db.follow_up import payments
from app.db.follow_up.payments import Payment, PaymentState
from app.db.rectifications import Rectification, Subject
from app.domain.access import Permission
from app.domain.errors import Hidden, Invalid, NotReady, ReasonCode, WrongStage
from app.domain.workflow import Stage
from app.services import mails
from app.services.cases import Case, open_case
from app.services.follow_up.payments import faults_of
from app.services.rectifying import rectify as keep
from app.services.work import Work


def paid(work: Work, case: Case, key: str, *, lock: bool = False) -> Payment:
    """An instalment that was paid, or whose payment was taken back. Raises Hidden."""
    find = payments.by_key if lock else payments.read_by_key
    payment = find(work.session, case.id, key)
    if payment is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=key)
    return payment


def rectify(
    work: Work,
    reference: str,
    key: str,
    *,
    paid_on: date,
    order_number: str,
    amount: int,
    reason: str,
    version: int,
) -> Rectification:
    """Put right the day, the order or the cents of a payment; what was recorded first stays readable.

    ``version``: how many rectifications were read. Raises Hidden, Forbidden, NotReady when it is not paid, Invalid as
    when a payment is recorded, without a reason, or when nothing differs, Stale when somebody rectified it since.
    """
    case, payment = _locked(work, reference, key)
    order, faults = faults_of(work, case, payment, paid_on, order_number, amount, early=reason)
    if faults:
        raise Invalid(*faults)
    was = _said(payment)
    payment.paid_on, payment.paid_amount, payment.order_number = paid_on, amount, order
    return _keep(work, case, payment, was, reason, version)


def take_back(work: Work, reference: str, key: str, reason: str, *, version: int) -> Rectification:
    """Undo a payment recorded on the wrong instalment: this one is then to pay again, or cancelled if the convention
    was ended early meanwhile.

    Raises as ``rectify``, and WrongStage once the case is closed: every instalment is then paid or given up.
    """
    case, payment = _locked(work, reference, key)
    if case.application.stage is Stage.CLOSED:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=Stage.CLOSED, action="take_back_payment")
    was = _said(payment)
    if case.application.stage is Stage.TERMINATED:
        payment.state, payment.cancelled_because = PaymentState.CANCELLED, reason.strip()
    else:
        payment.state = PaymentState.REQUESTED if payment.requested_at is not None else PaymentState.OPEN
    payment.paid_on, payment.paid_amount, payment.order_number = None, None, ""
    return _keep(work, case, payment, was, reason, version)


def _locked(work: Work, reference: str, key: str) -> tuple[Case, Payment]:
    case = open_case(work, reference, Permission.PAY, lock=True)
    payment = paid(work, case, key, lock=True)
    if payment.state is not PaymentState.PAID:
        raise NotReady(ReasonCode.PAYMENT_NOT_PAID, label=payment.label, state=payment.state.value)
    return case, payment


def _keep(
    work: Work, case: Case, payment: Payment, was: dict[str, Any], reason: str, version: int
) -> Rectification:
    payment.version += 1
    work.session.add(payment)
    now = _said(payment)
    made = keep(
        work,
        Subject.PAYMENT,
        key_of(payment),
        was,
        now,
        reason,
        version=version,
        call_id=case.application.call_id,
        application_id=case.id,
    )
    data = {
        **mails.mail_values(work, case),
        "label": payment.label,
        "was_cents": was["amount_cents"],
        "was_on": was["paid_on"],
        "amount_cents": now["amount_cents"],
        "paid_on": now["paid_on"],
        "reason": made.reason,
    }
    key = f"{case.application.reference}:rectified:{payment.key}:{made.number}"
    mails.write_to_team(work, "payment_rectified", case.id, data, key=key)
    return made


def _said(payment: Payment) -> dict[str, Any]:
    """A payment as a rectification keeps it; cents."""
    return {
        "state": payment.state.value,
        "paid_on": payment.paid_on.isoformat() if payment.paid_on else None,
        "amount_cents": payment.paid_amount,
        "order_number": payment.order_number,
    }
