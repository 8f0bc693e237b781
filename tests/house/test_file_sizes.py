"""No file grows into the one that everybody edits; what a visitor downloads stays light."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_OF_CODE, LINES_OF_TESTS = 400, 600
STYLES_KB, SCRIPTS_KB = 30, 20
WRITTEN_BY_HAND = {".py", ".html", ".css", ".js", ".txt", ".yaml"}


def too_long(folders: tuple[str, ...], limit: int) -> dict[str, int]:
    files = [f for folder in folders for f in (ROOT / folder).rglob("*") if f.suffix in WRITTEN_BY_HAND]
    lengths = {str(f.relative_to(ROOT)): len(f.read_text(encoding="utf-8").splitlines()) for f in files}
    return {name: length for name, length in lengths.items() if length > limit}


def test_no_file_of_the_house_passes_400_lines() -> None:
    assert too_long(("app", "templates", "scripts", "bench", "criteria"), LINES_OF_CODE) == {}


def test_no_file_of_tests_passes_600_lines() -> None:
    assert too_long(("tests",), LINES_OF_TESTS) == {}


@pytest.mark.parametrize(("suffix", "limit"), [("css", STYLES_KB), ("js", SCRIPTS_KB)])
def test_what_a_page_loads_stays_light(suffix: str, limit: int) -> None:
    weight = sum(f.stat().st_size for f in (ROOT / "app" / "web" / "static").rglob(f"*.{suffix}"))
    assert weight <= limit * 1024
