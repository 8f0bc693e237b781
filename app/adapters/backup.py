"""A copy of an embedded service in one tar, taken while it works, and put back in an empty place.

The database is copied first, then the contents that its rows name and nothing else: what an upload or a kill left
beside them is no part of a copy. A copy is read again as a restore would before it bears its name.

BackupFailure
├── NotEmbedded      the database or the files are on a server: it has its own tools (``pg_dump``, S3 versions)
├── NothingThere     there is no database to copy
├── NotWritten       the disk refused: full, read-only, not there
├── PlaceTaken       there is something already where the copy would be put back
└── Damaged          the copy is not whole
"""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO
from urllib.parse import unquote, urlsplit

import pysqlite3.dbapi2  # type: ignore[import-untyped]

from app.adapters.file_store import address
from app.db.session import database_url
from app.words.command import copies

DATABASE, FILES = "maillage.db", "files"
NAMING = ("stored_file", "document_print")
"""The tables whose rows name a content by its SHA-256; a copy older than one of them does not have it."""
PIECE_BYTES = 1 << 20


class BackupFailure(Exception):
    """The copy was not taken, or not put back; what was there is untouched."""


class NotEmbedded(BackupFailure):
    pass


class NothingThere(BackupFailure):
    pass


class NotWritten(BackupFailure):
    pass


class PlaceTaken(BackupFailure):
    pass


class Damaged(BackupFailure):
    pass


@dataclass(frozen=True)
class Holding:
    """What a copy holds: ``lacking``, the digests that a row names and that are missing or altered; ``unneeded``,
    how many files no row names.
    """

    lacking: tuple[str, ...]
    unneeded: int


def database_file(url: str) -> Path:
    """The file of an SQLite database. Raises NotEmbedded for a server."""
    parsed = database_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise NotEmbedded(copies.DATABASE_ON_A_SERVER)
    return Path(str(parsed.database))


def files_folder(url: str) -> Path:
    """The folder of the files. Raises NotEmbedded for a store elsewhere."""
    parts = urlsplit(url)
    if parts.scheme != "file":
        raise NotEmbedded(copies.FILES_IN_A_STORE)
    return Path(unquote(parts.path))


def back_up(url: str, files_url: str, into: Path) -> Holding:
    """Copy the database, by SQLite's online backup, then the contents that it names, into a new tar.

    A content is stored before the row that names it is committed: the files read after the database hold them all. A
    content that the store has lost does not keep the rest from being copied: the answer names it.
    """
    database, files = database_file(url), files_folder(files_url)
    if into.exists():
        raise PlaceTaken(copies.there_already(str(into)))
    if not database.is_file():
        raise NothingThere(copies.nothing_there(str(database)))
    with _writing(into), TemporaryDirectory(prefix=f".{into.name}-", dir=into.parent) as folder:
        copy, aside = Path(folder) / DATABASE, Path(folder) / "backup.tar"
        _copy_database(database, copy)
        with tarfile.open(aside, "x") as tar:
            tar.add(copy, DATABASE)
            for sha256 in sorted(_named(copy)):
                content = files / address(sha256)
                if content.is_file():
                    tar.add(content, f"{FILES}/{address(sha256)}")
        copy.unlink()
        held = _read(aside, Path(folder))
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.rename(into)
    return held


@contextmanager
def _writing(into: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotWritten(copies.not_written(str(into), os.strerror(error.errno or 0))) from error


def _copy_database(source: Path, target: Path) -> None:
    with (
        closing(pysqlite3.dbapi2.connect(f"file:{source}?mode=ro", uri=True)) as reading,
        closing(pysqlite3.dbapi2.connect(str(target))) as writing,
    ):
        reading.backup(writing)


def _named(database: Path) -> set[str]:
    with closing(pysqlite3.dbapi2.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        there = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        return {
            sha256
            for table in NAMING
            if table in there or table == NAMING[0]
            for (sha256,) in connection.execute(f"SELECT DISTINCT sha256 FROM {table}")  # noqa: S608 - ours
        }


def restore(
    copy: Path,
    url: str,
    files_url: str,
    *,
    incomplete: bool = False,
    settle: Callable[[str], None] = lambda _url: None,
) -> Holding:
    """Put a copy back where there is nothing, after having checked it whole; what no row names is left out.

    ``incomplete``: put back a copy that lacks contents too. ``settle`` is given the address of its database just before
    it takes its place. Raises PlaceTaken when a database or a file is there,
    Damaged when the copy is not whole.
    """
    database, files = database_file(url), files_folder(files_url)
    if database.exists() or (files.is_dir() and any(files.iterdir())):
        raise PlaceTaken(copies.not_empty(str(database), str(files)))
    if not copy.is_file():
        raise Damaged(copies.unreadable(str(copy), FileNotFoundError.__name__))
    with _writing(database):
        for parent in (database.parent, files.parent):
            parent.mkdir(parents=True, exist_ok=True)
        with (
            TemporaryDirectory(dir=database.parent) as folder,
            TemporaryDirectory(dir=files.parent) as unpacked,
        ):
            held = _read(copy, Path(folder), Path(unpacked))
            if held.lacking and not incomplete:
                raise Damaged(copies.lacking(held.lacking))
            settle(f"sqlite:///{Path(folder) / DATABASE}")
            files.mkdir(exist_ok=True)
            for child in Path(unpacked).iterdir():
                shutil.move(child, files / child.name)
            os.sync()
            (Path(folder) / DATABASE).rename(database)
    return held


def _read(copy: Path, folder: Path, unpacked: Path | None = None) -> Holding:
    """Read a copy to its end: its database is left in ``folder``, the contents it names in ``unpacked``.

    Plain files and nothing else, inside the folder: the `tarfile` of Python 3.11.2 has no filter for that. Raises
    Damaged for a copy that cannot be read, or that holds anything else.
    """
    try:
        with tarfile.open(copy) as tar:
            named = _database_of(tar, folder)
            whole, unneeded = set(), 0
            for member in tar:
                if member.isdir() or member.name == DATABASE:
                    continue
                content = tar.extractfile(member) if member.isfile() else None
                if content is None or ".." in PurePosixPath(member.name).parts:
                    raise Damaged(copies.foreign(str(copy), member.name))
                sha256 = PurePosixPath(member.name).name
                if sha256 not in named or member.name != f"{FILES}/{address(sha256)}":
                    unneeded += 1
                elif _digest(content, unpacked and unpacked / address(sha256)) == sha256:
                    whole.add(sha256)
            return Holding(tuple(sorted(named - whole)), unneeded)
    except (tarfile.TarError, EOFError) as error:
        raise Damaged(copies.unreadable(str(copy), type(error).__name__)) from error


def _database_of(tar: tarfile.TarFile, folder: Path) -> set[str]:
    """Take the database out of a copy and check it; the digests that its rows name."""
    try:
        content = tar.extractfile(DATABASE)
    except KeyError:
        content = None
    if content is None:
        raise Damaged(copies.without_database(DATABASE))
    target = folder / DATABASE
    with content, target.open("wb") as written:
        shutil.copyfileobj(content, written, PIECE_BYTES)
    try:
        with closing(pysqlite3.dbapi2.connect(str(target))) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        named = _named(target)
    except pysqlite3.dbapi2.DatabaseError as error:
        raise Damaged(copies.damaged_database(str(error))) from error
    if found != "ok":
        raise Damaged(copies.damaged_database(found))
    return named


def _digest(content: IO[bytes], into: Path | None) -> str:
    """The SHA-256 of what is read, and written on the way when a place is given."""
    digest = hashlib.sha256()
    if into is None:
        while piece := content.read(PIECE_BYTES):
            digest.update(piece)
        return digest.hexdigest()
    into.parent.mkdir(parents=True, exist_ok=True)
    with into.open("wb") as written:
        while piece := content.read(PIECE_BYTES):
            digest.update(piece)
            written.write(piece)
    return digest.hexdigest()
