"""What the browser has to carry, and what a strict policy and an eye with low vision ask of it."""

import re
from itertools import product
from pathlib import Path

import pytest

from app.web.templating import STATIC, TEMPLATES
from app.web.theme import contrast

PAGES = sorted(p for p in TEMPLATES.rglob("*.html") if "pdf" not in p.relative_to(TEMPLATES).parts)
SERVED = [p for p in PAGES if "mail" not in p.relative_to(TEMPLATES).parts]
"""What goes out under the strict policy; a mail program reads no sheet, so a mail carries its own style."""
SHEETS = sorted((STATIC / "css").glob("*.css"))
MODULES = sorted((STATIC / "js").glob("*.js"))
TEXTS = ("ink", "ink-2", "accent", "turn", "no", "info")
GROUNDS = ("paper", "ground", "line-2")
WASHES = {
    "accent-2": ("ink", "accent"),
    "turn-2": ("ink", "turn"),
    "no-2": ("ink", "no"),
    "info-2": ("info",),
}


def tokens(dark: bool) -> dict[str, str]:
    sheet = (STATIC / "css" / "tokens.css").read_text()
    light, _, night = sheet.partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return found | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", night)) if dark else found


def read(paths: list[Path]) -> str:
    return "\n".join(path.read_text() for path in paths)


def test_the_sheets_weigh_less_than_thirty_kilobytes() -> None:
    assert sum(p.stat().st_size for p in SHEETS) <= 30 * 1024


def test_the_modules_weigh_less_than_twenty_kilobytes() -> None:
    assert sum(p.stat().st_size for p in MODULES) <= 20 * 1024


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_reads_at_seven_to_one_on_every_ground(dark: bool) -> None:
    t = tokens(dark)
    pairs = [*product(TEXTS, GROUNDS), *((text, wash) for wash, texts in WASHES.items() for text in texts)]
    pairs.append(("on-accent", "accent"))
    poor = {pair: round(contrast(t[pair[0]], t[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 7} == {}


@pytest.mark.parametrize("dark", [False, True])
def test_the_edge_of_a_field_is_seen_at_three_to_one(dark: bool) -> None:
    t = tokens(dark)
    assert min(contrast(t["edge"], t[ground]) for ground in ("paper", "ground")) >= 3


@pytest.mark.parametrize("page", SERVED, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_no_page_carries_style_or_script_of_its_own(page: Path) -> None:
    text = page.read_text()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|javascript:", text) == []


@pytest.mark.parametrize("path", [*PAGES, *SHEETS, *MODULES], ids=lambda p: p.name)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    fetched = re.findall(
        r"(?:src|href|url|action|import)\s*[=(]\s*[\"']?(?:https?:)?//[^\s\"')]+", path.read_text()
    )
    links = [f for f in fetched if path.suffix == ".html" and f.startswith("href")]
    assert [f for f in fetched if f not in links] == []


def test_every_class_that_a_sheet_names_is_worn_somewhere() -> None:
    worn = read(PAGES) + read(MODULES)
    named = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"url\([^)]*\)|\"[^\"]*\"", "", read(SHEETS))))
    assert sorted(name for name in named if not re.search(rf"\b{name}\b", worn)) == []


def test_every_sheet_names_its_layer() -> None:
    outside = [
        s.name for s in SHEETS if "@layer" not in s.read_text().split("{")[0] and s.name != "tokens.css"
    ]
    assert outside == []
