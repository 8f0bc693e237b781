"""The whole service on a free port of loopback: uvicorn, the jobs, the PDF processes and an SMTP server, all real.

Only the clock is a fake, so that a year passes in a minute.
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from app.bootstrap import House, build
from app.demo.server import free_port, served
from app.services.work import Work
from app.settings import Settings
from tests import factories
from tests.fakes import FakeClock

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 30
A_LINK = re.compile(r"https?://\S+/connexion/lien/\S+")
OFTEN = "1000 per minute"


def until(found: Callable[[], Any], what: str) -> Any:
    """What ``found`` answers as soon as it is true; AssertionError after half a minute."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (answer := found()):
        assert time.monotonic() < end, f"nothing came: {what}"
        time.sleep(0.05)
    return answer


@dataclass
class Inbox:
    """An SMTP server that keeps what it receives."""

    received: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """What this person received, oldest first."""
        return [one for one in self.received if address in str(one["To"])]

    def subjects(self, address: str) -> list[str]:
        return [str(one["Subject"]) for one in self.to(address)]

    def links(self, address: str) -> list[str]:
        """The sign-in links that this person received, oldest first."""
        texts = [one.get_body(("plain",)) for one in self.to(address)]
        return [link[0] for text in texts if text and (link := A_LINK.search(text.get_content()))]

    def link(self, address: str, *, nth: int = 1) -> str:
        """The nth sign-in link that this person received; waits for it."""
        found: list[str] = until(
            lambda: links if len(links := self.links(address)) >= nth else [], f"a link for {address}"
        )
        return found[nth - 1]

    def wait_for(self, address: str, words: str) -> EmailMessage:
        """The mail to this person whose subject holds these words; waits for it."""
        found: list[EmailMessage] = until(
            lambda: [one for one in self.to(address) if words in str(one["Subject"])],
            f"« {words} » for {address}",
        )
        return found[0]


@dataclass(frozen=True)
class Site:
    """The service as the tests reach it: from outside by ``url``, from behind by ``house``."""

    url: str
    house: House
    clock: FakeClock
    inbox: Inbox

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One piece of work of the house itself, now, committed at the end."""
        with self.house.wiring.database.write() as session:
            yield factories.work(session, now=self.clock.now)


@contextmanager
def smtp_server(inbox: Inbox) -> Iterator[str]:
    port = free_port(LOOPBACK)
    controller = Controller(inbox, hostname=LOOPBACK, port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


@contextmanager
def open_site(database_url: str, folder: Path) -> Iterator[Site]:
    """The service on this migrated database, on a day when all three calls are open."""
    clock, inbox = FakeClock(factories.AN_OPEN_DAY), Inbox()
    with smtp_server(inbox) as smtp:
        settings = Settings(
            demo=True,
            data_dir=folder,
            database_url=database_url,
            base_url=f"http://{LOOPBACK}:{free_port(LOOPBACK)}",
            smtp_url=smtp,
            mail_from="Région d’essai <ne-pas-repondre@region.example>",
            authority_name="Région d’essai",
            sign_in_rate=OFTEN,
            sign_in_ip_rate=OFTEN,
            sign_in_address_rate=OFTEN,
            pdf_workers=1,
        )
        house = build(settings, clock=clock)
        with served(house) as url:
            yield Site(url, house, clock, inbox)
