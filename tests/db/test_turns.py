"""Writers of an embedded database are served in the order they came, and none waits for ever."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import session as sessions
from app.db.session import Database
from tests.servers import SqliteTemplate


@pytest.fixture
def database(sqlite_template: SqliteTemplate, tmp_path: Path) -> Iterator[Database]:
    """PostgreSQL has a queue of its own for each row."""
    with sqlite_template.copy(tmp_path) as url:
        opened = Database.open(url)
        yield opened
        opened.close()


def test_writers_are_served_in_the_order_they_came(database: Database) -> None:
    served: list[int] = []
    holding, go = threading.Event(), threading.Event()

    def hold() -> None:
        with database.write() as session:
            session.execute(sa.text("UPDATE journal_head SET number = number"))
            holding.set()
            go.wait(20)

    def write(number: int) -> None:
        with database.write() as session:
            session.execute(sa.text("UPDATE journal_head SET number = number"))
            served.append(number)

    threads = [threading.Thread(target=hold)]
    threads[0].start()
    holding.wait(20)
    for number in range(12):
        threads.append(threading.Thread(target=write, args=(number,)))
        threads[-1].start()
        time.sleep(0.05)
    go.set()
    for thread in threads:
        thread.join()
    assert served == list(range(12))


def test_a_writer_whose_turn_does_not_come_is_told_so_and_leaves_the_queue(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "WRITE_SECONDS", 0.1)
    refused: list[Exception] = []

    def write() -> None:
        try:
            with database.write():
                raise AssertionError("two at once")
        except sa.exc.TimeoutError as error:
            refused.append(error)

    with database.write() as session:
        session.execute(sa.text("UPDATE journal_head SET number = number"))
        waiting = threading.Thread(target=write)
        waiting.start()
        waiting.join()
    assert len(refused) == 1
    with database.write() as session:
        session.execute(sa.text("UPDATE journal_head SET number = number"))
