"""Payments: an instalment is opened by its rendezvous, requested by the beneficiary, paid by the finance officer."""

from collections.abc import Mapping
from datetime import date

from app.db import journal
from app.db.convention import conventions
from app.db.follow_up import follow_up, payments
from app.db.follow_up.payments import Payment, PaymentState
from app.domain.access import Permission
from app.domain.errors import Conflict, Fault, Hidden, Invalid, NotReady, Reason, ReasonCode
from app.services import mails
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_NOTE, optional, required, whole
from app.services.work import Work


def request(work: Work, reference: str, key: str, note: str = "") -> Payment:
    """The beneficiary asks for an instalment that its rendezvous has opened; asking twice asks once."""
    case, payment = _open(work, reference, key, Permission.REQUEST_PAYMENT)
    if payment.state is PaymentState.REQUESTED:
        raise Conflict(ReasonCode.ALREADY_DONE, at=payment.requested_at)
    if payment.state is not PaymentState.OPEN:
        raise NotReady(ReasonCode.PAYMENT_NOT_OPEN, label=payment.label, state=payment.state.value)
    payment.note = optional("note", note, LONGEST_NOTE)
    payment.state, payment.requested_at = PaymentState.REQUESTED, work.now
    return _keep(work, case, payment, "request_payment")


def pay(
    work: Work,
    reference: str,
    key: str,
    *,
    paid_on: date,
    order_number: str,
    amount: int | None = None,
    early_reason: str = "",
) -> Payment:
    """The finance officer records that an instalment was paid: by which order, on which day, how many cents.

    Less than planned may be paid (the real cost was lower), never more; nothing before the convention is signed, nor,
    without a reason (``early_reason``, which the journal keeps), before the rendezvous that opens it.
    """
    case, payment = _open(work, reference, key, Permission.PAY)
    if payment.state is PaymentState.PAID:
        raise Conflict(ReasonCode.ALREADY_DONE, at=payment.paid_on)
    if payment.state not in (PaymentState.OPEN, PaymentState.REQUESTED):
        raise NotReady(ReasonCode.PAYMENT_NOT_OPEN, label=payment.label, state=payment.state.value)
    cents = payment.amount if amount is None else amount
    early = optional("early_reason", early_reason, LONGEST_NOTE)
    order, faults = faults_of(work, case, payment, paid_on, order_number, cents, early=early)
    if faults:
        raise Invalid(*faults)
    payment.state, payment.paid_on, payment.paid_amount = PaymentState.PAID, paid_on, cents
    payment.order_number = order
    _keep(work, case, payment, "pay", {"early_reason": early} if early else {})
    data = {
        **mails.mail_values(work, case),
        "label": payment.label,
        "amount_cents": cents,
        "paid_on": paid_on.isoformat(),
    }
    mails.write_to_team(work, "payment_made", case.id, data, key=f"{reference}:paid:{key}")
    return payment


def faults_of(
    work: Work, case: Case, payment: Payment, paid_on: date, order_number: str, cents: int, *, early: str
) -> tuple[str, list[Fault]]:
    """The number of the order as it is kept, and what is wrong in a payment; ``early``: why before its rendezvous."""
    faults = list[Fault]()
    if cents <= 0 or cents > payment.amount:
        code = ReasonCode.TOO_SMALL if cents <= 0 else ReasonCode.TOO_LARGE
        faults.append(
            Fault("amount", Reason.of(code, read_cents=cents, max_cents=payment.amount, min_cents=1))
        )
    order = whole("order_number", order_number, 60, faults)
    if not order:
        faults.append(Fault("order_number", Reason.of(ReasonCode.REQUIRED)))
    if paid_on > work.now.astimezone(case.folder.call.zone).date():
        faults.append(Fault("paid_on", Reason.of(ReasonCode.IN_THE_FUTURE, read=paid_on)))
    convention = conventions.current(work.session, case.id)
    signed_on = convention.signed_by_authority_on if convention is not None else None
    opener = follow_up.rendezvous_of(work.session, case.id, payment.opened_by)
    held_on = opener.held_on if opener is not None else None
    if signed_on is not None and paid_on < signed_on:
        faults.append(Fault("paid_on", Reason.of(ReasonCode.TOO_EARLY, read=paid_on, min=signed_on)))
    elif held_on is not None and paid_on < held_on and not early.strip():
        faults.append(Fault("early_reason", Reason.of(ReasonCode.BEFORE_MEETING, read=paid_on, min=held_on)))
    return order, faults


def cancel(work: Work, reference: str, key: str, note: str) -> Payment:
    """Give up an instalment that will not be paid, with the reason."""
    case, payment = _open(work, reference, key, Permission.PAY)
    if payment.state in (PaymentState.PAID, PaymentState.CANCELLED):
        raise Conflict(ReasonCode.ALREADY_DONE, at=payment.paid_on)
    payment.cancelled_because = required("note", note, LONGEST_NOTE, ReasonCode.JUSTIFICATION_MISSING)
    payment.state = PaymentState.CANCELLED
    return _keep(work, case, payment, "cancel_payment")


def _open(work: Work, reference: str, key: str, permission: Permission) -> tuple[Case, Payment]:
    case = open_case(work, reference, permission, lock=True)
    payment = payments.by_key(work.session, case.id, key)
    if payment is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=key)
    return case, payment


def _keep(
    work: Work, case: Case, payment: Payment, verb: str, more: Mapping[str, str] | None = None
) -> Payment:
    payment.version += 1
    work.session.add(payment)
    work.session.flush()
    journal.write(
        work.session,
        work.actor,
        verb,
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data={"payment": payment.key, "amount_cents": payment.paid_amount or payment.amount, **(more or {})},
    )
    return payment
