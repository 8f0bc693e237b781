"""The migrations: up, down, up again on both databases, and the tables are those of the models."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy.engine import make_url
from sqlmodel import Session

from app.db import proof, sealed
from app.db.base import table_of
from app.db.journal import digest
from app.db.session import open_engine

ROOT = Path(__file__).resolve().parents[2]
_numbers = count(1)
REVISIONS = [script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()][::-1]


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    name = f"maillage_migrations_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        with empty_database(request.getfixturevalue("postgres_server")) as url:
            yield url


def config_for(url: str) -> Config:
    config = Config(ROOT / "alembic.ini")
    config.attributes["url"] = url
    return config


def schema(url: str) -> dict[str, list[str]]:
    """Every table with its columns, its constraints and its indexes, by name."""
    engine = open_engine(url)
    try:
        inspector = sa.inspect(engine)
        named = (
            inspector.get_multi_indexes(),
            inspector.get_multi_unique_constraints(),
            inspector.get_multi_foreign_keys(),
        )
        return {
            key[1]: sorted(
                [f"{one['name']} {one['type']} {one['nullable']}" for one in columns]
                + [str(one["name"]) for things in named for one in things[key]]
            )
            for key, columns in inspector.get_multi_columns().items()
            if key[1] != "alembic_version"
        }
    finally:
        engine.dispose()


def test_up_down_up_ends_where_it_began_and_matches_the_models(empty_url: str) -> None:
    config = config_for(empty_url)
    command.upgrade(config, "head")
    first = schema(empty_url)
    command.check(config)
    command.downgrade(config, "base")
    assert schema(empty_url) == {}
    command.upgrade(config, "head")
    assert schema(empty_url) == first


def test_each_revision_goes_down_to_the_one_before(empty_url: str) -> None:
    config, known = config_for(empty_url), [dict[str, list[str]]()]
    for revision in REVISIONS:
        command.upgrade(config, revision)
        known.append(schema(empty_url))
    for revision in (*REVISIONS[-2::-1], "base"):
        known.pop()
        command.downgrade(config, revision)
        assert schema(empty_url) == known[-1]


def test_revisions_are_numbered_one_after_the_other() -> None:
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_every_constraint_has_a_name(empty_url: str) -> None:
    command.upgrade(config_for(empty_url), "head")
    assert [names for names in schema(empty_url).values() if "None" in names] == []


def keep(connection: sa.Connection, name: str, /, **said: object) -> int:
    """A row with these values, whatever in the other columns that ask for some, and the rows that it refers to."""
    table = sa.Table(name, sa.MetaData(), autoload_with=connection)
    asked = [one for one in table.c if not one.nullable and one.name not in (*said, "id")]
    values: dict[str, object] = {}
    for one in asked:
        owner = next((key.column.table.name for key in one.foreign_keys), None)
        if owner is not None:
            values[one.name] = keep(connection, owner)
        elif isinstance(one.type, sa.DateTime):
            values[one.name] = datetime(2026, 1, 1, tzinfo=UTC)
        elif isinstance(one.type, sa.Date):
            values[one.name] = date(2026, 1, 1)
        else:
            values[one.name] = 1 if isinstance(one.type, sa.Integer | sa.Boolean) else f"{next(_numbers)}"
    return int(
        connection.execute(table.insert().values({**values, **said}).returning(table.c.id)).scalar_one()
    )


def test_why_an_instalment_was_given_up_is_told_apart_from_the_words_of_its_beneficiary(
    empty_url: str,
) -> None:
    config, engine = config_for(empty_url), open_engine(empty_url)
    command.upgrade(config, "0010")
    with engine.begin() as connection:
        running = keep(connection, "application", stage="started")
        ended = keep(connection, "application", stage="terminated")
        for application, key, state in (
            (running, "avance", "cancelled"),
            (running, "solde", "requested"),
            (ended, "avance", "cancelled"),
            (ended, "solde", "cancelled"),
        ):
            keep(connection, "payment", application_id=application, key=key, state=state, note=f"Note {key}.")
        data = '{"amount_cents":1,"payment":"avance"}'
        keep(connection, "journal_entry", application_id=ended, verb="cancel_payment", data=data)
    command.upgrade(config, "0011")
    with engine.begin() as connection:
        asked = "SELECT application_id, key, note, cancelled_because FROM payment ORDER BY id"
        assert [tuple(row) for row in connection.execute(sa.text(asked))] == [
            (running, "avance", "", "Note avance."),
            (running, "solde", "Note solde.", ""),
            (ended, "avance", "", "Note avance."),
            (ended, "solde", "Note solde.", ""),
        ]
    command.downgrade(config, "0010")
    with engine.connect() as connection:
        notes = connection.execute(sa.text("SELECT note FROM payment ORDER BY id")).scalars().all()
    engine.dispose()
    assert notes == ["Note avance.", "Note solde.", "Note avance.", "Note solde."]


def test_who_left_a_team_before_it_was_kept_is_found_again_in_the_journal(empty_url: str) -> None:
    config, engine = config_for(empty_url), open_engine(empty_url)
    command.upgrade(config, "0018")
    hours = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in range(6)]
    with engine.begin() as connection:
        application, first, second = (keep(connection, one) for one in ("application", "person", "person"))
        for at, verb, person, actor in (
            (hours[0], "begin", None, first),
            (hours[1], "invite_to_team", second, first),
            (hours[2], "remove_from_team", second, first),
            (hours[3], "invite_to_team", second, first),
            (hours[4], "remove_from_team", first, second),
        ):
            data = "{}" if person is None else f'{{"person":{person}}}'
            said: dict[str, object] = {
                "number": at.hour + 1,
                "application_id": application,
                "actor_id": actor,
                "verb": verb,
                "at": at,
                "data": data,
            }
            keep(connection, "journal_entry", **said)
    command.upgrade(config, "0019")
    with engine.begin() as connection:
        kept = sa.Table("former_member", sa.MetaData(), autoload_with=connection)
        query = sa.select(kept.c.application_id, kept.c.person_id, kept.c.joined_at, kept.c.left_at)
        found = [
            (one, person, *(at.replace(tzinfo=UTC) for at in instants))
            for one, person, *instants in connection.execute(query.order_by(kept.c.id))
        ]
    engine.dispose()
    assert found == [(application, second, hours[1], hours[2]), (application, first, hours[0], hours[4])]


def test_the_interests_that_were_there_are_sealed_as_they_are_found(empty_url: str) -> None:
    config, engine = config_for(empty_url), open_engine(empty_url)
    command.upgrade(config, "0025")
    with engine.begin() as connection:
        kept = {
            "interest": keep(connection, "interest", nature="family"),
            "interest_finding": keep(connection, "interest_finding", confirmed=True),
        }
    command.upgrade(config, "head")
    with Session(engine) as session:
        (entry,) = proof.in_order(session)
        assert (entry.verb, entry.sha256) == ("seal_interests", digest(entry))
        assert entry.seals == {f"{name}:{one}": sealed_as(session, name, one) for name, one in kept.items()}
    command.downgrade(config, "0025")
    command.upgrade(config, "head")
    engine.dispose()


def sealed_as(session: Session, name: str, number: int) -> str:
    """The digest of what the database holds of a row, as a deed that touched it would seal it."""
    table = table_of(sealed.SEALED[name])
    row = session.execute(sa.select(table).where(table.c.id == number)).mappings().one()
    return sealed.digest(session, name, row)
