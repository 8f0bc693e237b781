"""People at real browsers: everybody does their part, from the page of the call to the closing of the dossier.

The long journey is walked on PostgreSQL alone; `tests/journeys` walks the same forms on both databases.
"""

from datetime import date

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from app.db.apply.filings import Filing
from app.words.formats import money
from tests import factories
from tests.browser.conftest import Desk
from tests.browser.desks import CONDITION, TITLE, Applicant, Expert, Finance, Manager, Officer, President
from tests.browser.people import press
from tests.browser.site import Site
from tests.factories import TIERS_LIEUX, Cast
from tests.journeys.by_api import plain, text_of

NEWCOMER = "zoe.martin@lagrange.example"
AMOUNT, IN_CENTS = "38 765,43", 3_876_543
COMMITTEE_DAY = date(2027, 3, 18)


def opened(site: Site) -> Cast:
    """The call is open and its people are known."""
    with site.work() as work:
        return factories.cast(work, TIERS_LIEUX)


def filings(site: Site) -> list[str]:
    """The forms that were filed, in order."""
    with site.house.wiring.database.read() as session:
        return [row.form for row in session.exec(select(Filing).order_by(col(Filing.id)))]


def today(site: Site) -> str:
    """As people type it."""
    return f"{site.clock.now:%d/%m/%Y}"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_everybody_does_their_part_from_the_page_of_the_call_to_the_closing(desk: Desk, site: Site) -> None:
    cast = opened(site)
    zoe = Applicant(desk.browser(), site, NEWCOMER)
    ines = Officer(desk.browser(), site, cast.officer.email)
    hugo = Manager(desk.browser(), site, cast.manager.email)

    home = zoe.begins()
    zoe.writes_the_letter()
    zoe.files("Déposer la lettre")
    assert filings(site) == ["letter"]
    assert home.rsplit("/", 1)[1] in text_of(zoe.download("Accusé de réception"))
    site.inbox.wait_for(NEWCOMER, "lettre")

    site.clock.advance(days=3)
    ines.opens()
    ines.takes_charge()
    ines.act("Inviter à déposer", {"Un mot pour le porteur": "Venez nous voir."})
    site.inbox.wait_for(NEWCOMER, "dossier")

    zoe.opens()
    zoe.writes_the_dossier()
    zoe.balances_the_budget()
    zoe.joins_the_pieces()
    zoe.files("Déposer le dossier")
    assert filings(site) == ["letter", "dossier"]

    site.clock.advance(days=5)
    ines.opens()
    ines.judges_it_conform()
    ines.act("Déclarer recevable")
    ines.names(*(expert.name for expert in cast.experts[:2]))
    ines.act("Ouvrir l’expertise")
    for actor in cast.experts[:2]:
        expert = Expert(desk.browser(), site, actor.email)
        expert.accepts()
        expert.justifies_without_marking()
        expert.marks()
    ines.opens()
    ines.act("Clore l’expertise")
    ines.act("Inscrire au comité")

    site.clock.advance(days=(COMMITTEE_DAY - site.clock.now.date()).days)
    ines.opens_a_sitting(today(site), present=tuple(one.name for one in (*cast.members, cast.president)))
    elise = President(desk.browser(), site, cast.president.email)
    elise.gives_the_opinion(AMOUNT)
    zoe.opens()
    zoe.does_not_read(CONDITION)

    hugo.awards(AMOUNT, today(site))
    zoe.opens()
    zoe.does_not_read(money(IN_CENTS))
    hugo.publishes()
    zoe.opens()
    zoe.reads(money(IN_CENTS))

    site.clock.advance(days=2)
    ines.opens()
    ines.sets_the_targets()
    ines.act("Établir la convention")
    ines.act("Envoyer pour signature")
    zoe.opens()
    zoe.follow("La convention")
    printed = plain(text_of(zoe.download("Télécharger le PDF")))
    for said in (TITLE, CONDITION, money(IN_CENTS)):
        assert plain(said) in printed
    signed = {"Signée par le bénéficiaire le": today(site), "Signée par l’autorité le": today(site)}
    ines.act("Enregistrer les signatures", signed)

    luc = Finance(desk.browser(), site, cast.finance.email)
    for rank, button in enumerate(
        (
            "Enregistrer le rendez-vous « Rencontre de démarrage »",
            "Enregistrer le rendez-vous « Comité de pilotage à mi-financement »",
            "Enregistrer le rendez-vous « Bilan »",
        )
    ):
        site.clock.advance(days=200)
        if rank:
            zoe.reports()
        ines.opens()
        ines.records_the_meeting(button, today(site), first=rank == 0)
        zoe.asks_to_be_paid()
        luc.pays(today(site), f"2027-M-{rank}")
    ines.opens()
    ines.act("Clore le dossier")
    zoe.opens()
    zoe.reads("Le projet est terminé")


def first_section(site: Site, zoe: Applicant) -> str:
    """A letter just begun, opened at its first section: the address of the section."""
    opened(site)
    letter = factories.call_folder(TIERS_LIEUX).letter
    assert letter is not None
    here = f"{zoe.begins()}/lettre/{letter.sections[0].key}"
    zoe.page.goto(here)
    return here


def test_a_session_lost_while_writing_loses_no_word(desk: Desk, site: Site) -> None:
    zoe = Applicant(desk.browser(), site, NEWCOMER)
    here, page = first_section(site, zoe), zoe.page
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
    zoe = Applicant(desk.browser(javascript=False), site, NEWCOMER)
    zoe.begins()
    zoe.writes_the_letter()
    zoe.press("Déposer la lettre")
    zoe.is_told("Votre lettre est bien déposée")
    assert filings(site) == ["letter"]


def test_two_tabs_that_write_the_same_answer_are_both_kept(desk: Desk, site: Site) -> None:
    zoe = Applicant(desk.browser(), site, NEWCOMER)
    here, page = first_section(site, zoe), zoe.page
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
