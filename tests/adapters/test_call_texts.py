"""The texts of a call: judged as its folder is, and written from a frozen call without changing what it says."""

from pathlib import Path

import pytest

from app.adapters import call_files
from app.adapters.call_texts import MOST_SIGNS, YamlTexts
from app.domain.call_file.faults import ReadingCode
from tests.factories import CALLS, CRITERIA, call_folder


def texts_of(slug: str) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in (CRITERIA / slug).glob("*.yaml")}


@pytest.mark.parametrize("slug", CALLS)
def test_the_texts_of_a_call_read_as_its_folder(slug: str) -> None:
    read = YamlTexts().read(texts_of(slug))
    assert read.faults == ()
    assert read.folder is not None
    assert read.folder.checksum == call_folder(slug).checksum


@pytest.mark.parametrize("slug", CALLS)
def test_a_frozen_call_is_written_as_texts_that_say_the_same(slug: str) -> None:
    port = YamlTexts()
    written = port.write(call_folder(slug))
    again = port.read(written)
    assert again.faults == ()
    assert again.folder is not None
    assert again.folder.canonical_json() == call_folder(slug).canonical_json()
    assert "\n    opens_at: 2026-" in written["call"]
    assert "Z\n" not in written["call"]


def test_the_faults_are_those_of_the_command_on_the_same_files(tmp_path: Path) -> None:
    texts = texts_of("brescia")
    texts["call"] = (
        texts["call"].replace("prefix: BR26", "prefix: brescia").replace("envelope:", "enveloppe:", 1)
    )
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    by_folder = call_files.inspect(tmp_path).faults
    by_text = YamlTexts().read(texts).faults
    assert len(by_text) >= 2
    assert [(one.line, one.column, one.code, one.read) for one in by_text] == [
        (one.line, one.column, one.code, one.read) for one in by_folder
    ]
    assert {one.file for one in by_text} == {"call.yaml"}


def test_a_file_of_another_name_is_told_and_reaches_no_folder(tmp_path: Path) -> None:
    read = YamlTexts().read({"../../escaped": "a: 1\n"})
    assert [one.code for one in read.faults] == [ReadingCode.FILE_UNKNOWN]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x [1, 1]\nb: [*x, *x, *x]\n", ReadingCode.ALIAS),
        ("a: !!python/object/apply:os.system [id]\n", ReadingCode.TAG),
        ("[" * 200, ReadingCode.TOO_NESTED),
        ("x: 1\n" * MOST_SIGNS, ReadingCode.TOO_FULL),
        ("a: \udcff\n\x00", ReadingCode.YAML),
    ],
)
def test_a_bomb_is_a_fault(text: str, code: ReadingCode) -> None:
    assert code in {one.code for one in YamlTexts().read({"call": text}).faults}


def test_the_slowest_texts_are_refused_before_they_are_read() -> None:
    half = "k: [" + "a," * (MOST_SIGNS // 2) + "]\n"
    read = YamlTexts().read({"call": half, "dossier": half})
    assert {one.code for one in read.faults} == {ReadingCode.TOO_FULL}


def test_the_fullest_texts_that_are_accepted_are_read() -> None:
    full = "k: [" + "a," * (MOST_SIGNS - 10) + "]\n"
    read = YamlTexts().read({"call": full})
    assert read.folder is None
    assert ReadingCode.TOO_FULL not in {one.code for one in read.faults}
