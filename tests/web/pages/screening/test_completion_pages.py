"""A completion in pages: what the officer ticks is open, the rest is read, and what changed is shown."""

import re

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.web.applicants import Around, at

ASK = {"text": "La surface est à corriger.", "questions": ["surface"], "pieces": ["bail"]}


def asked(wired: Wiring) -> Around:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer = around.browser(around.cast.officer)
    assert officer.submit(f"{around.home}/actions/request_completion", ASK).status_code == 303
    return around


def test_the_officer_ticks_what_may_change_and_a_request_that_names_nothing_is_refused(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, address = around.browser(around.cast.officer), f"{around.home}/actions/request_completion"
    page = officer.get(address).text
    for name, key in (("sections", "projet"), ("questions", "surface"), ("pieces", "bail")):
        assert f'name="{name}" value="{key}"' in page
    assert 'name="budget"' in page
    refused = officer.submit(address, {"text": "Tout est à revoir."})
    assert refused.status_code == 422
    assert "tout ce que vous ne cochez pas demeure tel que déposé" in refused.text


def test_the_applicant_writes_in_what_is_asked_and_reads_the_rest(wired: Wiring) -> None:
    around = asked(wired)
    owner, home = around.browser(around.cast.owner), f"{around.home}/dossier"
    assert "Tout le reste demeure tel que vous l’avez déposé." in owner.get(around.home).text
    assert owner.get(home).text.count("non demandé</span>") == 3
    assert owner.get(home).text.count(">demandé</span>") == 2
    section = owner.get(f"{home}/modele").text
    assert 'name="surface"' in section
    assert 'name="partenaires"' not in section
    for address in (f"{home}/projet", f"{home}/budget"):
        assert f'action="{address}"' not in owner.get(address).text
    papers = owner.get(f"{home}/pieces").text
    assert 'id="file-bail"' in papers
    assert 'id="file-statuts"' not in papers
    wrong = owner.submit(f"{home}/projet", {"asked": "title", "title": "Un tout autre projet"})
    assert wrong.status_code == 409
    assert "seul ce qui est demandé peut changer" in wrong.text


def test_the_officer_reads_what_the_completion_changed(wired: Wiring) -> None:
    around = asked(wired)
    owner, officer = around.browser(around.cast.owner), around.browser(around.cast.officer)
    owner.submit(f"{around.home}/dossier/modele", {"asked": "surface", "surface": "260"})
    assert "Ce qui a changé" not in officer.get(around.home).text
    check = owner.get(f"{around.home}/dossier/verifier").text
    assert "Vous avez déjà déclaré" in check
    assert 'type="checkbox"' not in check
    declared = re.findall(r'name="declarations" value="(\w+)"', check)
    assert declared == ["engagement_republicain", "exactitude", "minimis", "premiere_aide"]
    sent = owner.submit(f"{around.home}/dossier/verifier", {"declarations": declared})
    assert sent.status_code == 303
    page = officer.get(around.home).text
    changed = page[page.index("Ce qui a changé depuis la version 1") :]
    assert "260" in changed[: changed.index("</details>")]
