"""One line of JSON for each request: its id, its route, its status, its time; never an address or a name.

The route is logged as it is declared (``/candidatures/{reference}``), so that neither a link's token nor a search is
ever written. A crash is logged by its type and its lines of code, without the values, and answered as a page.
"""

import logging
import time
import traceback
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from fastapi import Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Observe = Callable[[str, str, int, float], None]
HUNG_UP = 499
"""The status that is logged when who asked left before the answer, as nginx does."""
OnCrash = Callable[[Request], Response]

log: structlog.stdlib.BoundLogger = structlog.get_logger("maillage.access")


def configure(level: str) -> None:
    """Everything that is logged, by us or by a library, leaves as JSON on the standard error.

    But what a client of ours asked of another service: its addresses name organisations.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)


class AccessLog:
    """Gives each request an id and tells what became of it."""

    def __init__(self, app: ASGIApp, *, observe: Observe) -> None:
        self._app = app
        self._observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = uuid.uuid4().hex[:16]
        scope.setdefault("state", {})["request_id"] = request_id
        began = time.perf_counter()
        status = HUNG_UP

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._app(scope, receive, told)
            seconds = time.perf_counter() - began
            route = _route(scope)
            self._observe(scope["method"], route, status, seconds)
            log.info(
                "request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1)
            )


class Crashes:
    """Answers a page in place of what crashed, and logs where; nothing else goes further out."""

    def __init__(self, app: ASGIApp, *, on_crash: OnCrash) -> None:
        self._app = app
        self._on_crash = on_crash

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        before = {name: scope.get(name) for name in ("app", "path", "root_path")}
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            log.info("hung_up")
        except Exception as error:
            if scope["type"] != "http":
                raise
            log.error("crash", kind=type(error).__name__, at=_places(error))
            if not started:
                crashed = {**scope, **before}
                await self._on_crash(Request(crashed, receive))(crashed, receive, noted)


def _route(scope: Scope) -> str:
    """The route as it is declared, with the place where it is mounted; « unknown » when there is none."""
    found: Any = scope.get("route")
    path = getattr(found, "path", None)
    return f"{scope.get('root_path', '')}{path}" if path else "unknown"


def _places(error: BaseException) -> list[str]:
    """Where the error went through, from the outside in: the causes before it included, without any value."""
    places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    cause = error.__cause__
    return places if cause is None else [*places, f"from {type(cause).__name__}", *_places(cause)]
