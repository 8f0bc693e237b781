"""The witness adds the head of the journal to a file that the database cannot reach."""

from pathlib import Path

import pytest

from app.adapters.witness import Witness, seen
from app.db import proof
from app.db.journal import head
from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.fakes import FakeClock


def test_each_head_is_written_once_and_the_record_holds_against_it(
    database: Database, tmp_path: Path, clock: FakeClock
) -> None:
    file = tmp_path / "temoin.txt"
    witness = Witness(database, file, clock)
    witness.look({})
    assert not file.exists()
    with database.write() as session:
        factories.at_stage(
            factories.work(session, now=factories.AN_OPEN_DAY), Stage.DOSSIER_DRAFT, factories.TIERS_LIEUX
        )
    witness.look({})
    witness.look({})
    with database.read() as session:
        assert seen(file) == dict([head(session)])
        assert proof.verify(session, seen(file)).holds


def test_a_line_that_is_not_its_own_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "temoin.txt"
    assert seen(file) == {}
    file.write_text("pas une ligne du tout\n", encoding="ascii")
    with pytest.raises(ValueError, match=r"too many values|invalid literal"):
        seen(file)
