"""Files that people joined: what they are; the bytes are in the file store under their SHA-256."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from app.db.apply.applications import Application
from app.db.base import Row, UtcDateTime


class StoredFile(Row, table=True):
    """One file as it was sent; the same content is joined once to a piece.

    ``size`` in bytes; ``scanned`` is None when no antivirus looked at it.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        sa.Index(
            "uq_stored_file_joined_once",
            "application_id",
            "piece",
            "sha256",
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(max_length=32, unique=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    piece: str = Field(max_length=60)
    name: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    scanned: bool | None = Field(default=None)
    uploaded_by: int = Field(foreign_key="person.id")
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def by_handle(session: Session, handle: str) -> StoredFile | None:
    return session.exec(select(StoredFile).where(StoredFile.handle == handle)).first()


_JOINED = (
    select(StoredFile)
    .where(
        col(StoredFile.application_id) == sa.bindparam("application"), col(StoredFile.removed_at).is_(None)
    )
    .order_by(col(StoredFile.id))
)


def joined(session: Session, application_id: int) -> list[StoredFile]:
    """The files now joined to an application, in the order they came."""
    return list(session.exec(_JOINED, params={"application": application_id}))


def waiting(session: Session, limit: int = 500) -> list[str]:
    """The contents that no antivirus has looked at, the oldest first."""
    query = (
        select(StoredFile.sha256)
        .where(col(StoredFile.scanned).is_(None))
        .group_by(col(StoredFile.sha256))
        .order_by(sa.func.min(col(StoredFile.id)))
        .limit(limit)
    )
    return list(session.exec(query))


def waiting_with(session: Session, sha256: str) -> list[tuple[StoredFile, str]]:
    """The files of this content that no antivirus has looked at, each with the reference of its application."""
    query = (
        select(StoredFile, Application.reference)
        .join(Application, col(Application.id) == col(StoredFile.application_id))
        .where(StoredFile.sha256 == sha256, col(StoredFile.scanned).is_(None))
        .order_by(col(StoredFile.id))
    )
    return list(session.exec(query))


def contents(session: Session) -> set[str]:
    """The digests of all the contents that a file names, removed since or not."""
    return set(session.exec(select(StoredFile.sha256).distinct()))


def with_handles(session: Session, handles: set[str]) -> list[StoredFile]:
    """The files of these handles, removed since or not, in the order they came."""
    if not handles:
        return []
    return list(
        session.exec(
            select(StoredFile).where(col(StoredFile.handle).in_(handles)).order_by(col(StoredFile.id))
        )
    )
