"""The page of a call is drawn once for all visitors, and again as soon as it would say something else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from app.db.calls.calls import Call, CallState, Wave
from app.domain.workflow import Stage
from app.services.wiring import Wiring
from app.web.kept import PAGES, KeptPages, as_the_clock_tells
from tests import factories
from tests.edges import Browser, a_person, serve
from tests.factories import TIERS_LIEUX
from tests.fakes import FakeClock
from tests.web.applicants import as_house, at, signed_in

ADDRESS = f"/appels/{TIERS_LIEUX}"


@pytest.fixture
def visitor(wired: Wiring, clock: FakeClock) -> Browser:
    """Somebody before the open call, after another read its page."""
    clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        factories.opened(factories.work(session), TIERS_LIEUX)
    browser = Browser(wired)
    browser.get(ADDRESS)
    return browser


def fresh(wired: Wiring) -> str:
    """The page as a process that has kept nothing draws it."""
    return Browser(wired, app=serve(wired)).get(ADDRESS).text


def statements(wired: Wiring, act: Callable[[], object]) -> list[str]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = wired.database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    act()
    sa.event.remove(engine, "before_cursor_execute", note)
    return [one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]


def test_a_second_visitor_costs_one_question_to_the_database_and_reads_the_same(
    wired: Wiring, visitor: Browser
) -> None:
    found = []
    assert len(statements(wired, lambda: found.append(visitor.get(ADDRESS)))) == 1
    (again,) = found
    assert again.text == fresh(wired)
    assert again.headers["content-type"] == "text/html; charset=utf-8"
    assert "set-cookie" not in again.headers


def _closed(session: Session) -> None:
    session.exec(select(Call)).one().state = CallState.CLOSED


def _later(session: Session) -> None:
    for wave in session.exec(select(Wave)):
        wave.dossier_due_at += timedelta(days=9)


def _richer(session: Session) -> None:
    for wave in session.exec(select(Wave)):
        wave.envelope += 100_000_00


def _renamed(session: Session) -> None:
    for wave in session.exec(select(Wave)):
        wave.name = f"{wave.name} bis"


def _released(session: Session) -> None:
    for wave in session.exec(select(Wave)):
        wave.released_at = factories.AN_OPEN_DAY


@pytest.mark.parametrize("change", [_closed, _later, _richer, _renamed, _released])
def test_what_changes_in_the_database_is_read_at_once_in_every_process(
    wired: Wiring, visitor: Browser, change: Callable[[Session], None]
) -> None:
    other = Browser(wired, app=serve(wired))
    before = other.get(ADDRESS).text
    with wired.database.write() as session:
        change(session)
    assert visitor.get(ADDRESS).text == other.get(ADDRESS).text == fresh(wired) != before


def test_an_award_that_is_released_or_given_up_shows_at_once(wired: Wiring, visitor: Browser) -> None:
    link = f'href="{ADDRESS}/resultats">publiés'
    assert link not in visitor.get(ADDRESS).text
    around = at(wired, Stage.AWARDED)
    assert link in visitor.get(ADDRESS).text
    with wired.database.write() as session:
        given_up = sa.text("UPDATE application SET stage = :stage WHERE reference = :reference")
        session.execute(given_up, {"stage": Stage.RENOUNCED.value, "reference": around.reference})
    assert visitor.get(ADDRESS).text == fresh(wired)
    assert link not in visitor.get(ADDRESS).text


def test_the_clock_is_a_part_of_the_page(wired: Wiring, visitor: Browser, clock: FakeClock) -> None:
    with wired.database.read() as session:
        wave = next(one for one in session.exec(select(Wave)) if one.dossier_due_at > clock.now)
    due_at = wave.letter_due_at or wave.dossier_due_at
    told = []
    for left in (90_000, 3_601, 3_599, 125, 119, 61, 1, 0, -1, -2):
        clock.now = due_at - timedelta(seconds=left)
        told.append(visitor.get(ADDRESS).text)
        assert told[-1] == fresh(wired), left
    assert len(set(told)) > 4


def test_who_is_signed_in_reads_a_page_of_their_own_and_leaves_nothing_of_it(
    wired: Wiring, visitor: Browser
) -> None:
    person = a_person(wired, "odile@region.example", name="Odile Mestre")
    mine = Browser(wired, app=visitor.app)
    mine.enter(person)
    assert "Odile Mestre" in mine.get(ADDRESS).text
    assert "Odile Mestre" not in visitor.get(ADDRESS).text
    assert mine.get(ADDRESS).headers["cache-control"] == "private, no-store"


def test_a_sentence_that_waits_for_one_visitor_is_told_to_that_one_alone(
    wired: Wiring, visitor: Browser
) -> None:
    with wired.database.write() as session:
        owner = factories.cast(as_house(wired, session)).owner
    browser = signed_in(wired, owner)
    browser.app = visitor.app
    left = browser.submit("/deconnexion")
    assert left.status_code == 303
    told = browser.get(ADDRESS).text
    assert 'role="status"' in told
    assert 'role="status"' not in visitor.get(ADDRESS).text
    assert browser.get(ADDRESS).text == visitor.get(ADDRESS).text


def test_a_call_that_nobody_may_read_is_refused_each_time(wired: Wiring, visitor: Browser) -> None:
    assert [visitor.get("/appels/inconnu").status_code for _ in range(2)] == [404, 404]
    with wired.database.write() as session:
        session.exec(select(Call)).one().state = CallState.PREPARED
    assert visitor.get(ADDRESS).status_code == 404


def test_the_oldest_pages_are_forgotten() -> None:
    pages = KeptPages()
    for number in range(PAGES + 1):
        pages.keep(f"/{number}", number, b"drawn")
    assert pages.get("/0", 0) is None
    assert pages.get("/1", 1) == b"drawn"
    assert pages.get("/1", 2) is None


def test_the_clock_counts_by_minutes_and_by_seconds_around_what_is_awaited() -> None:
    now = datetime(2026, 6, 1, 9, 30, 15, 400, tzinfo=UTC)
    assert as_the_clock_tells(now, ()) == datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    assert as_the_clock_tells(now, [now + timedelta(hours=2)]) == datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
    assert as_the_clock_tells(now, [now + timedelta(hours=1)]) == now.replace(microsecond=0)
