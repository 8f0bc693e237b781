"""What every answer carries to keep the reader safe, and the size past which nothing is read."""

import anyio
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-cache",
}
OF_SOMEBODY = {"cache-control": "private, no-store"}
"""What is answered to one person is kept nowhere: a computer of a library has another reader next."""
HSTS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
PATIENCE_SECONDS = 60
SLOWEST = 8 * 1024
"""How long a body is waited for: a minute, and a second more for each of these bytes that came. An octet a minute
held a place for hours."""
ASIDE = 2 * 1024 * 1024
"""What a form may hold beside the largest file."""


class Security:
    """Adds the headers that an answer does not set itself; refuses a body above ``max_bytes`` with a 413."""

    def __init__(self, app: ASGIApp, *, https: bool, max_bytes: int) -> None:
        self._app = app
        self._headers = HEADERS | (HSTS if https else {})
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        said_who = OF_SOMEBODY if "authorization" in Headers(scope=scope) else {}

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in (self._headers | said_who).items()
                        if name.encode() not in given
                    ),
                ]
            await send(message)

        await self._app(scope, self._counted(scope, receive), guarded)

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        """The body, while it is not larger than allowed (HTTPException 413) nor slower (408), whoever reads it."""
        length = Headers(scope=scope).get("content-length", "0")
        read = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
        announced, arrived, whole = read > 0, 0, False
        began = anyio.current_time()

        async def counted() -> Message:
            nonlocal read, arrived, whole
            if read > self._max_bytes:
                raise HTTPException(413)
            if whole:
                return await receive()
            patience = PATIENCE_SECONDS + arrived / SLOWEST - (anyio.current_time() - began)
            try:
                with anyio.fail_after(max(patience, 0)):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(408) from error
            arrived += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if not announced:
                read += len(message.get("body", b""))
                if read > self._max_bytes:
                    raise HTTPException(413)
            return message

        return counted
