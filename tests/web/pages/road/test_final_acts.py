"""What refuses for good asks a motive, and is read as the applicant will read it before it leaves."""

import pytest

from app.db import outbox
from app.domain.workflow import Action, Stage
from app.services.cases import open_case
from app.services.road.acts.records import ACTS
from app.services.wiring import Wiring
from tests import factories
from tests.edges import READ_FIELD
from tests.journeys.pages import plain
from tests.web.applicants import Around, as_house, at

MOTIVE = "Le lieu est hors de la région : article 2 du règlement."
FROM = {
    Action.DECLINE: Stage.LETTER_SUBMITTED,
    Action.DECLARE_INADMISSIBLE: Stage.DOSSIER_SUBMITTED,
    Action.TERMINATE: Stage.STARTED,
    Action.REJECT: Stage.NOT_RECOMMENDED,
}


def stood(wired: Wiring, action: Action) -> tuple[Around, str]:
    """An application from which this act leaves, its guards satisfied, and the address of the act."""
    around = at(wired, FROM[action])
    with wired.database.write() as session:
        work = as_house(wired, session)
        factories.prepared(work, around.reference, action)
    return around, f"{around.home}/actions/{action.value}"


def stage_and_mails(wired: Wiring, around: Around) -> tuple[str, int]:
    with wired.database.read() as session:
        work = as_house(wired, session)
        case = open_case(work, around.reference)
        return case.application.stage.value, outbox.unsent_count(session)


def test_every_act_that_is_final_for_the_applicant_is_tried_here() -> None:
    assert {action for action, one in ACTS.items() if one.final} == set(FROM)


@pytest.mark.parametrize("action", FROM)
def test_a_final_act_is_read_before_it_is_done_and_nothing_leaves_meanwhile(
    wired: Wiring, action: Action
) -> None:
    around, address = stood(wired, action)
    manager, before = around.browser(around.cast.manager), stage_and_mails(wired, around)
    sent = {"reason": MOTIVE} if action is not Action.REJECT else {}
    shown = manager.submit(address, sent)
    assert shown.status_code == 200
    assert "Ce que le porteur lira" in shown.text
    assert "Délais et voies de recours" in plain(shown.text)
    assert stage_and_mails(wired, around) == before
    read = READ_FIELD.search(shown.text)
    assert read is not None
    done = manager.submit(address, {**sent, "read_sha256": read[1]})
    assert done.headers["location"] == around.home
    assert stage_and_mails(wired, around) != before
    if sent:
        for reader in (around.cast.owner, around.cast.officer):
            assert MOTIVE in plain(around.browser(reader).get(around.home).text)


@pytest.mark.parametrize("action", [one for one in FROM if one is not Action.REJECT])
def test_a_word_is_no_motive_and_the_page_says_what_is(wired: Wiring, action: Action) -> None:
    around, address = stood(wired, action)
    refused = around.browser(around.cast.manager).submit(address, {"reason": "non"})
    assert refused.status_code == 422
    assert "« non » n’est pas un motif" in plain(refused.text)
    assert "L. 211-2" in plain(refused.text)


def test_a_motive_amended_after_it_was_read_is_read_again(wired: Wiring) -> None:
    around, address = stood(wired, Action.DECLINE)
    manager = around.browser(around.cast.manager)
    read = READ_FIELD.search(manager.submit(address, {"reason": MOTIVE}).text)
    assert read is not None
    amended = manager.submit(address, {"reason": "Encore : " + MOTIVE, "read_sha256": read[1]})
    assert amended.status_code == 200
    assert "Le texte a changé depuis votre lecture" in plain(amended.text)
    assert "Encore : " + MOTIVE in plain(amended.text)


def test_the_lines_that_failed_are_read_before_then_by_both_with_their_day(wired: Wiring) -> None:
    around, address = stood(wired, Action.DECLARE_INADMISSIBLE)
    file = factories.call_folder().admissibility
    assert file is not None
    officer, refusal = around.browser(around.cast.officer), plain(file.rules[0].refusal)
    shown = officer.submit(address, {"reason": MOTIVE})
    assert refusal in plain(shown.text)
    officer.read_and_confirm(address, {"reason": MOTIVE})
    for page in (
        officer.get(f"{around.home}/journal").text,
        around.browser(around.cast.owner).get(around.home).text,
    ):
        assert f"Conditions non remplies : {plain(file.rules[0].article)} : {refusal}" in plain(page)


def test_a_decision_that_refuses_asks_a_motive_too(wired: Wiring) -> None:
    around = at(wired, Stage.NOT_RECOMMENDED)
    sent = {"outcome": "reject", "reasons": "non", "seen": "0"}
    refused = around.browser(around.cast.manager).submit(f"{around.home}/decision", sent)
    assert refused.status_code == 422
    assert "n’est pas un motif" in plain(refused.text)
