"""Mails as they leave: through a real SMTP server on loopback, or into a folder."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from app.adapters.mailer import FolderMailer, MailWriter, SmtpMailer
from app.services.ports import Mail, MailRefused, Unreachable
from tests.fakes import FakeClock

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mail"
LINK = "https://maillage.example/connexion/abc"


@dataclass
class Inbox:
    """An SMTP server that keeps what it receives, and refuses as it is told."""

    received: list[bytes] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            self.received.append(envelope.content)
        return self.answer

    def only(self) -> EmailMessage:
        (content,) = self.received
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


def writer(clock: FakeClock, folder: Path = TEMPLATES) -> MailWriter:
    facts = {"authority_name": "Région & Cie", "authority_contact": "contact@region.example"}
    return MailWriter(folder, sender="Région <aap@region.example>", clock=clock, named_everywhere=facts)


def sign_in(to: str = "Zoé <zoe@asso.example>", link: str = LINK) -> Mail:
    return Mail(key="sign_in:1", kind="sign_in", to=to, data={"link": link, "minutes": 30})


def text_of(message: EmailMessage, subtype: str) -> str:
    part = message.get_body((subtype,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content


def test_a_mail_reaches_the_server_with_its_headers_and_both_parts(
    server: str, inbox: Inbox, clock: FakeClock
) -> None:
    SmtpMailer(writer(clock), server).send(sign_in())
    message = inbox.only()
    assert message["Subject"] == "Votre lien de connexion"
    assert message["From"] == "Région <aap@region.example>"
    assert message["To"] == "Zoé <zoe@asso.example>"
    assert message["Date"] == "Mon, 02 Mar 2026 09:00:00 +0000"
    assert message["Message-ID"].endswith("@region.example>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert f"\n\n{LINK}\n\n" in text_of(message, "plain").replace("\r\n", "\n")
    assert f'<a href="{LINK}" style="color:#0b5346">{LINK}</a>' in text_of(message, "html")
    assert "Région &amp; Cie" in text_of(message, "html")


def test_the_same_mail_sent_twice_keeps_its_message_id(server: str, inbox: Inbox, clock: FakeClock) -> None:
    mailer = SmtpMailer(writer(clock), server)
    for _ in range(2):
        mailer.send(sign_in())
    first, second = (message_from_bytes(content)["Message-ID"] for content in inbox.received)
    assert first == second


@pytest.mark.parametrize(
    "to",
    [
        "zoe@asso.example\nBcc: all@asso.example",
        "zoe@asso.example\r\n\r\nhello",
        "Zoé\nBcc: x@y.fr <zoe@asso.example>",
        "zoe",
        "@asso.example",
        "zoe@localhost",
        "",
    ],
)
def test_what_is_not_one_address_is_refused(to: str, clock: FakeClock) -> None:
    with pytest.raises(MailRefused):
        writer(clock).message(sign_in(to))


def test_a_line_break_in_a_subject_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "hello.txt").write_text("Objet : {{ title }}\n\nBonjour", encoding="utf-8")
    for layout in ("layout.txt", "layout.html"):
        (tmp_path / layout).write_text((TEMPLATES / layout).read_text(encoding="utf-8"), encoding="utf-8")
    mail = Mail(key="k", kind="hello", to="zoe@asso.example", data={"title": "A\nBcc: all@asso.example"})
    with pytest.raises(MailRefused, match="one line"):
        writer(clock, tmp_path).message(mail)


def test_a_missing_value_or_template_is_refused(clock: FakeClock) -> None:
    with pytest.raises(MailRefused, match="link"):
        writer(clock).message(Mail(key="k", kind="sign_in", to="zoe@asso.example", data={"minutes": 3}))
    with pytest.raises(MailRefused, match="unknown"):
        writer(clock).message(Mail(key="k", kind="unknown", to="zoe@asso.example"))


def test_markup_in_a_value_stays_text(clock: FakeClock) -> None:
    message = writer(clock).message(sign_in(link="<b>gras</b>"))
    assert "&lt;b&gt;gras&lt;/b&gt;" in text_of(message, "html")


@pytest.mark.parametrize(
    ("answer", "failure"),
    [("550 no such box", MailRefused), ("451 later", Unreachable), ("421 closing", Unreachable)],
)
def test_a_refusal_of_the_server_is_for_good_or_for_now(
    answer: str, failure: type[Exception], server: str, inbox: Inbox, clock: FakeClock
) -> None:
    inbox.answer = answer
    with pytest.raises(failure):
        SmtpMailer(writer(clock), server).send(sign_in())


def test_a_server_that_is_away_is_worth_another_try(clock: FakeClock) -> None:
    with pytest.raises(Unreachable):
        SmtpMailer(writer(clock), "smtp://127.0.0.1:9", timeout_seconds=2).send(sign_in())


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "mail.example:25"])
def test_an_address_that_is_not_a_mail_server_is_refused(url: str, clock: FakeClock) -> None:
    with pytest.raises(ValueError, match="smtp://"):
        SmtpMailer(writer(clock), url)


def test_a_folder_keeps_one_file_for_one_mail(tmp_path: Path, clock: FakeClock) -> None:
    mailer = FolderMailer(writer(clock), tmp_path / "mails")
    for _ in range(2):
        mailer.send(sign_in())
    (file,) = (tmp_path / "mails").iterdir()
    assert file.name.startswith("sign_in-")
    assert file.suffix == ".eml"
    assert (
        message_from_bytes(file.read_bytes(), policy=policy.default)["Subject"] == "Votre lien de connexion"
    )
