"""Cutting an access: passwords proved before they change, sessions ended, persons suspended, tokens revoked."""

from typing import Any

import pytest

from app.db import journal
from app.domain.people import Role
from app.services.wiring import Wiring
from tests.edges import Browser, a_person, a_token
from tests.fakes import FakeClock
from tests.web.test_sign_in import ask, confirm, link_in, mails

GOOD, OTHER = "la tulipe boit du thé", "tournesol-vélo-42"


class Program:
    """What calls the service with a token."""

    def __init__(self, wired: Wiring, token: str) -> None:
        self._browser, self._token = Browser(wired), token

    def status(self) -> int:
        headers = {"Authorization": f"Bearer {self._token}"}
        return self._browser.get("/api/v1/applications", headers=headers).status_code


def choose(browser: Browser, password: str, **more: str) -> Any:
    sent = {"password": password, **more}
    return browser.submit("/mon-compte/mot-de-passe", sent, drawn_at="/mon-compte")


def test_a_password_that_is_tried_first_is_refused_with_advice(browser: Browser, wired: Wiring) -> None:
    browser.enter(a_person(wired, "anne@exemple.fr"))
    refused = choose(browser, "aaaaaaaaaaaa")
    assert (refused.status_code, "parmi les premiers qu’on essaie" in refused.text) == (422, True)
    assert "gestionnaire de mots de passe" in refused.text


def test_a_password_changes_with_the_one_before_or_just_after_signing_in(
    browser: Browser, wired: Wiring, clock: FakeClock
) -> None:
    browser.enter(a_person(wired, "anne@exemple.fr"))
    assert choose(browser, GOOD).status_code == 303
    clock.advance(minutes=16)
    assert 'name="current"' in browser.get("/mon-compte").text
    for current in ({}, {"current": "au hasard, douze"}):
        refused = choose(browser, OTHER, **current)
        assert (refused.status_code, 'id="current-erreur"' in refused.text) == (422, True)
    assert choose(browser, OTHER, current=GOOD).status_code == 303


def test_who_never_had_a_password_signs_in_again_by_a_link_to_have_one(
    browser: Browser, wired: Wiring, clock: FakeClock
) -> None:
    browser.enter(a_person(wired, "anne@exemple.fr"))
    clock.advance(minutes=16)
    refused = choose(browser, GOOD)
    assert (refused.status_code, "reconnectez-vous par un lien" in refused.text) == (422, True)
    browser.submit("/deconnexion", drawn_at="/mon-compte")
    ask(browser, "anne@exemple.fr")
    confirm(browser, link_in(mails(wired)[-1]))
    assert choose(browser, GOOD).status_code == 303


def test_a_change_of_password_ends_the_other_sessions_and_is_told_by_mail(
    browser: Browser, wired: Wiring
) -> None:
    anne = a_person(wired, "anne@exemple.fr")
    browser.enter(anne)
    elsewhere = Browser(wired)
    elsewhere.enter(anne)
    choose(browser, GOOD)
    assert (browser.get("/mon-compte").status_code, elsewhere.get("/mon-compte").status_code) == (200, 303)
    (told,) = mails(wired)
    assert (told.kind, told.to, told.data["removed"]) == ("password_changed", "anne@exemple.fr", False)


def test_the_other_sessions_end_when_one_asks_so(browser: Browser, wired: Wiring) -> None:
    anne = a_person(wired, "anne@exemple.fr")
    browser.enter(anne)
    elsewhere = Browser(wired)
    elsewhere.enter(anne)
    assert browser.submit("/mon-compte/sessions", drawn_at="/mon-compte").status_code == 303
    assert (browser.get("/mon-compte").status_code, elsewhere.get("/mon-compte").status_code) == (200, 303)


def test_a_link_that_is_used_ends_those_that_were_sent_before_it(browser: Browser, wired: Wiring) -> None:
    for _ in range(3):
        ask(browser, "anne@exemple.fr")
    first, second, third = (link_in(mail) for mail in mails(wired))
    assert confirm(browser, second).status_code == 303
    other = Browser(wired)
    assert [other.get(link).status_code for link in (first, second, third)] == [403, 403, 200]


def test_a_suspended_person_is_out_at_once_and_by_every_door(wired: Wiring) -> None:
    anne = a_person(wired, "anne@exemple.fr")
    admin, hers = Browser(wired), Browser(wired)
    admin.enter(a_person(wired, "chef@exemple.fr", Role.ADMIN))
    hers.enter(anne)
    choose(hers, GOOD)
    program = Program(wired, a_token(wired, anne))
    assert program.status() == 200
    for answer in (303, 303):
        sent = admin.submit("/personnes/acces", {"email": "anne@exemple.fr"}, drawn_at="/personnes")
        assert sent.status_code == answer
    assert "suspendue" in admin.get("/personnes").text
    assert hers.get("/mon-compte").status_code == 303
    assert program.status() == 401
    wrong = {"email": "anne@exemple.fr", "password": GOOD}
    assert hers.submit("/connexion/mot-de-passe", wrong).status_code == 422
    back = {"email": "anne@exemple.fr", "retablir": "1"}
    assert admin.submit("/personnes/acces", back, drawn_at="/personnes").status_code == 303
    assert hers.submit("/connexion/mot-de-passe", wrong).status_code == 303
    assert program.status() == 401
    with wired.database.read() as session:
        verbs = [one.verb for one in journal.latest(session)]
    assert verbs == ["restore_person", "suspend_person", "revoke_token", "create_token"]


def test_an_administrator_does_not_suspend_themself(wired: Wiring) -> None:
    admin = Browser(wired)
    admin.enter(a_person(wired, "chef@exemple.fr", Role.ADMIN))
    sent = admin.submit("/personnes/acces", {"email": "chef@exemple.fr"}, drawn_at="/personnes")
    assert (sent.status_code, "à un autre administrateur" in sent.text) == (403, True)
    assert admin.get("/personnes").status_code == 200


@pytest.mark.parametrize("who", ["mine", "administrator"])
def test_a_token_is_revoked_by_whose_it_is_and_by_an_administrator(wired: Wiring, who: str) -> None:
    anne = a_person(wired, "anne@exemple.fr")
    program = Program(wired, a_token(wired, anne))
    stranger, allowed = Browser(wired), Browser(wired)
    stranger.enter(a_person(wired, "bob@exemple.fr"))
    allowed.enter(anne if who == "mine" else a_person(wired, "chef@exemple.fr", Role.ADMIN))
    assert stranger.submit("/mon-compte/jetons/1/revoquer", drawn_at="/mon-compte").status_code == 404
    assert program.status() == 200
    page = "/mon-compte" if who == "mine" else "/personnes"
    assert "tests, jusqu’au" in allowed.get(page).text or "« tests »" in allowed.get(page).text
    assert allowed.submit(f"{page}/jetons/1/revoquer", drawn_at=page).status_code == 303
    assert program.status() == 401
    assert f"{page}/jetons/1" not in allowed.get(page).text


def test_the_number_of_a_token_is_one_that_a_column_holds(wired: Wiring) -> None:
    browser = Browser(wired)
    browser.enter(a_person(wired, "anne@exemple.fr"))
    answers = [
        browser.submit(f"/mon-compte/jetons/{number}/revoquer", drawn_at="/mon-compte").status_code
        for number in ("0", "9" * 12, "9" * 30)
    ]
    assert answers == [422, 422, 422]
