"""Every page, asked by everybody: nothing breaks, and nobody reads what the declaration of its route refuses."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from app.db.people import Person
from app.db.session import Database
from app.domain.people import Actor, Role
from app.services.route_access import ANYONE, CASE, declared
from app.web import pages
from tests.api.conftest import Known, known_application
from tests.edges import Browser
from tests.servers import SqliteTemplate

NOTHING_TO_THE_CASE = ("stranger", "admin", "expert3")
PEOPLE = (
    *("visitor", "owner", "representative", "editor", "reader", "officer", "manager", "expert1", "member1"),
    *("president", "consulted", "finance", "auditor", *NOTHING_TO_THE_CASE),
)
OF_PAGES = {
    "section": "projet",
    "sitting_id": "1",
    "vague": "automne_2026",
    "signed": "x",
    "member_id": "999",
    "opinion_id": "999",
    "file": "call",
    "interest": "equipe",
}
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@pytest.fixture(scope="module")
def started(sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    with sqlite_template.copy(tmp_path_factory.mktemp("pages")) as url:
        database = Database.open(url)
        yield known_application(database)
        database.close()


@pytest.fixture(scope="module")
def browsers(started: Known) -> dict[str, Browser]:
    callers = started.callers
    found = {}
    for who in PEOPLE:
        found[who] = Browser(callers.wired, app=callers.app)
        if who != "visitor":
            with callers.wired.database.read() as session:
                found[who].enter(session.get_one(Person, callers.named(who).id))
    return found


def routes() -> Iterator[tuple[str, APIRoute]]:
    for router in pages.ROUTERS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            for method in route.methods - {"HEAD"}:
                yield f"{method} {route.path}", route


EVERY = dict(routes())
READ = [name for name in EVERY if name.startswith("GET ")]
WRITTEN = [name for name, route in EVERY.items() if route.methods & UNSAFE]


def address(started: Known, route: APIRoute) -> str:
    return route.path.format_map(defaultdict(lambda: "inconnu", {**OF_PAGES, **started.names}))


def allowed(route: APIRoute, who: str, actor: Actor) -> set[int]:
    """What this person may hear at this page."""
    admitted = declared(route.endpoint) or frozenset()
    if ANYONE in admitted:
        return {200, 303, 403, 404, 409}
    if who == "visitor":
        return {303}
    roles = {one for one in admitted if isinstance(one, Role)}
    if roles and not roles & actor.roles():
        return {403}
    if CASE in admitted and who in NOTHING_TO_THE_CASE:
        return {404}
    return {200, 303, 403, 404, 409}


@pytest.mark.parametrize("name", READ)
def test_every_page_answers_everybody_as_it_declares_and_each_label_of_it_names_one_field(
    started: Known, browsers: dict[str, Browser], name: str
) -> None:
    route, astray, labels = EVERY[name], {}, {}
    for who, browser in browsers.items():
        answer = browser.get(address(started, route))
        wanted = allowed(route, who, started.callers.named(who).actor)
        asked_to_sign_in = answer.headers.get("location", "").startswith("/connexion?vers=")
        if answer.status_code not in wanted or asked_to_sign_in != (wanted == {303}):
            astray[who] = (answer.status_code, sorted(wanted))
        labels[who] = ids_astray(answer.text)
    assert astray == {}
    assert {who: found for who, found in labels.items() if found} == {}


def ids_astray(html: str) -> list[str]:
    """The ids that a page gives twice, and those that a label or a description names and nobody bears."""
    borne = Counter(re.findall(r'\sid="([^"]+)"', html))
    named = re.findall(r'\s(?:for|aria-describedby|aria-labelledby)="([^"]+)"', html)
    twice = [f"{one} × {count}" for one, count in borne.items() if count > 1]
    return [*twice, *(f"{one}?" for text in named for one in text.split() if one not in borne)]


def test_the_trial_sees_an_id_borne_twice_and_a_label_of_nothing() -> None:
    html = '<p id="a"></p><p id="a"></p><label for="b"></label>'
    assert ids_astray(html) == ["a × 2", "b?"]


@pytest.mark.parametrize("name", WRITTEN)
def test_the_auditor_writes_nothing_but_their_own_interests_and_what_they_verify(
    started: Known, browsers: dict[str, Browser], name: str
) -> None:
    route, auditor = EVERY[name], browsers["auditor"]
    if ANYONE in (declared(route.endpoint) or frozenset()) or route.path.startswith("/mon-compte"):
        return
    answer = auditor.submit(address(started, route), drawn_at="/mon-compte")
    theirs = {"interet": (422,), "verification": (303,)}
    wanted = theirs.get(route.path.rpartition("/")[2], (403, 404))
    assert answer.status_code in wanted, answer.text[:500]
