"""The outbox: mails written in the transaction of the act they tell of, sent after it was committed.

A held mail waits until it is released (a decision is provisional until then); in a copy that was put back, every mail
waits until somebody says that this copy is the service. A row is never deleted: it is the proof of what was sent, to
whom, when.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from app.db.base import JsonText, Row, UtcDateTime

GIVEN_UP_AFTER = timedelta(days=5)
"""A server that is away for a long week-end loses no mail (RFC 5321, 4.5.4.1)."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
THE_HOLD = 1

SIGN_IN = "sign_in"
"""The kind of mail that holds a link that signs in."""


class Undelivered(StrEnum):
    """UNWRITABLE: its address or text makes no mail. REFUSED: the server said so for good. LATE: after five days."""

    UNWRITABLE = "unwritable"
    REFUSED = "refused"
    LATE = "late"


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
    next_try_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undelivered_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    undelivered_why: str | None = Field(default=None, max_length=20)


class MailHold(Row, table=True):
    """Its one row holds every mail written before ``since``, and every other but a link that signs in."""

    __tablename__ = "mail_hold"

    id: int = Field(default=THE_HOLD, primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)


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
    mail = OutboxMail(key=key, kind=kind, to=to, data=data, created_at=now, held=held)
    return next(iter(add_all(session, [mail])), None)


_KEYS = sa.select(col(OutboxMail.key)).where(col(OutboxMail.key).in_(sa.bindparam("keys", expanding=True)))


def add_all(session: Session, mails: Sequence[OutboxMail]) -> list[OutboxMail]:
    """Write mails that nobody added yet and give them their ids, without those whose key is there already."""
    there = set(session.execute(_KEYS, {"keys": [one.key for one in mails]}).scalars())
    added = [one for one in mails if one.key not in there]
    session.add_all(added)
    session.flush()
    return added


def by_id(session: Session, mail_id: int) -> OutboxMail | None:
    return session.get(OutboxMail, mail_id)


def given_up(session: Session, keys: Collection[str]) -> frozenset[str]:
    """Those of these mails that will never arrive."""
    query = select(OutboxMail.key).where(
        col(OutboxMail.key).in_(keys), col(OutboxMail.undelivered_at).is_not(None)
    )
    return frozenset(session.exec(query))


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


def due(
    session: Session, now: datetime, *, written_before: datetime, limit: int = 200
) -> Sequence[OutboxMail]:
    """Mails to try again now, and those old enough that their own job should have sent them; links first."""
    return session.exec(
        select(OutboxMail)
        .where(
            col(OutboxMail.sent_at).is_(None),
            col(OutboxMail.undelivered_at).is_(None),
            col(OutboxMail.held).is_(False),
            sa.or_(
                col(OutboxMail.next_try_at) <= now,
                sa.and_(col(OutboxMail.next_try_at).is_(None), col(OutboxMail.created_at) < written_before),
            ),
        )
        .order_by(col(OutboxMail.kind) != SIGN_IN, col(OutboxMail.id))
        .limit(limit)
    ).all()


def hold_all(session: Session, now: datetime) -> None:
    """Hold every mail until ``let_all_go``; nothing changes when they are held already."""
    if session.get(MailHold, THE_HOLD) is None:
        session.add(MailHold(since=now))
        session.flush()


def let_all_go(session: Session) -> bool:
    """Were the mails held? They are no more."""
    hold = session.get(MailHold, THE_HOLD)
    if hold is not None:
        session.delete(hold)
        session.flush()
    return hold is not None


def held_since(session: Session) -> datetime | None:
    """Since when every mail is held; None when they leave."""
    hold = session.get(MailHold, THE_HOLD)
    return hold.since if hold is not None else None


def is_kept_back(mail: OutboxMail, since: datetime | None) -> bool:
    """Does this mail wait for its release, or for that of all? A link asked for in front of a copy leaves."""
    return mail.held or (since is not None and not (mail.kind == SIGN_IN and mail.created_at >= since))


def mark_sent(session: Session, mail_id: int, now: datetime) -> bool:
    """Is this the first time that this mail is told as sent? Writes the moment, counts the attempt.

    A link that signs in is forgotten: no secret is kept once it has left.
    """
    written = session.exec(
        sa.update(OutboxMail)
        .where(col(OutboxMail.id) == mail_id, col(OutboxMail.sent_at).is_(None))
        .values(sent_at=now, attempts=OutboxMail.attempts + 1, last_error=None, next_try_at=None)
    )
    session.exec(
        sa.update(OutboxMail)
        .where(col(OutboxMail.id) == mail_id, col(OutboxMail.kind) == SIGN_IN)
        .values(data={})
    )
    return written.rowcount == 1


def mark_failed(session: Session, mail_id: int, error: str, now: datetime) -> None:
    """Count an attempt, keep the reason, and say when to try again: a minute later, then twice that, up to an hour.

    After ``GIVEN_UP_AFTER`` the mail is given up.
    """
    mail = session.get_one(OutboxMail, mail_id)
    if now - mail.created_at >= GIVEN_UP_AFTER:
        give_up(session, mail_id, error, Undelivered.LATE, now)
        return
    mail.next_try_at = now + min(FIRST_PAUSE * 2 ** min(mail.attempts, 10), LONGEST_PAUSE)
    mail.attempts += 1
    mail.last_error = error[:2000]
    session.add(mail)
    session.flush()


def give_up(session: Session, mail_id: int, error: str, why: Undelivered, now: datetime) -> None:
    """No try would change anything: keep the reason, try no more."""
    session.exec(
        sa.update(OutboxMail)
        .where(col(OutboxMail.id) == mail_id)
        .values(
            attempts=OutboxMail.attempts + 1,
            last_error=error[:2000],
            next_try_at=None,
            undelivered_at=now,
            undelivered_why=why.value,
        )
    )


_UNDELIVERED = (
    select(OutboxMail)
    .where(col(OutboxMail.undelivered_at).is_not(None))
    .order_by(col(OutboxMail.undelivered_at).desc())
)


def undelivered(
    session: Session, *, since: datetime | None = None, prefix: str = "", limit: int = 200
) -> Sequence[OutboxMail]:
    """The mails given up, the latest first: since an instant, or whose key starts with a prefix."""
    query = _UNDELIVERED
    if since is not None:
        query = query.where(col(OutboxMail.undelivered_at) >= since)
    if prefix:
        query = query.where(col(OutboxMail.key).startswith(prefix, autoescape=True))
    return session.exec(query.limit(limit)).all()


def undelivered_count(session: Session) -> int:
    """How many mails were given up since the service began."""
    return session.exec(
        select(sa.func.count()).select_from(OutboxMail).where(col(OutboxMail.undelivered_at).is_not(None))
    ).one()


def unsent_count(session: Session) -> int:
    """How many released mails are still to be sent: a figure for /metrics and /readyz."""
    return session.exec(
        select(sa.func.count())
        .select_from(OutboxMail)
        .where(
            col(OutboxMail.sent_at).is_(None),
            col(OutboxMail.held).is_(False),
            col(OutboxMail.undelivered_at).is_(None),
        )
    ).one()
