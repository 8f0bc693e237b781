"""The real job engine on both databases: what is committed runs, what is rolled back does not, a kill loses nothing."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from app.adapters.deliveries import DELIVER_MAIL, Deliveries
from app.adapters.jobs import DbosJobs, count_jobs
from app.db import outbox
from app.db.outbox import OutboxMail
from app.db.session import Database
from tests.fakes import FakeClock, FakeMailer

PATIENCE_SECONDS = 20

SENDS_THEN_HANGS = """
import sys, time
from app.adapters.clock import system_clock
from app.adapters.deliveries import DELIVER_MAIL, Deliveries
from app.adapters.jobs import DbosJobs
from app.db.session import Database

class HandsOverThenHangs:
    def send(self, mail):
        print(mail.key, flush=True)
        time.sleep(600)

jobs = DbosJobs(sys.argv[1], polling_seconds=0.1)
jobs.handle(DELIVER_MAIL, Deliveries(Database.open(sys.argv[1]), HandsOverThenHangs(), jobs, system_clock).deliver)
jobs.start()
jobs.wait_until_ready()
time.sleep(600)
"""


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.02)


@pytest.fixture
def engine(database_url: str) -> Iterator[DbosJobs]:
    jobs = DbosJobs(database_url, first_pause_seconds=0.05, polling_seconds=0.1)
    yield jobs
    jobs.stop(wait_seconds=0)


def started(engine: DbosJobs) -> DbosJobs:
    engine.start()
    engine.wait_until_ready(PATIENCE_SECONDS)
    return engine


def post(session: Session, jobs: DbosJobs, clock: FakeClock) -> int:
    mail = outbox.add(session, key="m1", kind="sign_in", to="a@b.fr", data={}, now=clock())
    assert mail is not None
    assert mail.id is not None
    jobs.enqueue(session, DELIVER_MAIL, {"mail_id": mail.id}, key=mail.key)
    return mail.id


def test_a_commit_runs_the_job_once_and_a_rollback_never(database: Database, engine: DbosJobs) -> None:
    done: list[Mapping[str, Any]] = []
    engine.handle("note", done.append)

    def rolled_back() -> None:
        with database.write() as session:
            engine.enqueue(session, "note", {"n": "rolled back"}, key="r")
            raise KeyError

    with pytest.raises(KeyError):
        rolled_back()
    for _ in range(2):
        with database.write() as session:
            engine.enqueue(session, "note", {"n": "é"}, key="same")
    started(engine)
    with database.write() as session:
        engine.enqueue(session, "note", {"n": "last"}, key="last")
    until(lambda: {"n": "last"} in done and {"n": "é"} in done)
    time.sleep(0.5)
    assert sorted(payload["n"] for payload in done) == ["last", "é"]


def test_the_job_waits_for_the_end_of_the_transaction(database: Database, engine: DbosJobs) -> None:
    done = threading.Event()
    engine.handle("note", lambda _: done.set())
    started(engine)
    with database.write() as session:
        engine.enqueue(session, "note", {}, key="k")
        assert not done.wait(0.5)
    assert done.wait(PATIENCE_SECONDS)


def test_what_is_urgent_goes_before_what_was_asked_earlier(database: Database, database_url: str) -> None:
    jobs = DbosJobs(database_url, workers=1, polling_seconds=0.1)
    done: list[str] = []
    jobs.handle("note", lambda payload: done.append(payload["n"]))
    with database.write() as session:
        for number in range(3):
            jobs.enqueue(session, "note", {"n": f"mail {number}"}, key=str(number))
        jobs.enqueue(session, "note", {"n": "link"}, key="link", urgent=True)
    started(jobs)
    until(lambda: len(done) == 4)
    jobs.stop()
    assert done[0] == "link"


def test_a_failed_job_is_tried_again(database: Database, engine: DbosJobs) -> None:
    tries: list[float] = []

    def third_time_lucky(_payload: Mapping[str, Any]) -> None:
        tries.append(time.monotonic())
        if len(tries) < 3:
            raise OSError("someone@example.fr is away")

    engine.handle("note", third_time_lucky)
    started(engine)
    with database.write() as session:
        engine.enqueue(session, "note", {}, key="k")
    until(lambda: len(tries) == 3)

    def succeeded() -> bool:
        with database.read() as session:
            return count_jobs(session, "SUCCESS") == 1

    until(succeeded)


def test_a_job_that_never_succeeds_ends_in_error(database: Database, database_url: str) -> None:
    jobs = DbosJobs(database_url, attempts=2, first_pause_seconds=0.05, polling_seconds=0.1)
    tries: list[int] = []

    def fail(_payload: Mapping[str, Any]) -> None:
        tries.append(1)
        raise OSError

    jobs.handle("note", fail)
    started(jobs)
    with database.write() as session:
        jobs.enqueue(session, "note", {}, key="k")

    def ended() -> bool:
        with database.read() as session:
            return count_jobs(session, "ERROR") == 1

    until(ended)
    jobs.stop()
    assert len(tries) == 2


def test_jobs_that_ended_well_are_forgotten_once_they_are_old(database: Database, engine: DbosJobs) -> None:
    done: list[Mapping[str, Any]] = []
    engine.handle("note", done.append)
    started(engine)
    with database.write() as session:
        for number in range(3):
            engine.enqueue(session, "note", {}, key=str(number))

    def succeeded() -> int:
        with database.read() as session:
            return count_jobs(session, "SUCCESS")

    until(lambda: succeeded() == 3)
    assert engine.forget_done(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert engine.forget_done(datetime.now(UTC) + timedelta(hours=1)) == 3
    assert succeeded() == 0


def test_a_cron_calls_its_job(engine: DbosJobs) -> None:
    told: list[Mapping[str, Any]] = []
    engine.handle("tick", told.append, cron="* * * * * *")
    started(engine)
    until(lambda: len(told) >= 2)
    assert all(payload["at"].endswith(("+01:00", "+02:00")) for payload in told)


def test_a_committed_mail_is_sent_once(
    database: Database, engine: DbosJobs, mailer: FakeMailer, clock: FakeClock
) -> None:
    engine.handle(DELIVER_MAIL, Deliveries(database, mailer, engine, clock).deliver)
    started(engine)
    with database.write() as session:
        mail_id = post(session, engine, clock)

    def told_as_sent() -> bool:
        with database.read() as session:
            return session.get_one(OutboxMail, mail_id).sent_at == clock()

    until(told_as_sent)
    assert [mail.key for mail in mailer.sent] == ["m1"]


def test_a_worker_killed_while_sending_leaves_a_mail_that_the_next_one_sends(
    database_url: str, database: Database, engine: DbosJobs, mailer: FakeMailer, clock: FakeClock
) -> None:
    """At least once: the killed worker may have handed the mail over; the second has the same Message-ID."""
    with database.write() as session:
        mail_id = post(session, engine, clock)
    worker = subprocess.Popen(
        [sys.executable, "-c", SENDS_THEN_HANGS, database_url], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "m1\n"
    worker.send_signal(signal.SIGKILL)
    worker.communicate(timeout=PATIENCE_SECONDS)

    engine.handle(DELIVER_MAIL, Deliveries(database, mailer, engine, clock).deliver)
    started(engine)
    until(lambda: [mail.key for mail in mailer.sent] == ["m1"])

    def told_as_sent() -> bool:
        with database.read() as session:
            return session.get_one(OutboxMail, mail_id).sent_at is not None

    until(told_as_sent)


def test_an_engine_that_cannot_start_says_why() -> None:
    jobs = DbosJobs("sqlite:////nowhere/at/all.db")
    jobs.start()
    with pytest.raises(Exception, match="unable to open database file"):
        jobs.wait_until_ready(PATIENCE_SECONDS)
    assert jobs.ready is False
    jobs.stop()
