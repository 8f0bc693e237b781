"""Migrations follow one another: two that land together with one number would leave the database with two ends."""

import re
from pathlib import Path

VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"


def test_each_migration_has_its_number_and_follows_the_one_before() -> None:
    said = {}
    for file in sorted(VERSIONS.glob("*.py")):
        text = file.read_text(encoding="utf-8")
        found = re.search(r'^revision = "(\d{4})"\ndown_revision = (?:None|"(\d{4})")$', text, re.MULTILINE)
        assert found is not None, file.name
        said[file.name] = (file.name[:4], found[1], int(found[2] or 0))
    numbers = [f"{number:04d}" for number in range(1, len(said) + 1)]
    assert list(said.values()) == [(one, one, int(one) - 1) for one in numbers]
