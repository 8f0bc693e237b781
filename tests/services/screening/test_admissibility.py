"""Filing, its silence, the completion, and the checklist article by article."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from app.db.apply import files, filings
from app.db.base import key_of
from app.db.outbox import OutboxMail
from app.db.screening import screening
from app.db.screening.screening import Verdict
from app.db.session import Database
from app.domain.crossing import print_of
from app.domain.errors import Hidden, Invalid, NotReady, Reason, ReasonCode, Stale, TooLate, WrongStage
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.apply import forms
from app.services.cases import open_case
from app.services.screening import checklist
from tests import factories
from tests.factories import AN_OPEN_DAY
from tests.services.acting import application, do, given, mails


def verdicts(database: Database) -> dict[str, tuple[str, bool]]:
    """Each line that was judged: what it says, and whether a person said it."""
    with database.read() as session:
        found = screening.checks(session, 1)
    return {rule: (check.verdict.value, check.judged_by is not None) for rule, check in found.items()}


AUTOMATIC = ("anciennete", "carence", "emploi", "pieces", "premiere_aide", "taux")


def test_a_filing_proves_the_lines_that_its_rules_can_prove(database: Database) -> None:
    given(database, Stage.DOSSIER_SUBMITTED)
    assert verdicts(database) == dict.fromkeys(AUTOMATIC, ("holds", False))


def test_a_line_that_its_rule_disproves_is_left_to_the_officer_with_the_answer(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED, euros=60_000)
    assert "taux" not in verdicts(database)
    with database.read() as session:
        work = factories.work(session, people.officer)
        lines = {line.rule.key: line.automatic for line in checklist.lines(work, open_case(work, reference))}
    assert (lines["taux"], lines["carence"], lines["collectif"]) == (False, True, None)


def test_an_officer_judges_line_by_line_and_says_why_one_fails(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.write() as session:
        work = factories.work(session, people.officer)
        checklist.judge(work, reference, "collectif", Verdict.FAILS, " Aucun usager. ")
        checklist.judge(work, reference, "beneficiaire", Verdict.HOLDS)
    for rule, note, refusal in (("collectif", " ", Invalid), ("inconnue", "x", Hidden)):
        with pytest.raises(refusal), database.write() as session:
            checklist.judge(factories.work(session, people.officer), reference, rule, Verdict.FAILS, note)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.DECLARE_ADMISSIBLE)
    assert refused.value.reason.code is ReasonCode.CHECKLIST_FAILED
    assert refused.value.reason.values == {"articles": ("Article\u00a05",)}
    do(database, people.officer, reference, Action.DECLARE_INADMISSIBLE)
    assert mails(database)[-1] == ("inadmissible", people.representative.email)
    with pytest.raises(WrongStage), database.write() as session:
        checklist.judge(factories.work(session, people.officer), reference, "collectif", Verdict.HOLDS)


def test_nothing_is_refused_before_the_deadline_that_was_promised_nor_without_a_line_that_fails(
    database: Database,
) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with pytest.raises(NotReady) as unjudged:
        do(database, people.officer, reference, Action.DECLARE_INADMISSIBLE)
    assert unjudged.value.reason.code is ReasonCode.CHECKLIST_INCOMPLETE
    sent = {"text": "Le bail manque.", "pieces": ["bail"], "due_on": "23/11/2026"}
    do(database, people.officer, reference, Action.REQUEST_COMPLETION, sent)
    due_at = application(database, reference).due_at
    assert due_at is not None
    with pytest.raises(NotReady) as early:
        do(database, people.officer, reference, Action.DECLARE_INADMISSIBLE, now=due_at)
    assert early.value.reason == Reason.of(ReasonCode.DEADLINE_NOT_PASSED, due_at=due_at)
    do(database, people.officer, reference, Action.DECLARE_INADMISSIBLE, now=due_at + timedelta(seconds=1))


def test_a_checklist_that_holds_refuses_nobody(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.write() as session:
        work = factories.work(session, people.officer)
        for line in checklist.lines(work, open_case(work, reference)):
            checklist.judge(work, reference, line.rule.key, Verdict.HOLDS)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.DECLARE_INADMISSIBLE)
    assert refused.value.reason == Reason.of(ReasonCode.CHECKLIST_HOLDS)


def test_the_note_of_a_line_that_fails_is_in_the_mail(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.write() as session:
        work = factories.work(session, people.officer)
        checklist.judge(work, reference, "collectif", Verdict.FAILS, "NOTE : un seul fondateur.")
    do(database, people.officer, reference, Action.DECLARE_INADMISSIBLE)
    with database.read() as session:
        mail = session.exec(select(OutboxMail).order_by(col(OutboxMail.id).desc())).first()
    assert mail is not None
    assert [one["note"] for one in mail.data["failed"]] == ["NOTE : un seul fondateur."]


def test_from_the_filing_on_silence_means_refusal_after_two_months(database: Database) -> None:
    reference, _people = given(database, Stage.DOSSIER_SUBMITTED)
    row = application(database, reference)
    assert row.filed_at == AN_OPEN_DAY
    assert row.due_at is not None
    assert row.due_at.date() == datetime(2027, 1, 2, tzinfo=UTC).date()


def test_a_filing_is_frozen_with_its_pieces_and_its_hash(database: Database) -> None:
    _reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.read() as session:
        letter, dossier = filings.filings(session, 1)
        joined = files.joined(session, 1)
    assert (letter.form, letter.number, dossier.form, dossier.number) == ("letter", 1, "dossier", 1)
    assert [piece["sha256"] for piece in dossier.content["pieces"]] == [file.sha256 for file in joined]
    assert letter.content["pieces"] == []
    assert dossier.filed_by == people.owner.person_id
    assert len(dossier.sha256) == 64


def test_a_completion_has_a_deadline_and_makes_a_second_version(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    do(
        database,
        people.officer,
        reference,
        Action.REQUEST_COMPLETION,
        {"text": "Le bail manque.", "pieces": ["bail"], "questions": ["surface"], "due_on": "23/11/2026"},
    )
    due_at = application(database, reference).due_at
    assert due_at == datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC)
    with database.write() as session:
        work = factories.work(session, people.owner)
        factories.join(work, factories.memory_store(), reference, "bail", "bail.pdf")
        forms.save_answers(work, reference, forms.DOSSIER, {"surface": "240"})
    with pytest.raises(TooLate):
        do(database, people.owner, reference, Action.COMPLETE, now=due_at + timedelta(seconds=1))
    do(database, people.owner, reference, Action.COMPLETE, now=due_at + timedelta(milliseconds=500))
    with database.read() as session:
        last = filings.last_filing(session, 1, "dossier")
        request = screening.open_completion(session, 1)
    assert last is not None
    assert (last.number, last.content["answers"]["surface"], request) == (2, "240", None)
    assert application(database, reference).stage is Stage.DOSSIER_SUBMITTED


UNANSWERABLE: list[tuple[Any, ...]] = [
    ({"text": "x", "pieces": ["bail"], "due_on": "2026-11-01"}, "due_on"),
    ({"text": "x", "due_on": "hier"}, "due_on"),
    ({"text": "x", "pieces": ["inconnue"]}, "pieces"),
    ({"text": "x", "sections": ["inconnue"]}, "sections"),
    ({"text": "x", "questions": ["inconnue"]}, "questions"),
    ({"text": "x"}, "sections"),
    ({"text": ""}, "text"),
]


def test_a_completion_that_nobody_could_answer_is_refused(
    database: Database, subtests: pytest.Subtests
) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    for sent, field in UNANSWERABLE:
        with subtests.test(sent=sent):
            with pytest.raises(Invalid) as refused:
                do(database, people.officer, reference, Action.REQUEST_COMPLETION, sent)
            assert [fault.field for fault in refused.value.faults] == [field]


def test_a_completion_without_a_date_has_the_days_of_the_call(database: Database) -> None:
    reference, _people = given(database, Stage.COMPLETION_REQUESTED)
    due_at = application(database, reference).due_at
    assert due_at is not None
    assert (due_at.date() - AN_OPEN_DAY.date()).days == 21


def test_of_two_officers_at_one_checklist_neither_covers_what_the_other_judged(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.read() as session:
        work = factories.work(session, people.officer)
        first, second, *_ = (one.rule.key for one in checklist.lines(work, open_case(work, reference)))
        kept = screening.checks(session, key_of(application(database, reference)))
    read = {
        rule: print_of(checklist.said(kept[rule].verdict, kept[rule].note) if rule in kept else " ")
        for rule in (first, second)
    }
    as_read = {rule: (kept[rule].verdict, kept[rule].note) for rule in (first, second) if rule in kept}

    def judge(actor: Actor, typed: dict[str, tuple[Verdict, str]]) -> int:
        with database.write() as session:
            return checklist.judge_lines(factories.work(session, actor), reference, typed, read)

    fails = (Verdict.FAILS, "Le bail a expiré.")
    assert judge(people.officer, {**as_read, first: fails}) == 1
    assert judge(people.manager, {**as_read, second: (Verdict.FAILS, "Hors du territoire.")}) == 1
    assert judge(people.manager, {first: fails}) == 0
    with pytest.raises(Stale) as crossed:
        judge(people.manager, {**as_read, first: (Verdict.HOLDS, "Le bail court.")})
    told = crossed.value.reason.values
    assert (told["by"], told["own"], told["fields"]) == (
        people.officer.name,
        False,
        (f"checklist.{first}",),
    )
    read.clear()
    with pytest.raises(Invalid):
        judge(people.officer, {first: (Verdict.FAILS, "\u00a0\u200b")})


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-11-22", ReasonCode.SHORTER_THAN_PROMISED),
        ("2027-11-03", ReasonCode.TOO_FAR),
        ("2029-11-30", ReasonCode.TOO_FAR),
    ],
)
def test_a_completion_leaves_what_the_rules_promise_and_a_year_at_most(
    database: Database, day: str, code: ReasonCode
) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    sent = {"text": "Le bail manque.", "pieces": ["bail"], "due_on": day}
    with pytest.raises(Invalid) as refused:
        do(database, people.officer, reference, Action.REQUEST_COMPLETION, sent)
    assert [(one.field, one.reason.code) for one in refused.value.faults] == [("due_on", code)]
    for kept in ("2026-11-23", "2027-11-02"):
        with database.write() as session:
            factories.act(
                factories.work(session), reference, Action.REQUEST_COMPLETION, {**sent, "due_on": kept}
            )
            session.rollback()


@pytest.mark.parametrize(
    ("away", "code"), [(-1, ReasonCode.SHORTER_THAN_PROMISED), (900, ReasonCode.TOO_FAR)]
)
def test_nobody_is_invited_to_a_deadline_before_the_one_that_the_call_published(
    database: Database, away: int, code: ReasonCode
) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    with database.read() as session:
        case = open_case(factories.work(session), reference)
        published = case.wave.dossier_due_at.astimezone(case.zone).date()
    day = (published + timedelta(days=away)).isoformat()
    with pytest.raises(Invalid) as refused:
        do(database, people.officer, reference, Action.INVITE, {"due_on": day})
    assert [one.reason.code for one in refused.value.faults] == [code]
