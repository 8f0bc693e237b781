"""One act in one transaction, as the edge does it, and what the database holds afterwards."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from app.db.apply import applications
from app.db.apply.applications import Application
from app.db.base import key_of
from app.db.journal import JournalEntry
from app.db.outbox import OutboxMail
from app.db.session import Database
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.road.transitions import perform
from tests import factories
from tests.factories import AN_OPEN_DAY, Cast
from tests.fakes import FakeJobs


def given(
    database: Database, stage: Stage, slug: str = factories.TIERS_LIEUX, **said: Any
) -> tuple[str, Cast]:
    """An application at this stage, committed: its reference, and the people around it."""
    with database.write() as session:
        work = factories.work(session)
        return factories.at_stage(work, stage, slug, **said).reference, factories.cast(work, slug)


def do(
    database: Database,
    actor: Actor,
    reference: str,
    action: Action,
    payload: dict[str, Any] | None = None,
    *,
    version: int | None = None,
    now: datetime = AN_OPEN_DAY,
    jobs: FakeJobs | None = None,
) -> None:
    """Do an action in a transaction of its own; what it asks is filled in unless a payload is given."""
    sent = factories.payload_for(action, now) if payload is None else payload
    with database.write() as session:
        perform(factories.work(session, actor, now, jobs), reference, action.value, sent, version=version)


def application(database: Database, reference: str) -> Application:
    with database.read() as session:
        found = applications.by_reference(session, reference)
        assert found is not None
        return found


def moves(database: Database, reference: str) -> list[str]:
    """The actions that moved an application, in order."""
    identity = key_of(application(database, reference))
    with database.read() as session:
        query = select(JournalEntry.verb).where(
            JournalEntry.application_id == identity, col(JournalEntry.target).is_not(None)
        )
        return list(session.exec(query.order_by(col(JournalEntry.number))))


def mails(database: Database) -> list[tuple[str, str]]:
    """The kind and the addressee of every mail in the outbox, in order."""
    with database.read() as session:
        return [
            (mail.kind, mail.to) for mail in session.exec(select(OutboxMail).order_by(col(OutboxMail.id)))
        ]


def counts(database: Database) -> dict[str, int]:
    """How many rows each table of proofs holds."""
    with database.read() as session:
        return {
            table: session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("journal_entry", "outbox_mail", "filing", "decision", "convention", "payment")
        }
