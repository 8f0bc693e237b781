"""The record is read again by a job: one at a time, against the witness, and what it showed is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa

from app.adapters.verifier import Verifier
from app.db.base import key_of
from app.db.proof import Verification
from app.db.session import Database
from app.domain.errors import Forbidden
from app.domain.people import Actor
from app.domain.workflow import Stage
from app.services.desk.verifications import LOST_AFTER, VERIFY, Verified, ask, verified
from tests import factories
from tests.factories import AN_OPEN_DAY, TIERS_LIEUX, Cast
from tests.fakes import FakeClock, FakeJobs


@pytest.fixture
def cast(database: Database) -> Cast:
    with database.write() as session:
        work = factories.work(session)
        factories.at_stage(work, Stage.AWARDED, TIERS_LIEUX)
        return factories.cast(work, TIERS_LIEUX)


def asked(database: Database, actor: Actor, jobs: FakeJobs, later: timedelta = timedelta(0)) -> int:
    with database.write() as session:
        return key_of(ask(factories.work(session, actor, AN_OPEN_DAY + later, jobs)))


def known(database: Database, actor: Actor) -> Verified:
    with database.read() as session:
        return verified(factories.work(session, actor))


def made(database: Database, jobs: FakeJobs, clock: FakeClock, witness: Path) -> None:
    jobs.run({VERIFY: Verifier(database, witness, clock).read_again})


def test_what_is_asked_for_twice_is_read_once(
    database: Database, cast: Cast, jobs: FakeJobs, clock: FakeClock, tmp_path: Path
) -> None:
    assert asked(database, cast.auditor, jobs) == asked(database, cast.auditor, jobs)
    assert [one.kind for one in jobs.committed] == [VERIFY]
    before = known(database, cast.auditor)
    assert (before.last, before.waiting is None) == (None, False)
    made(database, jobs, clock, tmp_path / "witness.txt")
    after = known(database, cast.auditor)
    assert after.waiting is None
    assert after.last is not None
    assert after.last.done_at == clock()
    found = after.last.verification
    assert (found.holds, found.entries > 0, found.sealed > 0) == (True, True, True)


def test_two_who_ask_at_the_same_instant_wait_for_the_same_one(database: Database, cast: Cast) -> None:
    jobs, together = FakeJobs(), Barrier(2)

    def at_once(_: int) -> int:
        together.wait()
        return asked(database, cast.auditor, jobs)

    with ThreadPoolExecutor(2) as both:
        first, second = both.map(at_once, range(2))
    assert (first == second, len(jobs.committed)) == (True, 1)


def test_a_row_changed_behind_the_service_is_named_until_the_next_reading(
    database: Database, cast: Cast, jobs: FakeJobs, clock: FakeClock, tmp_path: Path
) -> None:
    with database.write() as session:
        session.execute(sa.text("UPDATE decision SET amount = amount + 1"))
    asked(database, cast.auditor, jobs)
    made(database, jobs, clock, tmp_path / "witness.txt")
    last = known(database, cast.auditor).last
    assert last is not None
    assert (last.differing, [(one.table, one.why) for one in last.verification.rows]) == (
        1,
        [("decision", "altered")],
    )
    assert not last.verification.holds


def test_the_witness_is_believed(
    database: Database, cast: Cast, jobs: FakeJobs, clock: FakeClock, tmp_path: Path
) -> None:
    witness = tmp_path / "witness.txt"
    witness.write_text(f"1 {'0' * 64} 2026-11-30T12:00:00+00:00\n", encoding="ascii")
    asked(database, cast.auditor, jobs)
    made(database, jobs, clock, witness)
    last = known(database, cast.auditor).last
    assert last is not None
    assert last.verification == Verification(1, 1, "witness")


def test_a_job_run_twice_keeps_what_it_showed_first(
    database: Database, cast: Cast, jobs: FakeJobs, clock: FakeClock, tmp_path: Path
) -> None:
    asked(database, cast.auditor, jobs)
    again = FakeJobs(committed=list(jobs.committed))
    made(database, jobs, clock, tmp_path / "witness.txt")
    first = clock()
    clock.advance(hours=1)
    made(database, again, clock, tmp_path / "witness.txt")
    last = known(database, cast.auditor).last
    assert last is not None
    assert last.done_at == first


def test_one_whose_job_was_given_up_may_be_asked_for_again(
    database: Database, cast: Cast, jobs: FakeJobs
) -> None:
    first = asked(database, cast.auditor, jobs)
    assert asked(database, cast.auditor, jobs, LOST_AFTER) == first
    assert len(jobs.committed) == 1
    assert asked(database, cast.auditor, jobs, LOST_AFTER + timedelta(seconds=1)) == first
    assert len(jobs.committed) == 2


def test_nobody_but_an_auditor_asks_for_it(database: Database, cast: Cast, jobs: FakeJobs) -> None:
    with pytest.raises(Forbidden):
        asked(database, cast.officer, jobs)
    assert jobs.committed == []
