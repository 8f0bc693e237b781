"""The migrations go up, down and up again, and leave exactly the tables that the code declares."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.db.session import Database
from tests.servers import ROOT


def config(url: str) -> Config:
    made = Config(ROOT / "alembic.ini")
    made.attributes["url"] = url
    return made


def our_tables(database: Database) -> set[str]:
    with database.read() as session:
        names = sa.inspect(session.connection()).get_table_names()
    return {name for name in names if name in {"call", "application", "outbox_mail", "person"}}


def test_the_tables_are_those_that_the_code_declares(database_url: str) -> None:
    command.check(config(database_url))


def test_up_down_up(database_url: str, database: Database) -> None:
    before = our_tables(database)
    command.downgrade(config(database_url), "base")
    assert our_tables(database) == set()
    command.upgrade(config(database_url), "head")
    command.check(config(database_url))
    assert our_tables(database) == before


def test_the_migrations_are_numbered_in_their_order() -> None:
    revisions = list(ScriptDirectory.from_config(config("sqlite:///unused.db")).walk_revisions())
    numbers = [revision.revision for revision in reversed(revisions)]
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
    assert all(re.match(rf"{r.revision}_\w+\.py", Path(r.path).name) for r in revisions)
