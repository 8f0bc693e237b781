"""What is written again is what was written: the same rows, jobs and files, as long as nothing else was."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.adapters.file_store import open_store
from app.db import proof
from app.db.apply.files import StoredFile
from app.db.base import Row
from app.db.session import Database
from app.domain.workflow import Action, Stage
from app.services.work import Work
from tests import factories, remembered
from tests.fakes import FakeJobs

Opening = Callable[[], Database]


@pytest.fixture(params=["sqlite", "postgres"])
def empty(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opening]:
    """Opens one empty database after the other; nothing is remembered yet."""
    monkeypatch.setattr(remembered, "EMPTY", {})
    template = request.getfixturevalue(f"{request.param}_template")
    folders = (tmp_path / str(number) for number in range(9))
    with ExitStack() as stack:

        def opened() -> Database:
            folder = next(folders)
            folder.mkdir()
            copy = template.copy(folder) if request.param == "sqlite" else template.copy()
            database = Database.open(stack.enter_context(copy))
            stack.callback(database.close)
            return database

        yield opened


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Action]:
    """The actions that went through the door."""
    gone: list[Action] = []
    act = factories.act

    def noted(work: Work, reference: str, action: Action, *words: Any, **said: Any) -> Any:
        gone.append(action)
        return act(work, reference, action, *words, **said)

    monkeypatch.setattr(factories, "act", noted)
    return gone


def rows(database: Database) -> dict[str, list[Any]]:
    """Everything that the database holds, by table."""
    with database.read() as session:
        return {
            name: [tuple(row) for row in session.execute(sa.select(table).order_by(*table.primary_key))]
            for name, table in Row.metadata.tables.items()
        }


def walked(database: Database, stage: Stage = Stage.REVIEWED, **said: Any) -> None:
    with database.write() as session:
        factories.at_stage(factories.work(session), stage, **said)


@pytest.mark.parametrize("slug", factories.CALLS)
def test_the_same_road_leaves_the_same_rows_jobs_and_files(
    empty: Opening, taken: list[Action], slug: str
) -> None:
    found, roads = [], []
    for _ in range(2):
        database, jobs, store = empty(), FakeJobs(), open_store("memory:///")
        with database.write() as session:
            work = factories.work(session, jobs=jobs)
            application = factories.at_stage(work, Stage.STARTED, slug, store=store)
            assert application.stage is Stage.STARTED
        with database.read() as session:
            kept = [store.read(one.sha256) for one in session.exec(select(StoredFile))]
            assert proof.verify(session).holds
        found.append((rows(database), jobs.committed, kept))
        roads.append(list(taken))
        taken.clear()
    assert found[0] == found[1]
    assert (roads[0][-1], roads[1]) == (Action.HOLD_KICKOFF, [])
    assert found[0][0]["journal_entry"] != []


def test_a_longer_road_goes_on_from_a_shorter_one_in_the_same_transaction_and_in_another(
    empty: Opening, taken: list[Action]
) -> None:
    walked(empty(), Stage.ADMISSIBLE)
    begun = len(taken)
    again = empty()
    walked(again, Stage.REVIEWED)
    assert taken[begun:] == [Action.OPEN_REVIEW, Action.CLOSE_REVIEW]
    walked(again, Stage.ADMISSIBLE, title="Le Moulin")
    beside = empty()
    walked(beside, Stage.REVIEWED)
    del taken[:]
    walked(beside, Stage.ADMISSIBLE, title="Le Moulin")
    assert taken == []
    assert rows(beside) == rows(again)


def test_the_rows_that_the_session_holds_are_those_of_the_database(empty: Opening) -> None:
    for _ in range(2):
        with empty().write() as session:
            work = factories.work(session)
            application = factories.begin(work)
            factories.walk(work, application.reference, Stage.LETTER_SUBMITTED)
            assert application.stage is Stage.LETTER_SUBMITTED


@pytest.mark.parametrize("change", ["a row", "the instant", "the words", "a mark"])
def test_a_step_is_taken_for_good_when_anything_else_differs(
    empty: Opening, taken: list[Action], change: str
) -> None:
    walked(empty())
    begun = len(taken)
    with empty().write() as session:
        work = factories.work(session)
        match change:
            case "a row":
                factories.person(work, "Une Autre")
            case "the instant":
                work = replace(work, now=work.now + timedelta(hours=1))
            case "the words":
                work = replace(work, say=lambda _question, raw: str(raw).upper())
        factories.at_stage(work, Stage.REVIEWED, mark="3" if change == "a mark" else None)
    assert taken[begun:] == taken[:begun] != []


def test_what_was_rolled_back_is_not_stood_upon(empty: Opening, taken: list[Action]) -> None:
    database = empty()
    with database.write() as session:
        factories.at_stage(factories.work(session), Stage.LETTER_SUBMITTED)
        session.rollback()
    walked(database, Stage.LETTER_SUBMITTED)
    assert taken == [Action.SUBMIT_LETTER] * 2
