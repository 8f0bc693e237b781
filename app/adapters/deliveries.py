"""Sending what the outbox holds: one job a mail, and a relay for the mails whose job was lost.

A mail that the server puts off says when it is tried next and frees its worker: the relay, every minute, gives it a job
again. At least once: the mail is handed over first and told as sent after, so that a kill in
between sends it again, with the same Message-ID. The other order would lose it.
"""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from app.db import outbox
from app.db.session import Database
from app.services.ports import Clock, Jobs, Mail, Mailer, MailRefused, OutsideFailure

log = logging.getLogger(__name__)

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
        """Send the mail `payload["mail_id"]` unless it was sent, given up or is held."""
        mail_id = int(payload["mail_id"])
        with self._alone(mail_id):
            mail = self._to_send(mail_id)
            if mail is None:
                return
            try:
                self._mailer.send(mail)
            except MailRefused as error:
                log.warning("a mail is given up: %s", error.why.value)
                with self._database.write() as session:
                    outbox.give_up(session, mail_id, str(error), error.why, self._clock())
                return
            except OutsideFailure as error:
                log.warning("a mail waits for another try: %s", type(error).__name__)
                with self._database.write() as session:
                    outbox.mark_failed(session, mail_id, str(error), self._clock())
                return
            with self._database.write() as session:
                outbox.mark_sent(session, mail_id, self._clock())

    def relay(self, _payload: Mapping[str, Any]) -> None:
        """Give a new job to each mail whose next try is due, or that should have left a quarter of an hour ago."""
        with self._database.write() as session:
            now, since = self._clock(), outbox.held_since(session)
            for mail in outbox.due(session, now, written_before=now - OWN_JOB_HAS):
                if not outbox.is_kept_back(mail, since):
                    key = f"{mail.key}:again:{mail.attempts}"
                    urgent = mail.kind == outbox.SIGN_IN
                    self._jobs.enqueue(session, DELIVER_MAIL, {"mail_id": mail.id}, key=key, urgent=urgent)

    def _to_send(self, mail_id: int) -> Mail | None:
        with self._database.read() as session:
            row = outbox.by_id(session, mail_id)
            if row is None or row.sent_at is not None or row.undelivered_at is not None:
                return None
            if outbox.is_kept_back(row, outbox.held_since(session)):
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
