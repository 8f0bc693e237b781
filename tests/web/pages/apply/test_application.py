"""The page of an application, in the view of its team."""

import pytest
import sqlalchemy as sa

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.edges import Browser
from tests.web.applicants import at

TEAM_STAGES = (
    Stage.LETTER_DRAFT,
    Stage.LETTER_SUBMITTED,
    Stage.DOSSIER_DRAFT,
    Stage.COMPLETION_REQUESTED,
    Stage.RECOMMENDED,
    Stage.AWARDED,
    Stage.REJECTED,
    Stage.WITHDRAWN,
    Stage.CONVENTION_SENT,
    Stage.STARTED,
    Stage.CLOSED,
)


@pytest.mark.parametrize("stage", TEAM_STAGES)
def test_the_team_reads_its_application_at_every_turn_of_the_road(wired: Wiring, stage: Stage) -> None:
    around = at(wired, stage)
    for actor in (around.cast.owner, around.cast.reader):
        answer = around.browser(actor).get(around.home)
        assert answer.status_code == 200
        assert around.reference in answer.text


def test_the_opinion_of_the_committee_is_not_told_before_the_release(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    text = around.browser(around.cast.owner).get(around.home).text
    assert "Au comité" in text
    assert "a rendu son avis" not in text


def test_an_application_does_not_exist_for_a_stranger_and_asks_a_visitor_to_sign_in(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    assert around.browser(around.cast.stranger).get(around.home).status_code == 404
    assert around.browser(around.cast.officer).get(around.home).status_code == 404
    answer = Browser(wired).get(around.home)
    assert answer.headers["location"] == f"/connexion?vers={around.home}"


def test_each_reader_goes_to_their_own_desk(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    assert around.browser(around.cast.officer).get(around.home).status_code == 200
    expert = around.browser(around.cast.experts[0]).get(around.home)
    assert expert.headers["location"] == f"/expertises/{around.reference}"


def test_my_list_holds_mine_and_says_what_to_do_when_it_is_empty(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    assert around.reference in around.browser(around.cast.owner).get("/candidatures").text
    assert "Aucune candidature" in around.browser(around.cast.stranger).get("/candidatures").text


def test_my_list_asks_as_many_questions_for_three_applications_as_for_one(wired: Wiring) -> None:
    def queries(browser: Browser) -> int:
        asked: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement)

        sa.event.listen(wired.database.engine, "before_cursor_execute", note)
        assert browser.get("/candidatures").status_code == 200
        sa.event.remove(wired.database.engine, "before_cursor_execute", note)
        return len(asked)

    around = at(wired, Stage.LETTER_DRAFT)
    one = queries(around.browser(around.cast.owner))
    at(wired, Stage.LETTER_SUBMITTED)
    at(wired, Stage.DOSSIER_DRAFT)
    assert queries(around.browser(around.cast.owner)) == one
