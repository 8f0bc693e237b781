from pathlib import Path

from app.words.road.role_table import role_table

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_table_of_the_guide_is_that_of_the_code() -> None:
    assert (ROOT / "docs" / "roles.md").read_text(encoding="utf-8") == role_table()


def test_the_auditor_writes_nothing_but_an_interest_of_its_own() -> None:
    marked = [line for line in role_table().splitlines() if line.endswith("× |")]
    assert marked
    assert [line for line in marked if not line.startswith(("| Lire", "| Déclarer un intérêt"))] == []
