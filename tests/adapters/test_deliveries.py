"""What the outbox holds leaves once, is tried again when the server is away, and is never lost from sight."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.adapters.deliveries import DELIVER_MAIL, Deliveries
from app.db import outbox
from app.db.outbox import OutboxMail, Undelivered
from app.db.session import Database
from app.services.ports import Mail, MailRefused, Part, Unreachable
from tests.fakes import FakeClock, FakeJobs, FakeMailer, Job

Post = Callable[..., int]


@pytest.fixture
def deliveries(database: Database, mailer: FakeMailer, jobs: FakeJobs, clock: FakeClock) -> Deliveries:
    return Deliveries(database, mailer, jobs, clock)


@pytest.fixture
def post(database: Database, clock: FakeClock) -> Post:
    def write(key: str = "k", *, kind: str = "n", held: bool = False) -> int:
        with database.write() as session:
            mail = outbox.add(session, key=key, kind=kind, to="a@b.fr", data={"x": 1}, now=clock(), held=held)
            assert mail is not None
            assert mail.id is not None
            return mail.id

    return write


def row(database: Database, mail_id: int) -> OutboxMail:
    with database.read() as session:
        return session.get_one(OutboxMail, mail_id)


def test_a_mail_is_sent_once_and_told_as_sent(
    database: Database, deliveries: Deliveries, mailer: FakeMailer, clock: FakeClock, post: Post
) -> None:
    mail_id = post()
    for _ in range(2):
        deliveries.deliver({"mail_id": mail_id})
    assert mailer.sent == [Mail(key="k", kind="n", to="a@b.fr", data={"x": 1})]
    assert row(database, mail_id).sent_at == clock()
    with database.read() as session:
        assert outbox.unsent_count(session) == 0


def test_the_same_key_is_written_once(database: Database, post: Post, clock: FakeClock) -> None:
    post("k")
    with database.write() as session:
        assert outbox.add(session, key="k", kind="n", to="a@b.fr", data={}, now=clock()) is None


def test_a_held_mail_waits_for_its_release(
    database: Database, deliveries: Deliveries, mailer: FakeMailer, post: Post
) -> None:
    mine, other = post("TL26-0042:decision:1", held=True), post("TL26-0043:decision:1", held=True)
    deliveries.deliver({"mail_id": mine})
    assert mailer.sent == []
    with database.write() as session:
        released = outbox.held_with_prefix(session, "TL26-0042:")
        outbox.release(session, released)
        assert [mail.id for mail in released] == [mine]
    for mail_id in (mine, other):
        deliveries.deliver({"mail_id": mail_id})
    assert [mail.key for mail in mailer.sent] == ["TL26-0042:decision:1"]


def test_a_server_that_is_away_is_asked_again_later_and_later_and_holds_no_worker_meanwhile(
    database: Database,
    deliveries: Deliveries,
    mailer: FakeMailer,
    jobs: FakeJobs,
    clock: FakeClock,
    post: Post,
) -> None:
    mail_id, began = post(), clock()
    mailer.failure = Unreachable("away", Part.MAIL)
    deliveries.deliver({"mail_id": mail_id})
    tried = []
    for _ in range(400):
        clock.advance(minutes=1)
        deliveries.relay({})
        if jobs.committed:
            tried.append((clock() - began).total_seconds() / 60)
            jobs.run({DELIVER_MAIL: deliveries.deliver})
    assert tried[:9] == [1, 3, 7, 15, 31, 63, 123, 183, 243]
    assert row(database, mail_id).last_error == "away"
    mailer.failure = None
    clock.advance(hours=1)
    deliveries.relay({})
    jobs.run({DELIVER_MAIL: deliveries.deliver})
    assert [mail.key for mail in mailer.sent] == ["k"]
    assert (row(database, mail_id).last_error, row(database, mail_id).next_try_at) == (None, None)


def test_a_mail_put_off_for_five_days_is_given_up(
    database: Database, deliveries: Deliveries, mailer: FakeMailer, clock: FakeClock, post: Post
) -> None:
    mail_id = post()
    mailer.failure = Unreachable("away", Part.MAIL)
    clock.advance(days=5)
    deliveries.deliver({"mail_id": mail_id})
    assert row(database, mail_id).undelivered_why == Undelivered.LATE


def test_a_refused_mail_is_given_up_with_its_reason_and_found_by_its_application(
    database: Database,
    deliveries: Deliveries,
    mailer: FakeMailer,
    jobs: FakeJobs,
    clock: FakeClock,
    post: Post,
) -> None:
    mail_id, other = post("TL26-0042:team:1"), post("TL26-00421:team:1")
    mailer.failure = MailRefused("no such box", Undelivered.REFUSED)
    for one in (mail_id, other):
        deliveries.deliver({"mail_id": one})
    kept = row(database, mail_id)
    assert (kept.last_error, kept.undelivered_at, kept.undelivered_why) == ("no such box", clock(), "refused")
    mailer.failure = None
    clock.advance(hours=1)
    deliveries.relay({})
    deliveries.deliver({"mail_id": mail_id})
    assert (jobs.committed, mailer.sent) == ([], [])
    with database.read() as session:
        assert (outbox.unsent_count(session), outbox.undelivered_count(session)) == (0, 2)
        assert [mail.id for mail in outbox.undelivered(session, prefix="TL26-0042:")] == [mail_id]
        assert outbox.undelivered(session, since=clock()) == []


def test_in_a_copy_every_mail_waits_until_told_but_the_link_that_is_asked_for_there(
    database: Database,
    deliveries: Deliveries,
    mailer: FakeMailer,
    jobs: FakeJobs,
    clock: FakeClock,
    post: Post,
) -> None:
    of_the_copy = [post("k1"), post("sign_in:old", kind="sign_in")]
    clock.advance(hours=1)
    with database.write() as session:
        outbox.hold_all(session, clock())
    new = [post("k2"), post("sign_in:new", kind="sign_in")]
    for one in (*of_the_copy, *new):
        deliveries.deliver({"mail_id": one})
    clock.advance(minutes=20)
    deliveries.relay({})
    assert ([mail.key for mail in mailer.sent], jobs.committed) == (["sign_in:new"], [])
    with database.write() as session:
        assert [outbox.let_all_go(session) for _ in range(2)] == [True, False]
    deliveries.relay({})
    assert [job.payload["mail_id"] for job in jobs.committed] == [of_the_copy[1], of_the_copy[0], new[0]]


def test_the_relay_takes_up_a_mail_whose_job_was_lost(
    deliveries: Deliveries, mailer: FakeMailer, jobs: FakeJobs, clock: FakeClock, post: Post
) -> None:
    mail_id = post()
    post("held", held=True)
    deliveries.relay({})
    assert jobs.committed == []
    clock.advance(minutes=16)
    for _ in range(2):
        deliveries.relay({})
    assert jobs.committed == [Job(DELIVER_MAIL, {"mail_id": mail_id}, "k:again:0")]
    jobs.run({DELIVER_MAIL: deliveries.deliver})
    assert [mail.key for mail in mailer.sent] == ["k"]


def test_two_jobs_of_one_mail_never_send_it_side_by_side(
    database: Database, jobs: FakeJobs, clock: FakeClock, post: Post
) -> None:
    mail_id = post()
    sent: list[str] = []
    slow = threading.Event()

    class SlowMailer:
        def send(self, mail: Mail) -> None:
            slow.wait(0.2)
            sent.append(mail.key)

    deliveries = Deliveries(database, SlowMailer(), jobs, clock)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deliveries.deliver, [{"mail_id": mail_id}] * 4))
    assert sent == ["k"]
