"""Milliseconds: of processor for all threads of this process, and of waiting for one answer."""

import asyncio
import hashlib
import json
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

WARM_UP, ROUNDS = 3, 5


@dataclass(frozen=True)
class Figure:
    """``cpu``: milliseconds of processor, of our process and of the database's server together; ``server``: those of
    the server alone, 0 where the database is a file that our process reads. The least of the means of a few rounds.
    ``wait``: median milliseconds from question to answer. ``size``: octets of the answer.
    """

    cpu: float
    wait: float
    size: int = 0
    server: float = 0.0


@dataclass
class Asking:
    """A browser of a few lines in front of the application, in this process: what is measured is the service."""

    app: FastAPI
    headers: Mapping[str, str] = field(default_factory=dict)
    server: Callable[[], float] = lambda: 0.0
    """The seconds of processor of the database's server, until now."""

    async def ask(self, method: str, path: str, sent: Any = None) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        address, _, query = path.partition("?")
        body = b"" if sent is None else json.dumps(sent).encode()
        headers = {"host": "127.0.0.1", "content-type": "application/json", **self.headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": address,
            "raw_path": address.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
            "state": {},
        }
        status, parts = 0, list[bytes]()
        questions = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return questions.pop() if questions else await asyncio.Event().wait()  # type: ignore[return-value]

        async def send(message: dict[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                parts.append(message.get("body", b""))

        await self.app(scope, receive, send)  # type: ignore[arg-type]
        return status, b"".join(parts)

    def measure(
        self, asked: Callable[[int], tuple[str, str, Any]], times: int, *, warm: int = WARM_UP
    ) -> Figure:
        """Ask ``asked(0)``, ``asked(1)``…: the first ones are not counted. RuntimeError for any answer but 200."""
        waits, spent, size = list[float](), list[tuple[float, float]](), 0

        async def run() -> None:
            nonlocal size
            for rank in range(warm + times):
                method, path, sent = asked(rank)
                server, ours, before = self.server(), time.process_time(), time.perf_counter()
                status, body = await self.ask(method, path, sent)
                waited, ours = time.perf_counter() - before, time.process_time() - ours
                if rank >= warm:
                    waits.append(waited)
                    spent.append((ours, self.server() - server))
                if status != 200:
                    raise RuntimeError(f"{method} {path}: {status} {body[:500]!r}")
                size = len(body)

        asyncio.run(run())
        cpu, server = min(_rounds(spent), key=lambda one: one[0])
        return Figure(1000 * cpu, 1000 * statistics.median(waits), size, 1000 * server)


def _rounds(spent: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The means of a few rounds: seconds together, and those of the server. A neighbour disturbs one of them."""
    length = max(1, len(spent) // ROUNDS)
    rounds = [spent[at : at + length] for at in range(0, len(spent) - length + 1, length)]
    return [(sum(map(sum, one)) / length, sum(server for _, server in one) / length) for one in rounds]


def yardstick() -> float:
    """Milliseconds of processor for one fixed piece of plain Python, the best of five: how fast the machine is today.

    A table of 4 000 rows is built, sorted, written as JSON, read again and hashed.
    """
    best = float("inf")
    for _ in range(5):
        before = time.process_time()
        rows = [{"key": n * 7919 % 4001, "name": f"place {n}", "mark": n % 21} for n in range(4000)]
        rows.sort(key=lambda row: (row["mark"], row["key"]))
        hashlib.sha256(json.dumps(json.loads(json.dumps(rows))).encode()).hexdigest()
        best = min(best, 1000 * (time.process_time() - before))
    return best
