"""Writing and filing the letter and the dossier through the pages."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from app.db.apply import files, filings
from app.domain.workflow import Stage
from app.services.apply import forms
from app.services.cases import open_case
from app.services.wiring import Wiring
from tests import factories
from tests.edges import Browser
from tests.fakes import FakeClock, FakeLimiter
from tests.web.applicants import Around, as_house, at


def draft(around: Around, name: str) -> filings.Draft:
    with around.wired.database.read() as session:
        work = as_house(around.wired, session)
        return forms.draft_of(work, open_case(work, around.reference), name)


def stage(around: Around) -> Stage:
    with around.wired.database.read() as session:
        return open_case(as_house(around.wired, session), around.reference).application.stage


def fields_of(page: str) -> dict[str, list[str]]:
    """What the browser would send back: which questions were asked, at which version."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    found: dict[str, list[str]] = {}
    for name, value in hidden:
        found.setdefault(name, []).append(unescape(value))
    return found


def write(browser: Browser, address: str, **typed: object) -> Any:
    page = browser.get(address).text
    return browser.post(address, data={**fields_of(page), **typed})


def letter_section(around: Around) -> str:
    first = factories.call_folder().letter
    assert first is not None
    return f"{around.home}/lettre/{first.sections[0].key}"


def test_every_page_of_the_forms_is_drawn_for_the_team(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    for actor in (around.cast.owner, around.cast.editor, around.cast.reader):
        browser = around.browser(actor)
        folder = factories.call_folder()
        pages = ["", "/budget", "/pieces", "/verifier", *(f"/{s.key}" for s in folder.dossier.sections)]
        for page in pages:
            assert browser.get(f"{around.home}/dossier{page}").status_code == 200, page
        assert browser.get(f"{around.home}/lettre").status_code == 200


def test_what_is_typed_is_kept_even_when_it_is_wrong(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    browser = around.browser(around.cast.editor)
    address = f"{around.home}/dossier/modele"
    answer = write(browser, address, surface="grande", partenaires="La mairie")
    assert answer.status_code == 422
    assert 'value="grande"' in answer.text
    assert 'href="#surface"' in answer.text
    kept = draft(around, "dossier").content["answers"]
    assert (kept["surface"], kept["partenaires"]) == ("grande", "La mairie")


def test_an_answer_that_opens_other_questions_shows_them_and_a_hidden_answer_is_not_wiped(
    wired: Wiring,
) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    browser = around.browser(around.cast.owner)
    address = f"{around.home}/dossier/projet"
    assert 'name="emplois"' not in browser.get(address).text
    answer = write(browser, address, nature="developpement", title="La Grange")
    assert answer.headers["location"] == address
    write(browser, address, nature="developpement", title="La Grange", emplois="1,5")
    write(browser, address, nature="creation", title="La Grange", emplois="1,5")
    write(browser, address, nature="creation", title="La Grange rouge")
    assert draft(around, "dossier").content["answers"]["emplois"] == "1,5"


def test_two_people_in_one_answer_see_both_texts(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    first, second = around.browser(around.cast.owner), around.browser(around.cast.editor)
    address = f"{around.home}/dossier/modele"
    seen = fields_of(second.get(address).text)
    write(first, address, partenaires="La commune prête le local.")
    answer = second.post(address, data={**seen, "partenaires": "Le lycée agricole."})
    assert answer.status_code == 409
    assert "La commune prête le local." in answer.text
    assert "Le lycée agricole." in answer.text
    again = second.post(address, data={**fields_of(answer.text), "partenaires": "Le lycée agricole."})
    assert again.status_code == 303
    assert draft(around, "dossier").content["answers"]["partenaires"] == "Le lycée agricole."


def test_the_letter_is_filed_once_and_a_double_click_says_so(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    browser = around.browser(around.cast.owner)
    check = f"{around.home}/lettre/verifier"
    refused = write(browser, check)
    assert refused.status_code == 422
    assert "Rien n’a été déposé" in refused.text
    with wired.database.write() as session:
        factories.write_letter(factories.work(session, now=wired.clock()), around.reference)
    sent = fields_of(browser.get(check).text)
    assert browser.post(check, data=sent).headers["location"] == around.home
    assert browser.post(check, data=sent).headers["location"] == around.home
    with wired.database.read() as session:
        case = open_case(as_house(wired, session), around.reference)
        assert len(filings.filings(session, case.id)) == 1
    assert stage(around) is Stage.LETTER_SUBMITTED


@pytest.mark.parametrize("address", ["lettre/verifier", "actions/submit_letter"])
def test_however_often_one_was_refused_a_complete_letter_is_filed(
    wired: Wiring, limiter: FakeLimiter, address: str
) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    browser = around.browser(around.cast.owner)
    token = fields_of(browser.get(f"{around.home}/lettre/verifier").text)["csrf"]
    limiter.wait_seconds = 2_100
    refused = [browser.post(f"{around.home}/{address}", data={"csrf": token}).status_code for _ in range(12)]
    assert 429 not in refused
    with wired.database.write() as session:
        factories.write_letter(factories.work(session, now=wired.clock()), around.reference)
    sent = browser.post(f"{around.home}/{address}", data={"csrf": token})
    assert (sent.status_code, sent.headers["location"]) == (303, around.home)
    assert stage(around) is Stage.LETTER_SUBMITTED


def test_one_second_late_nothing_is_filed_and_nothing_is_lost(wired: Wiring, clock: FakeClock) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    browser = around.browser(around.cast.owner)
    with wired.database.write() as session:
        factories.write_letter(factories.work(session, now=wired.clock()), around.reference)
    with wired.database.read() as session:
        due_at = open_case(as_house(wired, session), around.reference).application.due_at
    assert due_at is not None
    clock.now = due_at - timedelta(seconds=1)
    browser = around.browser(around.cast.owner)
    sent = fields_of(browser.get(f"{around.home}/lettre/verifier").text)
    clock.now = due_at + timedelta(seconds=1)
    answer = browser.post(f"{around.home}/lettre/verifier", data=sent)
    assert answer.status_code == 409
    assert "non déposé" in answer.text
    assert stage(around) is Stage.LETTER_DRAFT
    section = browser.get(letter_section(around)).text
    assert "Non déposé" in section
    assert "La Grange" in section


def test_the_dossier_is_written_balanced_joined_declared_and_filed(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    browser = around.browser(around.cast.owner)
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        form = factories.call_folder().dossier
        mine = factories.by(work, around.cast.owner)
        forms.save_answers(mine, around.reference, "dossier", factories.answers(form))
    budget = f"{around.home}/dossier/budget"
    crooked = write(browser, budget, **{"charges.60.1": "1000", "produits.74-region.1": "beaucoup"})
    assert crooked.status_code == 422
    assert 'value="beaucoup"' in crooked.text
    lines = {"charges.60.1": "1 000,50", "produits.74-region.1": "500", "produits.10-fonds.1": "500,50"}
    assert write(browser, budget, **lines).status_code == 303
    assert "500,00" in browser.get(budget).text

    pieces = f"{around.home}/dossier/pieces"
    token = fields_of(browser.get(pieces).text)["csrf"][0]
    for key in ("statuts", "rib", "comptes", "bail", "bilan"):
        file = {"file": (f"{key}.pdf", factories.A_PDF, "application/pdf")}
        answer = browser.post(pieces, data={"csrf": token, "piece": key}, files=file)
        assert answer.status_code == 303, answer.text
    empty = browser.post(pieces, data={"csrf": token, "piece": "rib"}, files={"file": ("rib.pdf", b"")})
    assert empty.status_code == 422

    check = f"{around.home}/dossier/verifier"
    undeclared = write(browser, check)
    assert undeclared.status_code == 422
    declared = [one.key for one in form.declarations]
    assert write(browser, check, declarations=declared).headers["location"] == around.home
    assert stage(around) is Stage.DOSSIER_SUBMITTED


def test_a_piece_is_read_by_the_team_and_taken_out_of_the_draft(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    owner, officer = around.browser(around.cast.owner), around.browser(around.cast.officer)
    asked = {"text": "Les statuts sont à signer.", "pieces": ["statuts"]}
    assert officer.submit(f"{around.home}/actions/request_completion", asked).status_code == 303
    with wired.database.read() as session:
        case = open_case(as_house(wired, session), around.reference)
        handle = next(one.handle for one in files.joined(session, case.id) if one.piece == "statuts")
    for browser in (owner, officer):
        assert browser.get(f"{around.home}/pieces/{handle}").content == factories.A_PDF
    removed = owner.submit(f"{around.home}/pieces/{handle}/retirer", drawn_at=f"{around.home}/dossier/pieces")
    assert removed.status_code == 303
    assert officer.get(f"{around.home}/pieces/{handle}").content == factories.A_PDF


@pytest.mark.parametrize(
    "page", ["lettre", "dossier", "dossier/budget", "dossier/pieces", "dossier/verifier"]
)
def test_a_draft_is_for_its_team_alone(wired: Wiring, page: str) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    address = f"{around.home}/{page}"
    assert around.browser(around.cast.stranger).get(address).status_code == 404
    assert around.browser(around.cast.officer).get(address).status_code == 403


def test_only_the_owner_files_and_a_reader_does_not_write(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    editor, reader = around.browser(around.cast.editor), around.browser(around.cast.reader)
    assert "<form class" not in reader.get(f"{around.home}/dossier/modele").text
    posted = reader.submit(f"{around.home}/dossier/modele", {"asked": "surface"}, drawn_at="/mon-compte")
    assert posted.status_code == 403
    assert "seul le porteur" in editor.get(f"{around.home}/dossier/verifier").text
    filed = editor.submit(f"{around.home}/dossier/verifier", drawn_at="/mon-compte")
    assert filed.status_code == 403


def test_a_form_without_its_token_is_given_back(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    answer = around.browser(around.cast.owner).post(letter_section(around), data={"title": "Sans jeton"})
    assert answer.status_code == 403
    assert "Sans jeton" in answer.text
    assert "title" not in draft(around, "letter").content["answers"]


def test_a_plan_that_somebody_else_changed_meanwhile_is_shown_beside_what_was_typed(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_DRAFT)
    owner, editor = around.browser(around.cast.owner), around.browser(around.cast.editor)
    budget, check = f"{around.home}/dossier/budget", f"{around.home}/dossier/verifier"
    stale, before = fields_of(owner.get(budget).text), fields_of(owner.get(check).text)
    write(editor, budget, **{"charges.60.1": "1250"})
    crossed = owner.post(budget, data={**stale, "charges.60.1": "1300", "charges.61.1": "77"})
    assert crossed.status_code == 409
    assert 'value="1300"' in crossed.text
    assert 'value="77"' in crossed.text
    assert "1250" in crossed.text
    assert around.cast.editor.name in crossed.text
    again = owner.post(budget, data={**fields_of(crossed.text), "charges.60.1": "1300"})
    assert again.status_code == 422
    assert 'value="1300"' in owner.get(budget).text
    representative = around.browser(around.cast.representative)
    assert write(representative, check, declarations="exactitude").status_code == 422
    assert owner.post(check, data=before).status_code == 422
    assert draft(around, "dossier").content["declarations"] == ["exactitude"]
    assert stage(around) is Stage.DOSSIER_DRAFT


def test_a_page_read_before_a_partner_wrote_elsewhere_is_kept_without_a_conflict(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    owner, editor, page = (
        around.browser(around.cast.owner),
        around.browser(around.cast.editor),
        letter_section(around),
    )
    write(owner, page, title="La Grange")
    read = fields_of(owner.get(page).text)
    write(editor, page, title="La Halle")
    sent = {**read, "title": "La Grange", "commune": "Bellac"}
    assert owner.post(page, data=sent).status_code == 303
    kept = draft(around, "letter").content["answers"]
    assert (kept["title"], kept["commune"]) == ("La Halle", "Bellac")


def test_a_conflict_gives_back_what_was_typed_and_shows_elsewhere_what_is_kept(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    owner, editor, page = (
        around.browser(around.cast.owner),
        around.browser(around.cast.editor),
        letter_section(around),
    )
    write(owner, page, title="La Grange", commune="Bellac")
    read = fields_of(owner.get(page).text)
    write(editor, page, title="La Halle", commune="Limoges")
    crossed = owner.post(page, data={**read, "title": "Le Moulin", "commune": "Bellac"})
    assert crossed.status_code == 409
    assert ("Le Moulin" in crossed.text, "La Halle" in crossed.text) == (True, True)
    assert ("Limoges" in crossed.text, "Bellac" in crossed.text) == (True, False)
