"""Opening the database: one engine, reading sessions and writing sessions.

`with database.write() as session:` is the edge: it commits when the block ends well, rolls back when it raises.
Services receive the session and never commit. `with database.read() as session:` sees one snapshot and cannot
write.

SQLite: the driver's own transaction mode reads outside the transaction (64 threads of read-check-write lost 942
updates of 960 without an error), so the driver is left in autocommit and every transaction begins here: BEGIN
IMMEDIATE for a writing session, plain BEGIN for a reading one. A writing session has the file for itself; SQLite asks
for it again and again, and whoever asks at the right moment has it (of 32 writers one waited for 22 s): the threads of
a process therefore come to it in turn.

PostgreSQL: a writing session is READ COMMITTED; what is read and then decided upon needs `with_for_update()`
or a version in the WHERE clause. A reading session is REPEATABLE READ, READ ONLY.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import pysqlite3.dbapi2  # type: ignore[import-untyped]
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlmodel import Session

from app.db.turns import Turns

BUSY_MILLISECONDS = 30_000
WRITE_SECONDS = 20
POOL_SIZE = 20
POOL_SECONDS = 10
JOB_POOL_SIZE = 5

READING = "reading"


def database_url(url: str) -> URL:
    """The URL with its driver: pysqlite3 (SQLite 3.53, without the WAL bug of 3.40) or psycopg.

    ValueError for anything else, and for an SQLite database in memory: threads would not share it.
    """
    parsed = sa.make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            if parsed.database in (None, "", ":memory:") or parsed.query.get("mode") == "memory":
                raise ValueError("SQLite needs a file: sqlite:////path/to/maillage.db")
            return parsed.set(drivername="sqlite+pysqlite")
        case "postgresql":
            return parsed.set(drivername="postgresql+psycopg")
        case other:
            raise ValueError(f"unknown database “{other}”: sqlite or postgresql")


def open_engine(url: str, *, patient: bool = False) -> Engine:
    """An engine whose every connection is durable and checks its foreign keys; no connection is made yet.

    ``patient``: who serves people waits for no answer longer than they would; who migrates waits.
    """
    parsed = database_url(url)
    if parsed.get_backend_name() == "postgresql":
        engine = sa.create_engine(
            parsed, pool_size=POOL_SIZE, max_overflow=POOL_SIZE, pool_pre_ping=True, pool_timeout=POOL_SECONDS
        )
        return _postgresql(engine, patient=patient)
    engine = sa.create_engine(
        parsed,
        module=pysqlite3.dbapi2,
        poolclass=sa.QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_timeout=POOL_SECONDS,
    )
    sa.event.listen(engine, "connect", prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql(engine: Engine, *, patient: bool) -> Engine:
    from app.db import postgresql  # noqa: PLC0415 - slow module, for PostgreSQL only

    sa.event.listen(engine, "connect", postgresql.read_texts)
    if patient:
        postgresql.wait_patiently(engine)
    return engine


def open_job_engine(url: str) -> Engine:
    """An engine for the job engine, which begins its own transactions: ours would begin a second one."""
    parsed = database_url(url)
    if parsed.get_backend_name() == "postgresql":
        engine = sa.create_engine(parsed, pool_size=JOB_POOL_SIZE, pool_pre_ping=True)
        return _postgresql(engine, patient=True)
    engine = sa.create_engine(
        parsed, module=pysqlite3.dbapi2, poolclass=sa.QueuePool, pool_size=JOB_POOL_SIZE
    )
    sa.event.listen(engine, "connect", prepare_sqlite)
    sa.event.listen(engine, "connect", _begin_before_each_write)
    return engine


def _begin_before_each_write(connection: Any, _record: Any) -> None:
    connection.isolation_level = "IMMEDIATE"


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Autocommit in the driver, a write-ahead log synced at each commit, foreign keys checked."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get(READING))
    if connection.info.get(READING) is not reading:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.info[READING] = reading
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def is_reading(session: Session) -> bool:
    """Does this session see one snapshot, in which nothing is written?"""
    return bool(session.get_bind().get_execution_options().get(READING))


def end_reading(session: Session) -> None:
    """Give the snapshot of a reading session back; what is read afterwards begins another one.

    By a COMMIT, with nothing to write: at a ROLLBACK, psycopg forgets every statement that it had prepared, and the
    server plans the same questions again for each page.
    """
    session.expunge_all()
    session.commit()


class Database:
    """The database of the application, as sessions."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        reading: dict[str, Any] = {READING: True}
        if engine.dialect.name == "postgresql":
            reading |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reading = engine.execution_options(**reading)
        self._turns = Turns() if engine.dialect.name == "sqlite" else None

    @classmethod
    def open(cls, url: str) -> Self:
        return cls(open_engine(url, patient=True))

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that may write: committed at the end of the block, rolled back if it raises.

        Raises TimeoutError of SQLAlchemy when, on SQLite, its turn does not come.
        """
        with (
            self._in_turn(),
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if self._turns is None:
            yield
            return
        try:
            self._turns.take(WRITE_SECONDS)
        except TimeoutError as error:
            raise sa.exc.TimeoutError("the turn to write did not come in time") from error
        try:
            yield
        finally:
            self._turns.pass_on()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One snapshot; a write raises OperationalError (SQLite) or InternalError (PostgreSQL)."""
        with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session
            end_reading(session)

    def close(self) -> None:
        self.engine.dispose()
