"""A row changed, taken away or put in behind the service's back is named, with the entry of the deed that made it."""

import pytest
import sqlalchemy as sa

from app.db import proof
from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories

UNLOCKED = {
    "sqlite": "SELECT 'DROP TRIGGER \"' || name || '\"' FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT 'SET session_replication_role = replica'",
}


def lived(database: Database, stage: Stage) -> proof.Verification:
    with database.write() as session:
        work = factories.work(session, now=factories.AN_OPEN_DAY)
        factories.at_stage(work, stage, factories.TIERS_LIEUX)
    return verified(database)


def verified(database: Database) -> proof.Verification:
    with database.read() as session:
        return proof.verify(session)


def tampered(database: Database, statement: str) -> list[tuple[str, str]]:
    with database.engine.begin() as connection:
        for (unlock,) in connection.exec_driver_sql(UNLOCKED[database.engine.dialect.name]).all():
            connection.exec_driver_sql(unlock)
        connection.execute(sa.text(statement))
    found = verified(database)
    assert found.broken is None
    return [(row.table, row.why) for row in found.rows]


def test_a_whole_life_leaves_every_row_as_its_deed_made_it(database: Database) -> None:
    found = lived(database, Stage.CLOSED)
    assert (found.broken, found.rows) == (None, ())
    assert found.sealed > 20


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("decision", "UPDATE decision SET amount = amount + 1"),
        ("payment", "UPDATE payment SET paid_amount = paid_amount + 100 WHERE id = 1"),
        ("committee_opinion", "UPDATE committee_opinion SET votes_for = votes_for + 1"),
        ("review", "UPDATE mark SET value = '1' WHERE review_id = 1"),
        ("convention", "UPDATE convention SET amount = 1"),
        ("filing", "UPDATE filing SET content = '{}' WHERE id = 1"),
        ("document", "UPDATE document SET content = '{}' WHERE id = 1"),
        ("attendance", "UPDATE attendance SET present = NOT present WHERE id = 1"),
    ],
)
def test_a_row_changed_outside_the_service_is_named(database: Database, table: str, change: str) -> None:
    lived(database, Stage.CLOSED)
    assert set(tampered(database, change)) == {(table, "altered")}


def test_a_row_taken_away_is_named_and_so_is_one_put_in(database: Database) -> None:
    lived(database, Stage.CLOSED)
    assert tampered(database, "DELETE FROM decision") == [("decision", "missing")]
    put_in = (
        "INSERT INTO attendance (sitting_id, person_id, college, present) "
        "SELECT sitting_id, (SELECT max(id) FROM person), college, present FROM attendance WHERE id = 1"
    )
    assert ("attendance", "unsealed") in tampered(database, put_in)


def test_a_witness_sees_that_the_whole_chain_was_made_again_or_that_its_end_was_cut(
    database: Database,
) -> None:
    found = lived(database, Stage.DOSSIER_DRAFT)
    with database.read() as session:
        assert proof.verify(session, {found.entries: "0" * 64}).why == "witness"
        assert proof.verify(session, {found.entries + 1: "0" * 64}).why == "cut"
