"""The versions of a convention: the one that binds, the one that was recalled, and the one still being written."""

import pytest

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.journeys.pages import plain
from tests.web.applicants import Around, at


@pytest.fixture
def recalled(wired: Wiring) -> Around:
    around = at(wired, Stage.CONVENTION_SENT)
    officer = around.browser(around.cast.officer)
    sent = officer.submit(f"{around.home}/actions/recall_convention", {"reason": "Une erreur d’adresse."})
    assert sent.status_code == 303
    return around


def test_who_was_sent_a_version_reads_that_it_was_recalled_and_not_how_to_sign_it(recalled: Around) -> None:
    page = plain(recalled.browser(recalled.cast.owner).get(f"{recalled.home}/convention").text)
    assert "La version 1 ne vaut plus" in page
    assert "Ne la signez pas" in page
    assert "Pour la signer" not in page


def test_an_earlier_version_is_read_by_its_number_and_a_draft_by_who_writes_it_alone(
    recalled: Around,
) -> None:
    owner, officer = recalled.browser(recalled.cast.owner), recalled.browser(recalled.cast.officer)
    statuses = {
        (name, asked): browser.get(f"{recalled.home}/convention{asked}").status_code
        for name, browser in (("owner", owner), ("officer", officer))
        for asked in (".pdf", ".pdf?version=1", ".pdf?version=2", "?version=2", "?version=3", "?version=un")
    }
    assert {key for key, status in statuses.items() if status == 404} == {
        ("owner", ".pdf?version=2"),
        ("owner", "?version=2"),
        *((who, asked) for who in ("owner", "officer") for asked in ("?version=3", "?version=un")),
    }
    assert set(statuses.values()) == {200, 404}
    assert (
        "projet"
        not in officer.get(f"{recalled.home}/convention.pdf?version=1").headers["content-disposition"]
    )
    drawn = plain(officer.get(f"{recalled.home}/convention").text)
    assert ">Version 1</a>, envoyée le" in drawn
    assert ">Version 2</a>, en projet" in drawn
    older = officer.get(f"{recalled.home}/convention?version=1").text
    assert "/actions/" not in older


def test_a_drafted_convention_says_who_corrected_it_and_its_beneficiary_whom_to_write_to(
    wired: Wiring,
) -> None:
    around = at(wired, Stage.CONVENTION_DRAFT)
    owner, officer = around.browser(around.cast.owner), around.browser(around.cast.officer)
    closed = plain(owner.get(f"{around.home}/suivi").text)
    assert "Fixer le départ et la cible" not in closed
    assert "mailto:" in closed
    assert "Corrigée depuis" not in plain(officer.get(f"{around.home}/convention").text)
    assert officer.submit(f"{around.home}/suivi/cibles", {"usagers.target": "130"}).status_code == 303
    corrected = plain(officer.get(f"{around.home}/convention").text)
    assert f"par {around.cast.officer.name}, le " in corrected
