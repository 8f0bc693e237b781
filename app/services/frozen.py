"""How a value becomes a document: frozen in the transaction of the deed, printed once after it, given ever after.

value → PDF → SHA-256 of the bytes that people receive → kept file → journal. A draft is no document: it is typeset for
its reader, says that it is one, and is not kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.db import documents, journal
from app.db.base import key_of
from app.db.documents import DocumentPrint, FrozenDocument
from app.db.session import Database
from app.domain.documents.written import DocumentKind, fingerprint, read, written
from app.domain.errors import Conflict, ReasonCode
from app.domain.people import SYSTEM
from app.services.ports import Clock, Files, Pdf
from app.services.work import Work

PRINT, KEEP = "print_document", "keep_document"
LARGEST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True)
class Paper:
    """A document that somebody may read. ``subject``: what it is about; ``number``: its place among those on it."""

    kind: DocumentKind
    subject: str
    number: int
    value: Any
    call_id: int | None = None
    application_id: int | None = None


def freeze(work: Work, paper: Paper) -> FrozenDocument:
    """Keep what this document says, for good; the one already there under this number when it says the same.

    Raises Conflict when that one says something else.
    """
    content = written(paper.value)
    sha256 = fingerprint(content)
    before = documents.last_up_to(work.session, paper.kind, paper.subject, paper.number)
    if before is not None and before.number == paper.number:
        if before.sha256 != sha256:
            raise Conflict(ReasonCode.ALREADY_DONE, at=before.made_at)
        return before
    row = FrozenDocument(
        kind=paper.kind,
        subject=paper.subject,
        number=paper.number,
        replaces=before.id if before else None,
        call_id=paper.call_id,
        application_id=paper.application_id,
        content=content,
        sha256=sha256,
        made_at=work.now,
        made_by=work.actor.person_id,
    )
    work.session.add(row)
    work.session.flush()
    return row


def frozen(work: Work, kind: DocumentKind, subject: str, number: int) -> Paper | None:
    """The document of this number as it was frozen; None when it was not yet."""
    row = documents.find(work.session, kind, subject, number)
    return paper_of(row) if row is not None else None


def paper_of(row: FrozenDocument) -> Paper:
    value = read(row.kind, row.content)
    return Paper(row.kind, row.subject, row.number, value, row.call_id, row.application_id)


def print_of(work: Work, paper: Paper) -> DocumentPrint | None:
    """The PDF of this document, when it was printed already."""
    row = documents.find(work.session, paper.kind, paper.subject, paper.number)
    return documents.print_of(work.session, key_of(row)) if row is not None else None


@dataclass(frozen=True)
class Press:
    """What prints: outside of any transaction but its own, since it waits for a process and a disk."""

    database: Database
    pdf: Pdf
    files: Files
    clock: Clock

    def first_read(self, work: Work, paper: Paper) -> DocumentPrint:
        """The PDF of a document that is frozen now, at its first reading, if no deed froze it (one older than this)."""
        return self._printed(lambda: self._frozen_id(work, paper))

    def printed(self, document_id: int) -> DocumentPrint:
        """The PDF of a document: made and kept if it was not yet. Two who ask at once receive the same bytes.

        Raises IncompleteDocumentError, OutsideFailure.
        """
        return self._printed(lambda: document_id)

    def _frozen_id(self, work: Work, paper: Paper) -> int:
        try:
            with self.database.write() as session:
                return self._found(session, paper) or self._kept(replace(work, session=session), paper)
        except IntegrityError:
            with self.database.read() as session:
                if (found := self._found(session, paper)) is None:
                    raise
                return found

    def _kept(self, work: Work, paper: Paper) -> int:
        """Freeze it by a deed of its own: the entry of the journal seals the row, as for what other deeds freeze."""
        row = freeze(work, paper)
        journal.write(
            work.session,
            SYSTEM,
            KEEP,
            self.clock(),
            call_id=row.call_id,
            application_id=row.application_id,
            data={
                "document": row.id,
                "kind": row.kind.value,
                "number": row.number,
                "content_sha256": row.sha256,
            },
        )
        return key_of(row)

    @staticmethod
    def _found(session: Session, paper: Paper) -> int | None:
        row = documents.find(session, paper.kind, paper.subject, paper.number)
        return row.id if row is not None else None

    def _printed(self, found: Callable[[], int]) -> DocumentPrint:
        document_id = found()
        with self.database.read() as session:
            kept, row = documents.print_of(session, document_id), documents.by_id(session, document_id)
        if kept is not None:
            return kept
        if row is None:
            raise LookupError(f"no document {document_id}")
        pdf = self.pdf.render(read(row.kind, row.content))
        stored = self.files.put([pdf], limit=LARGEST_BYTES)
        with self.database.write() as session:
            documents.locked(session, document_id)
            kept = documents.print_of(session, document_id)
            if kept is None:
                now = self.clock()
                kept = DocumentPrint(
                    document_id=document_id, sha256=stored.sha256, size=stored.size, printed_at=now
                )
                session.add(kept)
                session.flush()
                data = {
                    "document": document_id,
                    "kind": row.kind.value,
                    "number": row.number,
                    "content_sha256": row.sha256,
                    "pdf_sha256": kept.sha256,
                }
                journal.write(
                    session,
                    SYSTEM,
                    PRINT,
                    now,
                    call_id=row.call_id,
                    application_id=row.application_id,
                    data=data,
                )
            return kept
