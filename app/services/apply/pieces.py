"""Joining documents to a dossier: read to the end, measured, recognised, scanned, kept; never changed after."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from app.db import journal
from app.db.apply import files
from app.db.apply import filings as kept_filings
from app.db.apply.files import StoredFile
from app.domain.access import Permission
from app.domain.accesses import Access
from app.domain.call_file.forms import Piece
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode, WrongStage
from app.domain.scanning import ScanVerdict
from app.domain.sniffing import Unfit, Unfitness, media_type_of, named
from app.services.apply import filings, forms
from app.services.cases import Case, open_case
from app.services.identity import accesses
from app.services.ports import Antivirus, FileTooBig, Reception, Unreachable
from app.services.work import Work

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MOST_FILES = 10
"""How many documents one piece holds at once."""
MOST_PHOTOGRAPH = 40 * MEGABYTE
"""Of a photograph as a telephone gives it: what is kept of it is smaller."""
LONGEST_NAME, NAMELESS = 190, "document"
_UNFIT = {
    Unfitness.EMPTY: ReasonCode.FILE_EMPTY,
    Unfitness.ANOTHER_KIND: ReasonCode.FILE_TYPE,
    Unfitness.LOCKED: ReasonCode.FILE_LOCKED,
    Unfitness.BROKEN: ReasonCode.FILE_BROKEN,
    Unfitness.TOO_MANY_PIXELS: ReasonCode.FILE_TOO_LARGE,
}


def piece_of(case: Case, key: str) -> Piece:
    """The piece of that key in the call's dossier. Raises Hidden when there is none."""
    piece = case.folder.dossier.piece(key)
    if piece is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=key)
    return piece


@dataclass(frozen=True)
class Received:
    """A document that was read to its end, opened and scanned; its bytes wait in the file store."""

    key: str
    name: str
    media_type: str
    size: int
    sha256: str
    scanned: bool | None


def joinable(work: Work, reference: str, key: str) -> Piece:
    """The piece of that key, while this person may join a document to it.

    Raises Invalid (too many), WrongStage once the dossier is filed or when a completion does not ask for this piece.
    """
    return _joinable(work, open_case(work, reference, Permission.WRITE_FORM), key)


def receive(reception: Reception, piece: Piece, name: str, chunks: Iterable[bytes]) -> Received:
    """Read one document for a piece that is ``joinable``: the slow part, without a database. ``keep`` joins it.

    Its content says what it is, whatever its name says; a photograph becomes what the piece takes. Nothing that is
    refused reaches the store.

    Raises Invalid (empty, too large, of another kind, that cannot be opened, infected).
    """
    key, most = piece.key, piece.max_mb * MEGABYTE
    read_at_most = max(most, MOST_PHOTOGRAPH)
    said = {"read": name[:120], "expected": ", ".join(piece.formats), "max": piece.max_mb}
    examined = reception.examiner.examined(chunks, piece.formats, most=most, read_at_most=read_at_most)
    try:
        with examined as document:
            verdict = _scanned(reception.antivirus, document.chunks())
            if verdict is ScanVerdict.INFECTED:
                raise _refused(key, ReasonCode.FILE_INFECTED, **said)
            kept = reception.files.put(document.chunks(), limit=most)
    except Unfit as error:
        raise _refused(key, _UNFIT[error.why], **said) from error
    except FileTooBig as error:
        raise _refused(key, ReasonCode.FILE_TOO_LARGE, **said) from error
    return Received(
        key=key,
        name=named(_last_part(name), document.kind),
        media_type=media_type_of(document.kind),
        size=kept.size,
        sha256=kept.sha256,
        scanned=True if verdict is ScanVerdict.CLEAN else None,
    )


def _scanned(antivirus: Antivirus, chunks: Iterable[bytes]) -> ScanVerdict:
    """What the antivirus says; one that is silent keeps nobody from joining: the document waits in quarantine."""
    try:
        return antivirus.scan(chunks).verdict
    except Unreachable as error:
        log.warning("a document waits for the antivirus: %s", error)
        return ScanVerdict.NOT_SCANNED


def _last_part(name: str) -> str:
    """The name of a file without the folders of who sent it, nor signs that would be seen as others."""
    shown = "".join(sign for sign in name if sign.isprintable())
    return shown.replace("\\", "/").rsplit("/", 1)[-1][-LONGEST_NAME:] or NAMELESS


def keep(work: Work, reference: str, received: Received) -> StoredFile:
    """Join a document that was received; sent again, it is there once. Raises as ``joinable``: time may have passed."""
    case = open_case(work, reference, Permission.WRITE_FORM, lock=True)
    for file in files.joined(work.session, case.id):
        if (file.piece, file.sha256) == (received.key, received.sha256):
            return file
    _joinable(work, case, received.key)
    file = StoredFile(
        handle=uuid4().hex,
        application_id=case.id,
        piece=received.key,
        name=received.name,
        media_type=received.media_type,
        size=received.size,
        sha256=received.sha256,
        scanned=received.scanned,
        uploaded_by=work.person_id,
        uploaded_at=work.now,
    )
    work.session.add(file)
    work.session.flush()
    _journal(work, case, "join_piece", file)
    return file


def _joinable(work: Work, case: Case, key: str) -> Piece:
    piece = piece_of(case, key)
    if forms.current_form(case) != forms.DOSSIER:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action="join_piece")
    _refuse_frozen(work, case, key)
    if sum(file.piece == key for file in files.joined(work.session, case.id)) >= MOST_FILES:
        raise _refused(key, ReasonCode.TOO_MANY_FILES, label=piece.label, max=MOST_FILES)
    return piece


def _refuse_frozen(work: Work, case: Case, key: str) -> None:
    opened = forms.opened(work, case)
    if opened is not None and key not in opened.pieces:
        forms.refuse_frozen([piece_of(case, key).label])


def _refused(key: str, code: ReasonCode, **values: object) -> Invalid:
    return Invalid(Fault(key, Reason(code, values)))


def remove(work: Work, reference: str, handle: str) -> None:
    """Take a document out of the draft; filed versions keep it."""
    case = open_case(work, reference, Permission.WRITE_FORM, lock=True)
    file = files.by_handle(work.session, handle)
    if file is None or file.application_id != case.id or file.removed_at is not None:
        raise Hidden(ReasonCode.NOT_FOUND)
    if forms.current_form(case) != forms.DOSSIER:
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.stage_shown, action="remove_piece")
    _refuse_frozen(work, case, file.piece)
    file.removed_at = work.now
    work.session.add(file)
    work.session.flush()
    _journal(work, case, "remove_piece", file)


def listed(work: Work, reference: str) -> list[StoredFile]:
    """The documents that this person may read now: the team those of the draft, the others those last filed."""
    case = open_case(work, reference)
    if case.may(Permission.READ_DRAFT):
        return files.joined(work.session, case.id)
    filed = {piece["handle"] for piece in filings.last_content(work, case).get("pieces", [])}
    return files.with_handles(work.session, filed)


def note_reading(work: Work, reference: str, file: StoredFile) -> None:
    """Write in the log of accesses that this person read this document."""
    what = f"{reference} · {file.name}"
    accesses.note(work, Access.PIECE_READ, application_id=file.application_id, what=what)


def readable(work: Work, reference: str, handle: str, *, scanning: bool) -> StoredFile:
    """A document that this person may read: the team reads all, the others what was filed.

    ``scanning``: this service has an antivirus, so what it has not looked at yet waits in quarantine. Raises Conflict
    PIECE_IN_QUARANTINE, PIECE_INFECTED.
    """
    case = open_case(work, reference)
    file = files.by_handle(work.session, handle)
    if file is None or file.application_id != case.id:
        raise Hidden(ReasonCode.NOT_FOUND)
    if not case.may(Permission.READ_DRAFT) and not _was_filed(work, case, handle):
        raise Hidden(ReasonCode.NOT_FOUND)
    if file.scanned is False:
        raise Conflict(ReasonCode.PIECE_INFECTED)
    if scanning and file.scanned is None:
        raise Conflict(ReasonCode.PIECE_IN_QUARANTINE)
    return file


def looked_at(work: Work, sha256: str, verdict: ScanVerdict) -> None:
    """Let the documents of this content out of quarantine, or shut them for ever, which the journal says."""
    if verdict is ScanVerdict.NOT_SCANNED:
        return
    for file, reference in files.waiting_with(work.session, sha256):
        file.scanned = verdict is ScanVerdict.CLEAN
        work.session.add(file)
        if not file.scanned:
            _journal(work, open_case(work, reference), "find_infected", file)
    work.session.flush()


def _was_filed(work: Work, case: Case, handle: str) -> bool:
    return any(
        piece.get("handle") == handle
        for filing in kept_filings.filings(work.session, case.id)
        for piece in filing.content.get("pieces", [])
    )


def _journal(work: Work, case: Case, verb: str, file: StoredFile) -> None:
    journal.write(
        work.session,
        work.actor,
        verb,
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data={"piece": file.piece, "sha256": file.sha256, "size": file.size},
    )
