"""What the public page of a call depends on, in one question to either database."""

from app.db.calls.calls import CallState
from app.db.ranking import announced
from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.factories import TIERS_LIEUX


def test_a_call_says_its_waves_and_which_of_them_awarded_something(database: Database) -> None:
    with database.write() as session:
        factories.opened(factories.work(session), TIERS_LIEUX)
        before = announced.of_call(session, TIERS_LIEUX)
        application = factories.at_stage(factories.work(session), Stage.AWARDED)
        after = announced.of_call(session, TIERS_LIEUX)
        nothing = announced.of_call(session, "inconnu")
    assert len(before) == 5
    assert {(one.state, one.awarded, one.drawn) for one in before} == {(CallState.OPEN, False, None)}
    assert all(len(one.instants) == 3 for one in before)
    assert [one.wave for one in after if one.awarded] == [application.wave_id]
    assert [one._replace(awarded=False) for one in after] == list(before)
    assert nothing == ()
