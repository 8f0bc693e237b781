"""Files of criteria that nobody writes in good faith: each is told in words, at once, and nothing is computed."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from app.adapters.call_files import inspect_grid
from app.adapters.score_files import read_tables
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.call_file.tables import TableFaults
from app.words.calls.faults import fault_sentence
from app.words.ranking.table_faults import table_sentence

GRID = """out_of: 10
criteria:
  - { key: a, label: A, weight: 10, scale: { min: 0, max: 5, step: 1 } }
"""
BOMB = "x0: &x0 [a, a]\n" + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 30))
NO_NUMBERS = ("NaN", ".nan", "Infinity", "-.inf", "1e400", "1e-400", "0x10", "1_000", "9" * 300)
SLOW = 5.0
"""Seconds. Each takes a hundredth of one on an idle machine; an attack that works takes minutes."""


def told(folder: Path, scoring: str = GRID, ranking: str | None = None) -> list[str]:
    """The faults of a folder with these two files, found in time."""
    (folder / "scoring.yaml").write_text(scoring, encoding="utf-8")
    if ranking is not None:
        (folder / "ranking.yaml").write_text(ranking, encoding="utf-8")
    return in_time(lambda: [fault_sentence(one) for one in inspect_grid(folder).faults])


def in_time(read: Callable[[], list[str]]) -> list[str]:
    start = perf_counter()
    found = read()
    assert perf_counter() - start < SLOW
    return [one.replace("\u202f", " ").replace("\u00a0", " ") for one in found]


def test_the_plain_grid_is_sound(tmp_path: Path) -> None:
    assert told(tmp_path, GRID, "winners: 3\n") == []


@pytest.mark.parametrize("where", ["scoring", "ranking"])
def test_a_bomb_of_aliases_is_not_unfolded(tmp_path: Path, where: str) -> None:
    found = told(tmp_path, BOMB + GRID) if where == "scoring" else told(tmp_path, GRID, BOMB)
    assert any("les renvois (& et *) ne sont pas admis" in one for one in found)


def test_ten_megabytes_are_not_read(tmp_path: Path) -> None:
    (found,) = told(tmp_path, GRID + "#" * 10_000_000)
    assert "un fichier de 262144 octets au plus ; celui-ci en compte 10000094" in found


@pytest.mark.parametrize(
    "text",
    [
        "criteria: " + "[" * 100_000,
        "criteria: " + "{a: " * 60_000,
        GRID + "attributes: [" + ",".join(f"{{key: l{n}}}" for n in range(15_000)) + "]",
    ],
)
def test_a_file_too_full_to_be_read_quickly_is_refused(tmp_path: Path, text: str) -> None:
    (found,) = told(tmp_path, text)
    assert "attendu : un fichier de 20000 lignes, virgules et deux-points au plus" in found


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "criteria: " + "[" * 5_000)
    assert "un fichier moins profondément imbriqué" in found


def test_a_control_character_is_named(tmp_path: Path) -> None:
    (found,) = told(tmp_path, GRID, "winners: \x00\n")
    assert found.endswith("du YAML bien formé (un caractère invisible à retirer).")


@pytest.mark.parametrize("number", NO_NUMBERS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("weight: 10", "weight: {}"),
        ("min: 0", "min: {}"),
        ("max: 5", "max: {}"),
        ("step: 1", "step: {}"),
        ("out_of: 10", "out_of: {}"),
        ("out_of: 10", "out_of: 10\nthreshold: {}"),
        ("out_of: 10", "out_of: 10\ngap: {}"),
        ("weight: 10", "weight: 10, knock_out: true, threshold: {}"),
    ],
)
def test_what_is_no_plain_number_is_told_once_where_it_stands(
    tmp_path: Path, number: str, before: str, after: str
) -> None:
    (found,) = told(tmp_path, GRID.replace(before, after.format(number), 1))
    assert f"lu « {number[:80]} » ; attendu : un" in found


@pytest.mark.parametrize("number", NO_NUMBERS)
@pytest.mark.parametrize(
    "rule",
    [
        "pots: [{{ key: p, label: P, share: {} }}]",
        "pots: [{{ key: p, label: P, amount: {} }}]",
        "pots: [{{ key: p, label: P, amount: 5, threshold: {} }}]",
        "cut: partial\nleast_share: {}",
        "lottery: {{ width: {} }}",
        "amount: {{ rates: [{{ label: T, rate: {} }}] }}",
    ],
)
def test_nor_in_the_rule_of_the_ranking(tmp_path: Path, number: str, rule: str) -> None:
    found = told(tmp_path, GRID, rule.format(number) + "\n")
    assert any(f"lu « {number[:80]} » ; attendu : un" in one for one in found)


@pytest.mark.parametrize(
    ("scoring", "ranking", "expected"),
    [
        (GRID + "reviewers: 1000000000\n", None, "un nombre inférieur ou égal à 1000"),
        (GRID, "winners: 1000000000\n", "un nombre inférieur ou égal à 1000000"),
        (GRID, "quotas: [{ by: amount, most: 1000000000 }]\n", "un nombre inférieur ou égal à 1000000"),
        (GRID.replace("max: 5", "max: 1000000000"), None, "un nombre inférieur ou égal à 1000000"),
        (GRID.replace("step: 1", "step: 0.0000001"), None, "un nombre d’au plus 6 décimales"),
        (GRID.replace("weight: 10", "weight: 9999999999999"), None, "inférieur ou égal à 1000000000000"),
        (
            GRID,
            f"quotas: [{{ by: amount, stocks: {{ {', '.join(f'l{n}: 1' for n in range(501))} }} }}]",
            "500",
        ),
        (GRID, f"pots: [{', '.join(['{ key: p, label: P, amount: 1 }'] * 51)}]", "au plus 50 éléments"),
    ],
)
def test_what_is_repeated_without_end_is_bounded(
    tmp_path: Path, scoring: str, ranking: str | None, expected: str
) -> None:
    assert any(expected in one for one in told(tmp_path, scoring, ranking))


@pytest.mark.parametrize(
    ("scoring", "name"),
    [
        (GRID + "gates: [{ key: g, label: G, conditions: [g] }]\n", "g"),
        (
            GRID + "gates: [{ key: g, label: G, conditions: [h] }, { key: h, label: H, conditions: [g] }]\n",
            "h",
        ),
        (GRID.replace("weight: 10", "weight: 10, when: a > 2"), "a"),
        (GRID.replace("weight: 10", "weight: 10, when: total > 2"), "total"),
    ],
)
def test_a_condition_never_asks_for_itself(tmp_path: Path, scoring: str, name: str) -> None:
    assert any(f"« {name} » n’est la clé d’aucune question" in one for one in told(tmp_path, scoring))


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ("a ** 9 ** 9 > 1", "cette écriture n’est pas admise"),
        ("not " * 110 + "a > 1", "elle emboîte plus de 20 niveaux"),
        ("a > 1" + " or a > 1" * 60, "elle dépasse 500 caractères"),
        ("a > 1e400", "n’est pas un nombre admis"),
        ("a.__class__ > 1", "cette écriture n’est pas admise"),
        ("open('x') > 1", "la fonction « open » n’existe pas"),
    ],
)
def test_a_condition_that_would_run_without_end_is_refused(tmp_path: Path, condition: str, why: str) -> None:
    found = told(tmp_path, GRID + f'knock_outs: [{{ label: K, when: "{condition}" }}]\n')
    assert any(why in one or "au plus 500 caractères" in one for one in found)


SCORES = "application,reviewer,criterion,mark\n"


@pytest.mark.parametrize("mark", ["NaN", "nan", "Infinity", "-inf", "1e400", "1E1", "", "٣", "4" * 5000])
def test_what_is_no_mark_is_told_with_its_line_and_column(tmp_path: Path, mark: str) -> None:
    grid = ScoringFile.model_validate(
        {"criteria": [{"key": "a", "label": "A", "weight": 1, "scale": {"min": 0, "max": 5, "step": 1}}]}
    )
    path = tmp_path / "scores.csv"
    path.write_text(f"{SCORES}P1,x,a,{mark}\n", encoding="utf-8")

    def read() -> list[str]:
        with pytest.raises(TableFaults) as error:
            read_tables(path, None, grid, Names())
        return [table_sentence(one) for one in error.value.faults]

    (found,) = in_time(read)
    assert "ligne 2, colonne 8 : lu" in found
    assert found.endswith("attendu : une note de 0 à 5, par pas de 1.")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "-1", "1" * 40])
def test_nor_does_an_amount_escape(tmp_path: Path, value: str) -> None:
    grid = ScoringFile.model_validate(
        {"criteria": [{"key": "a", "label": "A", "weight": 1, "scale": {"min": 0, "max": 5, "step": 1}}]}
    )
    (tmp_path / "scores.csv").write_text(SCORES, encoding="utf-8")
    (tmp_path / "a.csv").write_text(f"application,amount,requested\nP1,{value},{value}\n", encoding="utf-8")

    def read() -> list[str]:
        with pytest.raises(TableFaults) as error:
            read_tables(tmp_path / "scores.csv", tmp_path / "a.csv", grid, grid_names(grid, Names())[0])
        return [table_sentence(one) for one in error.value.faults]

    assert any("a.csv, ligne 2, colonne 4 : lu" in one for one in in_time(read))


def test_a_file_whose_name_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "\udcff.yaml").write_text("a: 1\n", encoding="utf-8")
    found = told(tmp_path, GRID)
    assert any("\\udcff.yaml" in one for one in found)
    assert all(one.encode() for one in found)
