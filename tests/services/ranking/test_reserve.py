"""The reserve list is told when money comes back; a convention that ends early counts for what was paid."""

from app.db.calls import calls
from app.db.committee import committee
from app.db.session import Database
from app.domain.workflow import Action, Stage
from app.services.apply.published import supported
from app.services.calls.calls import by_slug
from app.services.cases import open_case
from app.services.follow_up import payments
from app.services.ranking import envelopes, ranked_list
from app.services.ranking.reserve import Reserve, reserve_of
from app.services.road.transitions import perform
from tests import factories
from tests.factories import AN_OPEN_DAY, TIERS_LIEUX, Cast
from tests.services.acting import do, given


def read(database: Database, people: Cast) -> Reserve | None:
    with database.read() as session:
        work = factories.work(session, people.officer)
        return reserve_of(work, ranked_list.ranking(work, TIERS_LIEUX))


def test_what_a_laureate_gives_up_is_free_for_the_first_of_the_reserve(database: Database) -> None:
    reference, people = given(database, Stage.AWARDED)
    with database.write() as session:
        work = factories.work(session)
        wave = open_case(factories.by(work, people.officer), reference).wave
        wave.envelope = open_case(factories.by(work, people.officer), reference).application.requested
        session.add(wave)
        second = factories.at_stage(work, Stage.SHORTLISTED).reference
        factories.act(work, second, Action.PLACE_ON_RESERVE)
    assert read(database, people) is None
    with database.write() as session:
        work = factories.work(session)
        factories.act(work, second, Action.KEEP_ON_RESERVE)
        case = open_case(factories.by(work, people.officer), second)
        decision = committee.decision(session, case.id)
        assert decision is not None
        decision.amount = 0
        session.add(decision)
        asked = case.application.requested
    found = read(database, people)
    assert found is not None
    assert (found.free, found.holds_next, found.next.application.reference) == (0, False, second)
    assert found.next.place.amount == asked
    do(database, people.officer, reference, Action.RENOUNCE)
    found = read(database, people)
    assert found is not None
    assert (found.free, found.holds_next) == (found.next.place.amount, True)
    with database.write() as session:
        factories.act(factories.work(session), second, Action.AWARD)
    assert read(database, people) is None


def test_what_was_paid_before_an_early_end_stays_in_the_results_and_in_the_totals(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    with database.write() as session:
        payments.pay(
            factories.work(session, people.finance),
            reference,
            "advance",
            paid_on=AN_OPEN_DAY.date(),
            order_number="M-1",
            amount=9_000_00,
        )
    with database.read() as session:
        work = factories.work(session, people.officer)
        (before,) = supported(work, by_slug(work, TIERS_LIEUX))
    assert (before.amount, before.ended) == (before.decision.amount, False)
    with database.write() as session:
        perform(
            factories.work(session, people.manager),
            reference,
            Action.TERMINATE,
            {"reason": "Le lieu ferme à la fin de l’année."},
        )
    with database.read() as session:
        work = factories.work(session, people.officer)
        (after,) = supported(work, by_slug(work, TIERS_LIEUX))
        wave = calls.wave(session, after.application.wave_id)
        assert wave is not None
        assert envelopes.account(session, wave).awarded == 9_000_00
    assert (after.amount, after.ended) == (9_000_00, True)
    with database.write() as session:
        work = factories.work(session)
        second = factories.at_stage(work, Stage.SHORTLISTED).reference
        for action in (Action.PLACE_ON_RESERVE, Action.KEEP_ON_RESERVE):
            factories.act(work, second, action)
        envelope = open_case(factories.by(work, people.officer), second).wave.envelope
    found = read(database, people)
    assert found is not None
    assert (found.free, found.account.ended) == (envelope - 9_000_00, 9_000_00)


def test_what_was_ended_before_any_payment_is_no_result(database: Database) -> None:
    reference, people = given(database, Stage.STARTED)
    do(database, people.manager, reference, Action.TERMINATE)
    with database.read() as session:
        work = factories.work(session, people.officer)
        assert supported(work, by_slug(work, TIERS_LIEUX)) == ()
