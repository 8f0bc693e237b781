"""Mails: a template filled, then handed to an SMTP server or written to a folder.

`templates/mail/<room>/<kind>.txt`: the first line is « Objet : … », the second is empty, the rest is the text. The HTML
part
is made from the same text: one paragraph for each block, links where a line holds an address.
"""

import hashlib
import os
import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from email.errors import HeaderParseError, MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

from app.db.outbox import Undelivered
from app.services.ports import Clock, Mail, MailRefused, MailText, Part, Unreachable

SUBJECT = "Objet : "
TIMEOUT_SECONDS = 30
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
PERMANENT = 500
_EMPTY_LINES = re.compile(r"\n{3,}")


class MailWriter:
    """Turns a `Mail` into a message. `filters` are the French formats.

    `named_everywhere`: what every template may name.
    """

    def __init__(
        self,
        folder: Path,
        *,
        sender: str,
        clock: Clock,
        filters: Mapping[str, Callable[..., Any]] | None = None,
        named_everywhere: Mapping[str, Any] | None = None,
    ) -> None:
        self._jinja = Environment(
            loader=FileSystemLoader([folder, *sorted(filter(Path.is_dir, folder.iterdir()))]),
            undefined=StrictUndefined,
            autoescape=select_autoescape(["html"], default=False),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._jinja.filters.update(filters or {})
        self._jinja.globals.update(named_everywhere or {})
        self._sender = _address(sender)
        self._clock = clock

    def text(self, mail: Mail) -> MailText:
        """What the mail says between its greeting and its link; MailRefused when a value is missing."""
        subject, body = self._filled(mail)
        return MailText(subject, tuple("\n".join(lines) for lines in _blocks(body)))

    def _filled(self, mail: Mail) -> tuple[str, str]:
        try:
            filled = self._jinja.get_template(f"{mail.kind}.txt").render(mail.data)
        except TemplateError as error:
            raise MailRefused(f"template {mail.kind}: {error}") from error
        return _split(mail.kind, filled)

    def message(self, mail: Mail) -> EmailMessage:
        """MailRefused when a value is missing, the address is not one, or a header would hold two lines."""
        subject, body = self._filled(mail)
        try:
            text = self._jinja.get_template("layout.txt").render(body=body)
            html = self._jinja.get_template("layout.html").render(subject=subject, blocks=_blocks(body))
        except TemplateError as error:
            raise MailRefused(f"template {mail.kind}: {error}") from error
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = _address(mail.to)
        message["Subject"] = subject
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = f"<{mail_digest(mail)}@{self._sender.domain}>"
        message["Content-Language"] = "fr"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        return message


def mail_digest(mail: Mail) -> str:
    """The same for the same key: a mail sent twice after a crash is seen as one by the reader's mail program."""
    return hashlib.sha256(mail.key.encode()).hexdigest()[:32]


def _split(kind: str, filled: str) -> tuple[str, str]:
    first, _, rest = filled.partition("\n")
    if not first.startswith(SUBJECT) or not rest.startswith("\n"):
        raise MailRefused(f"mail {kind} begins with « {SUBJECT}… » on one line, then an empty line")
    return first.removeprefix(SUBJECT).strip(), _EMPTY_LINES.sub("\n\n", rest.strip())


def _blocks(body: str) -> list[list[str]]:
    return [block.splitlines() for block in body.split("\n\n") if block.strip()]


def _address(text: str) -> Address:
    """One address with an optional name; MailRefused for anything else, and for a line break (injection)."""
    if any(ord(character) < ord(" ") for character in text):
        raise MailRefused("an address holds no line break")
    name, spec = parseaddr(text)
    try:
        address = Address(display_name=name, addr_spec=spec)
    except (HeaderParseError, MessageError, ValueError, IndexError) as error:
        raise MailRefused(f"not an address: {text!r}") from error
    if not address.username or "." not in address.domain:
        raise MailRefused(f"not an address: {text!r}")
    return address


class FolderMailer:
    """Writes each mail as `<kind>-<digest>.eml` in a folder: for the demo and for a machine without a server."""

    def __init__(self, writer: MailWriter, folder: Path) -> None:
        self._writer = writer
        self._folder = folder

    def send(self, mail: Mail) -> None:
        content = self._writer.message(mail).as_bytes()
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{mail.kind}-{mail_digest(mail)}.eml"
        aside = file.with_suffix(f".{os.getpid()}.part")
        aside.write_bytes(content)
        aside.replace(file)


class SmtpMailer:
    """`smtp://[user:password@]host[:port]`, with STARTTLS unless the host is this machine or `?tls=no`; `smtps://`.

    One connection a mail: the queue sends a few at once and a broken connection costs one mail's retry only.
    """

    def __init__(self, writer: MailWriter, url: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._writer = writer
        self._parts: SplitResult = urlsplit(url)
        self._timeout = timeout_seconds
        if self._parts.scheme not in {"smtp", "smtps"} or not self._parts.hostname:
            raise ValueError("the mail server is at smtp://host:port or smtps://host:port")

    def send(self, mail: Mail) -> None:
        message = self._writer.message(mail)
        try:
            with self._connect() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _failure(max(codes, default=PERMANENT), error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailRefused("the server cannot write to this address", Undelivered.REFUSED) from error
        except smtplib.SMTPAuthenticationError as error:
            raise Unreachable("the mail server refuses our name and password", Part.MAIL) from error
        except smtplib.SMTPResponseException as error:
            raise _failure(error.smtp_code, error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(
                f"the mail server does not answer: {type(error).__name__}", Part.MAIL
            ) from error

    def _connect(self) -> smtplib.SMTP:
        host = self._parts.hostname or ""
        if self._parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, self._parts.port or 465, timeout=self._timeout, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(host, self._parts.port or 25, timeout=self._timeout)
            if host not in LOOPBACK and parse_qs(self._parts.query).get("tls") != ["no"]:
                server.starttls(context=ssl.create_default_context())
        if self._parts.username:
            server.login(unquote(self._parts.username), unquote(self._parts.password or ""))
        return server


def _failure(code: int, error: Exception) -> MailRefused | Unreachable:
    """A 5xx answer is for good, a 4xx is for now (RFC 5321, 4.2.1)."""
    if code >= PERMANENT:
        said = f"refused by the mail server with {code}: {type(error).__name__}"
        return MailRefused(said, Undelivered.REFUSED)
    return Unreachable(f"put off by the mail server with {code}", Part.MAIL)
