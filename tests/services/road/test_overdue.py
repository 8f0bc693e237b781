"""The house by itself: reminders once, lapses at night, nothing lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.adapters.rounds import go_round
from app.db.apply import applications, filings
from app.db.outbox import OutboxMail
from app.db.session import Database
from app.domain.workflow import Stage
from app.services.road import overdue
from app.services.work import Work
from tests import factories


def test_a_draft_lapses_a_day_after_its_deadline_and_keeps_its_text(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.begin(work)
        factories.write_letter(work, application.reference)
        due_at = application.due_at
        assert due_at is not None
        assert overdue.let_lapse(replace(work, now=due_at + timedelta(hours=23))) == ()
        assert overdue.let_lapse(replace(work, now=due_at + timedelta(hours=25))) == (application.reference,)
        session.refresh(application)
        assert application.stage is Stage.EXPIRED
        draft = filings.draft(session, application.id or 0, "letter")
        assert draft is not None
        assert draft.content["answers"]["title"] == "La Grange"


def test_a_reminder_is_written_once_for_a_deadline(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.begin(work)
        due_at = application.due_at
        assert due_at is not None
        early, late = (replace(work, now=due_at - timedelta(days=days)) for days in (8, 6))
        assert overdue.soon_due(early) == ()
        assert overdue.soon_due(late) == (application.reference,)
        overdue.remind(late, application.reference)
        written = session.exec(select(OutboxMail).where(OutboxMail.kind == "deadline_reminder")).all()
        overdue.remind(late, application.reference)
        again = session.exec(select(OutboxMail).where(OutboxMail.kind == "deadline_reminder")).all()
        assert (len(written) > 0, len(again)) == (True, len(written))


def test_a_reminder_that_fails_loses_no_other(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        references = [factories.begin(work, name=f"La Grange {n}").reference for n in range(3)]
        due_at = applications.by_reference(session, references[0]).due_at  # type: ignore[union-attr]
        assert due_at is not None

    def remind(work: Work, reference: str) -> None:
        overdue.remind(work, reference)
        if reference == references[1]:
            raise OSError("the second fails after it wrote")

    def at_work(session: Session) -> Work:
        return factories.work(session, now=due_at - timedelta(days=6))

    with pytest.raises(ExceptionGroup, match="1 of 3 failed"):
        go_round(database, at_work, overdue.soon_due, remind)
    with database.read() as session:
        told = session.exec(select(OutboxMail.data).where(OutboxMail.kind == "deadline_reminder")).all()
        assert {data["reference"] for data in told} == {references[0], references[2]}
