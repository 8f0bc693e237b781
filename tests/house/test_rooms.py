"""Each layer above the domain is divided into the same rooms, in the order of the road, and none becomes a drawer."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "identity",
    "calls",
    "apply",
    "screening",
    "review",
    "ranking",
    "committee",
    "convention",
    "follow_up",
    "people",
    "road",
    "desk",
)
NOT_OF_THE_ROAD = {"words": {"refused", "command"}}
LAYERS = ("services", "words", "web/pages", "web/views", "api", "db")
SIDE_BY_SIDE = 25


def folders(layer: str) -> set[str]:
    return {p.name for p in (ROOT / "app" / layer).iterdir() if p.is_dir() and p.name != "__pycache__"}


def crowded() -> Iterator[tuple[str, int]]:
    for folder in [ROOT / "app", *(p for p in (ROOT / "app").rglob("*") if p.is_dir())]:
        files = [p for p in folder.glob("*.py") if p.name != "__init__.py"]
        if len(files) > SIDE_BY_SIDE:
            yield str(folder.relative_to(ROOT)), len(files)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_rooms_bear_the_same_names_on_each_floor(layer: str) -> None:
    assert folders(layer) - set(ROOMS) == NOT_OF_THE_ROAD.get(layer, set())


def test_no_folder_holds_more_files_than_one_reads_at_a_glance() -> None:
    assert list(crowded()) == []


@pytest.mark.parametrize("layer", ["services", "words"])
def test_the_contract_names_the_rooms_in_the_order_of_the_road(layer: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [
        one
        for one in project["tool"]["importlinter"]["contracts"]
        if one.get("containers") == [f"app.{layer}"]
    ]
    told = [name.strip("()") for line in reversed(contract["layers"]) for name in line.split(" | ")]
    assert [name for name in told if name in ROOMS] == [room for room in ROOMS if room in folders(layer)]


def test_no_file_bears_the_name_of_its_room_as_a_prefix() -> None:
    prefixed = [
        str(path.relative_to(ROOT))
        for layer in LAYERS
        for room in ROOMS
        for path in (ROOT / "app" / layer / room).rglob("*.py")
        if path.stem.startswith(f"{room}_")
    ]
    assert prefixed == []
