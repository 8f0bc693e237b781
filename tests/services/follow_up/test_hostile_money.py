"""The envelope holds whatever the way in, and two who spend it at once wait for each other."""

from datetime import date

import pytest

from app.db.base import key_of
from app.db.calls import calls
from app.db.follow_up import payments
from app.db.session import Database
from app.domain.errors import NotReady, ReasonCode
from app.domain.workflow import Action, Outcome, Stage
from app.services.cases import open_case
from app.services.follow_up import payments as ledger
from app.services.ranking import envelopes
from app.services.road import decisions
from app.services.road.transitions import perform
from app.services.work import Work
from tests import factories


def shrink(work: Work, reference: str, cents: int) -> None:
    """Leave the wave of this application with this envelope."""
    wave = open_case(work, reference).wave
    wave.envelope = cents
    work.session.add(wave)
    work.session.flush()


def award(work: Work, reference: str, cents: int) -> None:
    decisions.record(
        factories.by(work, factories.cast(work).manager),
        reference,
        Outcome.AWARD,
        amount=cents,
        deliberation="2026-1",
        deliberated_on=work.now.date(),
    )


def test_awards_released_one_by_one_stay_inside_the_envelope(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        first, second = (factories.at_stage(work, Stage.RECOMMENDED) for _ in range(2))
        shrink(work, first.reference, first.requested + second.requested - 1)
        manager = factories.by(work, factories.cast(work).manager)
        for one in (first, second):
            award(work, one.reference, one.requested)
        perform(manager, first.reference, Action.AWARD)
        with pytest.raises(NotReady) as refused:
            perform(manager, second.reference, Action.AWARD)
        assert refused.value.reason.code is ReasonCode.ENVELOPE_EXCEEDED
        assert refused.value.reason.values["total_cents"] == first.requested + second.requested


def test_a_common_table_agrees_on_no_more_than_its_envelope(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.AT_THE_TABLE, factories.BRESCIA)
        shrink(work, application.reference, 1_000_00)
        officer = factories.by(work, factories.cast(work, factories.BRESCIA).officer)
        agreed = {"commitments": "Deux salles.", "deliberation": "88", "deliberated_on": "2026-10-01"}
        with pytest.raises(NotReady) as refused:
            perform(officer, application.reference, Action.AGREE, {**agreed, "amount": "1000,01"})
        assert refused.value.reason.code is ReasonCode.ENVELOPE_EXCEEDED
        perform(officer, application.reference, Action.AGREE, {**agreed, "amount": "1000"})


def test_what_was_paid_before_an_early_end_stays_spent(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        application = factories.at_stage(work, Stage.STARTED)
        opened = next(
            row for row in payments.of_application(session, key_of(application)) if row.state == "open"
        )
        ledger.pay(
            factories.by(work, people.finance),
            application.reference,
            opened.key,
            paid_on=work.now.date(),
            order_number="M-1",
        )
        wave = calls.wave(session, application.wave_id)
        assert wave is not None
        assert envelopes.account(session, wave).awarded == application.requested
        factories.act(work, application.reference, Action.TERMINATE)
        assert envelopes.account(session, wave).awarded == opened.amount


def test_a_wave_keeps_the_day_of_its_first_release(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        manager = factories.by(work, factories.cast(work).manager)
        first, second = (factories.at_stage(work, Stage.RECOMMENDED) for _ in range(2))
        wave = open_case(work, first.reference).wave
        award(work, first.reference, first.requested)
        decisions.release(manager, factories.TIERS_LIEUX, wave.key)
        released_at = wave.released_at
        award(work, second.reference, second.requested)
        later = factories.work(session, manager.actor, work.now.replace(month=12))
        decisions.release(later, factories.TIERS_LIEUX, wave.key)
        assert wave.released_at == released_at
        assert date(2026, 12, 2) == later.now.date()
