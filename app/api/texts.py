"""The texts of a JSON body, refused with a 422 when they hold what nothing shows (``app.edge.signs``)."""

import json
import re
from typing import Final

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.edge.signs import is_shown

_ESCAPED: Final = re.compile(rb"\\(?:u00[01]|u007[fF]|u[dD][89a-fA-F]|b|f)|\x7f")
"""How JSON writes them: it takes none as it is, but the last. Found, the body is read to make sure."""


class UnseenSigns(HTTPException):
    def __init__(self) -> None:
        super().__init__(422)


class SeenTexts:
    """Looks at a JSON body once it has wholly arrived. Raises UnseenSigns to who reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "json" not in Headers(scope=scope).get("content-type", "json"):
            await self._app(scope, receive, send)
            return
        body = bytearray()

        async def looked_at() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                body.extend(message.get("body", b""))
                if not message.get("more_body", False) and _ESCAPED.search(body) and not _is_fit(bytes(body)):
                    raise UnseenSigns
            return message

        await self._app(scope, looked_at, send)


def _is_fit(body: bytes) -> bool:
    """Are all its texts shown? What is no JSON is told by who reads it."""
    try:
        return is_shown(json.loads(body))
    except ValueError:
        return True
