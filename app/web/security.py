"""What every answer carries to keep the reader safe, and the size past which nothing is read."""

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
HSTS = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
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

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in self._headers.items()
                        if name.encode() not in given
                    ),
                ]
            await send(message)

        await self._app(scope, self._counted(scope, receive), guarded)

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        """The body, until it is more than allowed: then HTTPException 413, whoever reads it."""
        length = Headers(scope=scope).get("content-length", "0")
        read = int(length) if length.isascii() and length.isdigit() else 0
        announced = read > 0

        async def counted() -> Message:
            nonlocal read
            if read > self._max_bytes:
                raise HTTPException(413)
            message = await receive()
            if not announced:
                read += len(message.get("body", b""))
                if read > self._max_bytes:
                    raise HTTPException(413)
            return message

        return counted
