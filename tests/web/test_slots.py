"""Nothing that waits for a process, a store or a scanner holds a connection of the database."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from app.adapters.file_store import open_store
from app.db.apply import files
from app.db.base import key_of
from app.db.session import Database
from app.domain.scanning import ScanVerdict
from app.domain.workflow import Stage
from app.services.cases import open_case
from app.services.ports import ScanResult
from tests import factories
from tests.api_client import Callers
from tests.edges import TOKEN_FIELD
from tests.factories import A_PDF
from tests.fakes import FakeClock
from tests.web.applicants import signed_in


@dataclass
class Watched:
    """The outside of a service: notes how many connections of the database are held each time it is asked."""

    database: Database
    held: list[tuple[str, int]] = field(default_factory=list)
    inner: Any = field(default_factory=lambda: open_store("memory:///"))

    def note(self, what: str) -> None:
        self.held.append((what, self.database.engine.pool.checkedout()))  # type: ignore[attr-defined]

    def render(self, _document: Any) -> bytes:
        self.note("render")
        return b"%PDF-1.7"

    def scan(self, _chunks: Any) -> ScanResult:
        self.note("scan")
        return ScanResult(ScanVerdict.CLEAN)

    def __getattr__(self, name: str) -> Any:
        self.note(name)
        return getattr(self.inner, name)


@pytest.fixture
def watched(database: Database) -> Watched:
    return Watched(database)


def around(watched: Watched, clock: FakeClock, stage: Stage) -> tuple[Callers, str, str]:
    """A service whose outside is watched, an application at this stage, one of its pieces."""
    database = watched.database
    callers = Callers.around(
        database, factories.TIERS_LIEUX, clock, pdf=watched, files=watched, antivirus=watched
    )
    with database.write() as session:
        work = factories.work(session, now=clock.now)
        session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
        application = factories.at_stage(work, stage, store=watched.inner)
        if stage is Stage.DOSSIER_DRAFT:
            factories.write_dossier(work, application.reference, store=watched.inner)
        case = open_case(work, application.reference)
        handle = files.joined(session, key_of(case.application))[0].handle
    watched.held.clear()
    return callers, application.reference, handle


def test_downloads_are_typeset_and_read_once_the_transaction_has_ended(
    watched: Watched, clock: FakeClock
) -> None:
    callers, reference, handle = around(watched, clock, Stage.DOSSIER_SUBMITTED)
    browser, program = signed_in(callers.wired, callers.cast.owner), callers.of(callers.cast.owner)
    for address in ("depots/dossier/1.pdf", f"pieces/{handle}"):
        assert browser.get(f"/candidatures/{reference}/{address}").status_code == 200
    for address in ("filings/dossier/1.pdf", f"pieces/{handle}"):
        program.get(f"/applications/{reference}/{address}")
    asked = ["render", "put", "chunks", "chunks", "chunks", "chunks"]
    assert watched.held == [(what, 0) for what in asked]


def test_pieces_are_kept_and_scanned_once_the_snapshot_was_given_back(
    watched: Watched, clock: FakeClock
) -> None:
    callers, reference, _ = around(watched, clock, Stage.DOSSIER_DRAFT)
    browser, program = signed_in(callers.wired, callers.cast.owner), callers.of(callers.cast.owner)
    here = f"/candidatures/{reference}/dossier/pieces"
    token = TOKEN_FIELD.search(browser.get(here).text)
    assert token
    sent = {"file": ("statuts.pdf", A_PDF + b"1", "application/pdf")}
    joined = browser.post(here, data={"csrf": token[1], "piece": "statuts"}, files=sent)
    assert joined.status_code == 303
    again = {"file": ("statuts.pdf", A_PDF + b"2", "application/pdf")}
    program.post(f"/applications/{reference}/pieces/statuts", expected=201, files=again)
    assert watched.held == [("scan", 0), ("put", 0)] * 2


RANGES = [
    ("", 200, A_PDF),
    ("bytes=0-3", 206, A_PDF[:4]),
    ("bytes=5-", 206, A_PDF[5:]),
    ("bytes=-4", 206, A_PDF[-4:]),
    ("bytes=2-99999999", 206, A_PDF[2:]),
    ("bytes=99999-", 416, b""),
    ("bytes=-0", 416, b""),
    ("bytes=3-1", 200, A_PDF),
    ("bytes=0-1,3-4", 200, A_PDF),
    ("lines=1-2", 200, A_PDF),
]


def test_a_piece_says_its_length_and_gives_the_part_that_is_asked_for(
    watched: Watched, clock: FakeClock
) -> None:
    callers, reference, handle = around(watched, clock, Stage.DOSSIER_SUBMITTED)
    path = f"/applications/{reference}/pieces/{handle}"
    program = callers.of(callers.cast.owner)
    for header, status, content in RANGES:
        answer = program.ask("GET", path, headers={"Range": header} if header else {})
        assert (header, answer.status_code, answer.content) == (header, status, content)
        assert answer.headers["content-length"] == str(len(content))
    changed = program.ask("GET", path, headers={"Range": "bytes=0-3", "If-Range": '"other"'})
    assert (changed.status_code, changed.content) == (200, A_PDF)
