"""Where the contents of files are kept: a folder, memory or S3, each content at the address of its SHA-256.

`file:///var/maillage/files`, `memory:///`, `s3://bucket/prefix` (keys and endpoint in the AWS_* variables).
A content is spooled aside while its digest is computed, then put in one piece: nobody sees half a file.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from app.services.ports import FileMissing, FileTooBig, OutsideFailure, StoredFile

IN_MEMORY_BYTES = 1 << 20
DIGEST_LENGTH = 64


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
            return FileStore(S3Store.from_url(url))
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
            if not self.exists(stored.sha256):
                spool.seek(0)
                self._keep(stored, spool)
        return stored

    def _keep(self, stored: StoredFile, spool: "SpooledTemporaryFile[bytes]") -> None:
        address = _address(stored.sha256)
        content: IO[bytes] | bytes = spool.read() if stored.size <= IN_MEMORY_BYTES else spool
        obstore.put(self._store, address, content)
        if self._folder is not None:
            _sync(self._folder / address)

    def chunks(self, sha256: str) -> Iterator[bytes]:
        """The bytes, a piece at a time; FileMissing before the first piece.

        OutsideFailure at the end when the bytes are no more those that were put.
        """
        try:
            found = obstore.get(self._store, _address(sha256))
        except FileNotFoundError as error:
            raise FileMissing(sha256) from error
        return self._checked(found, sha256)

    @staticmethod
    def _checked(found: Iterable[bytes | memoryview], sha256: str) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for piece in found:
            chunk = bytes(piece)
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != sha256:
            raise OutsideFailure(f"the store does not hold what was put under {sha256}")

    def read(self, sha256: str) -> bytes:
        return b"".join(self.chunks(sha256))

    def exists(self, sha256: str) -> bool:
        try:
            obstore.head(self._store, _address(sha256))
        except FileNotFoundError:
            return False
        return True

    def delete(self, sha256: str) -> None:
        """Forget the content; nothing happens if it is not there."""
        if self.exists(sha256):
            obstore.delete(self._store, _address(sha256))


def _address(sha256: str) -> str:
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
