"""Signing in: the same answer for everybody, a link that serves once, sessions that end."""

import re
from typing import Any

import pytest
from sqlmodel import select

from app.adapters.limits import WindowLimiter
from app.db.outbox import OutboxMail
from app.db.people import ApiToken, SignInLink, WebSession
from app.domain.errors import Invalid
from app.domain.people import Role
from app.services.identity import passwords, sign_in
from app.services.seals import fingerprint
from app.services.wiring import Wiring
from app.web import cookies
from tests.edges import Browser, FakeOptions, a_person, system_work, wire
from tests.fakes import FakeClock, FakeLimiter


def mails(wired: Wiring) -> list[OutboxMail]:
    with wired.database.read() as session:
        return list(session.exec(select(OutboxMail).order_by("id")))


def link_in(mail: OutboxMail) -> str:
    return str(mail.data["link"]).removeprefix("http://127.0.0.1:8000")


def ask(browser: Browser, email: str, **more: str) -> Any:
    return browser.submit("/connexion", {"email": email, **more})


def confirm(browser: Browser, link: str) -> Any:
    shown = browser.get(link)
    signed = re.search(r'name="lien" value="([^"]+)"', shown.text)
    assert signed, shown.text
    token = re.search(r'name="csrf" value="([^"]+)"', shown.text)
    assert token
    return browser.post("/connexion/lien", data={"csrf": token[1], "lien": signed[1]})


def test_a_link_signs_in_and_leads_where_the_person_wanted_to_go(browser: Browser, wired: Wiring) -> None:
    assert ask(browser, "Anne@Exemple.FR", vers="/mon-compte").status_code == 200
    (mail,) = mails(wired)
    assert (mail.to, mail.kind, mail.data["minutes"]) == ("anne@exemple.fr", "sign_in", 30)
    done = confirm(browser, link_in(mail))
    assert (done.status_code, done.headers["location"]) == (303, "/mon-compte")
    assert "anne@exemple.fr" in browser.get("/mon-compte").text


def test_an_unknown_a_known_and_an_inactive_address_get_the_same_answer(
    browser: Browser, wired: Wiring
) -> None:
    a_person(wired, "connue@exemple.fr")
    a_person(wired, "partie@exemple.fr", active=False)
    answers = [ask(browser, f"{who}@exemple.fr").text for who in ("connue", "partie", "nulle")]
    plain = {re.sub(r"(connue|partie|nulle)|[0-9a-f]{16}", "", text) for text in answers}
    assert len(plain) == 1
    assert len(mails(wired)) == 3


def test_the_link_of_an_inactive_person_opens_nothing(browser: Browser, wired: Wiring) -> None:
    a_person(wired, "partie@exemple.fr", active=False)
    ask(browser, "partie@exemple.fr")
    assert confirm(browser, link_in(mails(wired)[0])).status_code == 403
    assert browser.get("/mon-compte").status_code == 303


def test_following_the_link_uses_nothing_up_but_the_button_does(browser: Browser, wired: Wiring) -> None:
    ask(browser, "anne@exemple.fr")
    link = link_in(mails(wired)[0])
    assert [browser.get(link).status_code for _ in range(3)] == [200, 200, 200]
    assert confirm(browser, link).status_code == 303
    again = Browser(wired).get(link)
    assert (again.status_code, "ne connecte plus" in again.text) == (403, True)


def test_a_link_lives_thirty_minutes(browser: Browser, wired: Wiring, clock: FakeClock) -> None:
    ask(browser, "anne@exemple.fr")
    link = link_in(mails(wired)[0])
    clock.advance(minutes=29)
    assert browser.get(link).status_code == 200
    clock.advance(minutes=1)
    assert browser.get(link).status_code == 403


def test_a_link_that_was_not_signed_here_is_refused(browser: Browser) -> None:
    assert browser.get("/connexion/lien/abc.def").status_code == 403


def test_the_links_of_the_demo_sign_in_at_once_and_again(wired: Wiring) -> None:
    with wired.database.write() as session:
        link = sign_in.demo_link(system_work(wired, session), wired.seals, "anne@exemple.fr", "/mon-compte")
    for _ in range(2):
        browser = Browser(wired)
        assert browser.get(link).headers["location"] == "/mon-compte"
        assert browser.get("/mon-compte").status_code == 200


def test_outside_the_demo_such_a_link_asks_for_the_button_too(wired: Wiring) -> None:
    with wired.database.write() as session:
        link = sign_in.demo_link(system_work(wired, session), wired.seals, "anne@exemple.fr")
    real = wire(wired.database, settings=FakeOptions(demo=False), clock=wired.clock)
    assert Browser(real).get(link).status_code == 200


def test_no_secret_is_kept_but_its_fingerprint(browser: Browser, wired: Wiring) -> None:
    ask(browser, "anne@exemple.fr")
    link = link_in(mails(wired)[0])
    confirm(browser, link)
    token = wired.seals.unsign("link", link.rsplit("/", 1)[1])
    session_token = wired.seals.unsign("session", browser.cookies["session"])
    assert token
    assert session_token
    with wired.database.read() as session:
        assert session.exec(select(SignInLink.token_sha256)).one() == fingerprint(token)
        assert session.exec(select(WebSession.token_sha256)).one() == fingerprint(session_token)
        assert session.exec(select(ApiToken)).all() == []


def test_a_session_ends_after_its_hours(browser: Browser, wired: Wiring, clock: FakeClock) -> None:
    browser.enter(a_person(wired, "anne@exemple.fr"))
    clock.advance(hours=12, seconds=-1)
    assert browser.get("/mon-compte").status_code == 200
    clock.advance(seconds=1)
    assert browser.get("/mon-compte").headers["location"] == "/connexion?vers=/mon-compte"


def test_signing_out_ends_the_session_on_the_server_too(browser: Browser, wired: Wiring) -> None:
    browser.enter(a_person(wired, "anne@exemple.fr"))
    kept = browser.cookies["session"]
    out = browser.submit("/deconnexion", drawn_at="/mon-compte")
    assert (out.status_code, out.headers["location"]) == (303, "/connexion")
    assert "La session est fermée." in browser.get("/connexion").text
    assert "La session est fermée." not in browser.get("/connexion").text
    browser.cookies.set("session", kept)
    assert browser.get("/mon-compte").status_code == 303


@pytest.mark.parametrize(
    "elsewhere",
    ["https://ailleurs.example", "//ailleurs.example", "/\\ailleurs.example", "javascript:alert(1)", ""],
)
def test_signing_in_never_leads_elsewhere(browser: Browser, wired: Wiring, elsewhere: str) -> None:
    ask(browser, "anne@exemple.fr", vers=elsewhere)
    assert confirm(browser, link_in(mails(wired)[0])).headers["location"] == "/"


def test_what_is_no_address_is_given_back_with_its_fault(browser: Browser, wired: Wiring) -> None:
    answer = ask(browser, "anne chez elle")
    assert answer.status_code == 422
    assert 'value="anne chez elle"' in answer.text
    assert 'href="#email"' in answer.text
    assert mails(wired) == []


def test_too_many_tries_are_told_in_minutes(browser: Browser, wired: Wiring, limiter: FakeLimiter) -> None:
    token = browser.token()
    limiter.wait_seconds = 610
    refused = browser.post("/connexion", data={"csrf": token, "email": "anne@exemple.fr"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "660")
    assert "11\u00a0minutes" in refused.text or "11 minutes" in refused.text
    assert 'href="/connexion">Revenir à la connexion</a>' in refused.text
    assert mails(wired) == []


def test_a_try_counts_for_the_address_typed_and_for_where_it_comes_from(
    browser: Browser, limiter: FakeLimiter
) -> None:
    whose = fingerprint("anne@exemple.fr")
    ask(browser, " Anne@Exemple.fr")
    assert limiter.tries == [
        ("sign_in_ip", "testclient"),
        ("sign_in", f"{whose} testclient"),
        ("sign_in_anywhere", whose),
    ]
    limiter.tries.clear()
    browser.submit("/connexion/mot-de-passe", {"email": "anne@exemple.FR ", "password": "au hasard, douze"})
    assert limiter.tries == [
        ("sign_in_ip", "testclient"),
        ("password", f"{whose} testclient"),
        ("password_anywhere", whose),
    ]


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\u00ad"])
@pytest.mark.parametrize("way", ["/connexion", "/connexion/mot-de-passe"])
def test_an_address_with_a_sign_that_cannot_be_seen_is_refused_before_anything_is_counted(
    browser: Browser, wired: Wiring, limiter: FakeLimiter, way: str, hidden: str
) -> None:
    a_person(wired, "anne@exemple.fr")
    sent = {"email": f"{hidden}an{hidden}ne@exemple.fr", "password": "au hasard, douze"}
    answer = browser.submit(way, sent)
    assert (answer.status_code, 'href="#email"' in answer.text) == (422, True)
    assert (limiter.tries, mails(wired)) == ([], [])


@pytest.mark.parametrize("way", ["/connexion", "/connexion/mot-de-passe"])
def test_an_address_padded_with_what_no_keyboard_types_counts_as_the_same(
    browser: Browser, limiter: FakeLimiter, way: str
) -> None:
    for padded in ("anne@exemple.fr", "\x00\x00anne@exemple.fr", "\x07anne@\x00exemple.fr"):
        browser.submit(way, {"email": padded, "password": "au hasard, douze"})
    assert len({who for rule, who in limiter.tries if rule.endswith("_anywhere")}) == 1


def test_no_address_is_read_with_a_control_character() -> None:
    with pytest.raises(Invalid):
        sign_in.read_address("\x00anne@exemple.fr")


def test_two_ways_to_write_an_accent_are_one_address() -> None:
    composed, apart = (
        sign_in.read_address(f"Anne@{one}le.fr") for one in ("\u00e9to\u00ef", "e\u0301toi\u0308")
    )
    assert composed == apart


def test_wrong_passwords_from_elsewhere_shut_neither_the_link_nor_the_password_of_who_has_the_address(
    wired: Wiring,
) -> None:
    rules = {"sign_in": "5 per 15 minutes", "password": "5 per 15 minutes"}
    wide = dict.fromkeys(("sign_in_ip", "sign_in_anywhere", "password_anywhere"), "20 per 15 minutes")
    real = wire(wired.database, clock=wired.clock, limiter=WindowLimiter(rules | wide))
    owner, thief = Browser(real), Browser(real, client=("203.0.113.7", 4_000))
    wrong = {"email": "anne@exemple.fr", "password": "au hasard, douze"}
    tried = [thief.submit("/connexion/mot-de-passe", wrong).status_code for _ in range(6)]
    assert tried == [422] * 5 + [429]
    assert ask(thief, "anne@exemple.fr").status_code == 200
    assert owner.submit("/connexion/mot-de-passe", wrong).status_code == 422
    assert ask(owner, "anne@exemple.fr").status_code == 200


def test_a_link_that_works_is_not_counted_as_a_guess(
    browser: Browser, wired: Wiring, limiter: FakeLimiter
) -> None:
    ask(browser, "anne@exemple.fr")
    assert confirm(browser, link_in(mails(wired)[0])).status_code == 303
    assert "link" not in {rule for rule, _ in limiter.tries}


def test_guessing_links_is_counted(browser: Browser, limiter: FakeLimiter) -> None:
    browser.get("/connexion/lien/abc.def")
    assert [rule for rule, _ in limiter.tries] == ["link"]


def test_a_password_is_optional_and_signs_in(browser: Browser, wired: Wiring) -> None:
    browser.enter(a_person(wired, "anne@exemple.fr"))
    short = browser.submit("/mon-compte/mot-de-passe", {"password": "court"}, drawn_at="/mon-compte")
    assert short.status_code == 422
    kept = browser.submit(
        "/mon-compte/mot-de-passe", {"password": "assez long pour tous"}, drawn_at="/mon-compte"
    )
    assert kept.headers["location"] == "/mon-compte"
    other = Browser(wired)
    sent = {"email": "anne@exemple.fr", "password": "assez long pour tous", "vers": "/mon-compte"}
    assert other.submit("/connexion/mot-de-passe", sent).headers["location"] == "/mon-compte"
    assert other.get("/mon-compte").status_code == 200


@pytest.mark.parametrize("email", ["anne@exemple.fr", "inconnue@exemple.fr"])
def test_a_wrong_password_and_an_unknown_person_are_not_told_apart(
    browser: Browser, wired: Wiring, email: str
) -> None:
    a_person(wired, "anne@exemple.fr")
    answer = browser.submit("/connexion/mot-de-passe", {"email": email, "password": "au hasard, douze"})
    assert answer.status_code == 422
    assert "ne correspond pas" in answer.text
    assert cookies.SESSION not in browser.cookies


def test_no_more_hashes_at_once_than_the_machine_bears() -> None:
    assert [passwords._hashing.acquire(blocking=False) for _ in range(3)] == [True, True, False]
    passwords._hashing.release()
    passwords._hashing.release()


def test_who_applies_writes_their_name_and_who_has_a_role_bears_the_one_given(
    browser: Browser, wired: Wiring
) -> None:
    ask(browser, "lea.martin@exemple.fr")
    confirm(browser, link_in(mails(wired)[0]))
    newcomer = browser
    assert "<dd>lea.martin</dd>" in newcomer.get("/mon-compte").text
    empty = newcomer.submit("/mon-compte/nom", {"name": "  "}, drawn_at="/mon-compte")
    assert (empty.status_code, "Cette réponse est obligatoire" in empty.text) == (422, True)
    assert newcomer.submit("/mon-compte/nom", {"name": "x" * 101}, drawn_at="/mon-compte").status_code == 422
    kept = newcomer.submit("/mon-compte/nom", {"name": " Léa   Martin "}, drawn_at="/mon-compte")
    assert kept.headers["location"] == "/mon-compte"
    assert "<dd>Léa Martin</dd>" in newcomer.get("/mon-compte").text
    a_person(wired, "lea.martin@exemple.fr", Role.AUDITOR)
    assert 'action="/mon-compte/nom"' not in newcomer.get("/mon-compte").text
    assert newcomer.submit("/mon-compte/nom", {"name": "Autre"}, drawn_at="/mon-compte").status_code == 403
