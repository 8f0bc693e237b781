"""A completion that says nothing is refused; a request is extended, corrected or withdrawn, and stays as sent."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from app.db.apply import filings
from app.db.base import key_of
from app.db.outbox import OutboxMail
from app.db.screening import screening
from app.db.screening.screening import RequestState
from app.db.session import Database
from app.domain.completion import Change, Place
from app.domain.errors import Invalid, NotReady, ReasonCode, Stale, WrongStage
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.apply import completions, forms, pieces
from app.services.apply import filings as filing_service
from app.services.cases import open_case
from tests import factories
from tests.factories import AN_OPEN_DAY
from tests.services.acting import application, do, given

ASK = {"text": "Le bail manque.", "pieces": ["bail"], "questions": ["surface"], "due_on": "23/11/2026"}
DUE = datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC)


def asked(database: Database, **named: Any) -> tuple[str, factories.Cast]:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    do(database, people.officer, reference, Action.REQUEST_COMPLETION, {**ASK, **named})
    return reference, people


def write(database: Database, actor: Actor, reference: str, key: str, raw: str) -> None:
    with database.write() as session:
        forms.save_answers(factories.work(session, actor), reference, forms.DOSSIER, {key: raw})


def reply(database: Database, actor: Actor, reference: str, text: str, version: int | None = None) -> int:
    with database.write() as session:
        return forms.save_reply(factories.work(session, actor), reference, text, version=version).version


def kept(database: Database, actor: Actor, reference: str) -> dict[str, Any]:
    with database.read() as session:
        work = factories.work(session, actor)
        return forms.draft_of(work, open_case(work, reference), forms.DOSSIER).content


def states(database: Database) -> list[tuple[str, RequestState]]:
    with database.read() as session:
        return [(one.text, one.state) for one in screening.completions(session, 1)]


def last_mail(database: Database) -> tuple[str, dict[str, Any]]:
    with database.read() as session:
        mail = session.exec(select(OutboxMail).order_by(col(OutboxMail.id).desc())).first()
        assert mail is not None
        return mail.kind, dict(mail.data)


def test_a_completion_in_which_nothing_changed_and_nothing_is_said_names_what_was_asked(
    database: Database,
) -> None:
    reference, people = asked(database, budget=True)
    with pytest.raises(NotReady) as refused:
        do(database, people.owner, reference, Action.COMPLETE)
    assert refused.value.reason.code is ReasonCode.NOTHING_ANSWERED
    labels = {
        one.key: one.label
        for one in (*factories.call_folder().dossier.questions, *factories.call_folder().dossier.pieces)
    }
    assert refused.value.reason.values == {"asked": (labels["surface"], labels["bail"]), "budget": True}
    reply(database, people.owner, reference, "   ")
    with pytest.raises(NotReady):
        do(database, people.owner, reference, Action.COMPLETE)
    with database.read() as session:
        assert len([one for one in filings.filings(session, 1) if one.form == "dossier"]) == 1


def test_a_change_alone_is_an_answer(database: Database) -> None:
    reference, people = asked(database)
    write(database, people.owner, reference, "surface", "261")
    do(database, people.owner, reference, Action.COMPLETE)
    assert application(database, reference).stage is Stage.DOSSIER_SUBMITTED


def test_what_is_answered_in_words_is_frozen_with_the_completion_and_stays_beside_its_request(
    database: Database,
) -> None:
    reference, people = asked(database)
    reply(database, people.editor, reference, " Le bail sera signé le 3 décembre. ")
    do(database, people.owner, reference, Action.COMPLETE)
    with database.read() as session:
        (request,) = screening.completions(session, 1)
        filed = filings.last_filing(session, 1, forms.DOSSIER)
        assert filed is not None
        said = "Le bail sera signé le 3 décembre."
        assert (request.state, request.answer, filed.content["reply"]) == (RequestState.ANSWERED, said, said)
    do(database, people.officer, reference, Action.REQUEST_COMPLETION, {**ASK, "text": "Encore le bail."})
    assert "reply" not in kept(database, people.owner, reference)
    with pytest.raises(NotReady):
        do(database, people.owner, reference, Action.COMPLETE)


def test_two_who_answer_at_once_are_told_and_nobody_answers_what_is_not_asked(database: Database) -> None:
    reference, people = asked(database)
    version = reply(database, people.owner, reference, "Un.")
    reply(database, people.editor, reference, "Deux.", version)
    with pytest.raises(Stale) as refused:
        reply(database, people.owner, reference, "Trois.", version)
    told = refused.value.reason.values
    assert (told["fields"], told["kept"]) == (("completion.reply",), {"completion.reply": "Deux."})
    with pytest.raises(Invalid):
        reply(database, people.owner, reference, "x" * 20_001)
    do(database, people.owner, reference, Action.COMPLETE)
    with pytest.raises(WrongStage):
        reply(database, people.owner, reference, "Trop tard.")


def test_a_request_is_extended_to_a_later_day_and_what_it_asks_stays(database: Database) -> None:
    reference, people = asked(database)
    for day, code in (("01/11/2026", ReasonCode.IN_THE_PAST), ("23/11/2026", ReasonCode.TOO_EARLY)):
        with pytest.raises(Invalid) as refused:
            do(database, people.officer, reference, Action.EXTEND_COMPLETION, {"due_on": day})
        assert refused.value.faults[0].reason.code is code
    sent = {"due_on": "05/12/2026", "note": "Prenez le temps."}
    do(database, people.officer, reference, Action.EXTEND_COMPLETION, sent)
    later = datetime(2026, 12, 5, 22, 59, 59, tzinfo=UTC)
    assert (application(database, reference).stage, application(database, reference).due_at) == (
        Stage.COMPLETION_REQUESTED,
        later,
    )
    kind, told = last_mail(database)
    assert kind == "completion_extended"
    assert (told["due_at"], told["was_due_at"], told["text"]) == (
        later.isoformat(),
        DUE.isoformat(),
        ASK["text"],
    )
    with database.read() as session:
        first, second = screening.completions(session, 1)
        assert (first.state, first.due_at, first.why) == (RequestState.REPLACED, DUE, "Prenez le temps.")
        assert (second.state, second.due_at, second.named) == (RequestState.WAITING, later, first.named)
    write(database, people.owner, reference, "surface", "261")
    do(database, people.owner, reference, Action.COMPLETE, now=DUE + timedelta(days=3))
    assert application(database, reference).stage is Stage.DOSSIER_SUBMITTED


def test_a_request_is_corrected_and_the_mail_says_what_changed(database: Database) -> None:
    reference, people = asked(database)
    write(database, people.owner, reference, "surface", "261")
    corrected = {
        "text": "Le titre est à revoir.",
        "questions": ["title"],
        "pieces": ["bail"],
        "reason": "La surface est bonne.",
    }
    do(database, people.officer, reference, Action.CORRECT_COMPLETION, corrected)
    labels = {one.key: one.label for one in factories.call_folder().dossier.questions}
    kind, told = last_mail(database)
    assert kind == "completion_corrected"
    assert (told["was"], told["added"], told["dropped"]) == (
        ASK["text"],
        [labels["title"]],
        [labels["surface"]],
    )
    assert (told["was_due_at"], told["due_at"]) == ("", DUE.isoformat())
    assert states(database) == [
        (ASK["text"], RequestState.REPLACED),
        ("Le titre est à revoir.", RequestState.WAITING),
    ]
    write(database, people.owner, reference, "title", "La Grange haute")
    do(database, people.owner, reference, Action.COMPLETE)
    with database.read() as session:
        first, last = (one.content["answers"] for one in filings.filings(session, 1) if one.form == "dossier")
    assert last == {**first, "title": "La Grange haute"}


def test_what_is_not_asked_any_more_is_put_back_as_filed_and_kept_aside_for_the_team(
    database: Database,
) -> None:
    reference, people = asked(database, budget=True)
    before = kept(database, people.owner, reference)
    write(database, people.owner, reference, "surface", "261")
    with database.write() as session:
        work = factories.work(session, people.owner)
        files = factories.memory_store()
        factories.join(work, files, reference, "bail", "bail.pdf", (factories.A_PDF, b"\n"))
        budget = {**before["budget"], "expenses": {"60": ["1"]}}
        forms.save_budget(work, reference, budget)
    do(database, people.officer, reference, Action.WITHDRAW_COMPLETION, {"reason": "Tout y était."})
    after = kept(database, people.owner, reference)
    assert (after["answers"], after["budget"]) == (before["answers"], before["budget"])
    with database.read() as session:
        work = factories.work(session, people.owner)
        case = open_case(work, reference)
        assert completions.written_since(work, case) == ()
        aside = completions.set_aside(work, case)
        assert Change(Place.ANSWER, "surface", "261", before["answers"]["surface"]) in aside
        assert Change(Place.PIECE, "bail", "bail.pdf", "") in aside
        assert {one.place for one in aside} == {Place.ANSWER, Place.BUDGET, Place.PIECE}


def test_a_piece_taken_out_and_a_declaration_undone_come_back_when_nothing_is_asked(
    database: Database,
) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    everything = {"text": "Tout.", "pieces": ["rib"], "questions": ["nature"]}
    do(database, people.officer, reference, Action.REQUEST_COMPLETION, everything)
    with database.write() as session:
        work = factories.work(session, people.owner)
        joined = forms.check(work, open_case(work, reference), forms.DOSSIER).attached
        rib = next(one for one in joined if one.piece == "rib")
        pieces.remove(work, reference, rib.handle)
    do(database, people.officer, reference, Action.WITHDRAW_COMPLETION, {"reason": "Tout y était."})
    with database.read() as session:
        work = factories.work(session, people.owner)
        attached = forms.check(work, open_case(work, reference), forms.DOSSIER).attached
        assert {one.handle for one in attached} == {one.handle for one in joined}


def test_a_correction_that_corrects_nothing_or_names_nothing_is_refused(database: Database) -> None:
    reference, people = asked(database)
    same = {"text": ASK["text"], "pieces": ["bail"], "questions": ["surface"], "reason": "Rien."}
    nothing = {"text": "Autre.", "reason": "Rien."}
    for sent, code in ((same, ReasonCode.NOTHING_RECTIFIED), (nothing, ReasonCode.NOTHING_NAMED)):
        with pytest.raises(Invalid) as refused:
            do(database, people.officer, reference, Action.CORRECT_COMPLETION, sent)
        assert refused.value.faults[0].reason.code is code
    assert states(database) == [(ASK["text"], RequestState.WAITING)]


def test_a_withdrawn_request_brings_the_application_back_where_it_was(database: Database) -> None:
    reference, people = asked(database)
    do(
        database,
        people.officer,
        reference,
        Action.WITHDRAW_COMPLETION,
        {"reason": "Le bail était joint."},
        now=AN_OPEN_DAY + timedelta(days=5),
    )
    row = application(database, reference)
    assert row.stage is Stage.DOSSIER_SUBMITTED
    assert row.due_at == datetime(2027, 1, 7, 22, 59, 59, tzinfo=UTC)
    kind, told = last_mail(database)
    assert (kind, told["reason"]) == ("completion_withdrawn", "Le bail était joint.")
    assert states(database) == [(ASK["text"], RequestState.WITHDRAWN)]
    do(database, people.officer, reference, Action.REQUEST_COMPLETION, ASK)
    assert application(database, reference).stage is Stage.COMPLETION_REQUESTED


@pytest.mark.parametrize(
    ("answered", "silence"),
    [(4, date(2027, 1, 6)), (18, date(2027, 1, 20))],
    ids=["answered in four days", "answered the last day"],
)
def test_the_time_given_to_answer_suspends_the_delay_and_the_answer_ends_it(
    database: Database, answered: int, silence: date
) -> None:
    """CRPA L114-5: filed on 2 November, refused by silence on 2 January, moved by the days of the request."""
    reference, people = asked(database)
    reply(database, people.owner, reference, "Voici.")
    do(database, people.owner, reference, Action.COMPLETE, now=AN_OPEN_DAY + timedelta(days=answered))
    with database.read() as session:
        work = factories.work(session, people.officer)
        assert filing_service.silence_on(work, open_case(work, reference)) == silence
    due_at = application(database, reference).due_at
    assert due_at is not None
    assert due_at.date() == silence
    assert key_of(application(database, reference)) == 1
