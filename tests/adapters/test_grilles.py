"""The grids of real calls, each a folder of `criteria/grilles/`: what comes out is what its source says."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.adapters.call_files import inspect_grid
from app.adapters.score_files import read_tables
from app.domain.call_file import RankingRule
from app.domain.call_file.breach import BreachCode
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.names import Names
from app.domain.money import parse_euros, plain_euros
from app.domain.ranking.result import Result, result_of
from app.domain.scoring import score_of

NOISE = Decimal("0.15")
"""How far an expected rank may be from the published one, which was drawn by Markov chains."""

GRILLES = Path(__file__).resolve().parents[2] / "criteria" / "grilles"
FOLDERS = sorted(path for path in GRILLES.iterdir() if path.is_dir())


def result(folder: Path, said: dict[str, Any]) -> Result:
    found = inspect_grid(folder)
    told = [one for one in found.warnings if one.code != BreachCode.MAY_DIVIDE_BY_ZERO]
    assert [*found.faults, *told] == []
    grid = found.grid()
    names = grid_names(grid, Names())[0]
    grid = grid.at("letter") if said.get("round") == "letter" else grid
    tables = read_tables(folder / "scores.csv", folder / "applications.csv", grid, names)
    rule = found.sheets.get("ranking") or RankingRule()
    envelope = parse_euros(said.get("envelope", "0"))
    return result_of(grid, rule, names, tables.entries, tables.reviews, envelope, said.get("seed"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_real_grid_gives_what_its_source_says(folder: Path) -> None:
    said = json.loads((folder / "attendu.json").read_text(encoding="utf-8"))
    whole = result(folder, said)
    found = whole.listing
    scored = found.ranked.scored
    ranked = (one for one in found.places if one.rank is not None)
    by_rank = sorted(ranked, key=lambda one: (one.rank or 0, one.reference))
    rows: list[dict[str, Any]] = []
    for place, wanted in zip(by_rank, said["ranking"], strict="first" not in said):
        score = score_of(scored, place.at)
        assert score is not None
        row: dict[str, Any] = {"application": place.reference, "rank": place.rank}
        row["total"] = str(score.total.normalize() + 0)
        if "score" in wanted:
            row["score"] = str(score.ranking.normalize() + 0)
        if "outcome" in wanted:
            row["outcome"] = place.outcome
        if "amount" in wanted:
            row["amount"] = plain_euros(place.awarded)
        if "expected_rank" in wanted:
            given = whole.beside[0].scores[place.reference]
            near = abs(given - Decimal(wanted["expected_rank"])) <= NOISE
            row["expected_rank"] = wanted["expected_rank"] if near else str(given)
        if "words" in wanted:
            words = {one.key: one.word for one in score.criteria}
            row["words"] = {key: words[key] for key in wanted["words"]}
        rows.append(row)
    assert rows == [{**one, "total": str(Decimal(one["total"]).normalize() + 0)} for one in said["ranking"]]
    assert sorted(one.reference for one in found.places if one.rank is None) == said["unranked"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_real_grid_says_its_source_first(folder: Path) -> None:
    lines = (folder / "scoring.yaml").read_text(encoding="utf-8").splitlines()
    comment = " ".join(line for line in lines if line.startswith("#"))
    assert lines[0].startswith("# ")
    assert "Source" in comment
