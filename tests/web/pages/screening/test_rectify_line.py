"""On its page, a line of the checklist is put right with a reason, and the checklist says what the verdict becomes."""

from app.domain.workflow import Stage
from app.services.cases import open_case
from app.services.screening import rectified_lines
from app.services.wiring import Wiring
from tests import factories
from tests.web.applicants import Around, at


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


def test_a_line_that_is_corrected_to_hold_keeps_its_adverse_note_only_if_it_is_rewritten(
    wired: Wiring,
) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    file = factories.call_folder().admissibility
    assert file is not None
    officer, grid = around.browser(around.cast.officer), f"{around.home}/recevabilite"
    page = f"{grid}/{file.rules[0].key}/rectifier"
    adverse = {"verdict": "fails", "note": "Aucun usager.", "reason": "Lu trop vite."}
    holds = {"verdict": "holds", "note": "Aucun usager.", "reason": "Les usagers sont au bilan."}
    assert officer.press(page, adverse).status_code == 303
    assert "la ligne ne garde pas la note d’avant" in officer.get(page).text
    assert officer.press(page, holds).status_code == 303
    assert _note(wired, around, file.rules[0].key) == ""
    assert "Aucun usager." in officer.get(grid).text
    assert officer.press(page, adverse).status_code == 303
    assert officer.press(page, holds | {"note": "Trente usagers."}).status_code == 303
    assert _note(wired, around, file.rules[0].key) == "Trente usagers."


def _note(wired: Wiring, around: Around, rule: str) -> str:
    with wired.database.read() as session:
        work = factories.work(session, around.cast.officer)
        return rectified_lines.check_of(work, open_case(work, around.reference), rule).note
