"""What the services ask of the outside world. `app/adapters/` answers; `bootstrap` chooses which answers.

OutsideFailure            the outside did not answer as it should; tell the person to try again
├── FileMissing           the store has no file of that digest
├── MailRefused           the server refused this mail for good (an address that does not exist…)
└── Unreachable           no answer in time: worth another try
FileTooBig                the person sent more than was allowed; nothing was kept
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from sqlmodel import Session

from app.db.outbox import Undelivered
from app.domain.answers import Raw
from app.domain.call_file.faults import FileFault
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.forms import Question
from app.domain.scanning import ScanVerdict


class OutsideFailure(Exception):
    """Something outside the application did not do its part."""


class FileMissing(OutsideFailure):
    def __init__(self, sha256: str) -> None:
        super().__init__(f"no file of digest {sha256} in the store")
        self.sha256 = sha256


class MailRefused(OutsideFailure):
    """Trying again would change nothing."""

    def __init__(self, said: str, why: Undelivered = Undelivered.UNWRITABLE) -> None:
        super().__init__(said)
        self.why = why


class Part(StrEnum):
    """What of the outside does not answer."""

    ANTIVIRUS = "antivirus"
    DATABASE = "database"
    DISK = "disk"
    FILES = "files"
    MAIL = "mail"
    PDF = "pdf"
    REGISTRY = "registry"


class Unreachable(OutsideFailure):
    """Trying again later may succeed."""

    def __init__(self, why: str, part: Part) -> None:
        super().__init__(why)
        self.part = part


class FileTooBig(Exception):
    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class Clock(Protocol):
    """The server's clock decides: now, aware, in UTC."""

    def __call__(self) -> datetime: ...


class Say(Protocol):
    """Writes an answer as its readers are shown it: « Oui », the label of a choice, an amount."""

    def __call__(self, question: Question, raw: Raw, /) -> str: ...


class Pdf(Protocol):
    """Prints a value of `app.domain.documents` as a tagged PDF; neither network nor files are read."""

    def render(self, document: Any) -> bytes: ...


@dataclass(frozen=True)
class StoredFile:
    """`sha256` is the address of the content: the same bytes are stored once."""

    sha256: str
    size: int


class Files(Protocol):
    """Contents by their SHA-256 (64 hexadecimal digits). What `put` returned survives a power cut."""

    def put(self, chunks: Iterable[bytes], *, limit: int) -> StoredFile:
        """Keep the bytes; FileTooBig past `limit` bytes, and then nothing is kept."""
        ...

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes, a piece at a time; FileMissing before the first piece."""
        ...

    def part(self, sha256: str, first: int, end: int) -> Iterator[bytes]:
        """The octets from ``first`` to before ``end``, not compared with the digest; FileMissing as ``chunks``."""
        ...

    def read(self, sha256: str) -> bytes: ...

    def exists(self, sha256: str) -> bool: ...

    def delete(self, sha256: str) -> None:
        """Forget the content; nothing happens if it is not there."""
        ...


@dataclass(frozen=True)
class Examined:
    """A document as it will be kept, which somebody can open: ``kind`` is an extension of ``app.domain.sniffing``.

    ``chunks`` gives its bytes from the beginning each time it is called, a piece at a time.
    """

    kind: str
    size: int
    chunks: Callable[[], Iterator[bytes]]


class Examiner(Protocol):
    def examined(
        self, chunks: Iterable[bytes], wanted: Collection[str], *, most: int, read_at_most: int
    ) -> AbstractContextManager[Examined]:
        """Open a document, of a kind that is ``wanted``; the photograph of a telephone becomes one of them.

        A photograph is kept as it is in ``most`` bytes, else made smaller. Raises ``app.domain.sniffing.Unfit``;
        FileTooBig past ``read_at_most`` bytes; Unreachable when there is no answer in time.
        """
        ...


@dataclass(frozen=True)
class ScanResult:
    verdict: ScanVerdict
    signature: str | None = None
    """The name of what was found, when infected."""


class Antivirus(Protocol):
    def scan(self, chunks: Iterable[bytes]) -> ScanResult:
        """Unreachable when the scanner does not answer: never "clean" by default."""
        ...


@dataclass(frozen=True)
class Reception:
    """What a document goes through before it is kept."""

    files: Files
    antivirus: Antivirus
    examiner: Examiner


@dataclass(frozen=True)
class Mail:
    """What is sent: `templates/mail/<room>/<kind>.txt` filled with `data`. `key` gives the Message-ID."""

    key: str
    kind: str
    to: str
    data: Mapping[str, Any] = field(default_factory=dict)


class MailText(NamedTuple):
    """A mail as its reader reads it: the subject, and the text in paragraphs."""

    subject: str
    paragraphs: tuple[str, ...]


class MailTexts(Protocol):
    def text(self, mail: Mail) -> MailText:
        """What this mail would say, without sending it; MailRefused when a value is missing."""
        ...


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand the mail over; MailRefused (for good) or Unreachable (try again)."""
        ...


class Jobs(Protocol):
    """Work done after the commit, by kind. A rollback enqueues nothing; a commit runs it at least once."""

    def enqueue(
        self, session: Session, kind: str, payload: Mapping[str, Any], *, key: str, urgent: bool = False
    ) -> None:
        """Inside the caller's transaction. The same kind and key are run once only; what is ``urgent`` goes first."""
        ...


class RateLimiter(Protocol):
    def hit(self, rule: str, who: str) -> int:
        """Count one try; 0 when it is allowed, else the seconds to wait (and the try is not counted)."""
        ...


@dataclass(frozen=True)
class IdentityClaims:
    """Who an identity provider says the person is; the address was verified by the provider."""

    issuer: str
    subject: str
    email: str
    name: str


class Identity(Protocol):
    """Sign-in by an identity provider (OpenID Connect). `offered` is False as long as none is wired."""

    @property
    def offered(self) -> bool: ...

    def address(self, *, state: str, nonce: str, return_to: str) -> str:
        """Where to send the browser."""
        ...

    def claims(self, *, code: str, nonce: str, return_to: str) -> IdentityClaims:
        """What the provider answers for the code that the browser brought back."""
        ...


@dataclass(frozen=True)
class FoundSignature:
    """One electronic signature found in a PDF.

    `intact`: the bytes it covers did not change since; `trusted`: its certificate is known. None: not checked.
    """

    signer: str
    signed_at: datetime | None
    intact: bool | None
    trusted: bool | None
    covers_whole_file: bool


class Signature(Protocol):
    def signatures(self, pdf: bytes) -> tuple[FoundSignature, ...]:
        """The electronic signatures of a PDF in their order; empty for a scan signed by hand."""
        ...


@dataclass(frozen=True)
class ReadCall:
    """What the texts of a call say: the call, or the faults that keep it from being one; and what is worth a look."""

    folder: CallFolder | None
    faults: tuple[FileFault, ...]
    warnings: tuple[FileFault, ...]


class CallTexts(Protocol):
    """The files of a call as texts, {name without ending: YAML}."""

    def read(self, texts: Mapping[str, str], now: datetime | None = None) -> ReadCall:
        """Everything that can be said of these texts (with ``now``, of their dates too), all faults at once.

        Never raises for what is in them.
        """
        ...

    def write(self, folder: CallFolder) -> dict[str, str]:
        """Texts that read as this very call; comments and spacing are not kept by a frozen call."""
        ...


@dataclass(frozen=True)
class RegisteredOrganisation:
    """What the public registry says of an establishment (SIRET)."""

    siret: str
    name: str
    legal_form: str | None
    address: str | None
    insee_commune: str | None
    active: bool


class Registry(Protocol):
    def establishment(self, siret: str) -> RegisteredOrganisation | None:
        """What the registry knows; None when it does not know the number. Unreachable when it is silent."""
        ...
