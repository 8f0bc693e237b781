"""The convention: numbered without holes, frozen, signed; its instalments add up to the grant."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import select

from app.db.calls import calls
from app.db.convention import conventions
from app.db.convention.conventions import Convention
from app.db.follow_up import follow_up, payments
from app.db.session import Database
from app.domain.documents import Funding, missing
from app.domain.errors import Invalid, NotReady, ReasonCode
from app.domain.workflow import Action, Group, Stage
from app.services.apply import applications
from app.services.calls.calls import open_call
from app.services.cases import open_case
from app.services.convention.documents import PRIVATE_FORMS, convention_document, financing_plan
from app.services.desk import papers
from tests import factories
from tests.factories import AN_OPEN_DAY, BRESCIA, TIERS_LIEUX
from tests.services.acting import do, given

TODAY = AN_OPEN_DAY.date().isoformat()


def current(database: Database) -> Convention:
    with database.read() as session:
        found = conventions.current(session, 1)
        assert found is not None
        return found


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
    with database.write() as session:
        applications.describe_organisation(
            factories.work(session, people.officer),
            reference,
            {"name": "La Grange coopérative", "siret": factories.siret(77)},
        )
    do(database, people.officer, reference, Action.SEND_CONVENTION)
    again = current(database)
    assert (again.version, again.number) == (2, sent.number)
    assert again.content["beneficiary"]["name"] == "La Grange coopérative"
    assert again.sha256 != sent.sha256
    with database.read() as session:
        kept = session.exec(select(Convention).where(Convention.version == 1)).one()
    assert kept.content == sent.content


UNSIGNABLE: list[tuple[Any, ...]] = [
    (TODAY, "2026-11-01", ReasonCode.TOO_SMALL),
    ("2026-11-01", TODAY, ReasonCode.TOO_SMALL),
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
        _, _, document = papers.convention(factories.by(work, factories.cast(work, slug).officer), reference)
    assert document.beneficiary.legal_form in PRIVATE_FORMS
    assert document.beneficiary.private_law is french


def test_what_was_asked_of_the_authority_is_secured_once_it_is_awarded_whole(database: Database) -> None:
    reference, people = given(database, Stage.AWARDED)
    with database.write() as session:
        work = factories.work(session, people.officer)
        case = open_case(work, reference)
        asked = case.application.requested
        told = [financing_plan(work, case, cents) for cents in (asked - 1, asked)]
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
