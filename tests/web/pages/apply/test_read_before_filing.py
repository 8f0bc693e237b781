"""Before it files, a team reads the whole of what it files, and says who it is; a letter given back says so."""

import html

from sqlmodel import select

from app.db.people import Person
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.apply import receipts
from app.services.wiring import Wiring
from tests import factories
from tests.factories import CHERCHEURS, TIERS_LIEUX
from tests.journeys.pages import plain
from tests.web.applicants import Around, at

DECLARED = ["engagement_republicain", "exactitude", "minimis", "premiere_aide"]


def unnamed(wired: Wiring, around: Around) -> Actor:
    """The owner, known by the beginning of an address alone."""
    with wired.database.write() as session:
        person = session.exec(select(Person).where(Person.id == around.cast.owner.person_id)).one()
        person.name = person.email.partition("@")[0]
        session.add(person)
    return around.cast.owner


def ready(wired: Wiring) -> Around:
    around = at(wired, Stage.DOSSIER_DRAFT)
    with wired.database.write() as session:
        work = factories.work(session, around.cast.owner, wired.clock())
        factories.write_dossier(work, around.reference, store=wired.files)
    return around


def filer(wired: Wiring, around: Around) -> str:
    with wired.database.read() as session:
        work = factories.work(session, around.cast.officer)
        value = receipts.receipt(work, around.reference, "dossier", 1).value
    return str(value.applicant)


def test_the_page_that_files_shows_the_answers_the_plan_and_the_pieces_that_it_files(wired: Wiring) -> None:
    around = ready(wired)
    page = html.unescape(around.browser(around.cast.owner).get(f"{around.home}/dossier/verifier").text)
    whole = page[page.index("Ce que vous déposez") :]
    for said in ("La Grange", "Plan de financement", "Pièces jointes", ".pdf"):
        assert said in whole


def test_who_never_said_their_name_is_asked_and_the_receipt_bears_it(wired: Wiring) -> None:
    around = ready(wired)
    owner = around.browser(unnamed(wired, around))
    address = f"{around.home}/dossier/verifier"
    assert 'name="name"' in owner.get(address).text
    assert owner.submit(address, {"declarations": DECLARED, "name": " Marie  Lavergne "}).status_code == 303
    assert filer(wired, around) == "Marie Lavergne"


def test_a_name_that_is_not_given_or_cannot_be_kept_never_stops_a_filing(wired: Wiring) -> None:
    around = ready(wired)
    owner = around.browser(unnamed(wired, around))
    sent = owner.submit(f"{around.home}/dossier/verifier", {"declarations": DECLARED, "name": "x" * 101})
    assert sent.status_code == 303
    assert filer(wired, around) == around.cast.owner.email.partition("@")[0]


def test_who_said_their_name_is_not_asked_again(wired: Wiring) -> None:
    around = ready(wired)
    page = around.browser(around.cast.owner).get(f"{around.home}/dossier/verifier").text
    assert 'name="name"' not in page


def test_a_letter_given_back_says_by_whom_why_and_until_when(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_SUBMITTED)
    officer, owner = around.browser(around.cast.officer), around.browser(around.cast.owner)
    assert "reprenez votre lettre" not in owner.get(around.home).text
    reason = {"reason": "Dites {où} sera le lieu."}
    sent = officer.submit(f"{around.home}/actions/{Action.RETURN_LETTER.value}", reason)
    assert sent.status_code == 303
    page = html.unescape(owner.get(around.home).text).replace("\u00a0", " ").replace("\u202f", " ")
    assert "À vous : reprenez votre lettre" in page
    assert "vous l’a rendue le 2 novembre 2026 : « Dites {où} sera le lieu. »" in page
    assert "déposez-la de nouveau avant le" in page


def test_the_plan_says_which_expenses_do_not_count_for_the_aid(wired: Wiring) -> None:
    not_counted = "Non éligible : elle ne compte pas"
    page = {}
    for slug in (CHERCHEURS, TIERS_LIEUX):
        around = at(wired, Stage.DOSSIER_DRAFT, slug)
        page[slug] = plain(around.browser(around.cast.owner).get(f"{around.home}/dossier/budget").text)
    assert (page[CHERCHEURS].count(not_counted), page[TIERS_LIEUX].count(not_counted)) == (2, 5)
