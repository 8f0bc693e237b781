"""The convention: numbered without holes, frozen, signed; its instalments add up to the grant."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import select

from app.db.calls import calls
from app.db.convention import conventions
from app.db.convention.conventions import Convention
from app.db.documents import FrozenDocument
from app.db.follow_up import follow_up, payments
from app.db.session import Database
from app.domain.documents import Funding, Standing, missing
from app.domain.documents.written import DocumentKind
from app.domain.errors import Invalid, NotReady, ReasonCode, Stale, WrongStage
from app.domain.people import Actor
from app.domain.workflow import Action, Group, Stage
from app.services.apply import applications, filings
from app.services.apply.plans import plan_of
from app.services.calls.calls import open_call
from app.services.cases import open_case
from app.services.convention import reading
from app.services.convention.documents import PRIVATE_FORMS, convention_document
from app.services.follow_up import indicators
from tests import factories
from tests.factories import AN_OPEN_DAY, BRESCIA, TIERS_LIEUX
from tests.services.acting import do, given

TODAY = AN_OPEN_DAY.date().isoformat()


def current(database: Database) -> Convention:
    with database.read() as session:
        found = conventions.current(session, 1)
        assert found is not None
        return found


def read(database: Database, reader: Actor, reference: str) -> reading.ReadConvention:
    with database.read() as session:
        return reading.convention(factories.work(session, reader), reference)


def send(database: Database, officer: Actor, reference: str) -> None:
    """Read the draft, and send what was read."""
    sha256 = read(database, officer, reference).document.content_sha256
    do(database, officer, reference, Action.SEND_CONVENTION, {"content_sha256": sha256})


def describe(database: Database, officer: Actor, reference: str, **sent: str) -> None:
    with database.write() as session:
        applications.describe_organisation(
            factories.work(session, officer), reference, {"reason": "Le greffe a écrit.", **sent}
        )


def test_what_is_sent_is_what_was_read_or_nothing_is(database: Database) -> None:
    reference, people = given(database, Stage.CONVENTION_DRAFT)
    before = read(database, people.officer, reference).document
    assert before.standing is Standing.DRAFT
    with database.write() as session:
        label = follow_up.indicators(session, 1)[0].key
        aims = {label: {"baseline": "1", "target": "11"}}
        with pytest.raises(WrongStage) as closed:
            indicators.set_targets(factories.work(session, people.owner), reference, aims)
        assert closed.value.reason.code is ReasonCode.CONVENTION_DRAFTED
        assert "@" in closed.value.reason.values["contact"]
        indicators.set_targets(factories.work(session, people.officer), reference, aims)
    corrected = read(database, people.officer, reference).corrected
    assert corrected is not None
    assert (corrected.verb, corrected.actor_name) == ("set_targets", people.officer.name)
    after = read(database, people.officer, reference).document
    assert after.indicators[0].target == 11
    with pytest.raises(Stale) as refused:
        do(
            database,
            people.officer,
            reference,
            Action.SEND_CONVENTION,
            {"content_sha256": before.content_sha256},
        )
    assert refused.value.reason.code is ReasonCode.CONVENTION_CHANGED
    told = refused.value.reason.values
    assert (told["read"], told["present"]) == (before.content_sha256, after.content_sha256)
    with pytest.raises(Invalid):
        do(database, people.officer, reference, Action.SEND_CONVENTION)
    send(database, people.officer, reference)
    sent = read(database, people.owner, reference)
    assert (sent.document.content_sha256, sent.document.standing) == (after.content_sha256, Standing.FROZEN)
    assert sent.paper is not None


def test_another_name_or_siret_than_the_one_decided_is_not_printed(database: Database) -> None:
    reference, people = given(database, Stage.CONVENTION_DRAFT)
    with database.read() as session:
        siret = open_case(factories.work(session, people.officer), reference).organisation.siret or ""
    read_sha256 = read(database, people.officer, reference).document.content_sha256
    for name, number in (("Une autre", siret), ("La Grange", factories.siret(77))):
        describe(database, people.officer, reference, name=name, siret=number)
        with pytest.raises(NotReady) as refused:
            do(
                database,
                people.officer,
                reference,
                Action.SEND_CONVENTION,
                {"content_sha256": read_sha256},
            )
        assert refused.value.reason.values["missing"] == ("beneficiary.decided",)
    describe(database, people.officer, reference, name="La Grange", siret=siret)
    send(database, people.officer, reference)


def test_conventions_drafted_at_once_are_numbered_without_holes_nor_doubles(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        references = [factories.at_stage(work, Stage.AWARDED, euros=1000).reference for _ in range(5)]
        people = factories.cast(work)
        for reference in references:
            factories.set_targets(work, reference)
    with ThreadPoolExecutor(5) as pool:
        list(
            pool.map(
                lambda reference: do(database, people.officer, reference, Action.DRAFT_CONVENTION), references
            )
        )
    with database.read() as session:
        numbers = sorted(session.exec(select(Convention.number)))
    assert numbers == [f"2026-TL-{n:04d}" for n in range(1, 6)]


def test_a_draft_that_fails_gives_its_number_back(database: Database) -> None:
    reference, people = given(database, Stage.AWARDED)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.DRAFT_CONVENTION)
    assert refused.value.reason.code is ReasonCode.CONVENTION_INCOMPLETE
    with database.read() as session:
        label = follow_up.indicators(session, 1)[0].label
    assert f"indicators[{label}].target" in refused.value.reason.values["missing"]
    with database.write() as session:
        factories.walk(factories.work(session), reference, Stage.CONVENTION_DRAFT)
    assert current(database).number == "2026-TL-0001"


def test_numbers_of_a_new_series_asked_at_once_begin_at_one_and_follow(database: Database) -> None:
    def ask(_thread: int) -> int:
        with database.write() as session:
            return calls.next_number(session, "NEW-2026")

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(8))) == list(range(1, 9))


def test_what_was_sent_is_frozen_and_a_recall_makes_a_second_version(database: Database) -> None:
    reference, people = given(database, Stage.CONVENTION_SENT)
    sent = current(database)
    assert (sent.version, sent.amount, sent.sent_at) == (1, 40_000_00, AN_OPEN_DAY)
    assert sent.content["project_title"] == "La Grange"
    do(database, people.officer, reference, Action.RECALL_CONVENTION)
    siret = sent.content["beneficiary"]["siret"]
    moved = {"address": "2 rue du Four", "postal_code": "87300", "city": "Bellac"}
    describe(database, people.officer, reference, name="La Grange", siret=siret, **moved)
    send(database, people.officer, reference)
    again = current(database)
    assert (again.version, again.number) == (2, sent.number)
    assert again.content["beneficiary"]["address"] == "2 rue du Four, 87300 Bellac"
    assert again.sha256 != sent.sha256
    with database.read() as session:
        kept = session.exec(select(Convention).where(Convention.version == 1)).one()
        papers = session.exec(
            select(FrozenDocument).where(FrozenDocument.kind == DocumentKind.CONVENTION)
        ).all()
    assert kept.content == sent.content
    assert [(one.number, one.sha256) for one in papers] == [(1, sent.sha256), (2, again.sha256)]
    assert papers[1].replaces == papers[0].id


UNSIGNABLE: list[tuple[Any, ...]] = [
    (TODAY, "2026-11-01", ReasonCode.TOO_EARLY),
    ("2026-11-01", TODAY, ReasonCode.TOO_EARLY),
    (TODAY, "2026-11-03", ReasonCode.IN_THE_FUTURE),
    ("", TODAY, ReasonCode.REQUIRED),
    ("bientôt", TODAY, ReasonCode.NOT_A_DATE),
]


def test_both_sign_what_was_sent_the_beneficiary_first_and_nobody_in_the_future(
    database: Database, subtests: pytest.Subtests
) -> None:
    reference, people = given(database, Stage.CONVENTION_SENT)
    for first, second, code in UNSIGNABLE:
        with subtests.test(first=first):
            sent = {"signed_by_beneficiary_on": first, "signed_by_authority_on": second}
            with pytest.raises(Invalid) as refused:
                do(database, people.officer, reference, Action.RECORD_SIGNATURE, sent)
            assert [fault.reason.code for fault in refused.value.faults] == [code]


def test_the_instalments_add_up_to_the_grant_to_the_cent(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        for euros in (40_000, 33_333, 1):
            signed = factories.at_stage(work, Stage.CONVENTION_SIGNED, euros=euros)
            rows = payments.of_application(session, signed.id or 0)
            assert [row.key for row in rows] == ["advance", "interim", "balance"]
            assert sum(row.amount for row in rows) == euros * 100
            assert {row.state for row in rows} == {payments.PaymentState.PLANNED}


def test_a_beneficiary_may_renounce_until_the_signature(database: Database) -> None:
    reference, people = given(database, Stage.CONVENTION_DRAFT)
    do(database, people.representative, reference, Action.RENOUNCE)
    assert current(database).number == "2026-TL-0001"


@pytest.mark.parametrize(("slug", "french"), [(TIERS_LIEUX, True), (BRESCIA, False)])
def test_french_statutes_are_cited_only_for_a_french_authority(
    database: Database, slug: str, french: bool
) -> None:
    with database.write() as session:
        work = factories.work(session)
        reference = factories.at_stage(work, Stage.CONVENTION_DRAFT, slug).reference
        officer = factories.by(work, factories.cast(work, slug).officer)
        document = reading.convention(officer, reference).document
    assert document.beneficiary.legal_form in PRIVATE_FORMS
    assert document.beneficiary.private_law is french


def test_what_was_asked_of_the_authority_is_secured_once_it_is_awarded_whole(database: Database) -> None:
    reference, people = given(database, Stage.AWARDED)
    with database.write() as session:
        work = factories.work(session, people.officer)
        case = open_case(work, reference)
        asked = case.application.requested
        content = filings.last_content(work, case)
        told = [plan_of(case, content, cents) for cents in (asked - 1, asked)]
    states = [{line.funding for line in plan.income if line.funding} for plan in told if plan]
    assert states == [{Funding.REQUESTED}, {Funding.SECURED}]


def test_a_call_without_follow_up_prints_its_convention_and_ends_with_its_signature(
    database: Database,
) -> None:
    whole = factories.call_folder(BRESCIA)
    stages = tuple(one for one in whole.call.stages if one is not Group.FOLLOW_UP)
    assert whole.convention is not None
    alone = whole.model_copy(
        update={
            "call": whole.call.model_copy(update={"stages": stages}),
            "convention": whole.convention.model_copy(update={"instalments": ()}),
            "follow_up": None,
        }
    )
    with database.write() as session:
        work = factories.work(session)
        open_call(work, alone)
        reference = factories.at_stage(work, Stage.AT_THE_TABLE, BRESCIA).reference
        without_money = {**factories.payload_for(Action.AGREE), "amount": "0"}
        factories.act(work, reference, Action.AGREE, without_money)
        factories.walk(work, reference, Stage.CONVENTION_SIGNED)
        case = open_case(work, reference)
        document = convention_document(work, case, number="2026-CC-0001")
        assert missing(document) == ()
        assert document.annexes() == ("project",)
