"""A document: its value is kept, then the bytes that its first reader received; nothing of it changes."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.adapters.file_store import open_store
from app.db import documents, journal, proof
from app.db.base import key_of
from app.db.session import Database
from app.domain.documents.written import DocumentKind, fingerprint, read, written
from app.domain.errors import Conflict
from app.domain.people import SYSTEM
from app.services import frozen
from app.services.frozen import Paper, Press
from app.services.ports import Pdf
from tests import documents_samples as samples
from tests import factories
from tests.fakes import FakeClock

KINDS: dict[DocumentKind, Callable[[], Any]] = {
    DocumentKind.RECEIPT: samples.receipt,
    DocumentKind.CONVENTION: samples.convention,
    DocumentKind.MINUTES: samples.minutes,
    DocumentKind.RULES: samples.rules,
}


class OtherEachTime:
    """A typesetter that never makes the same bytes twice, and lets two at once wait for each other."""

    def __init__(self, at_once: int = 1) -> None:
        self._numbers, self._together = count(1), Barrier(at_once)

    def render(self, document: Any) -> bytes:
        self._together.wait(10)
        return b"%PDF-1.7 " + str(next(self._numbers)).encode()


def paper(**changes: Any) -> Paper:
    return Paper(DocumentKind.CONVENTION, "TL26-0001", 1, samples.convention(**changes))


def frozen_id(database: Database, **changes: Any) -> int:
    with database.write() as session:
        return key_of(frozen.freeze(factories.work(session), paper(**changes)))


def press(database: Database, pdf: Pdf) -> Press:
    return Press(database, pdf, open_store("memory:///"), FakeClock())


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_is_read_back_as_it_was_written(kind: DocumentKind) -> None:
    document = KINDS[kind]()
    assert read(kind, written(document)) == document


def test_a_fingerprint_covers_all_that_is_said_but_itself() -> None:
    said = written(samples.convention())
    assert fingerprint(said) == fingerprint({**said, "content_sha256": "0" * 64, "standing": "draft"})
    assert fingerprint(said) != fingerprint({**said, "amount_cents": 1})


def test_two_who_read_at_once_receive_the_same_bytes_and_so_does_whoever_comes_after(
    database: Database,
) -> None:
    document = frozen_id(database)
    house = press(database, OtherEachTime(at_once=2))
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(house.printed, (document, document))
    later = house.printed(document)
    assert first.sha256 == second.sha256 == later.sha256
    assert hashlib.sha256(house.files.read(later.sha256)).hexdigest() == later.sha256
    with database.read() as session:
        (entry,) = [one for one in journal.latest(session) if one.verb == frozen.PRINT]
        row = documents.by_id(session, document)
        assert row is not None
        assert (entry.data["content_sha256"], entry.data["pdf_sha256"]) == (row.sha256, later.sha256)
        assert documents.contents(session) == {later.sha256}


def test_neither_a_document_nor_its_print_can_be_changed_or_removed(database: Database) -> None:
    press(database, OtherEachTime()).printed(frozen_id(database))
    for statement in (
        "UPDATE document SET sha256 = 'x'",
        "DELETE FROM document",
        "UPDATE document_print SET sha256 = 'x'",
        "DELETE FROM document_print",
    ):
        with pytest.raises(DatabaseError), database.write() as session:
            session.execute(sa.text(statement))


def test_a_number_is_given_once_and_the_next_one_says_what_it_replaces(database: Database) -> None:
    first = frozen_id(database)
    assert frozen_id(database) == first
    with pytest.raises(Conflict):
        frozen_id(database, amount_cents=1)
    with database.write() as session:
        second = Paper(DocumentKind.CONVENTION, "TL26-0001", 2, samples.convention(version=2))
        assert frozen.freeze(factories.work(session), second).replaces == first


def test_a_document_kept_at_its_first_reading_is_sealed_as_those_that_a_deed_keeps(
    database: Database,
) -> None:
    with database.write() as session:
        kept = key_of(frozen.freeze(factories.work(session), paper()))
        journal.write(session, SYSTEM, "expire", factories.AN_OPEN_DAY)
    with database.read() as session:
        work = factories.work(session)
        press(database, OtherEachTime()).first_read(work, replace(paper(), number=2))
    with database.read() as session:
        found = proof.verify(session)
        assert (found.holds, found.sealed, found.rows) == (True, 2, ())
        assert documents.by_id(session, kept + 1) is not None
