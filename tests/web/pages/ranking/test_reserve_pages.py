"""The ranked list, the page of the call and the JSON say what is free and who comes next on the reserve list."""

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.web.applicants import at


def test_the_reserve_list_is_told_on_the_ranked_list_and_on_the_page_of_the_call(wired: Wiring) -> None:
    around = at(wired, Stage.ON_RESERVE)
    officer, call = around.browser(around.cast.officer), "/bureau/appels/tiers-lieux-2026"
    pages = (f"{call}/classement", call)
    assert ["La liste complémentaire" in officer.get(page).text for page in pages] == [False, False]
    manager = around.browser(around.cast.manager)
    deliberated = {"deliberation": "2026.1", "deliberated_on": wired.clock().date().isoformat()}
    decided = {"outcome": "reserve", "amount": "40 000", **deliberated}
    assert manager.submit(f"{around.home}/decision", decided).status_code == 303
    assert manager.submit(f"{around.home}/actions/keep_on_reserve", {}).status_code == 303
    for page in pages:
        told = officer.get(page).text
        assert "La liste complémentaire" in told
        assert around.reference in told
