"""Odd days, odd letters, odd hours: each is read or refused, none stops the service; no secret and no talk is kept."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from app.db import outbox
from app.db.base import key_of
from app.db.follow_up import follow_up
from app.db.journal import JournalEntry
from app.db.outbox import OutboxMail
from app.db.session import Database
from app.domain.errors import Invalid, ReasonCode
from app.domain.workflow import Action, Stage
from app.services.apply import forms
from app.services.cases import open_case
from app.services.committee import committee
from app.services.identity import sign_in
from app.services.road import overdue
from app.services.road.acts.payloads import read_payload
from app.services.road.acts.records import ACTS
from app.services.seals import Seals
from tests import factories


@pytest.mark.parametrize("day", ["9999-12-31", "01/01/0001", "2200-01-01"])
def test_a_day_that_no_calendar_holds_is_told(day: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_payload(ACTS[Action.DRAFT_CONVENTION].payload, {"starts_on": day})
    assert refused.value.faults[0].reason.code is ReasonCode.NOT_A_DATE


def test_a_sitting_told_without_its_offset_is_held_at_the_hour_of_the_call(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        held = committee.hold_sitting(
            factories.by(work, people.officer),
            factories.TIERS_LIEUX,
            None,
            held_at=datetime(2026, 11, 2, 14, 0),  # noqa: DTZ001 - what a program may send
            place="Bordeaux",
            present=[people.president.person_id or 0],
        )
        assert held.held_at == datetime(2026, 11, 2, 14, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize("held_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01"])
def test_a_sitting_is_held_on_a_day_that_a_calendar_holds(database: Database, held_at: str) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        with pytest.raises(Invalid) as refused:
            committee.hold_sitting(
                factories.by(work, people.officer),
                factories.TIERS_LIEUX,
                None,
                held_at=datetime.fromisoformat(held_at),
                place="Bordeaux",
                present=[people.president.person_id or 0],
            )
        assert [(one.field, one.reason.code) for one in refused.value.faults] == [
            ("held_at", ReasonCode.NOT_A_DATE)
        ]


def test_a_letter_that_no_keyboard_types_loses_no_text(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.begin(work)
        owner = factories.by(work, factories.cast(work).owner)
        forms.save_answers(owner, application.reference, forms.LETTER, {"title": "La\x00 Grange"})
    with database.read() as session:
        case = open_case(factories.work(session), application.reference)
        assert case.application.title.replace("\x00", "") == "La Grange"


def test_a_link_that_signs_in_is_forgotten_once_it_has_left(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        sign_in.request_link(work, Seals("s" * 32), "qui@exemple.example", "/", minutes=15)
        mail = session.exec(select(OutboxMail).where(OutboxMail.kind == "sign_in")).one()
        assert "link" in mail.data
        assert outbox.mark_sent(session, key_of(mail), work.now)
        session.refresh(mail)
        assert (mail.data, mail.sent_at) == ({}, work.now)


def test_the_journal_keeps_no_talk_of_a_meeting_and_the_rendezvous_does(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.STARTED)
        entry = session.exec(
            select(JournalEntry).where(
                JournalEntry.application_id == application.id, col(JournalEntry.verb) == "hold_kickoff"
            )
        ).one()
        assert {"attendees", "minutes"} & set(entry.data) == set()
        meeting = follow_up.rendezvous_of(session, key_of(application), "kickoff")
        assert meeting is not None
        assert meeting.attendees == "Le collectif, la commune, la Région."
        told = session.exec(select(OutboxMail).where(OutboxMail.kind == "kickoff_held")).first()
        assert told is not None
        assert told.data["attendees"] == meeting.attendees


def test_the_reminder_of_another_form_is_written_on_the_same_day(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.begin(work)
        due_at = application.due_at
        assert due_at is not None
        late = replace(work, now=due_at - timedelta(days=2))
        overdue.remind(late, application.reference)
        application.stage = Stage.DOSSIER_DRAFT
        session.add(application)
        session.flush()
        overdue.remind(late, application.reference)
        told = session.exec(select(OutboxMail).where(OutboxMail.kind == "deadline_reminder")).all()
        assert {mail.data["stage"] for mail in told} == {"letter_draft", "dossier_draft"}
