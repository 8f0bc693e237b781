"""On the pages: the last day of a review is set and moved, and its expert reads it."""

from datetime import timedelta

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.web.applicants import at


def test_an_officer_sets_the_last_day_of_a_review_and_its_expert_reads_it(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    officer, expert = around.browser(around.cast.officer), around.cast.experts[0]
    address = f"{around.home}/experts/{expert.person_id}/echeance"
    assert address in officer.get(f"{around.home}/experts").text
    day = wired.clock().date() + timedelta(days=12)
    assert officer.submit(address, {"due_on": "bientôt"}).status_code == 422
    assert officer.submit(address, {"due_on": ""}).status_code == 422
    assert officer.submit(address, {"due_on": f"{day:%d/%m/%Y}"}).status_code == 303
    assert f"{day:%d/%m/%Y}" in officer.get(f"{around.home}/experts").text
    assert "sans date limite" not in around.browser(expert).get("/expertises").text
    assert around.browser(around.cast.auditor).get(address).status_code == 403
