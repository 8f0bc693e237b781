"""An error of the ledger is put right by a second deed, the first stays readable; a payment is taken back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.db import journal
from app.db.base import key_of
from app.db.follow_up import payments as tables
from app.db.follow_up.payments import Payment, PaymentState
from app.db.proof import verify
from app.db.rectifications import Subject, rectifications
from app.db.session import Database
from app.domain.errors import Forbidden, Invalid, NotReady, ReasonCode, Stale, WrongStage
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.follow_up import payments, rectified_payments
from tests import factories
from tests.factories import AN_OPEN_DAY, Cast
from tests.services.acting import application, do, given, mails

TODAY = AN_OPEN_DAY.date()


def paid(database: Database) -> tuple[str, Cast]:
    """The advance of a started application, requested then paid."""
    reference, people = given(database, Stage.STARTED)
    with database.write() as session:
        payments.request(factories.work(session, people.owner), reference, "advance")
        payments.pay(
            factories.work(session, people.finance), reference, "advance", paid_on=TODAY, order_number="M-1"
        )
    return reference, people


def rectify(database: Database, actor: Actor, reference: str, **said: Any) -> None:
    known: dict[str, Any] = {
        "paid_on": TODAY,
        "order_number": "M-1",
        "amount": 10_000_00,
        "reason": "Le mandat porte un autre montant.",
        "version": 0,
    }
    with database.write() as session:
        work = factories.work(session, actor)
        rectified_payments.rectify(work, reference, "advance", **{**known, **said})


def take_back(database: Database, people: Cast, reference: str, reason: str = "C’était le solde.") -> None:
    with database.write() as session:
        work = factories.work(session, people.finance)
        rectified_payments.take_back(work, reference, "advance", reason, version=0)


def advance(database: Database, reference: str) -> Payment:
    with database.read() as session:
        row = tables.read_by_key(session, key_of(application(database, reference)), "advance")
    assert row is not None
    return row


def test_a_payment_is_put_right_the_totals_follow_and_one_of_two_wins(database: Database) -> None:
    reference, people = paid(database)
    first = advance(database, reference)
    rectify(database, people.finance, reference, order_number="M-2")
    with pytest.raises(Stale) as crossed:
        rectify(database, people.finance, reference, amount=9_000_00)
    assert crossed.value.reason.values["by"] == people.finance.name
    row = advance(database, reference)
    assert (row.state, row.paid_amount, row.order_number) == (PaymentState.PAID, 10_000_00, "M-2")
    with database.read() as session:
        (kept,) = rectifications(session, Subject.PAYMENT, key_of(row))
        assert tables.paid_total(session, row.application_id) == 10_000_00
        assert verify(session).holds
    assert kept.was == {"amount_cents": first.paid_amount, "order_number": "M-1"}
    assert kept.became == {"amount_cents": 10_000_00, "order_number": "M-2"}
    assert mails(database)[-1][0] == "payment_rectified"


def test_what_is_put_right_is_judged_as_a_payment_is(database: Database) -> None:
    reference, people = paid(database)
    for said, field in (
        ({"amount": 10_000_000_00}, "amount"),
        ({"order_number": " "}, "order_number"),
        ({"paid_on": TODAY + timedelta(days=1)}, "paid_on"),
        ({"reason": ""}, "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            rectify(database, people.finance, reference, **said)
        assert [one.field for one in refused.value.faults] == [field]
    same = advance(database, reference).paid_amount
    with pytest.raises(Invalid) as nothing:
        rectify(database, people.finance, reference, amount=same)
    assert nothing.value.reason.code is ReasonCode.NOTHING_RECTIFIED
    with pytest.raises(Forbidden):
        rectify(database, people.officer, reference)


def test_a_payment_on_the_wrong_instalment_is_taken_back_and_is_to_pay_again(database: Database) -> None:
    reference, people = paid(database)
    take_back(database, people, reference)
    row = advance(database, reference)
    assert (row.state, row.paid_on, row.paid_amount, row.order_number) == (
        PaymentState.REQUESTED,
        None,
        None,
        "",
    )
    with pytest.raises(NotReady) as refused:
        rectify(database, people.finance, reference, version=1)
    assert refused.value.reason.code is ReasonCode.PAYMENT_NOT_PAID
    with database.write() as session:
        payments.pay(
            factories.work(session, people.finance), reference, "advance", paid_on=TODAY, order_number="M-9"
        )


def test_taken_back_after_an_early_end_it_is_cancelled_and_a_closed_case_keeps_its_payments(
    database: Database,
) -> None:
    reference, people = paid(database)
    do(database, people.manager, reference, Action.TERMINATE)
    take_back(database, people, reference)
    row = advance(database, reference)
    assert (row.state, row.cancelled_because) == (PaymentState.CANCELLED, "C’était le solde.")
    closed, people = given(database, Stage.CLOSED)
    with pytest.raises(WrongStage):
        take_back(database, people, closed)


def test_a_payment_before_the_rendezvous_that_opens_it_says_why(database: Database) -> None:
    reference, people = given(database, Stage.CONVENTION_SIGNED)
    later = AN_OPEN_DAY + timedelta(days=10)
    do(database, people.officer, reference, Action.HOLD_KICKOFF, now=later)
    with pytest.raises(Invalid) as refused:
        pay_early(database, people, reference, later)
    assert [(one.field, one.reason.code) for one in refused.value.faults] == [
        ("early_reason", ReasonCode.BEFORE_MEETING)
    ]
    pay_early(database, people, reference, later, early_reason="Avance d’usage.")
    with database.read() as session:
        last = journal.last_of(session, key_of(application(database, reference)), ("pay",))
    assert last is not None
    assert last.data["early_reason"] == "Avance d’usage."


def pay_early(database: Database, people: Cast, reference: str, now: datetime, **said: str) -> None:
    with database.write() as session:
        work = factories.work(session, people.finance, now)
        payments.pay(work, reference, "advance", paid_on=TODAY, order_number="M-1", **said)
