"""What the team is told while it writes: what the service will read, what is over, what may be sent."""

import pytest

from app.domain.workflow import Stage
from app.services.apply import forms
from app.services.wiring import Wiring
from tests import factories
from tests.fakes import FakeClock
from tests.web.applicants import Around, at

ALL_WRITTEN = "Tout est rempli. Relisez"
WILL_BE_READ = "Ce que le service lira"


def written(wired: Wiring, **answers: str) -> Around:
    """A dossier of which nothing is missing but its declarations, with these answers."""
    around = at(wired, Stage.DOSSIER_DRAFT)
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        factories.write_dossier(work, around.reference, store=wired.files)
        mine = factories.by(work, around.cast.owner)
        forms.save_answers(mine, around.reference, forms.DOSSIER, answers)
    return around


def test_a_dossier_that_the_call_admits_is_told_nothing_more(wired: Wiring) -> None:
    around = written(wired)
    page = around.browser(around.cast.owner).get(f"{around.home}/dossier/verifier").text
    assert (ALL_WRITTEN in page, WILL_BE_READ in page) == (True, False)


def test_what_the_call_forbids_is_told_while_one_writes_and_bars_nothing(wired: Wiring) -> None:
    around = written(wired, nature="creation", minutes_voiture="5")
    owner = around.browser(around.cast.owner)
    for address in (f"{around.home}/dossier", f"{around.home}/dossier/verifier"):
        page = owner.get(address).text
        assert WILL_BE_READ in page
        assert "moins de vingt minutes" in page
    assert (ALL_WRITTEN in page, 'type="submit"' in page) == (False, True)


@pytest.mark.parametrize("stage", [Stage.LETTER_DRAFT, Stage.DOSSIER_DRAFT])
def test_after_the_deadline_nothing_says_that_it_is_their_turn(
    wired: Wiring, clock: FakeClock, stage: Stage
) -> None:
    around = at(wired, stage)
    owner = around.browser(around.cast.owner)
    assert "À vous" in owner.get(around.home).text
    clock.advance(days=400)
    owner = around.browser(around.cast.owner)
    page, mine = owner.get(around.home).text, owner.get("/candidatures").text
    assert ("À vous" in page, "à vous" in page, "Le délai est passé" in page) == (False, False, True)
    assert ("Vérifier et déposer" in page, "Délai passé" in page, "Délai passé" in mine) == (
        False,
        True,
        True,
    )


def test_a_reader_is_not_told_that_they_may_write(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    reader = around.browser(around.cast.reader)
    check, contents = (reader.get(f"{around.home}/dossier{one}").text for one in ("/verifier", ""))
    assert ("Vous pouvez écrire" in check, "Vous pouvez relire" in check) == (False, True)
    assert "sans rien modifier" in contents
    editor = around.browser(around.cast.editor).get(f"{around.home}/dossier/verifier").text
    assert "Vous pouvez écrire et relire" in editor


def test_a_sending_that_is_too_heavy_is_told_the_limit_and_the_way_back(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    owner, address = around.browser(around.cast.owner), f"{around.home}/dossier/pieces"
    most = wired.settings.upload_max_bytes
    heavy = b"x" * (most + 4 * 1024 * 1024)
    answer = owner.post(address, data={"piece": "statuts"}, files={"file": ("statuts.pdf", heavy)})
    assert answer.status_code == 413
    assert "Mo au plus" in answer.text
    assert f'href="{address}"' in answer.text


def test_a_page_after_the_end_of_a_list_leads_back_to_its_beginning(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer = around.browser(around.cast.officer)
    answer = officer.get("/bureau?vue=tous&page=2")
    assert (answer.status_code, answer.headers["location"].endswith("/bureau?vue=tous")) == (303, True)
    assert officer.get("/appels?page=9").status_code == 303
