"""What a visitor reads of the calls, and beginning an application."""

import re
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, select

from app.db.apply import teams
from app.db.calls.calls import Call, CallState, Wave
from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests import factories
from tests.edges import Browser
from tests.factories import BRESCIA, CALLS, CHERCHEURS, TIERS_LIEUX
from tests.fakes import FakeClock
from tests.web.applicants import at, signed_in


def opened(wired: Wiring, clock: FakeClock, *slugs: str) -> Browser:
    clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        for slug in slugs:
            factories.opened(factories.work(session), slug)
    return Browser(wired)


def test_a_house_without_a_call_says_so(wired: Wiring, clock: FakeClock) -> None:
    assert "Aucun appel n’est ouvert" in opened(wired, clock).get("/").text


def test_the_open_calls_are_listed_the_nearest_deadline_first(wired: Wiring, clock: FakeClock) -> None:
    text = opened(wired, clock, *CALLS).get("/").text
    assert text.index(CHERCHEURS) < text.index(TIERS_LIEUX)
    assert '/appels"' not in text, "no call is over"
    clock.now = datetime(2040, 1, 1, tzinfo=UTC)
    over = Browser(wired).get("/").text
    assert TIERS_LIEUX not in over
    assert 'href="/appels"' in over
    assert all(f'href="/appels/{slug}"' in Browser(wired).get("/appels").text for slug in CALLS)


def test_the_letters_of_a_call_may_be_over_while_its_dossiers_are_awaited(
    wired: Wiring, clock: FakeClock
) -> None:
    browser = opened(wired, clock, TIERS_LIEUX)
    with wired.database.write() as session:
        for wave in session.exec(select(Wave)):
            wave.letter_due_at, wave.opens_at = (
                datetime(2026, 1, 2, tzinfo=UTC),
                datetime(2026, 1, 1, tzinfo=UTC),
            )
            wave.dossier_due_at = factories.AN_OPEN_DAY
    assert "<h2>Clos</h2>" in browser.get("/").text
    assert TIERS_LIEUX not in browser.get("/appels").text
    clock.now = factories.AN_OPEN_DAY + timedelta(seconds=1)
    assert TIERS_LIEUX not in browser.get("/").text
    assert TIERS_LIEUX in browser.get("/appels").text


def test_the_calls_that_are_over_have_pages_of_their_own_the_latest_first(
    wired: Wiring, clock: FakeClock
) -> None:
    browser = opened(wired, clock, TIERS_LIEUX, CHERCHEURS)
    with wired.database.write() as session:
        of = next(one for one in session.exec(select(Call)) if one.slug == TIERS_LIEUX)
        for edition in range(1, 22):
            former(session, of, edition)
        next(one for one in session.exec(select(Call)) if one.slug == CHERCHEURS).state = CallState.CLOSED
    first, second = browser.get("/appels").text, browser.get("/appels?page=2").text
    listed = re.findall(r'href="/appels/([\w-]+)"', first)
    assert listed == [CHERCHEURS, *(f"edition-{edition}" for edition in range(1, 20))]
    assert re.findall(r'href="/appels/([\w-]+)"', second) == ["edition-20", "edition-21"]
    assert 'href="?page=2"' in first
    assert 'href="?page=3"' not in second
    assert re.findall(r'href="/appels/([\w-]+)"', browser.get("/").text) == [TIERS_LIEUX]


def former(session: Session, of: Call, edition: int) -> None:
    """The same call, so many years ago."""
    slug = f"edition-{edition}"
    call = Call(**{**of.model_dump(exclude={"id"}), "slug": slug, "prefix": f"E{edition}"})
    session.add(call)
    session.flush()
    due_at = factories.AN_OPEN_DAY - timedelta(days=365 * edition)
    told = {"key": "seule", "name": "Vague unique", "opens_at": due_at - timedelta(days=90), "envelope": 1}
    session.add(Wave(call_id=call.id or 0, dossier_due_at=due_at, **told))


def test_the_home_page_asks_as_many_questions_for_three_calls_as_for_one(
    wired: Wiring, clock: FakeClock
) -> None:
    def queries(browser: Browser) -> int:
        asked: list[str] = []
        engine = wired.database.engine

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        sa.event.listen(engine, "before_cursor_execute", note)
        browser.get("/")
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    one = queries(opened(wired, clock, TIERS_LIEUX))
    assert queries(opened(wired, clock, CHERCHEURS, BRESCIA)) == one


def test_each_call_says_what_it_funds_how_much_and_how_it_judges(wired: Wiring, clock: FakeClock) -> None:
    browser = opened(wired, clock, *CALLS)
    for slug in CALLS:
        page = browser.get(f"/appels/{slug}")
        assert page.status_code == 200
        assert "Candidater" in page.text
        assert "dépenses éligibles" in page.text
    assert "Ouverture à tous" in browser.get(f"/appels/{TIERS_LIEUX}").text
    assert browser.get("/appels/inconnu").status_code == 404


def test_between_two_waves_the_call_says_when_the_next_one_opens(wired: Wiring, clock: FakeClock) -> None:
    browser = opened(wired, clock, TIERS_LIEUX)
    clock.now = datetime(2027, 2, 1, 9, tzinfo=UTC)
    text = browser.get(f"/appels/{TIERS_LIEUX}").text
    assert "La prochaine ouvre" in text
    assert f"/appels/{TIERS_LIEUX}/candidater" not in text


def test_a_visitor_signs_in_then_describes_the_organisation_and_begins(
    wired: Wiring, clock: FakeClock
) -> None:
    browser = opened(wired, clock, TIERS_LIEUX)
    address = f"/appels/{TIERS_LIEUX}/candidater"
    assert browser.get(address).headers["location"] == f"/connexion?vers={address}"
    with wired.database.write() as session:
        person = factories.person(factories.work(session), "Ada Morin")
    mine = signed_in(wired, person)
    wrong = mine.submit(address, {"name": "La Forge", "siret": "12345678901234"})
    assert wrong.status_code == 422
    assert 'value="12345678901234"' in wrong.text
    begun = mine.submit(address, {"name": "La Forge", "siret": factories.siret(3)})
    assert begun.headers["location"].startswith("/candidatures/TL26-")
    with wired.database.read() as session:
        assert len(teams.of_person(session, person.person_id or 0)) == 1


def test_the_results_name_the_supported_once_released_and_nobody_else(wired: Wiring) -> None:
    waiting = at(wired, Stage.RECOMMENDED, title="La Grange provisoire")
    browser, address = Browser(wired), f"/appels/{TIERS_LIEUX}/resultats"
    assert "Aucun résultat" in browser.get(address).text
    at(wired, Stage.AWARDED, title="La Forge retenue")
    text = browser.get(address).text
    assert "Création ou développement" in text, "the call declares this answer public"
    assert "Temps de trajet" not in text, "and not this one"
    assert f'href="{address}">publiés' in browser.get(f"/appels/{TIERS_LIEUX}").text
    assert "La Forge retenue" in text
    assert "La Grange provisoire" not in text
    assert waiting.reference not in text
