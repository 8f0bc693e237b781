"""Files that leave: always as attachments, never guessed, never kept by a shared cache.

What is typeset or read elsewhere is asked for once the answer is sent: the transaction of the request has ended then,
so that who waits for a process, a disk or a network holds no slot of the database.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

import anyio
from anyio.lowlevel import RunVar
from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.services.frozen import Paper, Press, print_of
from app.services.ports import Files, Part, Pdf, Unreachable
from app.services.wiring import Wiring
from app.services.work import Work

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
PDF = "application/pdf"
PATIENCE_SECONDS = 45
"""How long one waits for one's turn before being told to come back."""
TYPESET_AT_ONCE, READ_AT_ONCE = 6, 12
"""Fewer together than the threads: who waits for a turn holds none, and is served in the order of arrival."""
ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")

Turns = RunVar[anyio.CapacityLimiter]
_typesetting, _reading = Turns("typesetting"), Turns("reading")


class Kept(Protocol):
    """The row of a file that was kept."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def sha256(self) -> str: ...


def disposition(name: str) -> str:
    """The header of RFC 6266: the name in ASCII for old browsers, then as it is in UTF-8."""
    name = "".join(letter for letter in name if letter.isprintable() and letter not in '/\\"') or "fichier"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or "fichier"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def attachment(
    name: str,
    media_type: str,
    content: bytes | Iterable[bytes],
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    """A file to be saved under this name; ``content`` in one piece or a piece at a time."""
    told = {**_HEADERS, "Content-Disposition": disposition(name), **(headers or {})}
    if isinstance(content, bytes):
        return Response(content, status, media_type=media_type, headers=told)
    return StreamingResponse(content, status, media_type=media_type, headers=told)


def typeset(pdf: Pdf, name: str, document: Any) -> Response:
    """This draft as a PDF, typeset when the answer is sent; it is not kept."""

    def make() -> Response:
        return attachment(name, PDF, pdf.render(document))

    return Later(make, _typesetting, TYPESET_AT_ONCE, Part.PDF)


@dataclass(frozen=True)
class Given:
    """A file as its reader saves it."""

    name: str
    media_type: str
    size: int
    sha256: str


def given(request: Request, wired: Wiring, work: Work, name: str, paper: Paper) -> Response:
    """This document as it was printed for its first reader; printed now, and kept, for whoever is the first."""
    kept = print_of(work, paper)
    if kept is not None:
        return stored(request, wired.files, Given(name, PDF, kept.size, kept.sha256))
    press = Press(wired.database, wired.pdf, wired.files, wired.clock)

    def make() -> Response:
        printed = press.first_read(work, paper)
        return _read(request, wired.files, Given(name, PDF, printed.size, printed.sha256))

    return Later(make, _typesetting, TYPESET_AT_ONCE, Part.PDF)


def stored(request: Request, files: Files, file: Kept) -> Response:
    """This kept file, or the part of it that is asked for (RFC 9110, 14), read when the answer is sent."""
    return Later(partial(_read, request, files, file), _reading, READ_AT_ONCE, Part.FILES)


class Later(Response):
    """An answer that is made when it is sent, each in its turn. Raises Unreachable when the turn does not come."""

    def __init__(self, make: Callable[[], Response], turns: Turns, at_once: int, part: Part) -> None:
        super().__init__()
        self._make, self._turns, self._at_once, self._part = make, turns, at_once, part

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        turns = self._turns.get(None)
        if turns is None:
            turns = anyio.CapacityLimiter(self._at_once)
            self._turns.set(turns)
        taken = False
        with anyio.move_on_after(PATIENCE_SECONDS):
            await turns.acquire_on_behalf_of(self)
            taken = True
        if not taken:
            raise Unreachable("too many wait before this one", self._part)
        try:
            response = await anyio.to_thread.run_sync(self._make)
        finally:
            turns.release_on_behalf_of(self)
        await response(scope, receive, send)


class ByteRange(NamedTuple):
    """The octets from ``first`` to before ``end``."""

    first: int
    end: int


def _read(request: Request, files: Files, file: Kept) -> Response:
    tag = f'"{file.sha256}"'
    headers = {"Accept-Ranges": "bytes", "ETag": tag, "Content-Length": str(file.size)}
    wanted = asked(request.headers.get("range", ""), file.size)
    if wanted is None or request.headers.get("if-range", tag) != tag:
        return attachment(file.name, file.media_type, files.chunks(file.sha256), headers=headers)
    if wanted.first >= wanted.end:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{file.size}"})
    headers |= {
        "Content-Length": str(wanted.end - wanted.first),
        "Content-Range": f"bytes {wanted.first}-{wanted.end - 1}/{file.size}",
    }
    part = files.part(file.sha256, wanted.first, wanted.end)
    return attachment(file.name, file.media_type, part, status=206, headers=headers)


def asked(header: str, size: int) -> ByteRange | None:
    """The one range that is asked for, empty when it cannot be given; None: the whole file (several, none, unread)."""
    found = ONE_RANGE.fullmatch(header.strip())
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        return ByteRange(max(size - int(suffix), 0) if int(suffix) else size, size)
    if last and int(last) < int(first):
        return None
    return ByteRange(int(first), min(int(last) + 1, size) if last else size)
