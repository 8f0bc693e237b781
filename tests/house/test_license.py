"""The licence is the EUPL 1.2, whole, in its official words."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_project_declares_the_eupl() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (project["license"], project["license-files"]) == ("EUPL-1.2", ["LICENSE"])


def test_the_notice_that_the_licence_asks_for_comes_first() -> None:
    notice, _, official = TEXT.partition("-" * 80)
    assert "Licensed under the EUPL\n\nSPDX-License-Identifier: EUPL-1.2\n" in notice
    assert official.strip().startswith(
        "EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016"
    )


def test_its_fifteen_articles_and_its_appendix_are_there() -> None:
    assert [int(n) for n in re.findall(r"^(\d+)\.\S", TEXT, re.MULTILINE)] == list(range(1, 16))
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in TEXT
    assert TEXT.endswith(
        "All other changes or additions to this Appendix require the production of a new EUPL version.\n"
    )
