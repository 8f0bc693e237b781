"""What `rank` says before it ranks: the answers that are missing, the amounts that the rule would not give."""

import shutil
from pathlib import Path

from tests.cli.test_criteria import TIERS_LIEUX, criteria, plain


def warned(where: Path, applications: str) -> list[str]:
    """The warnings of a grid of one criterion, in a call whose aid is of 50 000 € at the most."""
    call = where / "appel"
    shutil.copytree(TIERS_LIEUX, call)
    (call / "scoring.yaml").write_text(
        "out_of: 100\ncriteria:\n  - { key: u, label: U, weight: 100, scale: { min: 0, max: 5, step: 1 } }\n"
    )
    dossier = call / "dossier.yaml"
    line = "      - label: Dépenses éligibles hors taxes\n"
    strong = "      - { label: Forte, when: nature == 'creation', rate: 0.5, ceiling: 50 000 € }\n"
    dossier.write_text(dossier.read_text(encoding="utf-8").replace(line, strong + line), encoding="utf-8")
    (where / "notes.csv").write_text("application;reviewer;criterion;mark\nA;j;u;4\nB;j;u;3\n")
    (where / "candidatures.csv").write_text(applications)
    found = criteria("rank", call, where / "notes.csv", "--applications", where / "candidatures.csv")
    assert found.exit_code == 0, found.stderr
    return plain(found.stderr).splitlines()


def test_an_empty_cell_that_the_rate_reads_is_told(tmp_path: Path) -> None:
    table = "application;nature;eligible_total;requested\nA;;100000;50000\nB;creation;100000;50000\n"
    assert warned(tmp_path, table) == [
        "Attention : le taux de l’aide lit « nature », sans réponse pour A : la condition est inconnue, une ligne "
        "suivante a donné le taux, ou aucune."
    ]


def test_an_absent_column_is_told(tmp_path: Path) -> None:
    (told,) = warned(tmp_path, "application;eligible_total;requested\nA;100000;50000\nB;100000;50000\n")
    assert "« nature », sans réponse pour toutes les candidatures" in told


def test_an_amount_above_the_highest_aid_is_told(tmp_path: Path) -> None:
    (told,) = warned(tmp_path, "application;amount\nA;900 000 €\nB;20 000 €\n")
    assert told.startswith(
        "Attention : la colonne amount donne 900 000 € pour A, plus que l’aide la plus haute"
    )
