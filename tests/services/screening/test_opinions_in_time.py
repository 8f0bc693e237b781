"""An opinion has a day, is told when it is late, and is neither asked nor given once nothing is examined."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.db.screening import opinions as kept
from app.db.session import Database
from app.domain.errors import Invalid, ReasonCode, WrongStage
from app.domain.workflow import Action, Stage
from app.services.screening import opinions
from tests import factories
from tests.factories import AN_OPEN_DAY
from tests.services.acting import do, given


def ask(
    database: Database, people: factories.Cast, reference: str, due_on: date | None = None
) -> datetime | None:
    with database.write() as session:
        work = factories.work(session, people.officer)
        return opinions.ask(work, reference, people.consulted.person_id or 0, "Ce lieu ?", due_on).due_at


def give(database: Database, people: factories.Cast, reference: str, now: datetime) -> bool:
    with database.write() as session:
        return opinions.give(factories.work(session, people.consulted, now), reference, True, "Oui.").late


def test_the_officer_chooses_the_day_of_an_opinion_else_the_call_does(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with pytest.raises(Invalid) as refused:
        ask(database, people, reference, date(2026, 11, 1))
    assert [one.field for one in refused.value.faults] == ["due_on"]
    assert ask(database, people, reference, date(2026, 11, 20)) == datetime(
        2026, 11, 20, 22, 59, 59, tzinfo=UTC
    )
    other, _ = given(database, Stage.DOSSIER_SUBMITTED)
    days = factories.call_folder().admissibility
    assert days is not None
    due_at = ask(database, people, other)
    assert due_at is not None
    assert due_at.date() == AN_OPEN_DAY.date() + timedelta(days=days.completion_days)


@pytest.mark.parametrize(("day", "late"), [(20, False), (21, True)])
def test_an_opinion_says_whether_it_came_after_its_day(database: Database, day: int, late: bool) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    ask(database, people, reference, date(2026, 11, 20))
    assert give(database, people, reference, datetime(2026, 11, day, 12, tzinfo=UTC)) is late
    with database.read() as session:
        (row,) = kept.opinions(session, 1)
        assert row.overdue(datetime(2026, 11, day, 12, tzinfo=UTC)) is late


ENDING = [(Action.WITHDRAW, Stage.DOSSIER_SUBMITTED), (Action.REJECT, Stage.RECOMMENDED)]


@pytest.mark.parametrize(("action", "before"), ENDING)
def test_nobody_asks_nor_gives_an_opinion_on_what_is_not_examined_any_more(
    database: Database, action: Action, before: Stage
) -> None:
    reference, people = given(database, before)
    ask(database, people, reference)
    if action is Action.WITHDRAW:
        do(database, people.owner, reference, action)
    else:
        with database.write() as session:
            factories.act(factories.work(session), reference, action)
    for act in (
        lambda: ask(database, people, reference),
        lambda: give(database, people, reference, AN_OPEN_DAY),
    ):
        with pytest.raises(WrongStage) as refused:
            act()
        assert refused.value.reason.code is ReasonCode.WRONG_STAGE
