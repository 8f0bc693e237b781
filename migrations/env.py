"""Runs the migrations on the database that is asked for.

The URL comes from the caller (`config.attributes["url"]`), else from `alembic -x url=…`, else from
MAILLAGE_DATABASE_URL, else it is the embedded file of the working folder. Revisions are numbered 0001, 0002…; the
tables of the job engine (DBOS), which live in the same database, are not ours to migrate.
"""

import importlib
import os
import pkgutil
from collections.abc import Iterable
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import app.db
from app.db.base import DecimalText, JsonText, Row, UtcDateTime
from app.db.session import open_engine

JOB_TABLES = frozenset(
    {
        "application_versions",
        "dbos_migrations",
        "notifications",
        "operation_outputs",
        "queues",
        "streams",
        "workflow_events",
        "workflow_events_history",
        "workflow_input",
        "workflow_output",
        "workflow_schedules",
        "workflow_status",
    }
)


def load_tables() -> sa.MetaData:
    for module in pkgutil.walk_packages(app.db.__path__, "app.db."):
        importlib.import_module(module.name)
    return Row.metadata


def asked_url() -> str:
    asked = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    return str(asked or os.environ.get("MAILLAGE_DATABASE_URL") or "sqlite:///maillage.db")


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name in JOB_TABLES)


def plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration names plain SQL types: it must still run when the application's own types have changed."""
    if kind != "type":
        return False
    match item:
        case UtcDateTime():
            return "sa.DateTime(timezone=True)"
        case DecimalText():
            return "sa.String(length=40)"
        case JsonText():
            return "sa.Text()"
        case sa.Enum():
            return f"sa.String(length={item.length})"
        case _:
            return False


def number_revision(
    _migration: MigrationContext,
    _revision: str | Iterable[str | None] | Iterable[str],
    scripts: list[MigrationScript],
) -> None:
    """Number a new revision after the ones that are there."""
    for script in scripts:
        script.rev_id = f"{len(list(ScriptDirectory.from_config(context.config).walk_revisions())) + 1:04d}"


def without_foreign_keys(connection: Any, _record: Any) -> None:
    """A batch operation on SQLite drops and renames tables: references are checked at the end instead."""
    connection.execute("PRAGMA foreign_keys=OFF")


def run() -> None:
    engine = open_engine(asked_url())
    sqlite = engine.dialect.name == "sqlite"
    if sqlite:
        sa.event.listen(engine, "connect", without_foreign_keys)
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=load_tables(),
                render_as_batch=True,
                transactional_ddl=True,
                include_name=is_ours,
                render_item=plain_type,
                process_revision_directives=number_revision,
            )
            with context.begin_transaction():
                context.run_migrations()
                if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                    raise RuntimeError(f"this migration breaks references: {broken}")
    finally:
        engine.dispose()


run()
