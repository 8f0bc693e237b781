"""A copy of an embedded service in one tar, taken while it works, and put back in an empty place.

BackupFailure
├── NotEmbedded      the database or the files are on a server: it has its own tools (``pg_dump``, S3 versions)
├── PlaceTaken       there is something already where the copy would be put back
└── Damaged          the copy is not whole
"""

import hashlib
import os
import shutil
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import pysqlite3.dbapi2  # type: ignore[import-untyped]

from app.db.session import database_url
from app.words import copies

DATABASE, FILES = "maillage.db", "files"


class BackupFailure(Exception):
    """The copy was not taken, or not put back; what was there is untouched."""


class NotEmbedded(BackupFailure):
    pass


class PlaceTaken(BackupFailure):
    pass


class Damaged(BackupFailure):
    pass


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


def back_up(url: str, files_url: str, into: Path) -> None:
    """Copy the database, by SQLite's online backup, then the files, into a new tar.

    A content is stored before the row that names it is committed: the files read after the database hold them all.
    """
    database, files = database_file(url), files_folder(files_url)
    if into.exists():
        raise PlaceTaken(copies.there_already(str(into)))
    with TemporaryDirectory(dir=into.parent) as folder:
        copy = Path(folder) / DATABASE
        _copy_database(database, copy)
        aside = Path(folder) / "backup.tar"
        with tarfile.open(aside, "x") as tar:
            tar.add(copy, DATABASE)
            if files.is_dir():
                tar.add(files, FILES)
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.rename(into)


def _copy_database(source: Path, target: Path) -> None:
    reading = pysqlite3.dbapi2.connect(f"file:{source}?mode=ro", uri=True)
    writing = pysqlite3.dbapi2.connect(str(target))
    try:
        reading.backup(writing)
    finally:
        writing.close()
        reading.close()


def restore(copy: Path, url: str, files_url: str) -> None:
    """Put a copy back where there is nothing, after having checked it whole.

    Raises PlaceTaken when a database or a file is there, Damaged when the copy is not whole.
    """
    database, files = database_file(url), files_folder(files_url)
    if database.exists() or (files.is_dir() and any(files.iterdir())):
        raise PlaceTaken(copies.not_empty(str(database), str(files)))
    database.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=database.parent) as folder:
        _unpack(copy, Path(folder))
        _check(Path(folder))
        if (Path(folder) / FILES).is_dir():
            shutil.copytree(Path(folder) / FILES, files, dirs_exist_ok=True)
        (Path(folder) / DATABASE).rename(database)


def _unpack(copy: Path, folder: Path) -> None:
    """Plain files and nothing else, inside the folder: the `tarfile` of Python 3.11.2 has no filter for that.

    Raises Damaged for a copy that cannot be read, or that holds anything else.
    """
    try:
        with tarfile.open(copy) as tar:
            for member in tar:
                target = (folder / member.name).resolve()
                if member.isdir():
                    continue
                content = tar.extractfile(member) if member.isfile() else None
                if content is None or not target.is_relative_to(folder.resolve()):
                    raise Damaged(copies.foreign(str(copy), member.name))
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as written:
                    shutil.copyfileobj(content, written)
    except (tarfile.TarError, OSError) as error:
        raise Damaged(copies.unreadable(str(copy), type(error).__name__)) from error


def _check(folder: Path) -> None:
    if not (folder / DATABASE).is_file():
        raise Damaged(copies.without_database(DATABASE))
    connection = pysqlite3.dbapi2.connect(str(folder / DATABASE))
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except pysqlite3.dbapi2.DatabaseError as error:
        raise Damaged(copies.damaged_database(str(error))) from error
    finally:
        connection.close()
    if found != "ok":
        raise Damaged(copies.damaged_database(found))
    for file in (one for one in (folder / FILES).rglob("*") if one.is_file()):
        with file.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != file.name:
                raise Damaged(copies.damaged_file(file.name))
