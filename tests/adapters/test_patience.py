"""Nobody outside is waited for without a limit: a server that says nothing is told as not answering."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app.adapters import file_store
from app.adapters.file_store import open_store
from app.db import postgresql
from app.db.session import Database
from app.services.ports import Part, Unreachable
from tests.servers import PostgresTemplate


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def served(postgres_template: PostgresTemplate) -> Iterator[Database]:
    with postgres_template.copy() as url:
        database = Database.open(url)
        yield database
        database.close()


def test_a_database_that_freezes_is_left_and_asked_again_later(
    served: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "ANSWER_SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(OperationalError), served.read() as session:
        session.execute(sa.text("SELECT pg_sleep(30)"))
    assert time.monotonic() - began < 5
    with served.write() as session:
        assert session.execute(sa.text("SELECT 1")).scalar_one() == 1


def test_the_server_stops_a_statement_before_we_stop_waiting(served: Database) -> None:
    with served.read() as session:
        assert session.execute(sa.text("SHOW statement_timeout")).scalar_one() == "18s"


def test_a_database_that_says_nothing_to_who_connects_is_left(
    silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgresql.CONNECTING, "connect_timeout", 2)
    database = Database.open(f"postgresql://nobody@127.0.0.1:{silent}/none")
    began = time.monotonic()
    with pytest.raises(OperationalError), database.read() as session:
        session.execute(sa.text("SELECT 1"))
    assert time.monotonic() - began < 8


def test_a_store_that_says_nothing_is_left(silent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "ENDPOINT_URL": f"http://127.0.0.1:{silent}",
        "ALLOW_HTTP": "true",
        "ACCESS_KEY_ID": "x",
        "SECRET_ACCESS_KEY": "x",
        "REGION": "x",
    }.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setitem(file_store.PATIENCE, "timeout", timedelta(seconds=0.5))
    monkeypatch.setitem(file_store.AGAIN, "max_retries", 0)
    store = open_store("s3://bucket/prefix")
    for ask in (store.exists, store.chunks, lambda sha256: store.put([sha256.encode()], limit=100)):
        with pytest.raises(Unreachable) as failure:
            ask("0" * 64)
        assert failure.value.part is Part.FILES
