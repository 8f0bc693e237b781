"""What any visitor reads of the service: how accessible, where everything is, whom to tell of a weakness."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.people import Role
from app.domain.workflow import Stage
from app.services.wiring import Wiring
from app.settings import Conformity
from tests.edges import Browser, FakeOptions, a_person, wire
from tests.fakes import FakeClock
from tests.web.applicants import at

AUDITED: dict[str, Any] = {
    "accessibility_audited_on": date(2026, 10, 5),
    "accessibility_auditor": "Atelier Lisible",
    "accessibility_plan_url": "https://region.example/schema.pdf",
    "accessibility_contact": "acces@region.example",
}


def read(wired: Wiring, address: str, **settings: Any) -> str:
    browser = Browser(wire(wired.database, clock=wired.clock, settings=FakeOptions(**settings)))
    text = browser.get(address).text.replace("&nbsp;", " ")
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_without_an_audit_the_service_says_that_it_does_not_conform(wired: Wiring) -> None:
    page = read(wired, "/accessibilite")
    assert "Ce service est non conforme avec" in page
    assert "Aucun audit n’a encore mesuré sa conformité" in page
    assert "Accessibilité : non conforme" in page
    assert "partiellement" not in page
    assert "novembre 2026" not in page
    assert "contact@region.invalid" in page


@pytest.mark.parametrize(
    ("state", "rate", "said"),
    [
        (Conformity.PARTIAL, 72, "partiellement conforme"),
        (Conformity.WHOLE, 100, "totalement conforme"),
        (Conformity.NONE, 31, "non conforme"),
    ],
)
def test_an_audit_is_told_with_its_rate_its_day_and_its_author(
    wired: Wiring, state: Conformity, rate: int, said: str
) -> None:
    page = read(wired, "/accessibilite", accessibility=state, accessibility_rate=rate, **AUDITED)
    assert f"Accessibilité : {said}" in page
    assert f"L’audit du 5 octobre 2026, mené par Atelier Lisible, révèle que {rate} % des critères" in page
    assert 'href="https://region.example/schema.pdf"' in page
    assert 'href="mailto:acces@region.example"' in page
    assert "Aucun audit" not in page


def test_the_map_of_the_site_leads_wherever_its_reader_may_go(wired: Wiring) -> None:
    at(wired, Stage.LETTER_DRAFT)
    visitor, admin = Browser(wired), Browser(wired)
    admin.enter(a_person(wired, "chef@exemple.fr", Role.ADMIN))
    assert 'href="/plan-du-site"' in visitor.get("/").text
    for wanted in ('href="/appels/tiers-lieux-2026"', 'href="/accessibilite"', 'href="/connexion"'):
        assert wanted in visitor.get("/plan-du-site").text
    assert 'href="/personnes"' not in visitor.get("/plan-du-site").text
    assert 'href="/personnes"' in admin.get("/plan-du-site").text
    assert 'href="/mon-compte"' in admin.get("/plan-du-site").text


def test_who_finds_a_weakness_knows_whom_to_tell(wired: Wiring, clock: FakeClock) -> None:
    clock.now = clock.now.replace(year=2027, month=1, day=1)
    told = Browser(wired).get("/.well-known/security.txt")
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.text.splitlines() == [
        "Contact: mailto:contact@region.invalid",
        "Expires: 2027-06-30T00:00:00Z",
        "Preferred-Languages: fr, en",
        "Canonical: http://127.0.0.1:8000/.well-known/security.txt",
    ]
    own = replace(FakeOptions(), security_contact="rssi@region.invalid")
    asked = Browser(wire(wired.database, clock=clock, settings=own)).get("/.well-known/security.txt")
    assert "Contact: mailto:rssi@region.invalid" in asked.text


def test_where_no_antivirus_reads_the_pieces_their_pages_say_so(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    page = f"{around.home}/recevabilite"
    officer = around.browser(around.cast.officer)
    assert "pas d’antivirus" not in officer.get(page).text
    bare = replace(wired, settings=FakeOptions(antivirus_url=""))
    officer = Browser(bare)
    officer.enter(a_person(bare, around.cast.officer.email))
    assert "pas d’antivirus" in officer.get(page).text
