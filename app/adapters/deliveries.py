"""Sending what the outbox holds: one job a mail, and a relay for the mails whose job was lost.

At least once: the mail is handed over first and told as sent after, so that a kill in between sends it again, with
the same Message-ID. The other order would lose it.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from app.db import outbox
from app.db.session import Database
from app.services.ports import Clock, Jobs, Mail, Mailer, MailRefused, OutsideFailure

DELIVER_MAIL = "deliver_mail"
OWN_JOB_HAS = timedelta(minutes=15)


class Deliveries:
    """The two jobs of the outbox, `deliver` and `relay`, as the handlers that `DbosJobs` runs."""

    def __init__(self, database: Database, mailer: Mailer, jobs: Jobs, clock: Clock) -> None:
        self._database = database
        self._mailer = mailer
        self._jobs = jobs
        self._clock = clock
        self._under_way: set[int] = set()
        self._ended = threading.Condition()

    def deliver(self, payload: Mapping[str, Any]) -> None:
        """Send the mail `payload["mail_id"]` unless it was sent or is held; Unreachable asks for another try."""
        mail_id = int(payload["mail_id"])
        with self._alone(mail_id):
            mail = self._to_send(mail_id)
            if mail is None:
                return
            try:
                self._mailer.send(mail)
            except MailRefused as error:
                with self._database.write() as session:
                    outbox.give_up(session, mail_id, str(error))
                return
            except OutsideFailure as error:
                with self._database.write() as session:
                    outbox.mark_failed(session, mail_id, str(error))
                raise
            with self._database.write() as session:
                outbox.mark_sent(session, mail_id, self._clock())

    def relay(self, _payload: Mapping[str, Any]) -> None:
        """Give a new job to each mail that should have left a quarter of an hour ago."""
        with self._database.write() as session:
            for mail in outbox.waiting(session, written_before=self._clock() - OWN_JOB_HAS):
                key = f"{mail.key}:again:{mail.attempts}"
                self._jobs.enqueue(session, DELIVER_MAIL, {"mail_id": mail.id}, key=key)

    def _to_send(self, mail_id: int) -> Mail | None:
        with self._database.read() as session:
            row = outbox.by_id(session, mail_id)
            if row is None or row.held or row.sent_at is not None:
                return None
            return Mail(key=row.key, kind=row.kind, to=row.to, data=row.data)

    @contextmanager
    def _alone(self, mail_id: int) -> Iterator[None]:
        """One thread at a time for one mail: its own job and the relay's never send it side by side."""
        with self._ended:
            self._ended.wait_for(lambda: mail_id not in self._under_way)
            self._under_way.add(mail_id)
        try:
            yield
        finally:
            with self._ended:
                self._under_way.discard(mail_id)
                self._ended.notify_all()
