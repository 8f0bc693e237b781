"""The officers' list: what each reader may move on, what waits for others, by the road of each call."""

import pytest

from app.db.session import Database
from app.domain.people import Actor
from app.domain.workflow import Group, Stage
from app.services.calls.calls import open_call
from app.services.desk import desks
from app.services.desk.desks import View
from tests import factories
from tests.factories import BRESCIA, TIERS_LIEUX


def read(database: Database, actor: Actor, view: View = View.ALL) -> tuple[set[str], dict[View, int]]:
    with database.read() as session:
        found = desks.officers_desk(factories.work(session, actor), view=view)
        return {line.reference for line in found.lines}, dict(found.counts)


def test_each_call_tells_by_its_own_road_what_is_to_do(database: Database) -> None:
    folder = factories.call_folder(TIERS_LIEUX)
    stages = tuple(one for one in folder.groups if one not in (Group.CONVENTION, Group.FOLLOW_UP))
    call = folder.call.model_copy(update={"stages": stages})
    with database.write() as session:
        work = factories.work(session)
        open_call(work, folder.model_copy(update={"call": call, "convention": None, "follow_up": None}))
        ended = factories.at_stage(work, Stage.AWARDED).reference
        decided = factories.at_stage(work, Stage.RECOMMENDED).reference
        agreed = factories.at_stage(work, Stage.AGREED, BRESCIA).reference
        drafted = factories.at_stage(work, Stage.COMPLETION_REQUESTED, BRESCIA).reference
        here, there = factories.cast(work, TIERS_LIEUX), factories.cast(work, BRESCIA)
    assert read(database, there.officer, View.TO_DO)[0] == {agreed}
    assert read(database, there.officer, View.WAITING)[0] == {drafted}
    assert read(database, here.officer, View.TO_DO)[0] == set()
    assert read(database, here.officer, View.WAITING)[0] == {decided}
    everything, counts = read(database, here.manager)
    assert everything == {ended, decided}
    assert counts == {View.TO_DO: 1, View.WAITING: 0, View.ALL: 2}
    assert read(database, here.manager, View.TO_DO)[0] == {decided}
    assert read(database, here.auditor, View.TO_DO)[0] >= {decided}


@pytest.mark.parametrize("view", View)
def test_a_desk_with_nothing_filed_is_empty_in_every_view(database: Database, view: View) -> None:
    with database.write() as session:
        people = factories.cast(factories.work(session))
    assert read(database, people.officer, view) == (set(), dict.fromkeys(View, 0))
