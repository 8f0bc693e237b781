"""Where the contents of files are kept: a folder, memory or S3, each content at the address of its SHA-256.

`file:///var/maillage/files`, `memory:///`, `s3://bucket/prefix` (keys and endpoint in the AWS_* variables).
A content is spooled aside while its digest is computed, then put in one piece: nobody sees half a file.
"""

import errno
import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from app.services.ports import FileMissing, FileTooBig, OutsideFailure, Part, StoredFile, Unreachable

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ClientConfig, RetryConfig

IN_MEMORY_BYTES = 1 << 20
DIGEST_LENGTH = 64
NO_SPACE = "No space left"
UNFINISHED_AGE = timedelta(minutes=10)
UNNAMED_AGE = timedelta(days=1)
PATIENCE: "ClientConfig" = {"connect_timeout": timedelta(seconds=5), "timeout": timedelta(seconds=30)}
AGAIN: "RetryConfig" = {"max_retries": 2, "retry_timeout": timedelta(seconds=40)}
UNFINISHED = "*#*"
"""How a local store calls a content while it is written, ``<digest>#1``, before it is renamed."""


def open_store(url: str) -> "FileStore":
    """The store of an URL; ValueError when its scheme is unknown."""
    parts = urlsplit(url)
    match parts.scheme:
        case "file":
            folder = Path(unquote(parts.path))
            return FileStore(LocalStore(folder, mkdir=True), folder=folder)
        case "memory":
            return FileStore(MemoryStore())
        case "s3":
            return FileStore(S3Store.from_url(url, client_options=PATIENCE, retry_config=AGAIN))
        case other:
            raise ValueError(f"files are kept at file://, s3:// or memory://, not at {other}://")


class FileStore:
    """`folder` is given for a local store, whose writes are then synced to the disk before `put` returns."""

    def __init__(self, store: ObjectStore, *, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    def put(self, chunks: Iterable[bytes], *, limit: int) -> StoredFile:
        """Keep the bytes; FileTooBig past `limit` bytes, and then nothing is kept."""
        digest = hashlib.sha256()
        size = 0
        with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as spool:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise FileTooBig(limit)
                digest.update(chunk)
                spool.write(chunk)
            stored = StoredFile(digest.hexdigest(), size)
            with _asking(stored.sha256):
                if not self._there(stored.sha256):
                    spool.seek(0)
                    self._keep(stored, spool)
        return stored

    def _there(self, sha256: str) -> bool:
        """Is it kept, and recently enough that ``clear_unnamed`` will leave it alone while its row is written?"""
        try:
            found = obstore.head(self._store, address(sha256))
        except FileNotFoundError:
            return False
        return found["last_modified"] > datetime.now(UTC) - UNNAMED_AGE / 2

    def _keep(self, stored: StoredFile, spool: "SpooledTemporaryFile[bytes]") -> None:
        place = address(stored.sha256)
        content: IO[bytes] | bytes = spool.read() if stored.size <= IN_MEMORY_BYTES else spool
        obstore.put(self._store, place, content)
        if self._folder is not None:
            _sync(self._folder / place)

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes, a piece at a time; FileMissing before the first piece.

        OutsideFailure at the end when the bytes are no more those that were put.
        """
        with _asking(sha256):
            found = obstore.get(self._store, address(sha256))
        return self._checked(found, sha256)

    @staticmethod
    def _checked(found: Iterable[bytes | memoryview], sha256: str) -> Iterator[bytes]:
        """Each piece once the next is read: the last one leaves only when the whole is what was put."""
        digest, held = hashlib.sha256(), b""
        for piece in found:
            if held:
                yield held
            held = bytes(piece)
            digest.update(held)
        if digest.hexdigest() != sha256:
            raise OutsideFailure(f"the store does not hold what was put under {sha256}")
        if held:
            yield held

    def part(self, sha256: str, first: int, end: int) -> Iterator[bytes]:
        """The octets from ``first`` to before ``end``, not compared with the digest; FileMissing as ``chunks``."""
        with _asking(sha256):
            found = obstore.get(self._store, address(sha256), options={"range": (first, end)})
        return (bytes(piece) for piece in found)

    def read(self, sha256: str) -> bytes:
        return b"".join(self.chunks(sha256))

    def exists(self, sha256: str) -> bool:
        with _asking(sha256):
            try:
                obstore.head(self._store, address(sha256))
            except FileNotFoundError:
                return False
        return True

    def clear_unfinished(self) -> int:
        """Remove what puts that were killed left in a local folder; how many."""
        before = time.time() - UNFINISHED_AGE.total_seconds()
        left = [] if self._folder is None else list(self._folder.rglob(UNFINISHED))
        gone = [one for one in left if one.stat().st_mtime < before]
        for one in gone:
            one.unlink(missing_ok=True)
        return len(gone)

    def clear_unnamed(self, named: Callable[[], Collection[str]]) -> int:
        """Forget the contents that were put a day ago or more and that nothing names; how many.

        ``named`` is asked once the contents are listed: what is put and named meanwhile is not among them.
        """
        old = {
            one["path"].rpartition("/")[2]
            for batch in obstore.list(self._store)
            for one in batch
            if _old(one)
        }
        return sum(self._forget_if_old(sha256) for sha256 in sorted(old - set(named())))

    def _forget_if_old(self, sha256: str) -> bool:
        """Put again since it was listed, a content is somebody's."""
        if not _old(obstore.head(self._store, address(sha256))):
            return False
        self.delete(sha256)
        return True

    def delete(self, sha256: str) -> None:
        """Forget the content; nothing happens if it is not there."""
        if self.exists(sha256):
            obstore.delete(self._store, address(sha256))


@contextmanager
def _asking(sha256: str) -> Iterator[None]:
    """What a store answers instead of doing what it was asked, as the failures of the port."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing(sha256) from error
    except (BaseError, OSError) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC or NO_SPACE in str(error)
        raise Unreachable(f"the store: {type(error).__name__}", Part.DISK if full else Part.FILES) from error


def _old(found: "ObjectMeta") -> bool:
    return found["last_modified"] < datetime.now(UTC) - UNNAMED_AGE


def address(sha256: str) -> str:
    """`ab/cd/abcd…`: never more than a few hundred files in one folder. ValueError for anything but a digest."""
    if len(sha256) != DIGEST_LENGTH or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256 in hexadecimal digits")
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _sync(file: Path) -> None:
    """Have the file and its three folders on the disk: a power cut after this loses nothing."""
    for path in (file, *list(file.parents)[:3]):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
