"""The decision of the authority: provisional, then released for a whole wave at once."""

from datetime import timedelta
from typing import Any

import pytest

from app.db.base import key_of
from app.db.calls import calls
from app.db.committee import committee
from app.db.committee.committee import Decision
from app.db.session import Database
from app.domain.errors import (
    Conflict,
    Fault,
    Forbidden,
    Hidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    Stale,
    WrongStage,
)
from app.domain.people import Actor
from app.domain.workflow import Action, Outcome, Stage
from app.services.calls.calls import by_slug, open_call
from app.services.cases import open_case
from app.services.ranking import amounts, envelopes
from app.services.road import decisions
from app.words.refused.reasons import sentence
from tests import factories
from tests.factories import AN_OPEN_DAY, BRESCIA, TIERS_LIEUX
from tests.services.acting import application, counts, do, given, mails

WAVE = "automne_2026"


def record(
    database: Database, actor: Actor, reference: str, outcome: Outcome = Outcome.AWARD, **said: Any
) -> Decision:
    with database.write() as session:
        voted = {"deliberation": "2026.118.CP", "deliberated_on": AN_OPEN_DAY.date()}
        return decisions.record(factories.work(session, actor), reference, outcome, **{**voted, **said})


def release(database: Database, actor: Actor, wave: str = WAVE, **said: Any) -> tuple[str, ...]:
    with database.write() as session:
        return decisions.release(factories.work(session, actor), TIERS_LIEUX, wave, **said)


def several(database: Database, *euros: int) -> tuple[list[str], factories.Cast]:
    with database.write() as session:
        work = factories.work(session)
        found = [factories.at_stage(work, Stage.RECOMMENDED, euros=one).reference for one in euros]
        return found, factories.cast(work)


def shrink(database: Database, cents: int) -> None:
    """Leave the wave with this envelope."""
    with database.write() as session:
        wave = calls.wave_by_key(session, 1, WAVE)
        assert wave is not None
        wave.envelope = cents
        session.add(wave)


def test_nobody_is_told_before_the_release_and_all_are_told_together(database: Database) -> None:
    (first, second, third, fourth), people = several(database, 40_000, 30_000, 20_000, 10_000)
    told = len(mails(database))
    record(database, people.manager, first, amount=35_000_00)
    record(database, people.manager, second, Outcome.REJECT, reasons="Trop loin de l’appel : article 4.")
    record(database, people.manager, third, Outcome.RESERVE, amount=20_000_00)
    assert len(mails(database)) == told
    assert application(database, first).stage is Stage.RECOMMENDED
    assert release(database, people.manager) == (first, second, third)
    assert [application(database, one).stage for one in (first, second, third, fourth)] == [
        Stage.AWARDED,
        Stage.REJECTED,
        Stage.ON_RESERVE,
        Stage.RECOMMENDED,
    ]
    assert [kind for kind, _ in mails(database)[told:]] == [
        kind for kind in ("awarded", "rejected", "kept_on_reserve") for _ in range(2)
    ]
    with pytest.raises(NotReady) as nothing:
        release(database, people.manager)
    assert nothing.value.reason.code is ReasonCode.NOTHING_TO_RELEASE


def test_a_release_asks_the_decisions_that_were_read_and_says_what_stands_now(database: Database) -> None:
    (first, second), people = several(database, 40_000, 30_000)
    record(database, people.manager, first, amount=37_999_99)

    def read() -> decisions.ToRelease:
        with database.read() as session:
            work = factories.work(session, people.manager)
            opened = by_slug(work, TIERS_LIEUX)
            return decisions.to_release(work, opened, next(one for one in opened.waves if one.key == WAVE))

    seen = [read()]
    assert [(reference, said.amount) for reference, said in seen[0].decisions] == [(first, 37_999_99)]
    record(database, people.manager, first, amount=38_000_00)
    seen.append(read())
    record(database, people.manager, second, Outcome.RESERVE)
    seen.append(read())
    before = counts(database)
    for stale in seen[:2]:
        with pytest.raises(Stale) as refused:
            release(database, people.manager, read_sha256=stale.sha256)
        assert refused.value.reason == Reason.of(
            ReasonCode.DECISIONS_CHANGED, read=stale.sha256, present=seen[2].sha256
        )
    assert counts(database) == before
    assert release(database, people.manager, read_sha256=seen[2].sha256) == (first, second)


def test_awards_beyond_the_envelope_release_nothing_at_all(database: Database) -> None:
    references, people = several(database, 40_000, 30_000, 1)
    shrink(database, 70_000_00)
    for reference in references:
        record(database, people.manager, reference, amount=application(database, reference).requested)
    before = counts(database)
    with pytest.raises(NotReady) as refused:
        release(database, people.manager)
    assert refused.value.reason == Reason.of(
        ReasonCode.ENVELOPE_EXCEEDED, total_cents=70_001_00, envelope_cents=70_000_00
    )
    assert counts(database) == before
    record(database, people.manager, references[2], Outcome.RESERVE)
    assert len(release(database, people.manager)) == 3
    record(database, people.manager, references[2], amount=1_00)
    with pytest.raises(NotReady):
        release(database, people.manager)


def test_money_that_a_beneficiary_gives_up_is_free_for_the_reserve(database: Database) -> None:
    (first, second), people = several(database, 50_000, 40_000)
    shrink(database, 50_000_00)
    record(database, people.manager, first, amount=50_000_00)
    record(database, people.manager, second, Outcome.RESERVE)
    release(database, people.manager)
    do(database, people.owner, first, Action.RENOUNCE)
    record(database, people.manager, second, amount=40_000_00)
    assert release(database, people.manager) == (second,)
    with database.read() as session:
        work = factories.work(session, people.manager)
        wave = next(one for one in by_slug(work, TIERS_LIEUX).waves if one.key == WAVE)
        assert envelopes.account(session, wave).awarded == 40_000_00


INDEFENSIBLE: list[tuple[Any, ...]] = [
    (Outcome.AWARD, {}, ("amount", ReasonCode.REQUIRED)),
    (Outcome.AWARD, {"amount": 40_000_01}, ("amount", ReasonCode.TOO_LARGE)),
    (Outcome.RESERVE, {"amount": 40_000_01}, ("amount", ReasonCode.TOO_LARGE)),
    (Outcome.REJECT, {"reasons": " "}, ("reasons", ReasonCode.JUSTIFICATION_MISSING)),
]


def test_no_more_is_given_than_the_rule_of_the_call_allows(database: Database) -> None:
    (reference,), people = several(database, 60_000)
    with database.read() as session:
        work = factories.work(session, people.manager)
        assert amounts.most(work, open_case(work, reference)) == 50_000_00
    for outcome in (Outcome.AWARD, Outcome.RESERVE):
        with pytest.raises(Invalid) as refused:
            record(database, people.manager, reference, outcome, amount=50_000_01)
        assert refused.value.reason.code is ReasonCode.ABOVE_AID
        assert sentence(refused.value.reason).replace("\u202f", " ").replace("\u00a0", " ") == (
            "50 000,01 € est trop élevé : la règle de l’appel permet 50 000,00 € au plus. 50 % de 120 000 € de "
            "dépenses éligibles, soit 60 000 €. Ramené au plafond de l’appel : 50 000 €."
        )
    assert record(database, people.manager, reference, amount=50_000_00).amount == 50_000_00


def test_a_committee_that_says_no_amount_advises_the_most_that_the_rule_allows(database: Database) -> None:
    (reference,), _people = several(database, 60_000)
    with database.read() as session:
        advice = committee.opinion(session, key_of(application(database, reference)))
    assert advice is not None
    assert advice.amount == 50_000_00


def test_a_decision_that_could_not_be_defended_is_refused(
    database: Database, subtests: pytest.Subtests
) -> None:
    reference, people = given(database, Stage.RECOMMENDED)
    for outcome, said, fault in INDEFENSIBLE:
        with subtests.test(outcome=outcome):
            with pytest.raises(Invalid) as refused:
                record(database, people.manager, reference, outcome, **said)
            assert [(one.field, one.reason.code) for one in refused.value.faults] == [fault]


def test_an_award_against_the_advice_of_the_committee_says_why(database: Database) -> None:
    reference, people = given(database, Stage.NOT_RECOMMENDED)
    for words in ("", "non"):
        with pytest.raises(Invalid) as refused:
            record(database, people.manager, reference, amount=10_000_00, reasons=words)
        assert refused.value.faults == (Fault("reasons", Reason.of(ReasonCode.AGAINST_ADVICE)),)
    why = "La commune s’est engagée depuis à prendre les travaux à sa charge."
    assert record(database, people.manager, reference, amount=10_000_00, reasons=why).reasons == why


def test_no_assembly_deliberates_on_what_was_not_filed_yet(database: Database) -> None:
    reference, people = given(database, Stage.RECOMMENDED)
    filed_at = application(database, reference).filed_at
    assert filed_at is not None
    before = filed_at.date() - timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        record(database, people.manager, reference, amount=10_000_00, deliberated_on=before)
    assert refused.value.faults == (
        Fault("deliberated_on", Reason.of(ReasonCode.TOO_EARLY, read=before, min=filed_at.date())),
    )


def test_only_a_manager_decides_and_only_at_the_end_of_the_road(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    with pytest.raises(WrongStage):
        record(database, people.manager, reference, amount=1)
    with database.write() as session:
        factories.walk(factories.work(session), reference, Stage.RECOMMENDED)
    for actor in (people.officer, people.president, people.auditor):
        with pytest.raises(Forbidden):
            record(database, actor, reference, amount=1)
        with pytest.raises(Forbidden):
            release(database, actor)
    with pytest.raises(Hidden):
        release(database, people.manager, "jamais")


def test_a_decision_changes_while_provisional_and_a_stale_form_does_not_win(database: Database) -> None:
    reference, people = given(database, Stage.RECOMMENDED)
    first = record(database, people.manager, reference, amount=1_00)
    record(database, people.manager, reference, amount=2_00, version=first.version)
    with pytest.raises(Stale):
        record(database, people.manager, reference, amount=3_00, version=first.version)
    record(
        database,
        people.manager,
        reference,
        Outcome.REJECT,
        amount=4_00,
        reasons="Trop loin de l’appel : article 4.",
    )
    with database.read() as session:
        kept = committee.decision(session, 1)
    assert kept is not None
    assert (kept.outcome, kept.amount, kept.version) == (Outcome.REJECT, 0, 3)


def test_the_door_follows_the_recorded_decision_and_no_other(database: Database) -> None:
    reference, people = given(database, Stage.RECOMMENDED)
    with pytest.raises(NotReady) as missing:
        do(database, people.manager, reference, Action.AWARD)
    assert missing.value.reason.code is ReasonCode.DECISION_MISSING
    record(database, people.manager, reference, amount=1_00)
    with pytest.raises(NotReady) as differs:
        do(database, people.manager, reference, Action.REJECT)
    assert differs.value.reason.code is ReasonCode.DECISION_DIFFERS


def test_an_award_that_was_released_is_not_undone(database: Database) -> None:
    reference, people = given(database, Stage.AWARDED)
    with pytest.raises(Conflict):
        record(
            database,
            people.manager,
            reference,
            Outcome.REJECT,
            reasons="Finalement trop loin de l’appel : article 4.",
        )


def test_who_records_second_hears_who_was_first_and_what_is_kept(database: Database) -> None:
    (reference,), people = several(database, 40_000)
    first = record(
        database,
        people.manager,
        reference,
        Outcome.REJECT,
        reasons="Trop loin de l’appel : article 4.",
        version=0,
    )
    with pytest.raises(Stale) as crossed:
        record(database, people.manager, reference, amount=1_00, version=0)
    told = crossed.value.reason.values
    assert (told["by"], told["own"], told["version"]) == (people.manager.name, True, first.version)
    assert told["kept"] == {
        "outcome": "reject",
        "amount": "0.00",
        "conditions": "",
        "reasons": "Trop loin de l’appel : article 4.",
        "deliberation": "2026.118.CP",
        "deliberated_on": AN_OPEN_DAY.date().isoformat(),
    }
    assert "modifié la décision" in sentence(crossed.value.reason)
    same = record(
        database,
        people.manager,
        reference,
        Outcome.REJECT,
        reasons="Trop loin de l’appel : article 4.",
        version=0,
    )
    assert same.version == first.version


def test_a_table_does_not_agree_by_a_deliberation_still_to_come(database: Database) -> None:
    reference, people = given(database, Stage.AT_THE_TABLE, BRESCIA)
    tomorrow = AN_OPEN_DAY.date() + timedelta(days=1)
    agreed = {**factories.payload_for(Action.AGREE), "deliberated_on": tomorrow.isoformat()}
    with pytest.raises(Invalid) as refused:
        do(database, people.officer, reference, Action.AGREE, agreed)
    assert refused.value.faults == (
        Fault("deliberated_on", Reason.of(ReasonCode.IN_THE_FUTURE, read=tomorrow)),
    )
    do(database, people.officer, reference, Action.AGREE)


def without_a_convention(database: Database) -> tuple[str, factories.Cast]:
    """An application that waits for its decision, on a road that ends with it."""
    folder = factories.call_folder(TIERS_LIEUX)
    stages = tuple(one for one in folder.call.stages if one.value not in ("convention", "follow_up"))
    bare = {
        "call": folder.call.model_copy(update={"stages": stages}),
        "convention": None,
        "follow_up": None,
    }
    with database.write() as session:
        work = factories.work(session)
        open_call(work, folder.model_copy(update=bare))
        found = factories.at_stage(work, Stage.RECOMMENDED)
        return found.reference, factories.cast(work)


def test_money_is_given_by_a_deliberation_even_where_the_call_has_no_convention(database: Database) -> None:
    reference, people = without_a_convention(database)
    record(database, people.manager, reference, amount=20_000_00, deliberation="", deliberated_on=None)
    with pytest.raises(NotReady) as refused:
        release(database, people.manager)
    assert refused.value.reason.code is ReasonCode.DELIBERATION_MISSING
    record(database, people.manager, reference, amount=20_000_00)
    assert release(database, people.manager) == (reference,)


@pytest.mark.parametrize("outcome", [Outcome.RESERVE, Outcome.REJECT])
@pytest.mark.parametrize("lacks", [{"deliberation": ""}, {"deliberated_on": None}], ids=["number", "day"])
def test_a_reserve_and_a_refusal_are_published_by_a_deliberation_as_an_award_is(
    database: Database, outcome: Outcome, lacks: dict[str, Any]
) -> None:
    reference, people = given(database, Stage.RECOMMENDED)
    record(
        database, people.manager, reference, outcome, reasons="L’enveloppe de la vague est épuisée.", **lacks
    )
    action = {Outcome.RESERVE: Action.KEEP_ON_RESERVE, Outcome.REJECT: Action.REJECT}[outcome]
    for publish in (
        lambda: release(database, people.manager),
        lambda: do(database, people.manager, reference, action),
    ):
        with pytest.raises(NotReady) as refused:
            publish()
        assert refused.value.reason.code is ReasonCode.DELIBERATION_MISSING
    record(database, people.manager, reference, outcome, reasons="L’enveloppe de la vague est épuisée.")
    assert release(database, people.manager) == (reference,)
