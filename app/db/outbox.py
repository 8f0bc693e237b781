"""The outbox: mails written in the transaction of the act they tell of, sent after it was committed.

A held mail waits until it is released (a decision is provisional until then). A row is never deleted: it is
the proof of what was sent, to whom, when.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from app.db.base import JsonText, Row, UtcDateTime

MAX_ATTEMPTS = 2000
"""Failures after which a mail is left to a person: a server away for a week-end (24 tries an hour) loses none."""


SIGN_IN = "sign_in"
"""The kind of mail that holds a link that signs in."""


class OutboxMail(Row, table=True):
    """One mail to one person. `key` makes it unique (the same act never writes twice) and gives the Message-ID."""

    __tablename__ = "outbox_mail"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=200, unique=True)
    kind: str = Field(max_length=60)
    to: str = Field(max_length=320)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    created_at: datetime = Field(sa_type=UtcDateTime)
    held: bool = Field(default=False)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    attempts: int = Field(default=0)
    last_error: str | None = Field(default=None, sa_type=sa.Text)


def add(
    session: Session,
    *,
    key: str,
    kind: str,
    to: str,
    data: dict[str, Any],
    now: datetime,
    held: bool = False,
) -> OutboxMail | None:
    """Write a mail and give it its id; None when the key is there already (nothing to send again)."""
    if session.exec(select(OutboxMail.id).where(OutboxMail.key == key)).first() is not None:
        return None
    mail = OutboxMail(key=key, kind=kind, to=to, data=data, created_at=now, held=held)
    session.add(mail)
    session.flush()
    return mail


def by_id(session: Session, mail_id: int) -> OutboxMail | None:
    return session.get(OutboxMail, mail_id)


def held_with_prefix(session: Session, prefix: str) -> Sequence[OutboxMail]:
    """The held mails whose key starts with the prefix, in the order they were written."""
    return session.exec(
        select(OutboxMail)
        .where(col(OutboxMail.held), col(OutboxMail.key).startswith(prefix, autoescape=True))
        .order_by(col(OutboxMail.id))
        .with_for_update()
    ).all()


def release(session: Session, mails: Collection[OutboxMail]) -> None:
    """Let held mails go; the caller enqueues their delivery in the same transaction."""
    for mail in mails:
        mail.held = False
        session.add(mail)
    session.flush()


def waiting(session: Session, *, written_before: datetime, limit: int = 200) -> Sequence[OutboxMail]:
    """Mails neither sent, held nor given up, and old enough that their own job should have sent them."""
    return session.exec(
        select(OutboxMail)
        .where(
            col(OutboxMail.sent_at).is_(None),
            col(OutboxMail.held).is_(False),
            col(OutboxMail.attempts) < MAX_ATTEMPTS,
            col(OutboxMail.created_at) < written_before,
        )
        .order_by(col(OutboxMail.id))
        .limit(limit)
    ).all()


def mark_sent(session: Session, mail_id: int, now: datetime) -> bool:
    """Is this the first time that this mail is told as sent? Writes the moment, counts the attempt.

    A link that signs in is forgotten: no secret is kept once it has left.
    """
    written = session.exec(
        sa.update(OutboxMail)
        .where(col(OutboxMail.id) == mail_id, col(OutboxMail.sent_at).is_(None))
        .values(sent_at=now, attempts=OutboxMail.attempts + 1, last_error=None)
    )
    session.exec(
        sa.update(OutboxMail)
        .where(col(OutboxMail.id) == mail_id, col(OutboxMail.kind) == SIGN_IN)
        .values(data={})
    )
    return written.rowcount == 1


def mark_failed(session: Session, mail_id: int, error: str) -> None:
    """Count an attempt and keep the reason; the mail stays to be sent."""
    session.exec(
        sa.update(OutboxMail)
        .where(col(OutboxMail.id) == mail_id)
        .values(attempts=OutboxMail.attempts + 1, last_error=error[:2000])
    )


def give_up(session: Session, mail_id: int, error: str) -> None:
    """No try would change anything: keep the reason, try no more."""
    session.exec(
        sa.update(OutboxMail)
        .where(col(OutboxMail.id) == mail_id)
        .values(attempts=MAX_ATTEMPTS, last_error=error[:2000])
    )


def unsent_count(session: Session) -> int:
    """How many released mails are still to be sent: a figure for /metrics and /readyz."""
    return session.exec(
        select(sa.func.count())
        .select_from(OutboxMail)
        .where(col(OutboxMail.sent_at).is_(None), col(OutboxMail.held).is_(False))
    ).one()
