"""Joining documents: what is refused says why, what was filed can always be read."""

from collections.abc import Iterable
from typing import Any

import pytest
from sqlmodel import select

from app.adapters.quarantine import Quarantine
from app.db.apply import files
from app.db.apply.files import StoredFile
from app.db.journal import JournalEntry
from app.db.session import Database
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, ReasonCode, WrongStage
from app.domain.people import Actor
from app.domain.scanning import ScanVerdict
from app.domain.workflow import Action, Stage
from app.services.apply import pieces
from app.services.ports import Part, Reception, ScanResult, Unreachable
from tests import factories
from tests.factories import A_PDF, A_PNG
from tests.fakes import FakeAntivirus, FakeExaminer
from tests.services.acting import do, given


def join(
    database: Database,
    actor: Actor,
    reference: str,
    *chunks: bytes,
    piece: str = "statuts",
    name: str = "statuts.pdf",
    verdict: ScanVerdict = ScanVerdict.CLEAN,
) -> StoredFile:
    with database.write() as session:
        work = factories.work(session, actor)
        received = pieces.receive(
            Reception(factories.memory_store(), FakeAntivirus(ScanResult(verdict)), FakeExaminer()),
            pieces.joinable(work, reference, piece),
            name,
            chunks,
        )
        return pieces.keep(work, reference, received)


UNFIT: list[tuple[Any, ...]] = [
    ((), {}, ReasonCode.FILE_EMPTY),
    ((b"", b""), {}, ReasonCode.FILE_EMPTY),
    ((A_PNG,), {"name": "statuts.png"}, ReasonCode.FILE_TYPE),
    ((b"MZ\x90\x00",), {}, ReasonCode.FILE_TYPE),
    (
        (A_PDF, b"x" * (5 * pieces.MEGABYTE)),
        {"piece": "rib", "name": "rib.pdf"},
        ReasonCode.FILE_TOO_LARGE,
    ),
    ((A_PDF,), {"verdict": ScanVerdict.INFECTED}, ReasonCode.FILE_INFECTED),
]


def test_a_document_that_cannot_be_kept_says_why_and_leaves_nothing(
    database: Database, subtests: pytest.Subtests
) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    for chunks, said, code in UNFIT:
        with subtests.test(code=code, said=said):
            with pytest.raises(Invalid) as refused:
                join(database, people.editor, reference, *chunks, **said)
            fault = refused.value.faults[0]
            assert (fault.field, fault.reason.code) == (said.get("piece", "statuts"), code)
            with database.read() as session:
                assert files.joined(session, 1) == []


def test_a_document_is_kept_with_its_name_its_kind_and_what_the_antivirus_said(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    clean = join(database, people.editor, reference, A_PDF, name="C:\\bureau\\Nos statuts.PDF")
    assert (clean.name, clean.media_type, clean.size) == ("Nos statuts.PDF", "application/pdf", len(A_PDF))
    assert clean.scanned is True
    unseen = join(database, people.editor, reference, A_PDF + b"2", verdict=ScanVerdict.NOT_SCANNED)
    assert unseen.scanned is None
    assert b"".join(factories.memory_store().chunks(clean.sha256)) == A_PDF


def test_the_content_says_what_a_document_is_whatever_its_name_says(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    joined = [
        join(database, people.editor, reference, A_PDF, name.encode(), name=name).name
        for name in ("statuts", "statuts.docx", "Statuts 2.1", "a\u202efdp.exe")
    ]
    assert joined == ["statuts.pdf", "statuts.pdf", "Statuts 2.1.pdf", "afdp.exe.pdf"]
    with pytest.raises(Invalid) as refused:
        join(database, people.editor, reference, b"MZ\x90\x00" + A_PDF)
    assert refused.value.reason.code is ReasonCode.FILE_TYPE


def test_only_who_writes_joins_and_only_while_the_dossier_is_open(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    with pytest.raises(WrongStage):
        join(database, people.owner, reference, A_PDF)
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    with pytest.raises(Forbidden):
        join(database, people.reader, reference, A_PDF)
    with pytest.raises(Hidden):
        join(database, people.owner, reference, A_PDF, piece="inconnue")


def readable(database: Database, actor: Actor, reference: str, handle: str) -> bool:
    with database.read() as session:
        try:
            pieces.readable(factories.work(session, actor), reference, handle, scanning=False)
        except (Hidden, Conflict):
            return False
        return True


def test_what_was_filed_is_read_by_those_who_judge_and_what_is_not_by_the_team_only(
    database: Database,
) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    do(database, people.officer, reference, Action.REQUEST_COMPLETION, {"text": "x", "pieces": ["statuts"]})
    with database.read() as session:
        filed = files.joined(session, 1)[0].handle
    added = join(database, people.owner, reference, A_PDF + b"2").handle
    assert [readable(database, people.officer, reference, one) for one in (filed, added)] == [True, False]
    assert [readable(database, people.reader, reference, one) for one in (filed, added)] == [True, True]
    assert readable(database, people.owner, reference, "0" * 32) is False
    with database.write() as session:
        pieces.remove(factories.work(session, people.owner), reference, filed)
    with database.read() as session:
        assert filed not in {file.handle for file in files.joined(session, 1)}
    assert readable(database, people.officer, reference, filed) is True
    with pytest.raises(Hidden), database.write() as session:
        pieces.remove(factories.work(session, people.owner), reference, filed)


def test_nothing_is_taken_out_of_a_dossier_that_was_filed(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_SUBMITTED)
    with database.read() as session:
        handle = files.joined(session, 1)[0].handle
    with pytest.raises(WrongStage), database.write() as session:
        pieces.remove(factories.work(session, people.owner), reference, handle)


def test_a_piece_holds_so_many_files_and_no_more_until_one_is_taken_out(database: Database) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    handles = [
        join(database, people.editor, reference, A_PDF + bytes([n]), name=f"statuts-{n}.pdf").handle
        for n in range(pieces.MOST_FILES)
    ]
    with pytest.raises(Invalid) as refused:
        join(database, people.editor, reference, A_PDF)
    assert refused.value.reason.code is ReasonCode.TOO_MANY_FILES
    join(database, people.editor, reference, A_PDF, piece="rib", name="rib.pdf")
    with database.write() as session:
        pieces.remove(factories.work(session, people.editor), reference, handles[0])
    join(database, people.editor, reference, A_PDF)


class SilentAntivirus(FakeAntivirus):
    """Says nothing until it is told what to say."""

    silent: bool = True

    def scan(self, chunks: Iterable[bytes]) -> ScanResult:
        if self.silent:
            raise Unreachable("away", Part.ANTIVIRUS)
        return super().scan(chunks)


def quarantined(database: Database, actor: Actor, reference: str, handle: str) -> ReasonCode | None:
    """Why this document does not open, in a service that has an antivirus."""
    with database.read() as session:
        try:
            pieces.readable(factories.work(session, actor), reference, handle, scanning=True)
        except Conflict as refused:
            return refused.reason.code
        return None


@pytest.mark.parametrize("verdict", [ScanVerdict.CLEAN, ScanVerdict.INFECTED])
def test_a_document_joined_while_the_antivirus_is_silent_waits_in_quarantine(
    database: Database, verdict: ScanVerdict
) -> None:
    reference, people = given(database, Stage.DOSSIER_DRAFT)
    store, antivirus = factories.memory_store(), SilentAntivirus(ScanResult(verdict))
    with database.write() as session:
        work = factories.work(session, people.editor)
        reception = Reception(store, antivirus, FakeExaminer())
        piece = pieces.joinable(work, reference, "statuts")
        handle = pieces.keep(
            work, reference, pieces.receive(reception, piece, "statuts.pdf", [A_PDF + verdict.encode()])
        ).handle
    quarantine = Quarantine(database, store, antivirus, factories.work)
    quarantine.look({})
    assert quarantined(database, people.owner, reference, handle) is ReasonCode.PIECE_IN_QUARANTINE
    antivirus.silent = False
    quarantine.look({})
    clean = verdict is ScanVerdict.CLEAN
    told = quarantined(database, people.owner, reference, handle)
    assert told is (None if clean else ReasonCode.PIECE_INFECTED)
    assert readable(database, people.owner, reference, handle) is clean
    with database.read() as session:
        verbs = session.exec(select(JournalEntry.verb).where(JournalEntry.verb == "find_infected")).all()
    assert len(verbs) == (0 if clean else 1)
