"""The rules of a call while they are written: an edition, and every text that was ever saved in it.

An edition is not a call: it becomes one when a manager opens it, and is then read-only.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import JsonText, Row, UtcDateTime


class Edition(Row, table=True):
    """The files of one edition, {name without ending: YAML text}; ``version`` counts what was saved.

    ``slug`` and ``title`` name it in the list; ``based_on``: the opened call that it follows; ``call_id``: the call
    that it became.
    """

    __tablename__ = "edition"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(max_length=80)
    title: str = Field(default="", max_length=300)
    files: dict[str, str] = Field(default_factory=dict, sa_type=JsonText)
    version: int = Field(default=1)
    reason: str = Field(default="", sa_type=sa.Text)
    based_on: int | None = Field(default=None, foreign_key="call.id", index=True)
    call_id: int | None = Field(default=None, foreign_key="call.id", index=True)
    created_by: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    updated_by: int = Field(foreign_key="person.id")
    updated_at: datetime = Field(sa_type=UtcDateTime)


class EditionVersion(Row, table=True):
    """One file as it was saved, by whom, when and why; append-only. An empty text: the file was taken away."""

    __tablename__ = "edition_version"
    __table_args__ = (UniqueConstraint("edition_id", "number", "file"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    number: int
    file: str = Field(max_length=40)
    text: str = Field(sa_type=sa.Text)
    reason: str = Field(default="", sa_type=sa.Text)
    saved_by: int = Field(foreign_key="person.id")
    saved_at: datetime = Field(sa_type=UtcDateTime)


def by_id(session: Session, edition_id: int) -> Edition | None:
    return session.get(Edition, edition_id)


def locked(session: Session, edition_id: int) -> Edition | None:
    """The edition, for this transaction alone: two who save wait for each other here."""
    return session.exec(
        select(Edition)
        .where(Edition.id == edition_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def headings(session: Session, call_ids: frozenset[int] | None = None) -> list[Edition]:
    """The editions without their texts, the last touched first; of these calls only, when they are given."""
    without = defer(Edition.files)  # type: ignore[arg-type]
    query = select(Edition).options(without)
    query = query.order_by(col(Edition.updated_at).desc(), col(Edition.id).desc())
    if call_ids is not None:
        query = query.where(col(Edition.based_on).in_(call_ids) | col(Edition.call_id).in_(call_ids))
    return list(session.exec(query))


def opened_as(session: Session, call_id: int) -> Edition | None:
    """The edition that became this call; None for a call opened from a folder."""
    return session.exec(select(Edition).where(Edition.call_id == call_id)).first()


def last_saved(session: Session, edition_id: int, file: str) -> EditionVersion | None:
    """The last version of one file."""
    return session.exec(
        select(EditionVersion)
        .where(EditionVersion.edition_id == edition_id, EditionVersion.file == file)
        .order_by(col(EditionVersion.number).desc())
    ).first()


def first_texts(session: Session, edition_id: int) -> dict[str, str]:
    """The files with which the edition began."""
    rows = session.exec(
        select(EditionVersion).where(EditionVersion.edition_id == edition_id, EditionVersion.number == 1)
    )
    return {row.file: row.text for row in rows}


def history(session: Session, edition_id: int, limit: int) -> list[EditionVersion]:
    """What was saved, without the texts, the latest first."""
    return list(
        session.exec(
            select(EditionVersion)
            .options(defer(EditionVersion.text))  # type: ignore[arg-type]
            .where(EditionVersion.edition_id == edition_id)
            .order_by(col(EditionVersion.number).desc(), col(EditionVersion.file))
            .limit(limit)
        )
    )
