"""How PostgreSQL is spoken to: nobody waits for it for ever, and a text goes without the character U+0000.

Imported where the database is a PostgreSQL only: psycopg is slow to load.
"""

from select import POLLIN, poll
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from psycopg.types.string import StrDumperUnknown
from sqlalchemy.engine import Engine

ANSWER_SECONDS = 20.0
"""How long an answer is waited for: a server that is frozen, or gone without a word, answers nothing at all."""
STATEMENT_MILLISECONDS = 18_000
"""What the server itself gives to a statement: it stops before we stop waiting."""
CONNECTING = {"connect_timeout": 5, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


FRESH_SECONDS = 10.0
"""How long a connection that answered is taken to answer still, while its socket says nothing."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is closed, with an OperationalError, when no answer has come in time.

    ``heard_at``: when it last answered, by the clock of ``monotonic``.
    """

    heard_at = 0.0

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """What the server answers to what was sent. Raises OperationalError after ``ANSWER_SECONDS``."""
        try:
            answer = super().wait(gen, interval, ANSWER_SECONDS if timeout is None else timeout)
            self.heard_at = monotonic()
            return answer
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise

    @property
    def silent(self) -> bool:
        """Did it answer a moment ago, and not a word since? A server that stops says so, or hangs up."""
        if self.closed or monotonic() - self.heard_at > FRESH_SECONDS:
            return False
        listening = poll()
        listening.register(self.pgconn.socket, POLLIN)
        return not listening.poll(0)


class _Text(StrDumperUnknown):
    """What SQLite keeps, PostgreSQL keeps too: it refuses the character U+0000, which no keyboard types."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\x00", ""))


def read_texts(connection: Any, _record: Any) -> None:
    connection.adapters.register_dumper(str, _Text)


def wait_patiently(engine: Engine) -> None:
    """Give each connection of this engine a limit to what it waits for, on both sides."""

    def connect(_dialect: Any, _record: Any, words: Any, given: dict[str, Any]) -> PatientConnection:
        return PatientConnection.connect(*words, **{**CONNECTING, **given})

    def bound(connection: PatientConnection, _record: Any) -> None:
        connection.execute(f"SET statement_timeout = {STATEMENT_MILLISECONDS}".encode())
        connection.commit()

    ping = engine.dialect.do_ping

    def alive(connection: Any) -> bool:
        return connection.silent or ping(connection)

    sa.event.listen(engine, "do_connect", connect)
    sa.event.listen(engine, "connect", bound)
    engine.dialect.do_ping = alive  # type: ignore[method-assign, assignment]
