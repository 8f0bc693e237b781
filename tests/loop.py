"""One event loop for the requests of all the tests of a process: each request had one, and threads, of its own."""

from contextlib import ExitStack
from functools import cache

from anyio.from_thread import BlockingPortal, start_blocking_portal

_OPEN = ExitStack()


@cache
def portal() -> BlockingPortal:
    """The way into the loop from a test, as `TestClient.portal` takes it."""
    return _OPEN.enter_context(start_blocking_portal())


def close() -> None:
    _OPEN.close()
