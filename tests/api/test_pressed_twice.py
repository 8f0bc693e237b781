"""A button pressed twice, or eight times at once, acts once: the database says so, whichever transaction is first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

from sqlmodel import col, select

from app.db.apply.applications import Application
from app.db.apply.files import StoredFile
from app.db.journal import JournalEntry
from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.api_client import Caller, Callers
from tests.fakes import FakeClock

ORGANISATION = {"name": "La Grange", "siret": factories.siret(7), "legal_form": "association"}


def at_once(caller: Caller, times: int, path: str, **sent: Any) -> list[Any]:
    """The same request, as many times at once, each on a thread of its own."""
    ready = Barrier(times)

    def send() -> Any:
        ready.wait(timeout=30)
        return caller.ask("POST", path, **sent)

    with ThreadPoolExecutor(times) as pool:
        return [one.result() for one in [pool.submit(send) for _ in range(times)]]


def test_eight_presses_on_apply_begin_one_application(database: Database, clock: FakeClock) -> None:
    callers = Callers.around(database, factories.TIERS_LIEUX, clock)
    sent = {"call": factories.TIERS_LIEUX, **ORGANISATION}
    answers = at_once(callers.of(callers.cast.owner), 8, "/applications", json=sent)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["reference"] for answer in answers}) == 1
    with database.read() as session:
        begun = session.exec(select(Application.reference)).all()
        told = session.exec(select(JournalEntry.verb).where(JournalEntry.verb == "begin")).all()
    assert (len(begun), len(told)) == (1, 1)


def test_another_application_for_the_same_organisation_is_begun_later(
    database: Database, clock: FakeClock
) -> None:
    callers = Callers.around(database, factories.TIERS_LIEUX, clock)
    sent = {"call": factories.TIERS_LIEUX, **ORGANISATION}
    owner = callers.of(callers.cast.owner)
    references = []
    for _ in range(3):
        references += [answer.json()["reference"] for answer in at_once(owner, 2, "/applications", json=sent)]
        clock.now += timedelta(minutes=2)
    assert [references[0::2] == references[1::2], len(set(references))] == [True, 3]


def test_a_piece_sent_again_is_joined_once(database: Database, clock: FakeClock) -> None:
    callers = Callers.around(database, factories.TIERS_LIEUX, clock)
    with database.write() as session:
        work = factories.work(session, now=clock.now)
        session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
        reference = factories.at_stage(work, Stage.DOSSIER_DRAFT).reference
    owner, path = callers.of(callers.cast.owner), f"/applications/{reference}/pieces"
    sent = {"file": ("statuts.pdf", factories.A_PDF, "application/pdf")}
    answers = at_once(owner, 4, f"{path}/statuts", files=sent)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["handle"] for answer in answers}) == 1
    owner.call("DELETE", f"{path}/{answers[0].json()['handle']}", 204)
    owner.post(f"{path}/statuts", expected=201, files=sent)
    with database.read() as session:
        rows = session.exec(select(StoredFile.removed_at).order_by(col(StoredFile.id))).all()
    assert [removed is None for removed in rows] == [False, True]
