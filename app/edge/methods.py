"""What every address answers by itself: HEAD as GET without its content, OPTIONS and 405 with all its methods.

RFC 9110, 9.3.2, 9.3.7 and 10.2.1. A route names one method, so that none of them knows the others of its address.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f]")
"""What no address holds: a line break hid the rest of a path from the pattern of a mount."""


class Methods:
    def __init__(self, app: ASGIApp, *, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["path"] = _BREAKS.sub("\ufffd", scope["path"])
        method, asked = scope["method"], {**scope}
        if method == "OPTIONS" and (allowed := self._allow(scope)):
            await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", allowed)]})
            await send({"type": "http.response.body"})
            return
        if method == "HEAD":
            scope["method"] = "GET"

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 405:
                others = [pair for pair in message["headers"] if pair[0].lower() != b"allow"]
                message["headers"] = [*others, (b"allow", self._allow(asked))]
            if method == "HEAD" and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            scope["method"] = method

    def _allow(self, scope: Scope) -> bytes:
        found = set(_methods(self._routes, scope))
        if "GET" in found:
            found.add("HEAD")
        return ", ".join(sorted(found | {"OPTIONS"})).encode() if found else b""


def _methods(routes: Iterable[BaseRoute], scope: Scope) -> Iterator[str]:
    """Every method that an address takes, in whichever application it is mounted."""
    for route in routes:
        match, child = route.matches({**scope})
        if match is Match.NONE:
            continue
        mounted: Any = getattr(route, "app", None)
        if hasattr(mounted, "routes"):
            yield from _methods(mounted.routes, {**scope, **child})
        yield from getattr(route, "methods", None) or ()
