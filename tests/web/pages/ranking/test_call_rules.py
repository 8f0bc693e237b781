"""The rules of a call, read as a page, on paper and as JSON by those who apply them."""

import re

import pytest

from app.domain.workflow import Stage
from app.services.calls.calls import close_call
from app.services.wiring import Wiring
from tests import factories
from tests.factories import BRESCIA, TIERS_LIEUX
from tests.web.applicants import at

HOME = f"/bureau/appels/{TIERS_LIEUX}"
NBSP = "\u00a0"


def test_those_who_read_the_ranking_read_the_rules_as_they_were_frozen(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    cast = around.cast
    for actor in (cast.officer, cast.members[0], cast.president, cast.auditor):
        page = around.browser(actor).get(f"{HOME}/regles")
        assert page.status_code == 200
        assert f"Appel ouvert{NBSP}: ces règles ne changent plus." in page.text
        assert factories.call_folder().checksum in page.text
    for actor in (cast.owner, cast.experts[0], cast.finance):
        for tail in ("", ".pdf", "/grille"):
            assert around.browser(actor).get(f"{HOME}/regles{tail}").status_code == 403
    assert around.browser(cast.officer).get("/bureau/appels/inconnu/regles").status_code == 404


def test_the_page_has_a_table_of_contents_that_leads_to_each_section(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    page = around.browser(around.cast.officer).get(f"{HOME}/regles").text
    linked = re.findall(r'<li><a href="#(\w+)">', page)
    assert linked == re.findall(r'<section class="part" id="(\w+)">', page)
    assert linked[:3] == ["applicants", "admissibility", "criteria"]
    for told in (
        "Ces huit conditions doivent toutes être remplies",
        f"2{NBSP}sur{NBSP}4 («{NBSP}Suffisant{NBSP}»), éliminatoire",
        "Le dossier n’en dit rien ou dit le contraire.",
        "L’argent descend la liste et s’arrête au premier projet",
    ):
        assert told in page


def test_the_dashboard_leads_to_the_rules(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    assert f'href="{HOME}/regles"' in around.browser(around.cast.officer).get(HOME).text


def test_the_annex_is_a_pdf_of_the_same_rules(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    answer = around.browser(around.cast.auditor).get(f"{HOME}/regles.pdf")
    assert answer.status_code == 200
    assert f'filename="reglement-{TIERS_LIEUX}.pdf"' in answer.headers["content-disposition"]
    assert answer.content == b"%PDF-1.7 RulesDocument"


def test_the_grid_is_previewed_and_nothing_of_it_can_be_sent(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    page = around.browser(around.cast.members[0]).get(f"{HOME}/regles/grille").text
    body = page[page.index("<main") : page.index("</main>")]
    assert 'name="note-ouverture"' in body
    assert 'name="motif-implication"' in body
    assert "<form" not in body
    assert "<button" not in body


@pytest.mark.parametrize(("tail", "status"), [("", 200), (".pdf", 200), ("/grille", 404)])
def test_a_call_without_grid_has_rules_and_no_preview(wired: Wiring, tail: str, status: int) -> None:
    around = at(wired, Stage.ADMISSIBLE, BRESCIA)
    officer = around.browser(around.cast.officer)
    assert officer.get(f"/bureau/appels/{BRESCIA}/regles{tail}").status_code == status


def test_a_closed_call_keeps_its_rules_and_says_that_it_is_closed(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    with wired.database.write() as session:
        close_call(factories.work(session, around.cast.manager), TIERS_LIEUX)
    page = around.browser(around.cast.officer).get(f"{HOME}/regles").text
    assert f"Appel clos{NBSP}: ces règles ne changent plus." in page
