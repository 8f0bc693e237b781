"""A copy taken whatever was left beside the database can be put back; what it lacks is named."""

import hashlib
import os
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from app.adapters.backup import Damaged, Holding, NothingThere, NotWritten, back_up, restore
from app.adapters.file_store import address
from tests.places import Place
from tests.servers import SqliteTemplate

UPLOADS = """
import os, sys
from app.adapters.file_store import open_store
store = open_store(sys.argv[1])
print("ready", flush=True)
while True:
    store.put([os.urandom(1 << 20) for _ in range(48)], limit=1 << 30)
"""


@pytest.fixture
def place(tmp_path: Path, sqlite_template: SqliteTemplate) -> Place:
    folder = tmp_path / "place"
    folder.mkdir()
    with sqlite_template.copy(folder):
        return Place(folder)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Place:
    return Place(tmp_path / "elsewhere")


def back(place: Place, copy: Path, elsewhere: Place, *, incomplete: bool = False) -> Holding:
    return restore(copy, elsewhere.url, elsewhere.files_url, incomplete=incomplete)


def test_a_copy_leaves_out_what_no_row_names(place: Place, tmp_path: Path, elsewhere: Place) -> None:
    named = place.name(b"un budget")
    place.store.put([b"jamais joint"], limit=100)
    (place.file_of(named).parent / f"{named}#1").write_bytes(b"un bud")
    (place.folder / "files" / "lost+found").mkdir()
    copy = tmp_path / "copy.tar"
    assert back_up(place.url, place.files_url, copy) == Holding((), 0)
    with tarfile.open(copy) as tar:
        assert tar.getnames() == ["maillage.db", f"files/{address(named)}"]
    assert back(place, copy, elsewhere) == Holding((), 0)
    assert elsewhere.store.read(named) == b"un budget"


def test_a_restore_skips_what_no_row_needs_and_says_so(
    place: Place, tmp_path: Path, elsewhere: Place
) -> None:
    """As the copies of earlier releases are, which held all the folder."""
    named = place.name(b"un budget")
    copy = tmp_path / "copy.tar"
    back_up(place.url, place.files_url, copy)
    left = tmp_path / "left"
    left.write_bytes(b"un bud")
    with tarfile.open(copy, "a") as tar:
        tar.add(left, f"files/{address(named)}#1")
        tar.add(left, f"files/{address('0' * 64)}")
    assert back(place, copy, elsewhere) == Holding((), 2)
    assert [one.name for one in (elsewhere.folder / "files").rglob("*") if one.is_file()] == [named]


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_content_that_the_store_lost_is_named_and_the_rest_is_copied(
    place: Place, tmp_path: Path, elsewhere: Place, damage: str
) -> None:
    lost, whole = place.name(b"perdu"), place.name(b"entier")
    if damage == "missing":
        place.file_of(lost).unlink()
    else:
        place.file_of(lost).write_bytes(b"perdv")
    copy = tmp_path / "copy.tar"
    assert back_up(place.url, place.files_url, copy) == Holding((lost,), 0)
    with pytest.raises(Damaged, match=lost):
        back(place, copy, elsewhere)
    assert [one.name for one in elsewhere.folder.iterdir()] == []
    assert back(place, copy, elsewhere, incomplete=True) == Holding((lost,), 0)
    assert elsewhere.store.read(whole) == b"entier"


def test_a_copy_that_cannot_be_written_says_why(place: Place, tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="No such file or directory"):
        back_up(place.url, place.files_url, tmp_path / "nowhere" / "copy.tar")
    with pytest.raises(NothingThere, match="il n’y a pas de base"):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", place.files_url, tmp_path / "copy.tar")


def test_copies_taken_while_uploads_run_and_after_they_were_killed_can_all_be_put_back(
    place: Place, tmp_path: Path
) -> None:
    named = place.name(os.urandom(3 << 20))
    copies = []
    for turn in range(4):
        uploads = subprocess.Popen(
            [sys.executable, "-c", UPLOADS, place.files_url], stdout=subprocess.PIPE, text=True
        )
        assert uploads.stdout is not None
        assert uploads.stdout.readline() == "ready\n"
        until_one_is_under_way(place)
        copies.append(tmp_path / f"{turn}.tar")
        assert back_up(place.url, place.files_url, copies[-1]) == Holding((), 0)
        until_one_is_under_way(place)
        uploads.send_signal(signal.SIGKILL)
        uploads.communicate(timeout=20)
    copies.append(tmp_path / "after.tar")
    assert back_up(place.url, place.files_url, copies[-1]) == Holding((), 0)
    for copy in copies:
        there = Place(tmp_path / f"from {copy.name}")
        assert back(place, copy, there) == Holding((), 0)
        assert hashlib.sha256(there.store.read(named)).hexdigest() == named


def until_one_is_under_way(place: Place) -> None:
    end = time.monotonic() + 20
    while not any((place.folder / "files").rglob("*#*")):
        assert time.monotonic() < end, "no upload under way"


def test_what_killed_uploads_left_is_removed_once_it_is_old(place: Place) -> None:
    kept = place.name(b"un budget")
    old, young = (place.file_of(kept).parent / f"{kept}#{number}" for number in (1, 2))
    for one in (old, young):
        one.write_bytes(b"un bud")
    os.utime(old, (time.time() - 3600, time.time() - 3600))
    assert place.store.clear_unfinished() == 1
    assert sorted(one.name for one in old.parent.iterdir()) == [kept, young.name]


def test_a_content_that_nothing_names_is_forgotten_after_a_day(place: Place) -> None:
    named, lost, again, young = (
        place.store.put([content], limit=100).sha256 for content in (b"1", b"2", b"3", b"4")
    )
    for one in (named, lost, again):
        os.utime(place.file_of(one), (time.time() - 90_000, time.time() - 90_000))

    def asked() -> set[str]:
        place.store.put([b"3"], limit=100)
        return {named}

    assert place.store.clear_unnamed(asked) == 1
    assert [place.store.exists(one) for one in (named, lost, again, young)] == [True, False, True, True]
