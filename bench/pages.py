"""The floor, the main pages and a filing, on one database: what each costs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from app.db import journal
from app.db.people import Person
from app.db.session import Database
from app.domain.people import Actor, Role
from app.main import create_app
from app.services.desk.desks import PER_PAGE
from app.services.identity import sign_in, tokens
from app.services.wiring import Wiring
from app.web import cookies
from bench.floor import FLOOR, bare
from bench.load import Loaded
from bench.measure import WARM_UP, Asking, Figure
from bench.server_time import ServerTime
from tests import factories
from tests.edges import system_work, wire
from tests.fakes import FakeClock

COLD = 3
"""How many times a list is computed again."""
FILING = "Déposer un dossier (API)"
LISTS = frozenset(
    {
        "Appels publiés",
        "Bureau : la liste",
        "Bureau : la dernière page",
        "Bureau : une recherche sans réponse",
        "Bureau d’un expert",
        "Registre des versements",
        "Décisions d’une vague (250)",
        "Classement d’une vague (250)",
        "Classement d’une vague (API)",
        "Mes candidatures",
    }
)
"""What may cost 1.3 times as much with ten times the applications, no more."""


SECTION = factories.call_folder().dossier.sections[0].key


@dataclass(frozen=True)
class Page:
    name: str
    who: str
    path: Callable[[Loaded], str]


def _ranked(at: Loaded) -> str:
    return f"/bureau/appels/{at.slug}/classement?vague={at.wave}"


def _ranked_as_json(at: Loaded) -> str:
    return f"/api/v1/calls/{at.slug}/ranking?wave={at.wave}"


PAGES = (
    Page("Appels publiés", "", lambda _: "/"),
    Page("Page d’un appel", "", lambda at: f"/appels/{at.slug}"),
    Page("Candidature, vue du porteur", "owner", lambda at: f"/candidatures/{at.mine}"),
    Page("Section d’un formulaire", "owner", lambda at: f"/candidatures/{at.mine}/dossier/{SECTION}"),
    Page("Mes candidatures", "owner", lambda _: "/candidatures"),
    Page("Bureau : la liste", "officer", lambda _: "/bureau"),
    Page(
        "Bureau : la dernière page",
        "officer",
        lambda at: f"/bureau?vue=tous&page={-(-at.applications // PER_PAGE)}",
    ),
    Page("Bureau : une recherche sans réponse", "officer", lambda _: "/bureau?vue=tous&q=introuvable"),
    Page("Bureau d’un expert", "expert", lambda _: "/expertises"),
    Page("Registre des versements", "finance", lambda _: "/versements"),
    Page(
        "Décisions d’une vague (250)",
        "officer",
        lambda at: f"/bureau/appels/{at.slug}/decisions?vague={at.wave}",
    ),
    Page("Classement d’une vague (250)", "officer", _ranked),
    Page("Classement d’une vague (API)", "officer", _ranked_as_json),
    Page("Candidature, vue du bureau", "officer", lambda at: f"/candidatures/{at.reviewed}"),
    Page("Candidature (API)", "officer", lambda at: f"/api/v1/applications/{at.reviewed}"),
)


AFTER_A_DEED = "Classement, après un acte"
LONG_WAVE = (
    Page("Classement", "officer", _ranked),
    Page("Classement (API)", "officer", _ranked_as_json),
)
"""What is asked of one wave that holds everything."""


def measure_all(database: Database, loaded: Loaded, times: int) -> dict[str, Figure]:
    """A bare page, each page ``times`` times after a few for nothing, then a filing of each draft that waits."""
    wired = wire(database, clock=FakeClock(factories.AN_OPEN_DAY))
    server, people = ServerTime(database), _people(wired)
    bench = Bench(wired, create_app(wired), people, server)
    found = {FLOOR: Asking(bare(wired)).measure(_always("GET", "/"), times)}
    found |= bench.measure(PAGES, loaded, times)
    drafts = loaded.drafts
    found[FILING] = bench.asking("owner").measure(
        lambda rank: ("POST", f"/api/v1/applications/{drafts[rank]}/actions/submit_dossier", {}),
        len(drafts) - WARM_UP,
    )
    return found


def measure_long_wave(database: Database, loaded: Loaded, times: int) -> dict[str, Figure]:
    """The ranked list of one wave that holds everything, as a page and as JSON."""
    wired = wire(database, clock=FakeClock(factories.AN_OPEN_DAY))
    bench = Bench(wired, create_app(wired), _people(wired), ServerTime(database))
    found = bench.measure(LONG_WAVE, loaded, times)
    officer = bench.people["officer"]

    def after_a_deed(_rank: int) -> tuple[str, str, None]:
        with database.write() as session:
            journal.write(session, officer, "bench", factories.AN_OPEN_DAY)
        return "GET", _ranked(loaded), None

    found[AFTER_A_DEED] = bench.asking("officer").measure(after_a_deed, COLD, warm=1)
    return found


@dataclass(frozen=True)
class Bench:
    """The service around a database, and who asks it."""

    wired: Wiring
    app: FastAPI
    people: dict[str, Actor]
    server: ServerTime

    def measure(self, pages: tuple[Page, ...], loaded: Loaded, times: int) -> dict[str, Figure]:
        """Each page, by its name."""
        return {
            page.name: self.asking(page.who).measure(_always("GET", page.path(loaded)), times)
            for page in pages
        }

    def asking(self, who: str) -> Asking:
        """The browser of one of them; of a visitor without a name."""
        headers = _headers(self.wired, self.people[who]) if who else {}
        self.server.look()
        return Asking(self.app, headers, self.server)


def _always(method: str, path: str) -> Callable[[int], tuple[str, str, Any]]:
    return lambda _rank: (method, path, None)


def _people(wired: Wiring) -> dict[str, Actor]:
    with wired.database.write() as session:
        cast = factories.cast(factories.work(session))
        officer = factories.person(factories.work(session), "Odile Mestre", Role.OFFICER)
        finance = factories.person(factories.work(session), "Fanny Caisse", Role.FINANCE)
    return {"owner": cast.owner, "officer": officer, "finance": finance, "expert": cast.experts[0]}


def _headers(wired: Wiring, actor: Actor) -> dict[str, str]:
    """A browser session and a bearer token of this person."""
    with wired.database.write() as session:
        work = system_work(wired, session)
        person = session.get_one(Person, actor.person_id)
        opened = sign_in.open_session(work, person.id or 0, hours=12)
        token = tokens.create_token(work, person.id or 0, "bench", days=1)
    name = cookies.cookie_name(wired, cookies.SESSION)
    return {
        "cookie": f"{name}={wired.seals.sign(cookies.SESSION, opened.token)}",
        "authorization": f"Bearer {token}",
    }
