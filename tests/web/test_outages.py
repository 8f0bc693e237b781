"""When a part of the service does not answer: who asks is told which and when to come back, and nobody else waits."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2  # type: ignore[import-untyped]
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import exc
from sqlmodel import Session

from app.db.apply import files
from app.db.session import Database
from app.domain.workflow import Stage
from app.services.ports import FileMissing, OutsideFailure, Part, Unreachable
from app.services.wiring import Wiring
from app.web.templating import make_environment
from tests.edges import serve, wire
from tests.web.applicants import Around, at, signed_in


class Silent:
    """A part of the outside that does not do what it is asked."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    def fail(self, *_said: Any, **_named: Any) -> Any:
        raise self.failure

    render = put = chunks = part = scan = fail


class Down(Database):
    """A database whose transactions fail so."""

    def __init__(self, database: Database, said: str) -> None:
        super().__init__(database.engine)
        self._said = said

    @contextmanager
    def read(self) -> Iterator[Session]:
        raise exc.OperationalError("SELECT 1", {}, pysqlite3.dbapi2.OperationalError(self._said))
        yield

    write = read


def handle_of(around: Around) -> str:
    with around.wired.database.read() as session:
        return files.joined(session, 1)[0].handle


def without(around: Around, **parts: Any) -> Around:
    """The same application in front of a service whose parts were replaced."""
    return replace(around, wired=replace(around.wired, **parts))


@pytest.mark.parametrize(
    ("failure", "asked", "status", "told"),
    [
        (Unreachable("late", Part.PDF), "depots/dossier/1.pdf", 503, "Trop de documents"),
        (Unreachable("away", Part.FILES), "pieces/{handle}", 503, "L’entrepôt des pièces jointes"),
        (FileMissing("0" * 64), "pieces/{handle}", 500, "n’est plus dans l’entrepôt"),
        (OSError(28, "No space left on device"), "depots/dossier/1.pdf", 503, "Le disque du service"),
        (OutsideFailure("odd"), "depots/dossier/1.pdf", 500, "Rien n’a été enregistré"),
        (OSError(2, "No such file"), "depots/dossier/1.pdf", 500, "Rien n’a été enregistré"),
    ],
)
def test_what_does_not_answer_is_named(
    wired: Wiring, failure: Exception, asked: str, status: int, told: str
) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    address = f"{around.home}/{asked.format(handle=handle_of(around))}"
    silent = Silent(failure)
    browser = signed_in(without(around, pdf=silent, files=silent).wired, around.cast.owner)
    answer = browser.get(address)
    assert (answer.status_code, told in answer.text) == (status, True)
    assert answer.headers.get("Retry-After") == ("30" if status == 503 else None)


@pytest.mark.parametrize(
    ("said", "status", "told"),
    [
        ("database is locked", 503, "La base de données ne répond pas"),
        ("database or disk is full", 503, "Le disque du service"),
        ("attempt to write a readonly database", 503, "Le disque du service"),
        ("no such table: application", 500, "de notre côté"),
    ],
)
def test_a_database_that_does_not_answer_is_told_on_pages_and_in_json(
    wired: Wiring, said: str, status: int, told: str
) -> None:
    app = serve(replace(wired, database=Down(wired.database, said)))
    client = TestClient(app, raise_server_exceptions=False)
    page, json = client.get("/"), client.get("/api/v1/calls")
    assert (page.status_code, json.status_code) == (status, status)
    assert told in page.text
    assert told in json.json()["detail"] + json.json()["title"]
    assert {answer.headers.get("Retry-After") for answer in (page, json)} == {"30" if status == 503 else None}


def test_the_words_of_a_form_are_given_back_when_the_database_is_away(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    browser = signed_in(wired, around.cast.owner)
    token = browser.token("/mon-compte")
    away = TestClient(
        serve(replace(wired, database=Down(wired.database, "database is locked"))),
        base_url=wired.settings.base_url,
        cookies=browser.cookies,
    )
    sent = {"csrf": token, "title": "Un lieu où travailler ensemble"}
    origin = {"origin": wired.settings.base_url}
    answer = away.post(f"{around.home}/lettre/verifier", data=sent, headers=origin)
    assert (answer.status_code, "Un lieu où travailler ensemble" in answer.text) == (503, True)


@pytest.mark.parametrize("when", ["at once", "later"])
def test_a_folder_that_keeps_no_compiled_template_costs_time_only(tmp_path: Path, when: str) -> None:
    folder = tmp_path / "templates"
    if when == "at once":
        folder.write_text("a file where the folder would be")
    environment = make_environment(bytecode=folder)
    if when == "later":
        folder.rmdir()
    assert "errors/refusal.html" in environment.list_templates()
    assert environment.get_template("layout.html").name == "layout.html"


def test_a_silent_part_holds_up_neither_the_liveness_nor_the_other_readers(database: Database) -> None:
    thawed = threading.Event()
    probes = {"database": lambda: thawed.wait(60), "files": lambda: True}
    with TestClient(serve(wire(database, probes=probes))) as client:
        with ThreadPoolExecutor(50) as pool:
            asked = [pool.submit(client.get, "/readyz") for _ in range(45)]
            time.sleep(0.3)
            began = time.monotonic()
            assert client.get("/healthz").json() == {"status": "alive"}
            assert time.monotonic() - began < 1
            answers = [one.result() for one in asked]
        assert {answer.status_code for answer in answers} == {503}
        assert answers[0].json()["parts"] == {"database": False, "files": True}
        assert {answer.headers["Retry-After"] for answer in answers} == {"30"}
        thawed.set()
        assert client.get("/readyz").status_code == 200


def test_figures_are_given_without_those_that_cannot_be_counted(database: Database) -> None:
    def away() -> float:
        raise exc.OperationalError("SELECT 1", {}, Exception("away"))

    wired = wire(database, gauges={"outbox_unsent": away, "jobs_waiting": lambda: 2.0})
    told = TestClient(serve(wired), client=("127.0.0.1", 1)).get("/metrics").text
    assert ("maillage_jobs_waiting 2.0" in told, "outbox_unsent" in told) == (True, False)
