"""The service on a port of its own, in a thread, for as long as a block lasts."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from app.bootstrap import House
from app.main import create_app

STARTS_WITHIN_SECONDS = 30
PAUSE_SECONDS = 0.02


def free_port(host: str) -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(house: House) -> Iterator[str]:
    """Its address, once it answers. TimeoutError when it does not start."""
    address = house.settings.base_url
    host, _, port = address.removeprefix("http://").rpartition(":")
    with house.at_work() as wiring:
        server = uvicorn.Server(
            uvicorn.Config(create_app(wiring), host=host, port=int(port), log_config=None, access_log=False)
        )
        thread = threading.Thread(target=server.run, name="demo", daemon=True)
        thread.start()
        try:
            _wait_for(server)
            yield address
        finally:
            server.should_exit = True
            thread.join()


def _wait_for(server: uvicorn.Server) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while not server.started:
        if time.monotonic() > until:
            raise TimeoutError("the demo did not start in time")
        time.sleep(PAUSE_SECONDS)
