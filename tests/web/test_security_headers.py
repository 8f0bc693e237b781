"""What every answer carries, what the logs say, and what is not read at all."""

import json
import logging

import pytest
from fastapi import APIRouter

from app.services.route_access import ANYONE, allow
from app.services.wiring import Wiring
from app.web.access_log import configure
from tests.edges import Browser, FakeOptions, a_person, serve, wire

router = APIRouter()


@router.get("/panne/{name}")
@allow(ANYONE)
def crash(name: str) -> None:
    raise ZeroDivisionError(name)


EVERYWHERE = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}


@pytest.mark.parametrize(
    "address",
    ["/connexion", "/nulle-part", "/static/css/base.css", "/api/v1/nulle-part", "/healthz", "/panne/x"],
)
def test_every_answer_is_guarded_and_numbered(wired: Wiring, address: str) -> None:
    built = serve(wired)
    built.include_router(router)
    answer = Browser(wired, app=built).get(address)
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert len(answer.headers["x-request-id"]) == 16
    assert "server" not in answer.headers


def test_pages_hold_no_inline_style_or_script(browser: Browser) -> None:
    for address in (
        "/connexion",
        "/accessibilite",
        "/donnees-personnelles",
        "/mentions-legales",
        "/api/docs",
        "/rien",
    ):
        text = browser.get(address).text
        assert "style=" not in text
        assert "<style" not in text
        assert "onclick" not in text
        assert text.count("<script") == text.count('<script type="module" src=')


def test_over_https_cookies_are_locked_and_browsers_keep_to_https(wired: Wiring) -> None:
    safe = FakeOptions(base_url="https://appels.region.invalid", cookie_secure=True, demo=False)
    browser = Browser(wire(wired.database, settings=safe))
    answer = browser.get("/connexion")
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-visitor=")
    assert {part.strip() for part in cookie.split(";")[1:]} >= {
        "HttpOnly",
        "Secure",
        "SameSite=lax",
        "Path=/",
    }


def test_the_demo_over_http_says_nothing_of_https(browser: Browser) -> None:
    answer = browser.get("/connexion")
    assert "strict-transport-security" not in answer.headers
    assert "Secure" not in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_a_page_without_a_form_sets_no_cookie(browser: Browser) -> None:
    assert "set-cookie" not in browser.get("/accessibilite").headers


def test_a_file_at_an_address_with_its_hash_is_kept_for_ever(browser: Browser) -> None:
    assert "immutable" in browser.get("/static/css/base.css?v=12345678").headers["cache-control"]
    assert browser.get("/connexion").headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_large_is_not_read(browser: Browser, announced: bool) -> None:
    body = b"x" * (4 * 1024 * 1024)
    content = body if announced else iter([body[: 1024 * 1024]] * 4)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser.post("/connexion", content=content, headers=headers)
    assert answer.status_code == 413
    assert "trop volumineux" in answer.text


def test_the_log_says_the_route_and_neither_the_person_nor_the_secret(
    wired: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO")
    try:
        browser = Browser(wired)
        browser.enter(a_person(wired, "anne@exemple.fr"))
        browser.get("/connexion/lien/secret.jeton?vers=/anne")
    finally:
        logging.getLogger().handlers.clear()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (told,) = [line for line in lines if line["event"] == "request"]
    assert told | {"ms": 0, "timestamp": "", "request_id": ""} == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "route": "/connexion/lien/{signed}",
        "status": 403,
        "ms": 0,
        "timestamp": "",
        "request_id": "",
    }


def test_a_crash_is_logged_by_its_place_and_answered_as_a_page(
    wired: Wiring, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO")
    built = serve(wired)
    built.include_router(router)
    try:
        answer = Browser(wired, app=built).get("/panne/anne@exemple.fr")
    finally:
        logging.getLogger().handlers.clear()
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] in answer.text
    logged = "\n".join(line for line in capsys.readouterr().err.splitlines() if "HTTP Request" not in line)
    assert "anne@exemple.fr" not in logged
    crashed = next(json.loads(line) for line in logged.splitlines() if '"crash"' in line)
    assert (crashed["kind"], crashed["at"][-1].endswith(" crash")) == ("ZeroDivisionError", True)
