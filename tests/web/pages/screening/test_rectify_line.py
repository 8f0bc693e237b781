"""On its page, a line of the checklist is put right with a reason, and the checklist says what the verdict becomes."""

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests import factories
from tests.web.applicants import at


def test_a_line_is_put_right_and_what_was_judged_first_stays_readable(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    file = factories.call_folder().admissibility
    assert file is not None
    officer, grid = around.browser(around.cast.officer), f"{around.home}/recevabilite"
    page = f"{grid}/{file.rules[0].key}/rectifier"
    assert page in officer.get(grid).text
    assert officer.get(page).status_code == 200
    sent = {"verdict": "fails", "note": "Aucun usager.", "reason": "Lu trop vite."}
    assert officer.submit(page, sent | {"note": ""}).status_code == 422
    assert officer.submit(page, sent | {"verdict": ""}).status_code == 422
    assert officer.submit(page, sent).status_code == 303
    crossed = officer.submit(page, sent | {"seen": "0", "note": "Autre chose."})
    assert crossed.status_code == 409
    assert "Autre chose." in crossed.text
    assert officer.press(page, sent | {"note": "Toujours aucun usager."}).status_code == 303
    told = around.browser(around.cast.auditor).get(grid).text
    assert "Lu trop vite." in told
    assert "La grille ne dit plus ce qui a été décidé" in told
