"""The notice of `criteria/`: its ten examples are read as an officer would write them, and give what it says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.adapters.call_files import inspect_grid, read_rules
from app.adapters.score_files import read_tables
from app.cli.criteria import app
from app.domain.call_file.breach import BreachCode
from app.domain.money import parse_euros
from app.domain.ranking.result import result_of
from app.domain.scoring import score_of

NOTICE = (Path(__file__).resolve().parents[2] / "criteria" / "README.md").read_text(encoding="utf-8")
NONE = "—"
OWN = ("filed_at", "eligible_total", "requested")


@dataclass(frozen=True)
class Example:
    """One of the ten: its files, and its table as rows {column: cell}."""

    title: str
    files: tuple[str, ...]
    rows: tuple[dict[str, str], ...]

    @property
    def money(self) -> str | None:
        return next((name for name in self.rows[0] if name.startswith("reçoit, sur ")), None)


def section_of(title: str) -> str:
    return NOTICE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def examples() -> Iterator[Example]:
    for section in section_of("Dix exemples").split("\n### ")[1:]:
        lines = [line for line in section.splitlines() if line.startswith("|")]
        head, _, *rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
        yield Example(
            section.partition("\n")[0],
            tuple(re.findall(r"```yaml\n(.+?)```", section, re.DOTALL)),
            tuple(dict(zip(head, row, strict=True)) for row in rows),
        )


def shown(value: object) -> str:
    return f"{value}".replace(".", ",")


def test_there_are_ten_of_them() -> None:
    assert [one.title.partition(".")[0] for one in examples()] == [
        *(str(n) for n in range(1, 11)),
        "Des points lus dans le dossier",
        "Les meilleures notes, les meilleurs critères",
        "Une moyenne géométrique",
        "Des points par euro",
        "Deux collèges de jurés",
    ]


def test_the_smallest_call_is_checked_simulated_and_ranks_as_the_notice_says(tmp_path: Path) -> None:
    files = re.findall(r"```yaml\n(.+?)```", section_of("Un appel entier, le plus petit"), re.DOTALL)
    tables = re.findall(r"```csv\n(.+?)```", section_of("Un appel entier, le plus petit"), re.DOTALL)
    for name, text in zip(("call.yaml", "dossier.yaml", "scoring.yaml"), files, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name, text in zip(("notes.csv", "candidatures.csv"), tables, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    checked = run("check", tmp_path)
    assert "Aucune faute" in checked
    assert "Attention" not in checked
    assert "L’argent s’arrête" in run("simulate", tmp_path)
    ranked = run("rank", tmp_path, tmp_path / "notes.csv", "--applications", tmp_path / "candidatures.csv")
    rows = [line.split()[:3] for line in ranked.splitlines()[1:3]]
    assert rows == [["1", "B", "76"], ["2", "A", "72"]]
    assert "35 000 €" in ranked.replace("\u202f", " ").replace("\u00a0", " ")


def run(*words: object) -> str:
    """What `maillage criteria` says; it must not refuse."""
    found = CliRunner().invoke(app, [str(word) for word in words])
    assert found.exit_code == 0, found.output
    return found.output


@pytest.mark.parametrize("example", list(examples()), ids=lambda one: one.title)
def test_an_example_of_the_notice_gives_what_it_says(example: Example, tmp_path: Path) -> None:
    for name, text in zip(("scoring.yaml", "ranking.yaml"), example.files, strict=False):
        (tmp_path / name).write_text(text, encoding="utf-8")
    inspected = inspect_grid(tmp_path)
    told = [one for one in inspected.warnings if one.code != BreachCode.MAY_DIVIDE_BY_ZERO]
    assert [*inspected.faults, *told] == []
    rules = read_rules(tmp_path)
    assert rules is not None
    keys = [leaf.key for leaf in rules.grid.leaves]
    known = [
        name for name in example.rows[0] if name in OWN or name in {a.key for a in rules.grid.attributes}
    ]
    college = ";college" if rules.grid.colleges else ""
    scores = [f"application;reviewer;criterion;mark{college}"]
    applications = {"application": ";".join(("application", *known))}
    for row in example.rows:
        applications.setdefault(row["candidature"], ";".join((row["candidature"], *(row[k] for k in known))))
        end = f";{row['college']}" if college else ""
        scores += [f"{row['candidature']};{row.get('expert', 'jury')};{key};{row[key]}{end}" for key in keys]
    (tmp_path / "scores.csv").write_text("\n".join(scores), encoding="utf-8")
    (tmp_path / "applications.csv").write_text("\n".join(applications.values()), encoding="utf-8")
    tables = read_tables(tmp_path / "scores.csv", tmp_path / "applications.csv", rules.grid, rules.names)
    envelope = parse_euros(example.money.removeprefix("reçoit, sur ")) if example.money else 0
    found = result_of(
        rules.grid, rules.ranking, rules.names, tables.entries, tables.reviews, envelope
    ).listing
    for row in example.rows:
        if not row["rang"]:
            continue
        place = found.place(row["candidature"])
        score = score_of(found.ranked.scored, place.at)
        said = {"candidature": place.reference, "rang": shown(place.rank or NONE)}
        if "total" in row:
            said["total"] = NONE if score is None else shown(f"{score.total.normalize() + 0:f}")
        if "pour le classement" in row:
            assert score is not None
            said["pour le classement"] = shown(f"{score.ranking.normalize() + 0:f}")
        if example.money:
            said[example.money] = f"{place.awarded // 100:,} €".replace(",", " ")
        assert said == {key: row[key] for key in said}


def test_the_commands_of_the_notice_exist() -> None:
    named = set(re.findall(r"maillage criteria ([a-z]+)", NOTICE))
    known = {one.name or (one.callback.__name__ if one.callback else "") for one in app.registered_commands}
    assert {"check", "rank", "schema", "diagram"} <= named
    assert named <= known
