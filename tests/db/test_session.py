"""The database keeps what it was told, whoever else is writing and however the process ends."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import InternalError, OperationalError
from sqlmodel import Session, col, select

from app.db import outbox, postgresql
from app.db.outbox import OutboxMail
from app.db.postgresql import PatientConnection
from app.db.session import Database
from app.db.session import database_url as read_url
from tests.fakes import A_MONDAY
from tests.servers import PostgresTemplate

THREADS = 64
ROUNDS = 15


@pytest.fixture
def postgres(postgres_template: PostgresTemplate) -> Iterator[Database]:
    with postgres_template.copy() as url:
        database = Database.open(url)
        yield database
        database.close()


WRITES_THEN_WAITS = """
import sys
from datetime import UTC, datetime
from app.db import outbox
from app.db.session import Database

database = Database.open(sys.argv[1])
for number in range(1000):
    with database.write() as session:
        outbox.add(session, key=f"k{number}", kind="k", to="a@b.fr", data={}, now=datetime.now(UTC))
    print(number, flush=True)
"""


def write_mail(database: Database, key: str = "k") -> int:
    with database.write() as session:
        mail = outbox.add(session, key=key, kind="kind", to="a@b.fr", data={"é": 1}, now=A_MONDAY)
        assert mail is not None
        assert mail.id is not None
        return mail.id


def keys(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.exec(select(OutboxMail.key).order_by(col(OutboxMail.id))))


def test_a_block_that_ends_well_is_committed_and_its_objects_stay_readable(database: Database) -> None:
    with database.write() as session:
        mail = outbox.add(session, key="k", kind="kind", to="a@b.fr", data={"é": [1]}, now=A_MONDAY)
    assert mail is not None
    assert mail.data == {"é": [1]}
    assert keys(database) == ["k"]


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    def write_then_fail() -> None:
        with database.write() as session:
            outbox.add(session, key="k", kind="kind", to="a@b.fr", data={}, now=A_MONDAY)
            raise KeyError

    with pytest.raises(KeyError):
        write_then_fail()
    assert keys(database) == []


def test_a_reading_session_cannot_write(database: Database) -> None:
    mail_id = write_mail(database)
    with pytest.raises((OperationalError, InternalError)), database.read() as session:
        outbox.mark_failed(session, mail_id, "no", A_MONDAY)
    with database.read() as session:
        assert session.get_one(OutboxMail, mail_id).attempts == 0


def test_a_writing_session_may_write_after_a_reading_one_on_the_same_connection(database: Database) -> None:
    for number in range(5):
        assert len(keys(database)) == number
        write_mail(database, f"k{number}")


PREPARED = sa.text(
    "SELECT sum(generic_plans + custom_plans) FROM pg_prepared_statements WHERE statement LIKE '%outbox%'"
)


def test_the_server_plans_a_question_once_for_many_readings(postgres: Database) -> None:
    for _ in range(20):
        keys(postgres)
    with postgres.read() as session:
        assert session.execute(PREPARED).scalar_one() >= 10


def test_a_connection_that_answered_a_moment_ago_is_not_asked_whether_it_lives(
    postgres: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    wait = PatientConnection.wait

    def counted(connection: PatientConnection, *words: Any, **named: Any) -> Any:
        asked.append(connection.silent)
        return wait(connection, *words, **named)

    monkeypatch.setattr(PatientConnection, "wait", counted)
    keys(postgres)
    told = []
    for fresh in (10.0, -1.0):
        monkeypatch.setattr(postgresql, "FRESH_SECONDS", fresh)
        asked.clear()
        keys(postgres)
        told.append(len(asked))
    assert 0 < told[0] < told[1]


def test_a_connection_that_the_server_ended_is_given_to_nobody(postgres: Database) -> None:
    with postgres.read() as session:
        pid = session.execute(sa.text("SELECT pg_backend_pid()")).scalar_one()
    other = sa.create_engine(postgres.engine.url, poolclass=sa.NullPool)
    with other.connect() as connection:
        assert connection.execute(
            sa.text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid}
        ).scalar_one()
    with postgres.read() as session:
        assert session.execute(sa.text("SELECT pg_backend_pid()")).scalar_one() != pid


def test_a_reading_session_sees_one_snapshot(database: Database) -> None:
    with database.read() as session:
        count = sa.select(sa.func.count()).select_from(OutboxMail)
        assert session.execute(count).scalar_one() == 0
        write_mail(database)
        assert session.execute(count).scalar_one() == 0


def add_one(session: Session, mail_id: int) -> None:
    mail = session.exec(select(OutboxMail).where(OutboxMail.id == mail_id).with_for_update()).one()
    mail.attempts += 1
    session.add(mail)


def test_sixty_four_threads_that_read_check_and_write_lose_nothing(database: Database) -> None:
    mail_id = write_mail(database)

    def rounds(_thread: int) -> None:
        for _ in range(ROUNDS):
            with database.write() as session:
                add_one(session, mail_id)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(rounds, range(THREADS)))
    with database.read() as session:
        assert session.get_one(OutboxMail, mail_id).attempts == THREADS * ROUNDS


def test_of_sixty_four_writers_with_the_same_version_one_wins(database: Database) -> None:
    mail_id = write_mail(database)

    def first(_thread: int) -> bool:
        with database.write() as session:
            return outbox.mark_sent(session, mail_id, A_MONDAY)

    with ThreadPoolExecutor(THREADS) as pool:
        assert sorted(pool.map(first, range(THREADS))) == [False] * (THREADS - 1) + [True]


def test_a_kill_right_after_the_acknowledgement_loses_nothing(database_url: str, database: Database) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITES_THEN_WAITS, database_url], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(20)]
    writer.send_signal(signal.SIGKILL)
    rest, _ = writer.communicate(timeout=30)
    acknowledged += [int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    assert set(keys(database)) >= {f"k{number}" for number in acknowledged}
    write_mail(database, "after")


def test_sqlite_is_durable_and_checks_its_references(database_url: str, database: Database) -> None:
    if database.engine.dialect.name == "postgresql":
        served = sa.make_url(database_url).difference_update_query(["options"])
        as_served = Database.open(served.render_as_string(hide_password=False))
        with as_served.read() as session:
            assert session.execute(sa.text("SHOW synchronous_commit")).scalar_one() == "on"
        as_served.close()
        return
    with database.read() as session:
        pragmas = {
            name: session.execute(sa.text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        version = session.execute(sa.text("SELECT sqlite_version()")).scalar_one()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert tuple(map(int, version.split("."))) >= (3, 51, 3)


def test_an_instant_comes_back_in_utc_and_a_naive_one_is_refused(database: Database) -> None:
    paris = timezone(timedelta(hours=1))
    with database.write() as session:
        outbox.add(
            session,
            key="k",
            kind="k",
            to="a@b.fr",
            data={},
            now=datetime(2026, 1, 5, 12, 0, 0, 7, tzinfo=paris),
        )
    with database.read() as session:
        moment = session.exec(select(OutboxMail.created_at)).one()
    assert moment == datetime(2026, 1, 5, 11, 0, 0, 7, tzinfo=UTC)
    assert moment.tzinfo is UTC
    with pytest.raises(sa.exc.StatementError, match="naive"), database.write() as session:
        outbox.add(session, key="n", kind="k", to="a@b.fr", data={}, now=datetime(2026, 1, 5))  # noqa: DTZ001


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "sqlite:///file:x?mode=memory"]
)
def test_a_database_that_cannot_be_shared_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite needs a file|unknown database"):
        read_url(url)
