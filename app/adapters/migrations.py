"""Bringing the database to the newest schema, and knowing whether it is there without loading Alembic."""

import os
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from app.db.session import Database

ROOT = Path(__file__).resolve().parents[2]


@cache
def newest() -> str:
    """The number of the last revision: files are named ``0002_append_only.py``."""
    return max(file.name.partition("_")[0] for file in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def is_migrated(database: Database) -> bool:
    """Is the database at the newest schema?"""
    with database.read() as session:
        if not sa.inspect(session.connection()).has_table("alembic_version"):
            return False
        return session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == newest()


def migrate(url: str) -> None:
    """Upgrade to the newest schema; nothing happens when it is there."""
    from alembic import command  # noqa: PLC0415 - slow module: 0.3 s that an up-to-date start does not pay
    from alembic.config import Config  # noqa: PLC0415 - slow module

    config = Config(os.fspath(ROOT / "alembic.ini"))
    config.attributes["url"] = url
    command.upgrade(config, "head")
