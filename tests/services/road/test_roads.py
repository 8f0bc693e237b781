"""Every stage of the three real calls is reached through the door, with nothing faked."""

import pytest
from sqlmodel import select

from app.db import proof
from app.db.journal import JournalEntry
from app.db.session import Database
from app.domain.workflow import Stage, Workflow
from tests import factories

DEAD_ENDS = [
    Stage.DECLINED,
    Stage.WITHDRAWN,
    Stage.EXPIRED,
    Stage.COMPLETION_REQUESTED,
    Stage.INADMISSIBLE,
    Stage.POSTPONED,
    Stage.NOT_RECOMMENDED,
    Stage.RECOMMENDED_WITH_CONDITIONS,
    Stage.ON_RESERVE,
    Stage.REJECTED,
    Stage.RENOUNCED,
    Stage.TERMINATED,
    Stage.CLOSED,
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("slug", factories.CALLS)
def test_every_stage_of_a_real_call_is_reached_and_leaves_a_whole_journal(
    database: Database, slug: str
) -> None:
    workflow = Workflow.for_call(factories.groups_of(slug))
    with database.write() as session:
        work = factories.work(session)
        for stage in (one for one in DEAD_ENDS if one in workflow.stages):
            assert factories.at_stage(work, stage, slug).stage is stage
    with database.read() as session:
        reached = {target for target in session.exec(select(JournalEntry.target)) if target}
        assert {workflow.start} | {Stage(target) for target in reached} == workflow.stages
        assert proof.verify(session).broken is None


@pytest.mark.parametrize("slug", factories.CALLS)
def test_the_three_calls_have_an_open_wave_on_the_day_of_the_tests(database: Database, slug: str) -> None:
    with database.write() as session:
        work = factories.work(session)
        assert factories.begin(work, slug).reference == f"{factories.call_folder(slug).call.prefix}-0001"
        assert factories.cast(work, slug) is factories.cast(work, slug)
