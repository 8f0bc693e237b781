"""The renderer: processes of its own, that may die or be late without taking anybody along."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.adapters.pdf import pool
from app.adapters.pdf.pool import ROOT, PdfRenderer, TypesettingFailed, TypesettingLate, WorkerDied
from app.adapters.pdf.typeset import typeset
from app.domain.documents import IncompleteDocumentError
from app.services.ports import Pdf
from tests import documents_samples as samples

LETTER = samples.letter_receipt()
KILLED_SERVER = """
import os, signal
from app.adapters.pdf.pool import PdfRenderer
from tests import documents_samples
renderer = PdfRenderer(workers=1)
renderer.render(documents_samples.letter_receipt())
print(renderer._workers[0].pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
"""A server that dies without a word, once it has printed a document."""


@pytest.fixture(scope="module")
def renderer() -> Iterator[PdfRenderer]:
    made = PdfRenderer(workers=1)
    yield made
    made.close()


def _pid(renderer: PdfRenderer) -> int:
    pid = renderer._workers[0].pid
    assert pid is not None
    return pid


def test_it_prints_what_this_process_would_print(renderer: PdfRenderer) -> None:
    pdf: Pdf = renderer
    assert pdf.render(LETTER) == typeset(LETTER)


def test_it_keeps_its_process_from_one_document_to_the_next(renderer: PdfRenderer) -> None:
    renderer.render(LETTER)
    before = _pid(renderer)
    renderer.render(LETTER)
    assert _pid(renderer) == before != os.getpid()


def test_a_killed_process_is_replaced_and_asked_again(renderer: PdfRenderer) -> None:
    first = renderer.render(LETTER)
    killed = _pid(renderer)
    os.kill(killed, signal.SIGKILL)
    assert renderer.render(LETTER) == first
    assert _pid(renderer) != killed


def test_a_process_killed_at_work_is_replaced_and_asked_again(renderer: PdfRenderer) -> None:
    renderer.render(LETTER)
    pid = _pid(renderer)
    killer = threading.Timer(0.15, os.kill, (pid, signal.SIGKILL))
    os.kill(pid, signal.SIGSTOP)
    killer.start()
    assert renderer.render(LETTER).startswith(b"%PDF-1.7")
    assert _pid(renderer) != pid


def test_a_document_with_holes_is_refused_before_any_process_is_asked() -> None:
    renderer = PdfRenderer(workers=1)
    with pytest.raises(IncompleteDocumentError) as refusal:
        renderer.render(replace(LETTER, reference=""))
    assert refusal.value.names == ("reference",)
    assert renderer._workers[0].pid is None
    renderer.close()


def test_what_cannot_be_typeset_says_why_and_the_process_lives_on(renderer: PdfRenderer) -> None:
    with pytest.raises(TypesettingFailed, match="ZoneInfoNotFoundError"):
        renderer.render(replace(LETTER, zone="Europe/Nowhere"))
    assert renderer.render(LETTER).startswith(b"%PDF-1.7")


def test_a_late_process_is_ended_and_the_next_document_has_another(renderer: PdfRenderer) -> None:
    renderer.render(LETTER)
    pid = _pid(renderer)
    os.kill(pid, signal.SIGSTOP)
    renderer._timeout, patience = 0.2, renderer._timeout
    try:
        with pytest.raises(TypesettingLate):
            renderer.render(LETTER)
    finally:
        renderer._timeout = patience
    assert renderer.render(LETTER).startswith(b"%PDF-1.7")
    assert _pid(renderer) != pid


def test_threads_share_it_and_each_gets_its_own_document() -> None:
    renderer = PdfRenderer(workers=2)
    documents = [replace(LETTER, reference=f"TL26-{n:04}") for n in range(6)]
    printed: dict[str, bytes] = {}

    def work(number: int) -> None:
        printed[documents[number].reference] = renderer.render(documents[number])

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(documents))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    renderer.close()
    assert printed == {document.reference: typeset(document) for document in documents}


def test_the_process_holds_none_of_the_secrets_of_the_server(
    renderer: PdfRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAILLAGE_SECRET", "s3cret")
    made = PdfRenderer(workers=1)
    made.warm()
    assert b"s3cret" not in Path(f"/proc/{_pid(made)}/environ").read_bytes()
    made.close()


def test_closing_ends_the_processes_and_refuses_what_comes_after() -> None:
    renderer = PdfRenderer(workers=2)
    renderer.render(LETTER)
    pids = [worker.pid for worker in renderer._workers if worker.pid]
    renderer.close()
    renderer.close()
    with pytest.raises(WorkerDied):
        renderer.render(LETTER)
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def _left(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def test_a_process_that_ends_leaves_no_file_however_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    closed = PdfRenderer(workers=1)
    closed.render(LETTER)
    assert _left(tmp_path)
    os.kill(_pid(closed), signal.SIGKILL)
    closed.render(LETTER)
    assert len(list(tmp_path.iterdir())) == 1
    closed.close()
    assert not _left(tmp_path)


def test_a_process_whose_server_was_killed_clears_its_folder_and_ends(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", KILLED_SERVER],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == -signal.SIGKILL
    pid = int(told.stdout)
    until = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
        assert time.monotonic() < until, "the process outlived its server"
        time.sleep(0.05)
    assert not _left(tmp_path)


def test_a_process_is_replaced_once_it_has_typeset_its_share(
    renderer: PdfRenderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "DOCUMENTS_OF_A_PROCESS", 2)
    renderer._workers[0].stop()
    pids = []
    for _ in range(5):
        renderer.render(LETTER)
        pids.append(_pid(renderer))
    assert (pids[1] == pids[2], pids[3] == pids[4], len(set(pids))) == (True, True, 3)


def test_who_came_first_is_served_first() -> None:
    renderer = PdfRenderer(workers=1)
    served: list[int] = []
    took = threading.Lock()

    def work(number: int) -> None:
        renderer.render(replace(LETTER, reference=f"TL26-{number:04}"))
        with took:
            served.append(number)

    renderer.warm()
    pid = _pid(renderer)
    os.kill(pid, signal.SIGSTOP)
    threads = []
    for number in range(6):
        threads.append(threading.Thread(target=work, args=(number,)))
        threads[-1].start()
        time.sleep(0.05)
    os.kill(pid, signal.SIGCONT)
    for thread in threads:
        thread.join()
    renderer.close()
    assert served == list(range(6))


def test_who_waited_too_long_leaves_the_queue_to_the_others() -> None:
    renderer = PdfRenderer(workers=1, timeout=0.3)
    with renderer._taken(time.monotonic() + 1), pytest.raises(TypesettingLate, match="free in time"):
        renderer.render(LETTER)
    renderer._timeout = 30
    assert renderer.render(LETTER).startswith(b"%PDF-1.7")
    renderer.close()


def test_closing_frees_who_waits() -> None:
    renderer = PdfRenderer(workers=1)
    renderer.render(LETTER)
    os.kill(_pid(renderer), signal.SIGSTOP)
    refused: list[BaseException] = []

    def work() -> None:
        try:
            renderer.render(LETTER)
        except WorkerDied as error:
            refused.append(error)

    waiting = threading.Thread(target=work)
    waiting.start()
    time.sleep(0.2)
    renderer.close()
    waiting.join(5)
    assert len(refused) == 1


def test_there_is_at_least_one_worker() -> None:
    with pytest.raises(ValueError, match="at least one"):
        PdfRenderer(workers=0)
