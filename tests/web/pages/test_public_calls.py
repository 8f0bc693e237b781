"""What a visitor reads of the calls, and beginning an application."""

from datetime import UTC, datetime

import sqlalchemy as sa

from app.db import applications
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
    clock.now = datetime(2040, 1, 1, tzinfo=UTC)
    assert "Clos" in Browser(wired).get("/").text


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
        assert len(applications.of_person(session, person.person_id or 0)) == 1


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
