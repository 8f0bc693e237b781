"""A row changed, taken away or put in behind the service's back is named, with the entry of the deed that made it."""

import pytest
import sqlalchemy as sa

from app.db import proof
from app.db.rectifications import Subject
from app.db.session import Database
from app.domain.people import TeamRole
from app.domain.workflow import Stage
from app.services import rectifying
from app.services.apply import invitations
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


def test_an_application_that_no_entry_brought_to_its_stage_is_named(database: Database) -> None:
    lived(database, Stage.CLOSED)
    assert tampered(database, "UPDATE application SET stage = 'awarded'") == [("application", "moved")]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("rectification", "DELETE FROM rectification"),
        ("rectification", "UPDATE rectification SET reason = 'autre'"),
        ("former_member", "DELETE FROM former_member"),
    ],
)
def test_what_was_put_right_and_who_left_a_team_are_sealed(
    database: Database, table: str, change: str
) -> None:
    with database.write() as session:
        work = factories.work(session)
        one = factories.at_stage(work, Stage.DOSSIER_SUBMITTED)
        officer = factories.by(work, factories.cast(work).officer)
        rectifying.rectify(
            officer,
            Subject.CHECK,
            1,
            {"note": "a"},
            {"note": "b"},
            "Faute de frappe.",
            version=0,
            call_id=one.call_id,
        )
        owner = factories.by(work, factories.cast(work).owner)
        invitations.invite_to_team(owner, one.reference, "gone@a.example", TeamRole.READER)
        invitations.remove_from_team(owner, one.reference, "gone@a.example")
    assert verified(database).rows == ()
    assert tampered(database, change) == [(table, "altered" if change.startswith("UPDATE") else "missing")]


@pytest.mark.parametrize("content", ["n’est pas du JSON", "", "[", '{"a": NaN}'])
def test_a_content_that_nothing_can_read_is_named(database: Database, content: str) -> None:
    lived(database, Stage.CLOSED)
    assert tampered(database, f"UPDATE convention SET content = '{content}'") == [("convention", "altered")]


def test_an_entry_that_nothing_can_read_is_named(database: Database) -> None:
    lived(database, Stage.DOSSIER_DRAFT)
    with database.engine.begin() as connection:
        for (unlock,) in connection.exec_driver_sql(UNLOCKED[database.engine.dialect.name]).all():
            connection.exec_driver_sql(unlock)
        connection.execute(sa.text("UPDATE journal_entry SET data = '{' WHERE number = 2"))
    found = verified(database)
    assert (found.broken, found.why) == (2, "altered")


def test_a_journal_effaced_with_its_head_is_said(database: Database) -> None:
    lived(database, Stage.DOSSIER_DRAFT)
    with database.engine.begin() as connection:
        for (unlock,) in connection.exec_driver_sql(UNLOCKED[database.engine.dialect.name]).all():
            connection.exec_driver_sql(unlock)
        for table in ("journal_entry", "journal_head"):
            connection.execute(sa.text(f"DELETE FROM {table}"))
    found = verified(database)
    assert (found.broken, found.why) == (1, "headless")
