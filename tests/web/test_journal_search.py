"""The journal of the house is searched, filtered and taken away, in pages and in JSON, without what is hidden."""

import csv
import io
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.db import journal
from app.domain.people import Actor, Role
from app.domain.workflow import Stage
from app.services.desk import audits
from app.services.review import reviews
from app.services.wiring import Wiring
from tests import factories
from tests.edges import Browser, a_person, a_token, serve
from tests.fakes import FakeClock
from tests.web.applicants import Around, at

COLUMNS = [
    "Entrée",
    "Quand",
    "Qui",
    "Acte",
    "Candidature",
    "Étape avant",
    "Étape après",
    "Ce qui est dit",
    "Empreinte",
]


def auditor(wired: Wiring) -> Browser:
    browser = Browser(wired)
    browser.enter(a_person(wired, "partout@exemple.fr", Role.AUDITOR, name="Partout"))
    return browser


def in_json(wired: Wiring, **asked: str) -> Any:
    token = a_token(wired, a_person(wired, "partout@exemple.fr", Role.AUDITOR, name="Partout"))
    client = TestClient(serve(wired), headers={"Authorization": f"Bearer {token}"})
    return client.get("/api/v1/journal", params=asked)


def rows(browser: Browser, query: str = "") -> list[list[str]]:
    answer = browser.get(f"/journal.csv{query}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def written(wired: Wiring, *names: str) -> None:
    """Acts of people with these names, one a day at noon in Paris from the first of June 2026."""
    with wired.database.write() as session:
        for day, name in enumerate(names, start=1):
            now = factories.AN_OPEN_DAY.replace(month=6, day=day, hour=22, minute=30)
            journal.write(session, Actor(None, name, ""), "begin", now)


def told(wired: Wiring, browser: Browser, asked: dict[str, str], names: dict[str, str]) -> set[str]:
    """Who is named by the page, the sheet and the JSON, which agree."""
    query = "?" + "&".join(f"{key}={value}" for key, value in asked.items())
    by_sheet = {row[2] for row in rows(browser, query)[1:]}
    lines = in_json(wired, **{names[key]: value for key, value in asked.items()}).json()
    assert by_sheet == {line["actor_name"] for line in lines}
    page = browser.get(f"/journal{query}").text
    assert {name for name in by_sheet if f'data-label="Qui">{name}<' in page} == by_sheet
    return by_sheet


JSON_NAMES = {"qui": "person", "acte": "verb", "candidature": "application", "du": "since", "au": "until"}


def test_it_is_searched_by_person_without_accents_nor_capitals(wired: Wiring) -> None:
    written(wired, "Élodie Çelik", "Marc Oudin", "100 %")
    browser = auditor(wired)
    assert told(wired, browser, {"qui": "elodie celik"}, JSON_NAMES) == {"Élodie Çelik"}


def test_a_sign_of_the_database_is_looked_for_as_it_is_typed(wired: Wiring) -> None:
    written(wired, "Marc Oudin", "Cent % Local", "Sous_ligne")
    browser = auditor(wired)
    assert [row[2] for row in rows(browser, "?qui=%25")[1:]] == ["Cent % Local"]
    assert [row[2] for row in rows(browser, "?qui=_")[1:]] == ["Sous_ligne"]


def test_it_is_filtered_by_day_on_the_clocks_of_the_service_both_days_included(wired: Wiring) -> None:
    """22 h 30 in UTC is half past midnight in Paris, the day after."""
    written(wired, "Un", "Deux", "Trois", "Quatre")
    browser = auditor(wired)
    assert told(wired, browser, {"du": "2026-06-03", "au": "2026-06-04"}, JSON_NAMES) == {"Deux", "Trois"}
    assert [row[2] for row in rows(browser, "?du=3 juin 2026&au=4/6/26")[1:]] == ["Trois", "Deux"]


def test_it_is_filtered_by_act_and_by_application(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    browser = auditor(wired)
    found = rows(browser, f"?acte=submit_dossier&candidature={around.reference.lower()}")
    assert found[0] == COLUMNS
    assert [(row[3], row[4], row[5], row[6]) for row in found[1:]] == [
        ("a déposé le dossier", around.reference, "Dossier en cours", "À instruire")
    ]
    assert len(rows(browser, f"?candidature={around.reference}")) > 2
    assert rows(browser, "?candidature=TL99")[1:] == []
    assert "Rien dans le journal ne répond" in browser.get("/journal?candidature=TL99").text


def test_the_pages_of_a_search_keep_it(wired: Wiring) -> None:
    with wired.database.write() as session:
        for _ in range(audits.PER_PAGE):
            journal.write(session, Actor(None, "Marc Oudin", ""), "begin", factories.AN_OPEN_DAY)
    page = auditor(wired).get("/journal?qui=oudin&acte=begin").text
    assert 'href="?qui=oudin&amp;acte=begin&amp;page=2"' in page
    assert 'href="/journal.csv?qui=oudin&amp;acte=begin"' in page


def test_what_cannot_be_looked_for_is_refused_with_what_was_read(wired: Wiring) -> None:
    browser = auditor(wired)
    for address in ("/journal?du=32/13/2026", "/journal.csv?du=32/13/2026"):
        refused = browser.get(address)
        assert (refused.status_code, "32/13/2026" in refused.text) == (422, True)
    assert browser.get("/journal?acte=voler").status_code == 422
    assert in_json(wired, verb="voler").status_code == 422
    assert in_json(wired, since="32/13/2026").status_code == 422
    assert browser.get("/journal?qui=%00").status_code == 200


def test_the_sheet_has_all_of_it_and_computes_nothing(wired: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audits, "AT_ONCE", 2)
    written(wired, "=HYPERLINK(1)", "Deux; « trois »", "Quatre", "Cinq")
    found = rows(auditor(wired))
    assert [row[2] for row in found[1:]] == ["Cinq", "Quatre", "Deux; « trois »", "'=HYPERLINK(1)"]
    assert [row[0] for row in found[1:]] == ["4", "3", "2", "1"]
    assert found[1][1] == "2026-06-05T00:30:00+02:00"


def hide(around: Around, clock: FakeClock) -> None:
    wired = around.wired
    with wired.database.write() as session:
        mine = factories.person(factories.work(session), "Partout", email="partout@exemple.fr")
        reviews.declare_interest(factories.work(session, mine, clock.now), around.reference, "family")


def test_what_an_interest_hides_is_neither_found_nor_counted(wired: Wiring, clock: FakeClock) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    browser = auditor(wired)
    assert rows(browser, f"?candidature={around.reference}")[1:] != []
    hide(around, clock)
    assert rows(browser, f"?candidature={around.reference}")[1:] == []
    assert in_json(wired, application=around.reference).json() == []
    assert f'href="{around.home}"' not in browser.get(f"/journal?candidature={around.reference}").text
    everything = rows(browser)[1:]
    assert everything != []
    assert {row[0] for row in everything} == {""}
    assert {line["number"] for line in in_json(wired).json()} == {None}


def test_its_links_lead_somewhere_what_is_not_filed_is_named_without_one(wired: Wiring) -> None:
    drafted, filed = at(wired, Stage.LETTER_DRAFT), at(wired, Stage.DOSSIER_SUBMITTED)
    browser = auditor(wired)
    page = browser.get("/journal").text
    assert f'data-label="Candidature">{drafted.reference}<' in page
    links = set(re.findall(r'<a href="(/candidatures/[^"]+)"', page))
    assert links == {filed.home}
    assert {link: browser.get(link).status_code for link in links} == {filed.home: 200}


def test_nobody_else_takes_it_away(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    for actor in (around.cast.officer, around.cast.admin, around.cast.owner):
        assert around.browser(actor).get("/journal.csv").status_code == 403
