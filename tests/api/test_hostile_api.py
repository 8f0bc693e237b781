"""What the JSON of an applicant never tells, and addresses that name nothing."""

import pytest

from app.db.session import Database
from app.domain.workflow import Action, Outcome, Stage
from app.services.road import decisions
from tests import factories
from tests.api_client import Callers
from tests.fakes import FakeClock


@pytest.fixture
def callers(database: Database, clock: FakeClock) -> Callers:
    return Callers.around(database, factories.TIERS_LIEUX, clock)


def test_an_applicant_reads_no_date_of_what_the_committee_advised(
    database: Database, clock: FakeClock, callers: Callers
) -> None:
    with database.write() as session:
        work = factories.work(session, now=clock.now)
        session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
        reference = factories.at_stage(work, Stage.SHORTLISTED).reference
    owner = callers.named("owner")
    before = owner.get(f"/applications/{reference}")
    with database.write() as session:
        work = factories.work(session, now=clock.advance(days=9))
        session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
        factories.act(work, reference, Action.PLACE_ON_RESERVE)
    after = owner.get(f"/applications/{reference}")
    told = ("stage", "stage_label", "moved_at", "due_at", "road", "allowed_actions")
    assert {key: after[key] for key in told} == {key: before[key] for key in told}
    (line,) = owner.get("/applications")
    assert (line["stage"], line["moved_at"]) == ("shortlisted", before["moved_at"])


def test_the_reserve_list_that_was_told_hides_what_comes_next(
    database: Database, clock: FakeClock, callers: Callers
) -> None:
    with database.write() as session:
        work = factories.work(session, now=clock.now)
        session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
        application = factories.at_stage(work, Stage.ON_RESERVE)
        reference, asked = application.reference, application.requested
        factories.act(work, reference, Action.KEEP_ON_RESERVE)
    owner = callers.named("owner")
    before = owner.get(f"/applications/{reference}")
    assert before["stage"] == "on_reserve"
    with database.write() as session:
        work = factories.work(session, callers.cast.manager, now=clock.now)
        decisions.record(work, reference, Outcome.AWARD, amount=asked)
    assert owner.get(f"/applications/{reference}") == before
    owner.get(f"/applications/{reference}/decision", 403)


@pytest.mark.parametrize("key", ["0", "-1", "99999999999999999999999"])
def test_a_key_that_no_database_holds_is_told(callers: Callers, key: str) -> None:
    officer = callers.named("officer")
    officer.get(f"/calls/{factories.TIERS_LIEUX}/sittings/{key}/minutes.pdf", 422)
