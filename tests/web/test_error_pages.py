"""What a refusal says as a page, and what every visitor may read of the service."""

from dataclasses import replace

from app.db.session import Database
from app.domain.people import Role
from app.services.wiring import Wiring
from tests.edges import Browser, FakeOptions, a_person, wire


def test_who_is_signed_in_stays_so_on_addresses_that_no_page_answers(browser: Browser, wired: Wiring) -> None:
    browser.enter(a_person(wired, "anne@exemple.fr"))
    nowhere, otherwise = browser.get("/nulle-part"), browser.post("/accessibilite")
    assert (nowhere.status_code, otherwise.status_code) == (404, 405)
    for page in (nowhere, otherwise):
        assert "anne@exemple.fr" in page.text
        assert "Se connecter" not in page.text


def test_a_visitor_is_offered_to_sign_in_on_an_unknown_address(browser: Browser) -> None:
    assert 'href="/connexion">Se connecter' in browser.get("/nulle-part").text


def test_only_a_form_that_was_sent_is_told_that_its_words_are_kept(browser: Browser, wired: Wiring) -> None:
    browser.enter(a_person(wired, "anne@exemple.fr", Role.OFFICER))
    unread = browser.get("/bureau/appels/ici/seances/deux")
    assert unread.status_code == 422
    assert "Cette adresse ne peut pas être lue" in unread.text
    assert "votre saisie y est encore" not in unread.text


def test_the_legal_notices_name_who_publishes_and_who_hosts_or_say_that_it_is_missing(
    database: Database,
) -> None:
    bare = Browser(wire(database)).get("/mentions-legales").text
    assert bare.count("à renseigner par l’éditeur") == 2
    assert 'href="mailto:contact@region.invalid"' in bare
    told = replace(FakeOptions(), publication_director="Anne Roy", host="Hébergeur, 1 rue du Lac, Pau")
    full = Browser(wire(database, settings=told)).get("/mentions-legales").text
    assert "Anne Roy" in full
    assert "Hébergeur, 1 rue du Lac, Pau" in full
    assert "à renseigner" not in full
