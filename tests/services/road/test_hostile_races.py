"""Two people at the same instant: each waits for the other, reads what the other wrote, and nobody is shut out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from app.db.calls import calls
from app.db.session import Database
from app.domain.errors import Conflict, Stale
from app.domain.workflow import Action, Outcome, Stage
from app.services.apply import applications as candidatures
from app.services.cases import open_case
from app.services.review import reviews
from app.services.road import decisions
from app.services.road.transitions import perform
from tests import factories
from tests.services.acting import application, given

CONVENED = {"name": "La Grange du Haut", "siret": factories.siret(900), "legal_form": "association"}


def test_the_first_numbers_of_a_series_are_given_to_two_at_once(database: Database) -> None:
    barrier = Barrier(4)

    def number(_: int) -> int:
        barrier.wait()
        with database.write() as session:
            return calls.next_number(session, "2026-NEW")

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(number, range(4))) == [1, 2, 3, 4]


def test_who_waited_for_an_application_reads_its_neighbours_as_they_are_now(database: Database) -> None:
    reference, people = given(database, Stage.AWARDED)
    held, waiting = Event(), Event()

    def rename() -> None:
        with database.write() as session:
            work = factories.work(session, people.officer)
            candidatures.describe_organisation(work, reference, {**CONVENED, "reason": "Le nom a changé."})
            held.set()
            waiting.wait(0.5)

    def read() -> str:
        held.wait()
        with database.write() as session:
            work = factories.work(session, people.officer)
            return open_case(work, reference, lock=True).organisation.name

    with ThreadPoolExecutor(2) as pool:
        writer, reader = pool.submit(rename), pool.submit(read)
        writer.result()
        assert reader.result() == CONVENED["name"]


def test_a_lock_shows_what_changed_since_the_page_was_read(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    if database.engine.dialect.name == "sqlite":
        return
    with database.write() as session:
        work = factories.work(session, people.officer)
        assert open_case(work, reference).application.stage is Stage.LETTER_SUBMITTED
        with database.write() as other:
            perform(factories.work(other, people.manager), reference, "invite", {"due_on": "2027-03-01"})
        assert open_case(work, reference, lock=True).application.stage is Stage.DOSSIER_DRAFT


def test_a_release_and_somebody_who_acts_on_its_last_application_both_end(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        chosen = [factories.at_stage(work, Stage.RECOMMENDED).reference for _ in range(4)]
        wave = open_case(work, chosen[0]).wave.key
        for reference in chosen:
            decisions.record(
                factories.by(work, people.manager),
                reference,
                Outcome.AWARD,
                amount=10_000_00,
                deliberation="2026-1",
                deliberated_on=work.now.date(),
            )
    barrier = Barrier(2)

    def release() -> Any:
        with database.write() as session:
            barrier.wait()
            return decisions.release(factories.work(session, people.manager), factories.TIERS_LIEUX, wave)

    def withdraw() -> Any:
        barrier.wait()
        with database.write() as session:
            perform(factories.work(session, people.owner), chosen[-1], Action.WITHDRAW)

    def quiet(act: Any) -> Any:
        try:
            return act()
        except (Conflict, OperationalError) as refused:
            return type(refused).__name__

    if database.engine.dialect.name == "sqlite":
        barrier = Barrier(1)
        assert len(quiet(release)) == len(chosen)
        assert quiet(withdraw) == "WrongStage"
        return
    with ThreadPoolExecutor(2) as pool:
        released, withdrawn = pool.map(quiet, (release, withdraw))
    assert (len(released), withdrawn) in [(4, "WrongStage"), (3, None)]
    ended = {application(database, reference).stage for reference in chosen}
    assert ended <= {Stage.AWARDED, Stage.WITHDRAWN}


def test_a_review_that_was_read_before_it_is_locked_is_read_afresh(database: Database) -> None:
    """As the page does: SQLite has one writer, so that nothing can change between its reading and its lock."""
    if database.engine.dialect.name == "sqlite":
        return
    with database.write() as session:
        work = factories.work(session)
        reference = factories.at_stage(work, Stage.IN_REVIEW).reference
        expert = factories.cast(work).experts[0]
        version = reviews.accept(factories.by(work, expert), reference).version
    with database.write() as session:
        work = factories.work(session, expert)
        _, held = reviews.my_review(work, reference)
        with database.write() as other:
            reviews.save(factories.work(other, expert), reference, {}, "Un.", version=version)
        with pytest.raises(Stale):
            reviews.save(work, reference, {}, "Deux.", version=version)
        assert held.comment == "Un."
