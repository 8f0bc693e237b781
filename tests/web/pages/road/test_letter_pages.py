"""The letter of a decision is on the page of its application, for who is notified and for who notifies."""

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.web.applicants import at


def test_who_is_refused_downloads_the_letter_that_says_why(wired: Wiring) -> None:
    around = at(wired, Stage.REJECTED)
    address = f"{around.home}/lettre.pdf"
    for actor in (around.cast.owner, around.cast.officer):
        browser = around.browser(actor)
        assert f"{address}?version=1" in browser.get(around.home).text
        letter = browser.get(f"{address}?version=1")
        assert letter.headers["content-type"] == "application/pdf"
        assert "attachment" in letter.headers["content-disposition"]
        assert browser.get(f"{address}?version=2").status_code == 404
    for actor in (around.cast.stranger, around.cast.finance):
        assert around.browser(actor).get(address).status_code == 404


def test_nothing_is_offered_before_the_decision_is_notified(wired: Wiring) -> None:
    around = at(wired, Stage.RECOMMENDED)
    for actor in (around.cast.owner, around.cast.officer):
        assert "lettre.pdf" not in around.browser(actor).get(around.home).text
        assert around.browser(actor).get(f"{around.home}/lettre.pdf").status_code == 404
