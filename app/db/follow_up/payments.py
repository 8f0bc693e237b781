"""Payments: the instalments of a convention, which add up to the grant to the cent."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.apply.applications import Application
from app.db.base import DecimalText, Row, UtcDateTime, enum_by_value
from app.domain.workflow import Stage


class PaymentState(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    REQUESTED = "requested"
    PAID = "paid"
    CANCELLED = "cancelled"


class Payment(Row, table=True):
    """One instalment: ``share`` of the grant, ``amount`` in cents; opened when its rendezvous was held.

    ``note`` is what the beneficiary wrote when asking for it, ``cancelled_because`` why it will not be paid.
    """

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("application_id", "key"),
        sa.Index("ix_payment_state_requested_at_opened_at_id", "state", "requested_at", "opened_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    key: str = Field(max_length=40)
    position: int = Field(default=0)
    label: str = Field(max_length=200)
    share: Decimal = Field(sa_type=DecimalText)
    amount: int = Field(sa_type=sa.BigInteger)
    opened_by: str = Field(max_length=20)
    state: PaymentState = Field(sa_type=enum_by_value(PaymentState))
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    requested_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paid_on: date | None = Field(default=None)
    paid_amount: int | None = Field(default=None, sa_type=sa.BigInteger)
    order_number: str = Field(default="", max_length=60)
    note: str = Field(default="", sa_type=sa.Text)
    cancelled_because: str = Field(default="", sa_type=sa.Text)
    version: int = Field(default=1)


_OF_APPLICATION = (
    select(Payment)
    .where(col(Payment.application_id) == sa.bindparam("application"))
    .order_by(col(Payment.position), col(Payment.id))
)


def of_application(session: Session, application_id: int) -> list[Payment]:
    return list(session.exec(_OF_APPLICATION, params={"application": application_id}))


def by_key(session: Session, application_id: int, key: str) -> Payment | None:
    """An instalment, held until the transaction ends."""
    return session.exec(
        select(Payment).where(Payment.application_id == application_id, Payment.key == key).with_for_update()
    ).first()


def read_by_key(session: Session, application_id: int, key: str) -> Payment | None:
    """The same, without holding it."""
    return session.exec(
        select(Payment).where(Payment.application_id == application_id, Payment.key == key)
    ).first()


def ledger(
    session: Session,
    call_ids: frozenset[int] | None,
    states: tuple[PaymentState, ...],
    *,
    hidden: Collection[int] = (),
    offset: int = 0,
    limit: int = 50,
) -> list[tuple[Payment, Application]]:
    """The payments of these calls in these states but for the ``hidden`` applications, the oldest request first.

    One query.
    """
    query = (
        select(Payment, Application)
        .join(Application, col(Application.id) == col(Payment.application_id))
        .where(col(Payment.state).in_(states))
        .order_by(col(Payment.requested_at), col(Payment.opened_at), col(Payment.id))
        .offset(offset)
        .limit(limit)
    )
    if call_ids is not None:
        query = query.where(col(Application.call_id).in_(call_ids))
    if hidden:
        query = query.where(col(Application.id).not_in(hidden))
    return list(session.exec(query))


def paid_total(session: Session, application_id: int) -> int:
    """What was paid on an application, in cents."""
    return sum(row.paid_amount or 0 for row in of_application(session, application_id))


def paid_before_termination(session: Session, wave_id: int) -> dict[int, int]:
    """What was paid, in cents, on each application of a wave whose convention was ended early: it stays spent."""
    return _paid_of_terminated(session, col(Application.wave_id) == wave_id)


def paid_of_terminated(session: Session, call_id: int) -> dict[int, int]:
    """What was paid, in cents, on each application of a call whose convention was ended early; those paid nothing are
    not there.
    """
    return _paid_of_terminated(session, col(Application.call_id) == call_id)


def _paid_of_terminated(session: Session, of: sa.ColumnElement[bool]) -> dict[int, int]:
    query = (
        select(Payment.application_id, sa.func.sum(col(Payment.paid_amount)))
        .join(Application, col(Application.id) == col(Payment.application_id))
        .where(of, Application.stage == Stage.TERMINATED, col(Payment.paid_amount).is_not(None))
        .group_by(col(Payment.application_id))
    )
    return {number: int(total or 0) for number, total in session.exec(query)}
