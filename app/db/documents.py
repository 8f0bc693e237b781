"""Documents: what is printed, kept as the value that makes it, then as the bytes that its first reader received.

Both tables are append-only (triggers refuse the rest): nothing printed changes afterwards. The bytes are in the file
store under their SHA-256.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import JsonText, Row, UtcDateTime, enum_by_value
from app.domain.documents.written import DocumentKind


class FrozenDocument(Row, table=True):
    """One document. ``subject``: what it is about (a form of an application, a sitting…), ``number`` within it.

    ``content`` is everything that it prints and ``sha256`` the fingerprint of that; ``replaces`` is the document
    before it on the same subject. ``made_by`` is None for the house itself.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("kind", "subject", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: DocumentKind = Field(sa_type=enum_by_value(DocumentKind))
    subject: str = Field(max_length=120)
    number: int
    replaces: int | None = Field(default=None, foreign_key="document.id")
    call_id: int | None = Field(default=None, index=True)
    application_id: int | None = Field(default=None, index=True)
    content: dict[str, Any] = Field(sa_type=JsonText)
    sha256: str = Field(max_length=64)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by: int | None = Field(default=None)


class DocumentPrint(Row, table=True):
    """The PDF of a document as its readers receive it, the first as the last. ``size`` in octets."""

    __tablename__ = "document_print"

    document_id: int = Field(primary_key=True, foreign_key="document.id")
    sha256: str = Field(max_length=64)
    size: int
    printed_at: datetime = Field(sa_type=UtcDateTime)


def by_id(session: Session, document_id: int) -> FrozenDocument | None:
    return session.get(FrozenDocument, document_id)


def locked(session: Session, document_id: int) -> FrozenDocument:
    """The document, held until the transaction ends: it is printed once."""
    return session.exec(
        select(FrozenDocument).where(FrozenDocument.id == document_id).with_for_update()
    ).one()


def find(session: Session, kind: DocumentKind, subject: str, number: int) -> FrozenDocument | None:
    return session.exec(
        select(FrozenDocument).where(
            FrozenDocument.kind == kind, FrozenDocument.subject == subject, FrozenDocument.number == number
        )
    ).first()


def last_up_to(session: Session, kind: DocumentKind, subject: str, number: int) -> FrozenDocument | None:
    """The document of this number on this subject, else the one that it would replace."""
    return session.exec(
        select(FrozenDocument)
        .where(
            FrozenDocument.kind == kind,
            FrozenDocument.subject == subject,
            col(FrozenDocument.number) <= number,
        )
        .order_by(col(FrozenDocument.number).desc())
    ).first()


def last(session: Session, kind: DocumentKind, subject: str) -> FrozenDocument | None:
    """The document on a subject that no other replaces yet."""
    return session.exec(
        select(FrozenDocument)
        .where(FrozenDocument.kind == kind, FrozenDocument.subject == subject)
        .order_by(col(FrozenDocument.number).desc())
    ).first()


def print_of(session: Session, document_id: int) -> DocumentPrint | None:
    return session.get(DocumentPrint, document_id)


def contents(session: Session) -> set[str]:
    """The digests of all the PDFs that were printed: the contents that the file store must keep for them."""
    return set(session.exec(select(DocumentPrint.sha256).distinct()))
