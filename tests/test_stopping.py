"""Asked to stop, the service ends the mails that it is sending: none leaves twice, none is lost."""

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import col, select

from app.adapters.clock import system_clock
from app.adapters.jobs import DbosJobs
from app.db import outbox
from app.db.outbox import OutboxMail
from app.db.session import Database
from app.services.mails import DELIVER

MAILS = 12
PATIENCE_SECONDS = 60
RUN = "from app.cli.commands import app; app(['run', '--port', '{port}'])"
ASKED_IN_A_CALLBACK = """
import signal, weakref
from app.cli import serve

class Kept: ...

def asked(made):
    def ask(*given, **named):
        kept = Kept()
        gone = weakref.ref(kept, lambda _: signal.raise_signal(signal.{asked}))
        del kept
        return made(*given, **named)
    return ask

serve.create_app = asked(serve.create_app)
"""


class SlowInbox:
    """Keeps the Message-ID of each mail, and takes its time to say so."""

    def __init__(self) -> None:
        self.received: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.received.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        await asyncio.sleep(0.5)
        return "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@pytest.fixture
def inbox() -> Iterator[tuple[SlowInbox, str]]:
    slow, port = SlowInbox(), free_port()
    controller = Controller(slow, hostname="127.0.0.1", port=port)
    controller.start()
    yield slow, f"smtp://127.0.0.1:{port}"
    controller.stop()


def write_mails(database: Database, url: str) -> None:
    jobs = DbosJobs(url)
    with database.write() as session:
        for number in range(MAILS):
            mail = outbox.add(
                session,
                key=f"sign_in:{number}",
                kind="sign_in",
                to=f"personne{number}@exemple.fr",
                data={"link": "http://127.0.0.1:8000/connexion/lien/x", "minutes": 30},
                now=system_clock(),
            )
            assert mail is not None
            jobs.enqueue(session, DELIVER, {"mail_id": mail.id}, key=mail.key)
    jobs.stop()


def started(first: str, database_url: str, smtp_url: str, data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", first + RUN.format(port=free_port())],
        env={
            **os.environ,
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_DATA_DIR": str(data / "data"),
            "MAILLAGE_DATABASE_URL": database_url,
            "MAILLAGE_SMTP_URL": smtp_url,
        },
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_the_mails_under_way_are_told_as_sent_before_the_service_ends(
    database: Database, database_url: str, inbox: tuple[SlowInbox, str], tmp_path: Path, asked: signal.Signals
) -> None:
    slow, smtp_url = inbox
    write_mails(database, database_url)
    service = started("", database_url, smtp_url, tmp_path)
    end = time.monotonic() + PATIENCE_SECONDS
    while len(slow.received) < 2:
        assert time.monotonic() < end, "no mail was sent"
        assert service.poll() is None, service.stderr and service.stderr.read()
        time.sleep(0.02)
    service.send_signal(asked)
    _, said = service.communicate(timeout=PATIENCE_SECONDS)
    assert (service.returncode, re.findall("Traceback", said)) == (0, [])
    with database.read() as session:
        told = session.exec(select(OutboxMail.key).where(col(OutboxMail.sent_at).is_not(None))).all()
    assert len(slow.received) == len(set(slow.received)) == len(told)
    assert 0 < len(told) < MAILS


@pytest.mark.parametrize("asked", ["SIGTERM", "SIGINT"])
def test_asked_inside_a_callback_that_swallows_exceptions_the_service_ends_all_the_same(
    database_url: str, tmp_path: Path, asked: str
) -> None:
    first = ASKED_IN_A_CALLBACK.format(asked=asked)
    service = started(first, database_url, f"smtp://127.0.0.1:{free_port()}", tmp_path)
    try:
        _, said = service.communicate(timeout=PATIENCE_SECONDS)
    finally:
        service.kill()
    assert (service.returncode, re.findall("Traceback|Exception ignored", said)) == (0, [])
