"""A content is found again under its digest, whole, or not at all."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.adapters.file_store import FileStore, open_store
from app.services.ports import FileMissing, FileTooBig, OutsideFailure, StoredFile

LIMIT = 10 << 20


@pytest.fixture(params=["folder", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return open_store((tmp_path / "the files").as_uri() if request.param == "folder" else "memory:///")


def pieces(content: bytes, size: int = 65_536) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


@pytest.mark.parametrize("size", [0, 1, 65_536, (1 << 20) + 1, 7 << 20])
def test_what_was_put_is_read_again(store: FileStore, size: int) -> None:
    content = os.urandom(size)
    stored = store.put(pieces(content), limit=LIMIT)
    assert stored == StoredFile(hashlib.sha256(content).hexdigest(), size)
    assert store.exists(stored.sha256)
    assert b"".join(store.chunks(stored.sha256)) == content


def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    store = open_store(tmp_path.as_uri())
    assert store.put([b"a", b"bc"], limit=3) == store.put([b"abc"], limit=3)
    assert [path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()] == [3]


def test_one_byte_too_many_keeps_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path.as_uri())
    with pytest.raises(FileTooBig) as refusal:
        store.put(pieces(b"x" * 11, 4), limit=10)
    assert refusal.value.limit == 10
    assert list(tmp_path.rglob("*")) == []


def test_a_missing_content_is_told_before_the_first_piece(store: FileStore) -> None:
    with pytest.raises(FileMissing):
        store.chunks("0" * 64)
    with pytest.raises(FileMissing):
        store.read("0" * 64)


def test_a_content_is_forgotten(store: FileStore) -> None:
    stored = store.put([b"abc"], limit=LIMIT)
    for _ in range(2):
        store.delete(stored.sha256)
    assert not store.exists(stored.sha256)


def test_a_content_that_rotted_is_not_passed_off_as_whole(tmp_path: Path) -> None:
    store = open_store(tmp_path.as_uri())
    stored = store.put([b"abc"], limit=LIMIT)
    (tmp_path / stored.sha256[:2] / stored.sha256[2:4] / stored.sha256).write_bytes(b"abd")
    with pytest.raises(OutsideFailure):
        store.read(stored.sha256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_a_digest_is_an_address(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.exists(name)


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(ValueError, match="ftp://"):
        open_store("ftp://server/files")


def test_a_local_content_is_on_the_disk_before_put_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    stored = open_store(tmp_path.as_uri()).put([b"abc"], limit=LIMIT)
    inner = tmp_path / stored.sha256[:2] / stored.sha256[2:4]
    assert synced == [str(path) for path in (inner / stored.sha256, inner, inner.parent, tmp_path)]
