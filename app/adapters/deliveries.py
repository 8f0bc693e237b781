"""Sending what the outbox holds: one job a mail, and a relay for the mails whose job was lost.

A mail that the server puts off says when it is tried next and frees its worker: the relay, every minute, gives it a job
again. At least once: the mail is handed over first and told as sent after, so that a kill in
between sends it again, with the same Message-ID. The other order would lose it.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.db import outbox
from app.db.documents import DocumentPrint
from app.db.session import Database
from app.domain.documents import IncompleteDocumentError
from app.services.ports import Clock, Jobs, Mail, Mailer, MailRefused, OutsideFailure, Unreachable

log = logging.getLogger(__name__)

DELIVER_MAIL = "deliver_mail"
OWN_JOB_HAS = timedelta(minutes=15)

log = logging.getLogger(__name__)


class Deliveries:
    """The two jobs of the outbox, `deliver` and `relay`, as the handlers that `DbosJobs` runs."""

    def __init__(
        self,
        database: Database,
        mailer: Mailer,
        jobs: Jobs,
        clock: Clock,
        printed: Callable[[int], DocumentPrint] | None = None,
    ) -> None:
        """``printed`` gives the PDF of a document that a mail tells of, made then if it was not yet."""
        self._printed = printed
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
                self._mailer.send(self._with_print(mail))
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

    def _with_print(self, mail: Mail) -> Mail:
        """The mail with the fingerprint of the PDF that it tells of: of the very bytes that people receive.

        It leaves without, rather than never, when the document cannot be typeset. Raises Unreachable.
        """
        document = mail.data.get("document")
        if self._printed is None or document is None:
            return mail
        try:
            kept = self._printed(int(document))
        except Unreachable:
            raise
        except (OutsideFailure, IncompleteDocumentError) as error:
            log.warning("a mail leaves without the fingerprint of document %s: %s", document, error)
            return mail
        return replace(mail, data={**mail.data, "pdf_sha256": kept.sha256})

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
