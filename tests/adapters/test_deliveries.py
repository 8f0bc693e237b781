"""What the outbox holds leaves once, is tried again when the server is away, and is never lost from sight."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.adapters.deliveries import DELIVER_MAIL, Deliveries
from app.db import outbox
from app.db.outbox import OutboxMail
from app.db.session import Database
from app.services.ports import Mail, MailRefused, Part, Unreachable
from tests.fakes import FakeClock, FakeJobs, FakeMailer, Job

Post = Callable[..., int]


@pytest.fixture
def deliveries(database: Database, mailer: FakeMailer, jobs: FakeJobs, clock: FakeClock) -> Deliveries:
    return Deliveries(database, mailer, jobs, clock)


@pytest.fixture
def post(database: Database, clock: FakeClock) -> Post:
    def write(key: str = "k", *, held: bool = False) -> int:
        with database.write() as session:
            mail = outbox.add(session, key=key, kind="n", to="a@b.fr", data={"x": 1}, now=clock(), held=held)
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


def test_a_server_that_is_away_is_counted_and_asked_again(
    database: Database, deliveries: Deliveries, mailer: FakeMailer, post: Post
) -> None:
    mail_id = post()
    mailer.failure = Unreachable("away", Part.MAIL)
    with pytest.raises(Unreachable):
        deliveries.deliver({"mail_id": mail_id})
    assert (row(database, mail_id).attempts, row(database, mail_id).last_error) == (1, "away")
    mailer.failure = None
    deliveries.deliver({"mail_id": mail_id})
    assert (row(database, mail_id).attempts, row(database, mail_id).last_error) == (2, None)


def test_a_refused_mail_is_given_up_with_its_reason(
    database: Database,
    deliveries: Deliveries,
    mailer: FakeMailer,
    jobs: FakeJobs,
    clock: FakeClock,
    post: Post,
) -> None:
    mail_id = post()
    mailer.failure = MailRefused("no such box")
    deliveries.deliver({"mail_id": mail_id})
    assert row(database, mail_id).last_error == "no such box"
    clock.advance(hours=1)
    deliveries.relay({})
    assert jobs.committed == []
    with database.read() as session:
        assert outbox.unsent_count(session) == 1


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
