"""The door: one transaction, one winner, nothing half done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.db.apply import filings
from app.db.session import Database
from app.domain.errors import (
    Conflict,
    Forbidden,
    Hidden,
    Invalid,
    Reason,
    ReasonCode,
    Stale,
    TooLate,
    WrongStage,
)
from app.domain.people import SYSTEM, Actor
from app.domain.workflow import Action, Stage
from app.services import mails as outbox_mails
from app.services.cases import Case, open_case
from app.services.road import transitions
from app.services.road.acts.act import act
from app.services.road.acts.payloads import Invitation, Nothing
from app.services.road.acts.records import ACTS
from app.services.road.transitions import choices, perform, repeated
from app.services.work import Work
from tests import factories
from tests.factories import AN_OPEN_DAY
from tests.fakes import FakeJobs
from tests.services.acting import application, counts, do, given, mails, moves

A_SECOND = timedelta(seconds=1)


def together(*acts: Any) -> list[Any]:
    """Start these at the same instant, each in a thread; what each returned, or how it was refused."""
    barrier = Barrier(len(acts))

    def run(act: Any) -> Any:
        barrier.wait()
        try:
            return act()
        except Conflict as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.parametrize("says_version", [True, False])
def test_of_two_decisions_at_once_one_wins_and_the_other_is_told_who_did_what_when(
    database: Database, says_version: bool
) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    version = application(database, reference).version if says_version else None
    invites, declines = together(
        lambda: do(database, people.officer, reference, Action.INVITE, version=version),
        lambda: do(database, people.manager, reference, Action.DECLINE, version=version),
    )
    lost, winner, did = (
        (declines, people.officer, "invite") if invites is None else (invites, people.manager, "decline")
    )
    assert [invites, declines].count(None) == 1
    assert isinstance(lost, Stale if says_version else WrongStage)
    told = lost.reason.values
    assert (told["by"], told["did"], told["at"]) == (winner.name, did, AN_OPEN_DAY)
    assert moves(database, reference) == ["submit_letter", did]


def test_eight_clicks_file_once_and_write_once(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    with database.write() as session:
        factories.write_dossier(factories.work(session), reference)
    before = counts(database)
    answers = together(
        *[lambda: do(database, people.owner, reference, Action.SUBMIT_DOSSIER) for _ in range(8)]
    )
    after = counts(database)
    assert answers.count(None) == 1
    assert after["filing"] - before["filing"] == 1
    assert after["outbox_mail"] - before["outbox_mail"] == 2
    assert moves(database, reference)[-1] == "submit_dossier"


def test_the_same_person_doing_it_twice_is_recognised(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    do(database, people.officer, reference, Action.INVITE)
    with database.read() as session:
        for actor, action, again in (
            (people.officer, "invite", True),
            (people.manager, "invite", False),
            (people.officer, "decline", False),
        ):
            work = factories.work(session, actor)
            assert repeated(work, open_case(work, reference), action) is again


def test_nothing_is_waited_for_after_a_letter_is_declined(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    assert application(database, reference).due_at is not None
    do(
        database,
        people.officer,
        reference,
        Action.DECLINE,
        {"reason": "Le projet est hors du champ de l’appel."},
    )
    assert application(database, reference).due_at is None


def test_a_version_that_was_read_before_somebody_acted_is_refused(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    version = application(database, reference).version
    do(database, people.officer, reference, Action.RETURN_LETTER, version=version)
    with pytest.raises(Stale) as refused:
        do(database, people.owner, reference, Action.SUBMIT_LETTER, version=version)
    assert refused.value.reason == Reason.of(
        ReasonCode.STALE,
        stage=Stage.LETTER_DRAFT,
        action=Action.SUBMIT_LETTER,
        by=people.officer.name,
        did="return_letter",
        at=AN_OPEN_DAY,
    )
    assert application(database, reference).version == version + 1


def test_a_filing_one_second_late_is_refused_and_the_draft_is_kept(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    with database.write() as session:
        factories.write_letter(factories.work(session), reference)
    due_at = application(database, reference).due_at
    assert due_at is not None
    before = counts(database)
    with pytest.raises(TooLate) as refused:
        do(database, people.owner, reference, Action.SUBMIT_LETTER, now=due_at + A_SECOND)
    assert refused.value.reason == Reason.of(ReasonCode.DEADLINE_PASSED, due_at=due_at, now=due_at + A_SECOND)
    assert counts(database) == before
    with database.read() as session:
        draft = filings.draft(session, 1, "letter")
    assert draft is not None
    assert draft.content["answers"]["title"] == "La Grange"


def test_a_filing_at_the_very_second_is_in_time(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    with database.write() as session:
        factories.write_letter(factories.work(session), reference)
    due_at = application(database, reference).due_at
    assert due_at is not None
    do(database, people.owner, reference, Action.SUBMIT_LETTER, now=due_at)
    assert application(database, reference).stage is Stage.LETTER_SUBMITTED


def fails(*_said: Any, **_more: Any) -> dict[str, Any]:
    raise KeyError("the light went out")


def test_an_effect_that_fails_leaves_nothing_behind(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    with database.write() as session:
        factories.write_dossier(factories.work(session), reference)
    before, jobs = counts(database), FakeJobs()
    file = ACTS[Action.SUBMIT_DOSSIER].effect

    def files_then_fails(work: Work, case: Case, payload: Any) -> dict[str, Any]:
        file(work, case, payload)
        return fails()

    acts = {**ACTS, Action.SUBMIT_DOSSIER: act(Nothing, files_then_fails)}
    monkeypatch.setattr(transitions, "ACTS", acts)
    with pytest.raises(KeyError):
        do(database, people.owner, reference, Action.SUBMIT_DOSSIER, jobs=jobs)
    assert (counts(database), jobs.committed) == (before, [])
    assert application(database, reference).stage is Stage.DOSSIER_DRAFT


def test_a_mail_that_cannot_be_written_undoes_the_move_and_its_journal(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    before = counts(database)
    monkeypatch.setattr(outbox_mails, "write_to_team", fails)
    with pytest.raises(KeyError):
        do(database, people.officer, reference, Action.INVITE)
    assert counts(database) == before
    assert application(database, reference).stage is Stage.LETTER_SUBMITTED


def test_stage_journal_and_mails_are_written_together_and_the_jobs_after(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    before, jobs, version = counts(database), FakeJobs(), application(database, reference).version
    do(
        database,
        people.officer,
        reference,
        Action.DECLINE,
        {"reason": "Le projet est hors du champ de l’appel."},
        jobs=jobs,
    )
    after = counts(database)
    assert after["journal_entry"] - before["journal_entry"] == 1
    assert mails(database)[-2:] == [
        ("letter_declined", people.owner.email),
        ("letter_declined", people.representative.email),
    ]
    assert [job.kind for job in jobs.committed] == ["deliver_mail", "deliver_mail"]
    assert application(database, reference).version == version + 1


def test_a_row_that_changed_under_the_door_is_stale(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)

    def somebody_else(work: Work, case: Case, _payload: Any) -> dict[str, Any]:
        work.session.execute(sa.text("UPDATE application SET version = 99"))
        return {}

    monkeypatch.setattr(transitions, "ACTS", {**ACTS, Action.INVITE: act(Invitation, somebody_else)})
    with pytest.raises(Stale):
        do(database, people.officer, reference, Action.INVITE)
    assert application(database, reference).version != 99


def test_what_is_not_theirs_not_known_or_not_well_said_moves_nothing(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    before = counts(database)
    with pytest.raises(Forbidden):
        do(database, people.owner, reference, Action.INVITE)
    with pytest.raises(Hidden):
        do(database, people.stranger, reference, Action.INVITE)
    with pytest.raises(Hidden), database.write() as session:
        perform(factories.work(session, people.officer), reference, "promote")
    with pytest.raises(Invalid) as refused:
        do(database, people.officer, reference, Action.DECLINE, {"reason": "  ", "mood": "bad"})
    assert {fault.field: fault.reason.code for fault in refused.value.faults} == {
        "reason": ReasonCode.REQUIRED,
        "mood": ReasonCode.UNKNOWN_FIELD,
    }
    with pytest.raises(Invalid) as late:
        do(database, people.officer, reference, Action.DECLINE, {})
    assert late.value.faults[0].reason == Reason(ReasonCode.REQUIRED)
    assert counts(database) == before


def test_the_applicant_is_told_that_the_authority_acted_but_not_which_person_nor_by_what(
    database: Database,
) -> None:
    reference, people = given(database, Stage.RECOMMENDED)
    version = application(database, reference).version
    with pytest.raises(Stale) as refused:
        do(database, people.owner, reference, Action.WITHDRAW, {}, version=version - 1)
    told = refused.value.reason.values
    assert (told["stage"], told["by"], told["did"]) == (Stage.SHORTLISTED, "", "")


def shown(session: Session, actor: Actor, reference: str) -> dict[str, ReasonCode | None]:
    work = factories.work(session, actor)
    return {
        choice.action.value: choice.refusal.code if choice.refusal else None
        for choice in choices(work, open_case(work, reference))
    }


def test_each_person_is_shown_the_buttons_that_are_theirs_with_why_not(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.read() as session:
        assert shown(session, people.owner, reference) == {"withdraw": None}
        assert shown(session, people.officer, reference) == {
            "request_completion": None,
            "declare_admissible": ReasonCode.CHECKLIST_INCOMPLETE,
            "declare_inadmissible": ReasonCode.CHECKLIST_INCOMPLETE,
        }
        assert shown(session, people.auditor, reference) == {}
        assert shown(session, SYSTEM, reference) == {"expire": ReasonCode.DEADLINE_NOT_PASSED}


def test_an_application_that_its_deadline_left_behind_lapses_by_the_house(database: Database) -> None:
    reference, _people = given(database, Stage.LETTER_DRAFT)
    due_at = application(database, reference).due_at
    assert due_at is not None
    with pytest.raises(Conflict):
        do(database, SYSTEM, reference, Action.EXPIRE, now=due_at)
    do(database, SYSTEM, reference, Action.EXPIRE, now=due_at + A_SECOND)
    assert application(database, reference).stage is Stage.EXPIRED
    assert application(database, reference).due_at is None
