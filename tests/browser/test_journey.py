"""A person at a real browser, from the page of a call to the convention that says what was decided."""

import re

from playwright.sync_api import Page, expect
from sqlmodel import col, select

from app.db.applications import Filing
from app.domain.workflow import Stage
from app.words.formats import money
from tests import factories
from tests.browser.conftest import Desk
from tests.browser.people import press, sign_in, write_section
from tests.browser.site import Site
from tests.factories import TIERS_LIEUX, Cast
from tests.journeys.by_api import plain, text_of

NEWCOMER = "zoe.martin@lagrange.example"
CALL = f"/appels/{TIERS_LIEUX}"
TITLE = "La Grange de Bellac"
ORGANISATION = {
    "name": TITLE,
    "siret": factories.siret(99_000),
    "rna": "W871234567",
    "address": "3 place du Palais",
    "postal_code": "87300",
    "city": "Bellac",
    "representative_name": "Jean Faure",
    "representative_title": "président",
}
A_PDF = {"name": "piece.pdf", "mimeType": "application/pdf", "buffer": factories.A_PDF}


def opened(site: Site) -> Cast:
    """The call is open and its people are known."""
    with site.work() as work:
        return factories.cast(work, TIERS_LIEUX)


def begin(page: Page, site: Site) -> str:
    """From the page of the call, through the mail, to an application: its address."""
    page.goto(CALL)
    page.get_by_role("link", name="Candidater").click()
    sign_in(page, site, NEWCOMER)
    for name, said in ORGANISATION.items():
        page.fill(f"[name={name}]", said)
    press(page, "Commencer la candidature")
    found = re.search(r"/candidatures/TL26-\d{4}$", page.url)
    assert found, page.url
    return found[0]


def write_letter(page: Page, home: str) -> None:
    letter = factories.call_folder(TIERS_LIEUX).letter
    assert letter is not None
    page.goto(f"{home}/lettre/{letter.sections[0].key}")
    for section in letter.sections:
        expect(page.get_by_role("heading", level=1)).to_have_text(section.title)
        write_section(page, section, {"title": TITLE})
    assert page.url.endswith("/lettre/verifier"), page.url


def filings(site: Site) -> list[str]:
    """The forms that were filed, in order."""
    with site.house.wiring.database.read() as session:
        return [row.form for row in session.exec(select(Filing).order_by(col(Filing.id)))]


def test_from_the_page_of_the_call_to_the_convention(desk: Desk, site: Site) -> None:
    cast = opened(site)
    page = desk.browser()
    home = begin(page, site)
    write_letter(page, home)
    page.get_by_role("button", name="Déposer la lettre").dblclick()
    expect(page.get_by_role("status")).to_contain_text("Votre lettre est bien déposée")
    assert filings(site) == ["letter"]
    receipt = download(page, "Accusé de réception")
    assert home.rsplit("/", 1)[1] in text_of(receipt)
    site.inbox.wait_for(NEWCOMER, "lettre")

    officer = desk.browser()
    officer.goto(f"/connexion?vers={home}")
    sign_in(officer, site, cast.officer.email)
    press(officer, "Prendre en charge")
    officer.get_by_role("link", name="Inviter à déposer").click()
    officer.get_by_label("Un mot pour le porteur").fill("Venez nous voir.")
    press(officer, "Inviter à déposer")
    site.inbox.wait_for(NEWCOMER, "dossier")

    file_dossier(page, home)
    assert filings(site) == ["letter", "dossier"]
    officer.goto(f"{home}/recevabilite")
    for radio in officer.locator("input[type=radio][value=holds]").all():
        radio.check()
    press(officer, "Enregistrer la grille")
    officer.get_by_role("link", name="Déclarer recevable").click()
    press(officer, "Déclarer recevable")
    expect(officer.get_by_role("status")).to_be_visible()

    with site.work() as work:
        factories.walk(work, home.rsplit("/", 1)[1], Stage.CONVENTION_SENT)
    page.goto(home)
    page.get_by_role("link", name="Lire la convention").click()
    printed = plain(text_of(download(page, "Télécharger le PDF")))
    assert plain(money(factories.EUROS * 100)) in printed
    assert TITLE in printed


def file_dossier(page: Page, home: str) -> None:
    """The sections, the budget added up as one types, a PDF for each piece, the declarations."""
    form = factories.call_folder(TIERS_LIEUX).dossier
    page.goto(f"{home}/dossier/{form.sections[0].key}")
    for section in form.sections:
        write_section(page, section, {"title": TITLE})
    assert page.url.endswith("/dossier/budget"), page.url
    page.fill("[name='charges.21-mobilier.1']", "80 000,00")
    page.fill("[name='produits.74-region.1']", "40000")
    page.fill("[name='produits.10-fonds.1']", "39 999,50")
    expect(page.locator("[data-balance]")).to_have_text("Il manque 0,50\u00a0€ de produits.")
    page.fill("[name='produits.10-fonds.1']", "40 000,00")
    expect(page.locator("[data-balance]")).to_have_text("Charges et produits sont égaux.")
    press(page, "Enregistrer et continuer")
    for key in ("statuts", "rib", "comptes", "bail"):
        page.set_input_files(f"#file-{key}", A_PDF)
        with page.expect_navigation():
            page.locator(f"#piece-{key} button", has_text="Joindre").click()
    page.goto(f"{home}/dossier/verifier")
    for box in page.locator("[name=declarations]").all():
        box.check()
    press(page, "Déposer le dossier")
    expect(page.get_by_role("status")).to_contain_text("Votre dossier est bien déposé")


def download(page: Page, link: str) -> bytes:
    with page.expect_download() as coming:
        page.get_by_role("link", name=link).first.click()
    return coming.value.path().read_bytes()


def first_section(site: Site, page: Page) -> str:
    """A letter just begun, opened at its first section: the address of the section."""
    opened(site)
    letter = factories.call_folder(TIERS_LIEUX).letter
    assert letter is not None
    here = f"{begin(page, site)}/lettre/{letter.sections[0].key}"
    page.goto(here)
    return here


def test_a_session_lost_while_writing_loses_no_word(desk: Desk, site: Site) -> None:
    page = desk.browser()
    here = first_section(site, page)
    page.fill("[name=title]", TITLE)
    page.fill("[name=resume]", "Un lieu pour tous, « ouvert » & chaleureux.")
    page.context.clear_cookies(name="session")
    press(page, "Enregistrer et continuer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre session a expiré")
    with page.context.expect_page() as other:
        page.fill("[name=email]", NEWCOMER)
        page.get_by_role("button", name="Recevoir un lien de connexion").click()
    other.value.wait_for_load_state()
    other.value.goto(site.inbox.link(NEWCOMER, nth=2))
    other.value.get_by_role("button", name="Me connecter").click()
    other.value.wait_for_load_state()
    press(page, "Renvoyer ma saisie")
    page.goto(here)
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    expect(page.locator("[name=resume]")).to_have_value("Un lieu pour tous, « ouvert » & chaleureux.")


def test_the_letter_is_written_and_filed_without_javascript(desk: Desk, site: Site) -> None:
    opened(site)
    page = desk.browser(javascript=False)
    home = begin(page, site)
    write_letter(page, home)
    press(page, "Déposer la lettre")
    expect(page.get_by_role("status")).to_contain_text("Votre lettre est bien déposée")
    assert filings(site) == ["letter"]


def test_two_tabs_that_write_the_same_answer_are_both_kept(desk: Desk, site: Site) -> None:
    page = desk.browser()
    here = first_section(site, page)
    other = page.context.new_page()
    other.goto(here)
    page.fill("[name=resume]", "Le premier texte.")
    press(page, "Enregistrer")
    other.fill("[name=resume]", "Le second texte.")
    press(other, "Enregistrer")
    expect(other.locator("main")).to_contain_text("Le premier texte.")
    expect(other.locator("[name=resume]")).to_have_value("Le second texte.")
    press(other, "Enregistrer")
    other.goto(here)
    expect(other.locator("[name=resume]")).to_have_value("Le second texte.")
