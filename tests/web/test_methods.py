"""What every address answers by itself, and what no body may do: be slow, stop half-way, hold what nothing shows."""

import asyncio
import json
import logging
from typing import Any

import anyio
import pytest

from app.domain.people import Role
from app.domain.workflow import Stage
from app.services.wiring import Wiring
from app.web import access_log, security
from tests.edges import Browser, a_person, a_token, serve
from tests.web.applicants import at

TYPED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("address", ["/connexion", "/api/v1/calls", "/healthz", "/static/css/base.css"])
def test_head_is_get_without_its_content(browser: Browser, address: str) -> None:
    whole, head = browser.get(address), browser.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize("address", ["/connexion/", "/candidatures/X/", "/api/v1/calls/", "/api/v1/calls/X/"])
def test_one_more_slash_leads_nowhere_that_the_request_claims(browser: Browser, address: str) -> None:
    answer = browser.get(address, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers.get("location")) == (404, None)
    assert "evil.example" not in answer.text


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/connexion", "GET, HEAD, OPTIONS, POST"),
        ("/connexion/lien", "OPTIONS, POST"),
        ("/mon-compte", "GET, HEAD, OPTIONS"),
        ("/api/v1/applications", "GET, HEAD, OPTIONS, POST"),
        ("/api/v1/applications/X/pieces/statuts", "DELETE, GET, HEAD, OPTIONS, POST"),
    ],
)
def test_an_address_tells_all_its_methods(browser: Browser, address: str, allowed: str) -> None:
    asked, wrong = browser.options(address), browser.patch(address)
    assert (asked.status_code, asked.headers["allow"]) == (204, allowed)
    assert (wrong.status_code, wrong.headers["allow"]) == (405, allowed)


def test_an_address_that_nothing_answers_stays_a_404_for_every_method(browser: Browser) -> None:
    answers = [getattr(browser, method)("/rien").status_code for method in ("head", "options", "get")]
    assert answers == [404, 404, 404]


def test_a_line_break_in_an_address_of_the_json_is_answered_in_json(browser: Browser) -> None:
    answer = browser.get("/api/v1/calls/a%0Ab")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("sign", ["\\u0000", "\\u001f", "\\ud800", "\\udfff", "\\b", "\\f"])
def test_a_text_of_the_json_that_nothing_shows_is_refused(wired: Wiring, sign: str) -> None:
    token = a_token(wired, a_person(wired, "anne@exemple.fr"))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    sent = f'{{"call": "tiers-lieux-2026", "name": "La Forge{sign}"}}'
    answer = Browser(wired).post("/api/v1/applications", content=sent, headers=headers)
    assert (answer.status_code, "que rien n’affiche" in answer.json()["detail"]) == (422, True)


def test_an_escape_that_is_only_written_is_a_text_like_another(wired: Wiring) -> None:
    token = a_token(wired, a_person(wired, "anne@exemple.fr"))
    headers = {"Authorization": f"Bearer {token}"}
    sent = {"call": "nul", "name": "\\u0000 😀"}
    answer = Browser(wired).post("/api/v1/applications", json=sent, headers=headers)
    assert answer.status_code == 404


def test_a_form_loses_what_nothing_shows_and_keeps_its_lines(wired: Wiring) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    browser = around.browser(around.cast.owner)
    browser.submit("/mon-compte/nom", {"name": "Zo\x00\x07é\x0bMartin"}, drawn_at="/mon-compte")
    assert "<dd>Zoé Martin</dd>" in browser.get("/mon-compte").text


def test_what_is_answered_to_one_person_is_kept_nowhere(wired: Wiring) -> None:
    visitor, signed_in = Browser(wired), Browser(wired)
    anne = a_person(wired, "anne@exemple.fr", Role.ADMIN)
    signed_in.enter(anne)
    assert visitor.get("/connexion").headers["cache-control"] == "private, no-cache"
    for address in ("/mon-compte", "/personnes", "/rien"):
        assert signed_in.get(address).headers["cache-control"] == "private, no-store"
    headers = {"Authorization": f"Bearer {a_token(wired, anne)}"}
    assert visitor.get("/api/v1/me", headers=headers).headers["cache-control"] == "private, no-store"


class Client:
    """One request by hand: what it sends, when, and what it hears."""

    def __init__(self, wired: Wiring, *chunks: dict[str, Any], wait: float = 0) -> None:
        self._app = serve(wired)
        self._chunks = list(chunks)
        self._wait = wait
        self.heard: list[dict[str, Any]] = []

    async def _receive(self) -> dict[str, Any]:
        if self._chunks:
            return self._chunks.pop(0)
        await anyio.sleep(self._wait)
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.heard.append(message)

    def post(self, path: str) -> None:
        scope = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "scheme": "http",
            "query_string": b"",
            "headers": [(b"content-type", TYPED.encode()), (b"host", b"testserver")],
            "client": ("203.0.113.7", 4_000),
            "server": ("testserver", 80),
            "http_version": "1.1",
            "app": None,
            "state": {},
        }
        asyncio.run(self._app(scope, self._receive, self._send))

    @property
    def statuses(self) -> list[int]:
        return [one["status"] for one in self.heard if one["type"] == "http.response.start"]


HALF = {"type": "http.request", "body": b"email=anne", "more_body": True}


def test_a_body_that_does_not_come_is_cut(wired: Wiring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "PATIENCE_SECONDS", 0.05)
    client = Client(wired, HALF, wait=30)
    client.post("/connexion")
    assert client.statuses == [408]


def test_who_hangs_up_half_way_is_no_crash(wired: Wiring, capsys: pytest.CaptureFixture[str]) -> None:
    access_log.configure("INFO")
    client = Client(wired, HALF)
    try:
        client.post("/connexion")
    finally:
        logging.getLogger().handlers.clear()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["hung_up", "request"]
    assert (client.statuses, lines[-1]["status"]) == ([], access_log.HUNG_UP)
