"""Reading a call's folder: every fault at its line, hostile files refused fast, French in the sentences."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from app.adapters.call_files import MODELS, check, inspect_grid, read_call, read_calls, schemas, write_schemas
from app.adapters.yaml_pages import LARGEST, read_page
from app.domain.call_file.breach import BreachCode
from app.domain.call_file.faults import CallFileFaults, FileFault, ReadingCode, Shape
from app.domain.call_file.names import RESERVED_NAMES
from app.domain.expressions import FUNCTIONS, ExpressionRefusal
from app.domain.workflow.stages import Group
from app.words.calls.faults import AGREEING, CONDITIONS, PATTERNS, READING, expected, fault_sentence
from app.words.calls.schema import DESCRIPTIONS, described

CRITERIA = Path(__file__).resolve().parents[2] / "criteria"
SOUND = "tiers-lieux-2026"
NARROW, NBSP = "\u202f", "\u00a0"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CRITERIA / SOUND, tmp_path / SOUND))


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace once, and say on which line."""
    path = folder / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults_of(folder: Path) -> tuple[FileFault, ...]:
    with pytest.raises(CallFileFaults) as refused:
        read_call(folder)
    return refused.value.faults


def told(folder: Path) -> list[tuple[str, int, int, str, str]]:
    return [(Path(one.file).stem, one.line, one.column, one.code, one.read) for one in faults_of(folder)]


def test_the_calls_of_the_house_are_sound() -> None:
    said: list[str] = []
    assert check(sorted(CRITERIA.glob("*")), said.append) == 0
    assert len(said) == len(read_calls(CRITERIA)) == 3
    assert all(line.endswith("Aucune faute.") for line in said)


def test_all_the_faults_of_all_the_files_are_told_at_once(folder: Path) -> None:
    weight = change(folder, "scoring", "weight: 20", "weight: vingt")
    prefix = change(folder, "call", "prefix: TL26", "prefix: tl")
    share = change(folder, "convention", "share: 0.4", "share: 0.5")
    kickoff = change(folder, "follow_up", "  kickoff:", "  kickof:")
    rows = told(folder)
    assert rows == [
        ("call", prefix, 9, "string_pattern_mismatch", "tl"),
        ("scoring", weight, 13, "decimal_parsing", "vingt"),
        ("convention", share - 3, 1, BreachCode.SHARES, "1.1"),
        ("follow_up", kickoff - 1, 1, "missing", ""),
        ("follow_up", kickoff, 3, "extra_forbidden", "kickof"),
    ]


def test_a_misspelt_line_does_not_hide_what_the_files_do_not_agree_on(folder: Path) -> None:
    change(folder, "scoring", "    knock_out: true", "    knok_out: true")
    change(folder, "scoring", "out_of: 100", "out_of: 90")
    change(folder, "dossier", "max_words: 15", "max_words: 0")
    change(folder, "dossier", "when: nature == 'creation'", "when: natur == 'creation'")
    assert [(stem, code) for stem, _, _, code, _ in told(folder)] == [
        ("dossier", "greater_than_equal"),
        ("dossier", BreachCode.EXPRESSION),
        ("scoring", BreachCode.WEIGHTS),
        ("scoring", "extra_forbidden"),
    ]


def test_a_line_misspelt_at_the_top_is_not_taken_for_an_absence(folder: Path) -> None:
    change(folder, "dossier", "pieces:", "piece:")
    change(folder, "committee", "quorum: 0.5", "couleur: bleu\nquorum: 0.5")
    change(folder, "committee", "president_college: elus", "president_college: maires")
    assert [(stem, code) for stem, _, _, code, _ in told(folder)] == [
        ("dossier", "extra_forbidden"),
        ("committee", BreachCode.UNKNOWN_KEY),
        ("committee", "extra_forbidden"),
    ]


def test_a_sentence_gives_file_line_column_what_was_read_and_what_was_expected(folder: Path) -> None:
    line = change(folder, "committee", "quorum: 0.5", "quorum: 2")
    said: list[str] = []
    assert check([folder], said.append) == 2
    assert said == [
        f"{folder}/committee.yaml, ligne {line}, colonne 9{NBSP}: lu «{NBSP}2{NBSP}»{NARROW}; "
        f"attendu{NBSP}: un nombre inférieur ou égal à 1.",
        f"{folder}{NBSP}: 1 faute.",
    ]


def test_what_is_only_worth_a_look_is_told_and_does_not_stop(folder: Path) -> None:
    line = change(folder, "scoring", "out_of: 100", "out_of: 90")
    said: list[str] = []
    assert check([folder], said.append) == 0
    assert said[0] == (
        f"Attention, {folder}/scoring.yaml, ligne {line}, colonne 9{NBSP}: lu «{NBSP}90{NBSP}»{NARROW}; "
        f"attendu{NBSP}: ce que les critères donnent au mieux, 100."
    )
    assert said[1].endswith("Aucune faute.")


def test_a_fault_in_a_condition_is_told_at_its_character(folder: Path) -> None:
    line = change(folder, "admissibility", "minutes_voiture >= 20", "minute_voiture >= 20")
    other = change(folder, "admissibility", "'statuts' in pieces", "'statut' in pieces")
    rows = faults_of(folder)
    column = 16 + len("nature != 'creation' or ")
    assert [(one.line, one.column) for one in rows] == [(line, column), (other, 17)]
    assert "minute_voiture" in expected(rows[0])
    assert "statuts" in expected(rows[1])


def test_an_hour_that_the_clocks_skip_is_told_at_its_own_line(folder: Path) -> None:
    text = (folder / "call.yaml").read_text(encoding="utf-8")
    due = next(line for line in text.splitlines() if "dossier_due_at:" in line)
    line = change(folder, "call", due, f"{due.split(':')[0]}: 2027-03-28 02:30")
    with pytest.raises(CallFileFaults) as refused:
        read_call(folder)
    told = [(one.line, one.path) for one in refused.value.faults if one.code == "clock_skipped"]
    assert told == [(line, "waves.0.dossier_due_at")]


def test_a_misspelt_line_is_answered_with_the_nearest_known_one(folder: Path) -> None:
    change(folder, "dossier", "    max_mb: 5", "    max_mo: 5")
    (fault,) = faults_of(folder)
    assert fault.said["near"] == "max_mb"
    assert f"peut-être «{NBSP}max_mb{NBSP}»" in expected(fault)


def test_the_same_line_twice_is_told_with_the_line_of_the_first(folder: Path) -> None:
    path = folder / "committee.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "quorum: 0.6\nquorum: 0.7\n", encoding="utf-8")
    rows = faults_of(folder)
    assert [(one.code, one.read) for one in rows] == [(ReadingCode.KEY_REPEATED, "quorum")] * 2
    assert rows[0].said == {"line": "11"}


def test_a_missing_file_and_an_idle_file_are_told(folder: Path) -> None:
    (folder / "scoring.yaml").rename(folder / "scorring.yaml")
    (folder / "notes.yml").write_text("a: 1", encoding="utf-8")
    (folder / "README.md").write_text("tout va bien", encoding="utf-8")
    rows = {(Path(one.file).name, one.code): one for one in faults_of(folder)}
    assert set(rows) == {
        ("notes.yml", ReadingCode.FILE_UNKNOWN),
        ("scorring.yaml", ReadingCode.FILE_UNKNOWN),
        ("call.yaml", BreachCode.FILE_MISSING),
    }
    assert rows[("scorring.yaml", ReadingCode.FILE_UNKNOWN)].said == {"near": "scoring.yaml"}


def test_a_file_given_for_a_folder_is_told(folder: Path) -> None:
    said: list[str] = []
    assert check([folder / "call.yaml"], said.append) == 2
    assert "un dossier qui contient call.yaml" in said[0]


def test_what_is_not_a_folder_of_a_call_is_told(tmp_path: Path) -> None:
    assert [one.code for one in faults_of(tmp_path / "absent")] == [ReadingCode.FOLDER]
    assert [one.code for one in faults_of(tmp_path)] == [ReadingCode.FILE_ABSENT, ReadingCode.FILE_ABSENT]
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "call.yaml").write_text("", encoding="utf-8")
    (tmp_path / "two").mkdir()
    with pytest.raises(CallFileFaults) as refused:
        read_calls(tmp_path)
    assert [one.code for one in refused.value.faults] == [ReadingCode.FILE_EMPTY, ReadingCode.FILE_ABSENT]


def test_a_missing_block_tells_its_own_lines_and_a_faulty_call_the_files_of_its_stages(
    tmp_path: Path,
) -> None:
    (tmp_path / "call.yaml").write_text(
        "title: Un appel\nstages: [dossier, review, decision]\n", encoding="utf-8"
    )
    told = {one.said.get("name", one.code): fault_sentence(one) for one in faults_of(tmp_path)}
    said = told["authority"].replace("\u202f", " ").replace("\u00a0", " ")
    inside = "name, called, service, address, postal_code, city, email, phone, court, signatory (title)"
    assert said.endswith(f"– La collectivité qui appelle ; elle contient au moins : {inside}.")
    assert "scoring.yaml" in told[BreachCode.FILE_MISSING]
    assert "dossier.yaml" in told[ReadingCode.FILE_ABSENT]
    (tmp_path / "call.yaml").write_text("stages: [dossier, revue]\n", encoding="utf-8")
    assert BreachCode.FILE_MISSING not in [one.code for one in faults_of(tmp_path)]


def test_a_comma_without_quotation_marks_is_guessed(tmp_path: Path) -> None:
    text = (
        "criteria:\n  - { key: a, label: Pour 4,5 ou plus, weight: 1, scale: { min: 0, max: 1, step: 1 } }\n"
    )
    (tmp_path / "scoring.yaml").write_text(text, encoding="utf-8")
    (fault,) = inspect_grid(tmp_path).faults
    assert "virgule" in fault_sentence(fault)


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", ReadingCode.FILE_EMPTY, (1, 1)),
        (b"# rien\n", ReadingCode.FILE_EMPTY, (1, 1)),
        (b"name: Comit\xe9\n", ReadingCode.ENCODING, (1, 12)),
        (b"name: a\n\tmission: b\n", ReadingCode.YAML, (2, 1)),
        (b"name: a: b\n", ReadingCode.YAML, (1, 8)),
        (b"name: [a\n", ReadingCode.YAML, (2, 1)),
        (b"a: 1\n---\nb: 2\n", ReadingCode.YAML, (2, 1)),
        (b"name: \x01\n", ReadingCode.YAML, (1, 1)),
        (BOMB.encode(), ReadingCode.ALIAS, (1, 4)),
        (b"name: &x a\nmission: *x\n", ReadingCode.ALIAS, (1, 7)),
        (b"name: *x\n", ReadingCode.YAML, (1, 7)),
        (b"a: &a [*a]\n", ReadingCode.ALIAS, (1, 4)),
        (b"name: !!python/object/apply:os.system [ls]\n", ReadingCode.TAG, (1, 7)),
        (b"? [a, b]\n: 1\n", ReadingCode.KEY_NOT_TEXT, (1, 3)),
        (b"12: a\n", ReadingCode.KEY_NOT_TEXT, (1, 1)),
        (b"a: " + b"[" * 5000, ReadingCode.TOO_NESTED, (1, 1)),
        (b"- a\n", "model_type", (1, 1)),
        (b"just words\n", "model_type", (1, 1)),
    ],
)
def test_a_hostile_or_broken_file_is_a_fault_at_its_place(
    folder: Path, content: bytes, code: str, place: tuple[int, int]
) -> None:
    (folder / "committee.yaml").write_bytes(content)
    rows = faults_of(folder)
    assert {Path(one.file).name for one in rows} == {"committee.yaml"}
    assert code in [one.code for one in rows]
    first = next(one for one in rows if one.code == code)
    assert (first.line, first.column) == place
    assert fault_sentence(first)


def test_a_tab_is_called_a_tab_wherever_the_reading_stops_at_it(folder: Path) -> None:
    (folder / "committee.yaml").write_bytes(b"colleges:\n\t- { key: a, name: A, seats: 1 }\n")
    (fault,) = [one for one in faults_of(folder) if one.code == ReadingCode.YAML]
    assert "une tabulation : le YAML ne connaît que les espaces" in fault_sentence(fault).replace(
        "\u00a0", " "
    )


def test_a_file_too_large_is_refused_before_it_is_read(folder: Path) -> None:
    (folder / "committee.yaml").write_bytes(b"# " + b"x" * 2_000_000)
    start = time.perf_counter()
    (fault,) = faults_of(folder)
    assert fault.code == ReadingCode.FILE_TOO_LARGE
    assert fault.said == {"size": "2000002", "most": str(LARGEST)}
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("retention_years: 10", "retention_years: dix", "int_type"),
        ("retention_years: 10", "retention_years: " + "9" * 5000, "int_type"),
        ("retention_years: 10", "retention_years: 0", "greater_than_equal"),
        ("retention_years: 10", "retention_years:", "int_type"),
        ("permanent: true", "permanent: NO", "bool_type"),
        ("postal_code: \"33077\"", "postal_code: 33077", "string_type"),
        ("envelope: 450", "envelope: -450", "money"),
        ("timezone: Europe/Paris", "timezone: Europe/Lyon", "timezone"),
        ("committee_on: 2026-05-21", "committee_on: 2026-02-30", "date_from_datetime_parsing"),
        ("opens_at: 2026-01-15 09:00", "opens_at: 15/01/2026", "datetime_parsing"),
        ("opens_at: 2026-01-15 09:00", "opens_at: 2026-01-15 29:00", "datetime_from_date_parsing"),
        ("edition: 2026-2027", "edition: \"\"", "string_too_short"),
        ("edition: 2026-2027", "edition: " + "x" * 400, "string_too_long"),
        ("stages: [letter,", "stages: [lettre,", "enum"),
        ("applicants:\n  - Les associations.", "applicants: tous\nfunded_too:\n  - x", "tuple_type"),
        ("slug: tiers-lieux-2026", "slug: .nan", "string_pattern_mismatch"),
    ],
)  # fmt: skip
def test_every_kind_of_value_has_its_own_words(folder: Path, old: str, new: str, code: str) -> None:
    change(folder, "call", old, new)
    row = next(one for one in faults_of(folder) if one.code == code)
    words = expected(row)
    assert words != "une valeur d’une autre forme"
    assert "{" not in words


def test_every_code_has_its_words() -> None:
    assert set(READING) == set(ReadingCode)
    assert set(AGREEING) == set(BreachCode)
    assert set(CONDITIONS) == set(ExpressionRefusal)
    patterns = {part["pattern"] for part in walk([json.loads(text) for text in schemas().values()])}
    assert patterns == set(PATTERNS)
    assert expected(FileFault("f", 1, 1, "", "unheard_of")) == "une valeur d’une autre forme"
    unknown = FileFault("f", 1, 1, "", "string_pattern_mismatch", said={"pattern": "x"})
    assert expected(unknown) == "un texte d’une autre forme"


def walk(node: Any) -> list[dict[str, Any]]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = [node] if isinstance(node, dict) and isinstance(node.get("pattern"), str) else []
    return own + [found for child in children for found in walk(child)]


@pytest.mark.parametrize("code", list(BreachCode))
def test_a_breach_is_told_even_when_little_is_known(code: BreachCode) -> None:
    names = ("file", "stage", "after", "sum", "min", "max", "step", "most", "least", "name", "kind")
    said = dict.fromkeys(names, "1") | {
        "refusal": "expression_wrong_kind",
        "read": "number",
        "expected": "bool,text",
    }
    sentence = fault_sentence(FileFault("call.yaml", 1, 2, "", code, "x", Shape.TEXT, said))
    assert "attendu" in sentence


def test_the_schemas_in_the_folder_are_those_of_the_models(tmp_path: Path) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (CRITERIA / "schema").glob("*.json")}
    assert kept == schemas(), "run `maillage docs`"
    assert [path.name for path in write_schemas(tmp_path / "schema")] == list(schemas())


@pytest.mark.parametrize(
    "path", sorted(CRITERIA.glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_the_real_files_satisfy_the_schemas_that_editors_use(path: Path) -> None:
    schema = json.loads((CRITERIA / "schema" / f"{path.stem}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    plain = json.loads(json.dumps(read_page(path, path.name).value, default=float))
    found = [error.message for error in Draft202012Validator(schema).iter_errors(plain)]
    assert found == []
    assert path.read_text(encoding="utf-8").startswith(
        f"# yaml-language-server: $schema=../schema/{path.stem}.json"
    )


def test_the_notice_names_all_that_a_file_may_say() -> None:
    notice = (CRITERIA / "README.md").read_text(encoding="utf-8")
    named = {f"{name}.yaml" for name in MODELS} | set(Group) | set(RESERVED_NAMES)
    assert [word for word in sorted(named) if f"`{word}`" not in notice] == []
    assert [word for word in sorted(FUNCTIONS) if f"{word}(" not in notice] == []


def test_every_line_of_a_file_is_described_in_french() -> None:
    used: set[str] = set()
    for name, model in MODELS.items():
        schema = described(name, model)
        for part, body in ({model.__name__: schema} | schema.get("$defs", {})).items():
            used.add(part)
            for field in body.get("properties", {}):
                own = f"{part}.{field}"
                used.add(own if own in DESCRIPTIONS else f"*.{field}")
    assert used == set(DESCRIPTIONS)


def test_the_folder_of_grids_is_passed_over_and_each_of_its_folders_is_checked(tmp_path: Path) -> None:
    said: list[str] = []
    assert check([CRITERIA / "grilles"], said.append) == 0
    assert said == []
    assert check([CRITERIA / "grilles" / "msca"], said.append) == 0
    assert len(said) == 1
    assert check([tmp_path], said.append) == 2
