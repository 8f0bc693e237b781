"""PDFs are typeset in processes of their own: the server's threads wait without holding its interpreter.

A process starts at the first document it gets (or at ``warm``), keeps its fonts and templates, and holds none
of the server's secrets: its environment is a short list. What it writes meanwhile is in a folder that ends with
it. One that dies is replaced and asked once more; one that is late is ended.

OutsideFailure
├── TypesettingFailed      the document cannot be typeset: trying again would change nothing
└── Unreachable
    ├── TypesettingLate    no PDF in time
    └── WorkerDied         the process died twice on this document, or the renderer is closed
"""

import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from app.adapters.pdf.worker import DONE
from app.domain.documents import Document, IncompleteDocumentError, missing
from app.services.ports import OutsideFailure, Part, Unreachable

ROOT = Path(__file__).resolve().parents[3]
_ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_PATIENCE_AT_CLOSE = 5.0
DOCUMENTS_OF_A_PROCESS = 100
"""A process keeps about 0.75 MiB of each document it typesets: it is replaced after these."""


class TypesettingFailed(OutsideFailure):
    """The process answered that it could not typeset the document, and why."""


class TypesettingLate(Unreachable):
    """No PDF within the time allowed; the process was ended."""

    def __init__(self, why: str) -> None:
        super().__init__(why, Part.PDF)


class WorkerDied(Unreachable):
    """The process ended before it answered."""

    def __init__(self, why: str) -> None:
        super().__init__(why, Part.PDF)


class _Worker:
    """One process, started when it is first asked and again when it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._typeset = 0

    @property
    def pid(self) -> int | None:
        """The process, when there is one."""
        return self._process.pid if self._process else None

    def start(self) -> Connection:
        """The connection to a living process."""
        if self._connection is not None and self._process is not None and self._process.poll() is None:
            return self._connection
        self.stop()
        self._typeset = 0
        self._folder = TemporaryDirectory(prefix="maillage-pdf-", ignore_cleanup_errors=True)
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "app.adapters.pdf.worker", str(theirs.fileno()), self._folder.name],
                cwd=ROOT,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
            )
        self._connection = Connection(ours.detach())
        return self._connection

    def ask(self, request: bytes, patience: float) -> bytes:
        """The PDF of a pickled document. Raises as the module says."""
        connection = self.start()
        try:
            connection.send_bytes(request)
            if not connection.poll(max(0.0, patience)):
                self.stop()
                raise TypesettingLate("the PDF was not ready in time")
            answer = connection.recv_bytes()
        except (EOFError, ConnectionError) as error:
            self.stop()
            raise WorkerDied("the typesetting process died") from error
        self._typeset += 1
        if answer[:1] != DONE:
            self._typeset = DOCUMENTS_OF_A_PROCESS
            raise TypesettingFailed(answer[1:].decode())
        return answer[1:]

    def renew(self) -> None:
        """Replace a process that has typeset its share, or failed at one, without waiting for the next."""
        if self._typeset >= DOCUMENTS_OF_A_PROCESS:
            self.stop()
            self.start()

    def kill(self) -> None:
        """End the process, whatever it does; who waits for its answer is told by the closed socket."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> None:
        """End the process and forget it. Only for who holds the worker."""
        self.kill()
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.wait(_PATIENCE_AT_CLOSE)
        if self._folder is not None:
            self._folder.cleanup()
        self._connection = self._process = self._folder = None


class PdfRenderer:
    """Answers ``app.services.ports.Pdf`` with at most ``workers`` documents at a time; threads may share it.

    ``timeout``: seconds for one document, the wait for a free process included.
    """

    def __init__(self, workers: int, *, timeout: float = 60.0) -> None:
        if workers < 1:
            raise ValueError("at least one worker")
        self._timeout = timeout
        self._workers = tuple(_Worker() for _ in range(workers))
        self._idle = list(self._workers)
        self._waiting: deque[Future[_Worker]] = deque()
        self._turns = threading.Lock()
        self._closed = threading.Event()

    def warm(self) -> None:
        """Start one process now, without waiting for it: the first reader then does not."""
        with self._taken(time.monotonic() + self._timeout) as worker:
            worker.start()

    def render(self, document: Document) -> bytes:
        """The document as a tagged PDF/A-3a, PDF/UA-1; the same value gives the same bytes on one machine.

        Raises ``IncompleteDocumentError`` before anything is typeset when ``missing`` names something, then as
        the module says.
        """
        holes = missing(document)
        if holes:
            raise IncompleteDocumentError(holes)
        request = pickle.dumps(document)
        deadline = time.monotonic() + self._timeout
        with self._taken(deadline) as worker:
            try:
                return worker.ask(request, deadline - time.monotonic())
            except WorkerDied:
                if self._closed.is_set():
                    raise
                return worker.ask(request, deadline - time.monotonic())

    def close(self) -> None:
        """End every process; what is being typeset fails with ``WorkerDied``. Closing twice does nothing."""
        if self._closed.is_set():
            return
        self._closed.set()
        for worker in self._workers:
            worker.kill()
        for _ in self._workers:
            self._next(time.monotonic() + _PATIENCE_AT_CLOSE).stop()

    @contextmanager
    def _taken(self, deadline: float) -> Iterator[_Worker]:
        if self._closed.is_set():
            raise WorkerDied("the renderer is closed")
        worker = self._next(deadline)
        try:
            if self._closed.is_set():
                raise WorkerDied("the renderer is closed")
            yield worker
        finally:
            if not self._closed.is_set():
                worker.renew()
            self._give_back(worker)

    def _next(self, deadline: float) -> _Worker:
        """The process used last when one is free, else the next to be given back: first come, first served."""
        with self._turns:
            if self._idle:
                return self._idle.pop()
            turn: Future[_Worker] = Future()
            self._waiting.append(turn)
        try:
            return turn.result(max(0.0, deadline - time.monotonic()))
        except TimeoutError as error:
            with self._turns:
                if turn.done():
                    return turn.result()
                self._waiting.remove(turn)
            raise TypesettingLate("no typesetting process was free in time") from error

    def _give_back(self, worker: _Worker) -> None:
        with self._turns:
            if self._waiting:
                self._waiting.popleft().set_result(worker)
            else:
                self._idle.append(worker)
