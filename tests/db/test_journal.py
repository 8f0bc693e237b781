"""The journal: nobody changes it, and whoever managed to would be seen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.db import journal, proof
from app.db.journal import GENESIS, JournalEntry, JournalHead
from app.db.proof import Verification
from app.db.session import Database
from app.domain.people import SYSTEM, Actor
from app.domain.workflow import Action
from tests import factories
from tests.fakes import A_MONDAY

ADA = Actor(7, "Ada Morin")
THREADS, ROUNDS = 64, 3


def write(database: Database, count: int = 3) -> None:
    with database.write() as session:
        for number in range(count):
            journal.write(session, ADA, "invite", A_MONDAY, application_id=1, target="x", data={"né": number})


def verification(database: Database) -> Verification:
    with database.read() as session:
        return proof.verify(session)


def without_triggers(database: Database, statement: str) -> None:
    """What only somebody who owns the database can do."""
    with database.write() as session:
        if database.engine.dialect.name == "postgresql":
            session.execute(sa.text("ALTER TABLE journal_entry DISABLE TRIGGER USER"))
        else:
            for verb in ("update", "delete"):
                session.execute(sa.text(f"DROP TRIGGER journal_entry_no_{verb}"))
        session.execute(sa.text(statement))


def test_an_empty_journal_is_whole(database: Database) -> None:
    assert verification(database) == Verification(0, None, "")


def test_each_entry_carries_the_hash_of_the_one_before(database: Database) -> None:
    write(database)
    with database.read() as session:
        entries = journal.of_application(session, 1)
        head = session.get_one(JournalHead, 1)
    assert [entry.previous for entry in entries] == [GENESIS, entries[0].sha256, entries[1].sha256]
    assert [entry.sha256 for entry in entries] == [journal.digest(entry) for entry in entries]
    assert [entry.data for entry in entries] == [{"né": 0}, {"né": 1}, {"né": 2}]
    assert (head.number, head.sha256) == (3, entries[2].sha256)
    assert verification(database) == Verification(3, None, "")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET verb = 'x' WHERE number = 2",
        "UPDATE journal_entry SET actor_name = actor_name",
        "DELETE FROM journal_entry WHERE number = 3",
        "DELETE FROM journal_entry",
    ],
)
def test_an_entry_is_neither_changed_nor_removed(database: Database, statement: str) -> None:
    write(database)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.execute(sa.text(statement))
    assert verification(database) == Verification(3, None, "")


@pytest.mark.parametrize(
    "statement", ["UPDATE filing SET sha256 = ''", "UPDATE filing SET content = '{}'", "DELETE FROM filing"]
)
def test_a_filing_is_neither_changed_nor_removed(database: Database, statement: str) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.begin(work)
        factories.act(work, application.reference, Action.SUBMIT_LETTER)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.execute(sa.text(statement))


def test_a_table_of_proofs_is_not_emptied_at_once(database: Database) -> None:
    write(database)
    if database.engine.dialect.name != "postgresql":
        return
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.execute(sa.text("TRUNCATE journal_entry"))


@pytest.mark.parametrize(
    ("statement", "broken", "why"),
    [
        ("UPDATE journal_entry SET verb = 'decline' WHERE number = 2", 2, "altered"),
        ("UPDATE journal_entry SET at = '2026-03-02 09:00:01+00' WHERE number = 1", 1, "altered"),
        ("UPDATE journal_entry SET data = '{}' WHERE number = 3", 3, "altered"),
        ("UPDATE journal_entry SET actor_id = NULL WHERE number = 2", 2, "altered"),
        ("DELETE FROM journal_entry WHERE number = 1", 1, "missing"),
        ("DELETE FROM journal_entry WHERE number = 2", 2, "missing"),
        ("DELETE FROM journal_entry WHERE number = 3", 3, "cut"),
        ("DELETE FROM journal_entry", 1, "cut"),
        ("UPDATE journal_entry SET previous = sha256 WHERE number = 2", 2, "unchained"),
    ],
)
def test_what_was_altered_cut_or_taken_out_is_named(
    database: Database, statement: str, broken: int, why: str
) -> None:
    write(database)
    if database.engine.dialect.name == "sqlite":
        statement = statement.replace("+00", ".000000")
    without_triggers(database, statement)
    found = verification(database)
    assert (found.broken, found.why) == (broken, why)


def test_an_entry_forged_with_its_own_hash_breaks_the_chain_after_it(database: Database) -> None:
    write(database)
    with database.read() as session:
        forged = journal.of_application(session, 1)[1]
    forged.verb = "decline"
    without_triggers(
        database,
        f"UPDATE journal_entry SET verb = 'decline', sha256 = '{journal.digest(forged)}' WHERE number = 2",
    )
    assert verification(database) == Verification(3, 3, "unchained")


def test_sixty_four_threads_write_one_chain(database: Database) -> None:
    def one(_thread: int) -> None:
        for _ in range(ROUNDS):
            with database.write() as session:
                journal.write(session, SYSTEM, "expire", A_MONDAY)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(one, range(THREADS)))
    assert verification(database) == Verification(THREADS * ROUNDS, None, "")


def test_an_entry_of_a_transaction_that_fails_was_never_there(database: Database) -> None:
    def write_then_fail() -> None:
        with database.write() as session:
            journal.write(session, ADA, "invite", A_MONDAY)
            raise KeyError

    with pytest.raises(KeyError):
        write_then_fail()
    write(database, 1)
    assert verification(database) == Verification(1, None, "")


def test_more_than_one_batch_is_read_to_its_end(database: Database) -> None:
    if database.engine.dialect.name == "sqlite":
        write(database, 1001)
        assert verification(database) == Verification(1001, None, "")


def read(database: Database, query: Callable[[Session], list[JournalEntry]]) -> list[int]:
    with database.read() as session:
        return [entry.number for entry in query(session)]


def test_the_journal_is_read_by_application_by_call_and_from_its_end(database: Database) -> None:
    with database.write() as session:
        for number, (call, application, target) in enumerate(((1, 1, "x"), (2, 2, "y"), (1, 1, None))):
            journal.write(
                session,
                ADA,
                f"verb{number}",
                A_MONDAY,
                call_id=call,
                application_id=application,
                target=target,
            )
    assert read(database, lambda s: journal.of_application(s, 1)) == [1, 3]
    assert read(database, journal.latest) == [3, 2, 1]
    assert read(database, lambda s: journal.latest(s, call_ids=frozenset({1}), limit=1)) == [3]
    assert read(database, lambda s: journal.latest(s, offset=1, limit=1)) == [2]
    with database.read() as session:
        last, none = journal.last_move(session, 1), journal.last_move(session, 9)
    assert (last.number if last else None, none) == (1, None)
