"""An act that stays at its stage goes through the door like another: a version, a line of the journal, a mail."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.db.journal import JournalEntry
from app.db.session import Database
from app.domain.people import Part
from app.domain.workflow import Action, Group, Message, Stage, Transition, Workflow
from app.services.cases import Case
from tests.factories import AN_OPEN_DAY
from tests.services.acting import application, do, given, mails

HERE = frozenset({Stage.LETTER_SUBMITTED})
STAYING = Transition(Action.CLOSE, HERE, None, frozenset({Part.OFFICER}), Message.CLOSED)


def test_what_stays_is_written_and_told_and_has_not_moved(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    before = application(database, reference)
    monkeypatch.setattr(Case, "workflow", Workflow((Group.LETTER,), (STAYING,), Stage.LETTER_DRAFT))
    do(database, people.officer, reference, Action.CLOSE, now=AN_OPEN_DAY + timedelta(days=3))
    after = application(database, reference)
    assert (after.stage, after.version, after.moved_at) == (before.stage, before.version + 1, before.moved_at)
    with database.read() as session:
        last = session.exec(select(JournalEntry).order_by(col(JournalEntry.number).desc())).first()
        assert last is not None
        assert (last.verb, last.source, last.target) == ("close", "letter_submitted", "letter_submitted")
    assert mails(database)[-2:] == [("closed", people.owner.email), ("closed", people.representative.email)]
