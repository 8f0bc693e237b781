"""Files that leave: always as attachments, never guessed, never kept by a shared cache."""

import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import StreamingResponse

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def disposition(name: str) -> str:
    """The header of RFC 6266: the name in ASCII for old browsers, then as it is in UTF-8."""
    name = "".join(letter for letter in name if letter.isprintable() and letter not in '/\\"') or "fichier"
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or "fichier"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def attachment(name: str, media_type: str, content: bytes | Iterable[bytes]) -> Response:
    """A file to be saved under this name; ``content`` in one piece or a piece at a time."""
    headers = {**_HEADERS, "Content-Disposition": disposition(name)}
    if isinstance(content, bytes):
        return Response(content, media_type=media_type, headers=headers)
    return StreamingResponse(content, media_type=media_type, headers=headers)
