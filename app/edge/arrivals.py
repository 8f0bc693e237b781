"""The instant of a request: when it had wholly arrived at the door of the service, before it waited for anything.

`docs/decisions/0012-the-instant-of-an-act.md` says why.
"""

from datetime import datetime
from typing import cast

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.services.ports import Clock

ARRIVED_AT = "arrived_at"


class Arrivals:
    """Stamps each request when it arrives, and again with the last byte of its body, which is what counts."""

    def __init__(self, app: ASGIApp, *, clock: Clock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state[ARRIVED_AT] = self._clock()
        whole = False

        async def stamped() -> Message:
            nonlocal whole
            message = await receive()
            if not whole and message["type"] == "http.request":
                state[ARRIVED_AT] = self._clock()
                whole = not message.get("more_body", False)
            return message

        await self._app(scope, stamped, send)


def arrived_at(request: Request) -> datetime:
    """When this request arrived: the instant of every act that it asks for."""
    return cast(datetime, getattr(request.state, ARRIVED_AT))
