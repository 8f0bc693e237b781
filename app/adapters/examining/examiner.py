"""Answers ``app.services.ports.Examiner``: each document is spooled, then opened by a process apart."""

import os
import subprocess
import sys
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from app.adapters.examining.worker import CONVERTED, KEPT, UNFIT
from app.domain.sniffing import Unfit, Unfitness
from app.services.ports import Examined, FileTooBig, Part, Unreachable

ROOT = Path(__file__).resolve().parents[3]
CHUNK = 256 * 1024
_ENVIRONMENT = ("PATH", "LANG", "LD_LIBRARY_PATH")


class ProcessExaminer:
    """At most ``at_once`` documents are opened together; ``timeout``: seconds for one, its wait included."""

    def __init__(self, at_once: int = 2, *, timeout: float = 60.0) -> None:
        self._free = threading.BoundedSemaphore(at_once)
        self._timeout = timeout

    @contextmanager
    def examined(
        self, chunks: Iterable[bytes], wanted: Collection[str], *, most: int, read_at_most: int
    ) -> Iterator[Examined]:
        """The document as it will be kept. Raises as the port says."""
        with TemporaryFile() as spool:
            size = _spool(chunks, spool, read_at_most)
            if size == 0:
                raise Unfit(Unfitness.EMPTY)
            outcome, said, converted = self._ask(spool, wanted, most)
            if outcome == UNFIT:
                raise Unfit(Unfitness(said))
            if outcome == CONVERTED:
                yield Examined(said, len(converted), lambda: iter((converted,)))
            else:
                yield Examined(said, size, lambda: _read(spool))

    def _ask(self, spool: IO[bytes], wanted: Collection[str], most: int) -> tuple[str, str, bytes]:
        spool.seek(0)
        if not self._free.acquire(timeout=self._timeout):
            raise Unreachable("too many documents are being opened", Part.FILES)
        try:
            told = subprocess.run(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", "app.adapters.examining.worker", str(most), *wanted],
                cwd=ROOT,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
                stdin=spool,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=self._timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreachable("a document was not opened in time", Part.FILES) from error
        finally:
            self._free.release()
        line, _, converted = told.stdout.partition(b"\n")
        outcome, _, said = line.decode("ascii", "replace").partition(" ")
        if told.returncode != 0 or outcome not in (KEPT, CONVERTED, UNFIT):
            raise Unfit(Unfitness.BROKEN)
        return outcome, said, converted


def _spool(chunks: Iterable[bytes], spool: IO[bytes], limit: int) -> int:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise FileTooBig(limit)
        spool.write(chunk)
    spool.flush()
    return size


def _read(spool: IO[bytes]) -> Iterator[bytes]:
    spool.seek(0)
    while chunk := spool.read(CHUNK):
        yield chunk
