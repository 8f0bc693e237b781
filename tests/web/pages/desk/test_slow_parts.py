"""What takes its time (a scan, a password) is done while somebody else may write."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pytest
import sqlalchemy as sa

from app.db.apply import files
from app.db.session import Database
from app.domain.scanning import ScanVerdict
from app.domain.workflow import Stage
from app.services.identity import passwords
from app.services.ports import ScanResult
from app.services.wiring import Wiring
from tests.factories import A_PDF
from tests.web.applicants import at

PASSWORD = "assez long pour tous"


def somebody_else_writes(database: Database) -> None:
    """Raises OperationalError after the patience of the database when its lock is held."""
    with database.write() as session:
        session.execute(sa.text("UPDATE person SET name = name"))


@dataclass(frozen=True)
class BusyAntivirus:
    """An antivirus during whose scan somebody else writes."""

    database: Database

    def scan(self, chunks: Iterable[bytes]) -> ScanResult:
        assert b"".join(chunks) == A_PDF
        somebody_else_writes(self.database)
        return ScanResult(ScanVerdict.CLEAN)


def test_a_document_is_scanned_while_others_write(wired: Wiring) -> None:
    around = at(replace(wired, antivirus=BusyAntivirus(wired.database)), Stage.DOSSIER_DRAFT)
    owner, address = around.browser(around.cast.owner), f"{around.home}/dossier/pieces"
    token = owner.token(address)
    sent = owner.post(
        address, data={"csrf": token, "piece": "statuts"}, files={"file": ("statuts.pdf", A_PDF)}
    )
    assert sent.status_code == 303
    with wired.database.read() as session:
        assert [one.piece for one in files.joined(session, 1)] == ["statuts"]
    forged = owner.post(address, data={"csrf": "x", "piece": "rib"}, files={"file": ("rib.pdf", A_PDF)})
    assert forged.status_code == 403


def test_a_password_is_hashed_and_checked_while_others_write(
    wired: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = at(wired, Stage.LETTER_DRAFT)

    def hashed(password: str) -> str:
        somebody_else_writes(wired.database)
        return f"kept {password}"

    def fits(password: str, known: str) -> bool:
        somebody_else_writes(wired.database)
        return known == f"kept {password}"

    monkeypatch.setattr(passwords, "_hashed", hashed)
    monkeypatch.setattr(passwords, "_fits", fits)
    owner = around.browser(around.cast.owner)
    assert owner.submit("/mon-compte/mot-de-passe", {"password": PASSWORD}).status_code == 303
    sent = {"email": around.cast.owner.email, "password": PASSWORD}
    assert owner.submit("/connexion/mot-de-passe", sent).status_code == 303
