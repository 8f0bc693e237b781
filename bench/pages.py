"""The floor, the main pages and a filing, on one database: what each costs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.db.people import Person
from app.db.session import Database
from app.domain.people import Actor, Role
from app.main import create_app
from app.services.identity import sign_in, tokens
from app.services.wiring import Wiring
from app.web import cookies
from bench.floor import FLOOR, bare
from bench.load import Loaded
from bench.measure import WARM_UP, Asking, Figure
from tests import factories
from tests.edges import system_work, wire
from tests.fakes import FakeClock

FILING = "Déposer un dossier (API)"
LISTS = frozenset({"Appels publiés", "Bureau : la liste", "Classement d’une vague (250)", "Mes candidatures"})
"""What may cost 1.3 times as much with ten times the applications, no more."""


SECTION = factories.call_folder().dossier.sections[0].key


@dataclass(frozen=True)
class Page:
    name: str
    who: str
    path: Callable[[Loaded], str]


PAGES = (
    Page("Appels publiés", "", lambda _: "/"),
    Page("Page d’un appel", "", lambda at: f"/appels/{at.slug}"),
    Page("Candidature, vue du porteur", "owner", lambda at: f"/candidatures/{at.mine}"),
    Page("Section d’un formulaire", "owner", lambda at: f"/candidatures/{at.mine}/dossier/{SECTION}"),
    Page("Mes candidatures", "owner", lambda _: "/candidatures"),
    Page("Bureau : la liste", "officer", lambda _: "/bureau"),
    Page(
        "Classement d’une vague (250)",
        "officer",
        lambda at: f"/bureau/appels/{at.slug}/classement?vague={at.wave}",
    ),
    Page("Candidature, vue du bureau", "officer", lambda at: f"/candidatures/{at.reviewed}"),
    Page("Candidature (API)", "officer", lambda at: f"/api/v1/applications/{at.reviewed}"),
)


def measure_all(database: Database, loaded: Loaded, times: int) -> dict[str, Figure]:
    """A bare page, each page ``times`` times after a few for nothing, then a filing of each draft that waits."""
    wired = wire(database, clock=FakeClock(factories.AN_OPEN_DAY))
    app = create_app(wired)
    people = _people(wired)
    found = {FLOOR: Asking(bare(wired)).measure(_always("GET", "/"), times)}
    for page in PAGES:
        path = page.path(loaded)
        headers = _headers(wired, people[page.who]) if page.who else {}
        asked = _always("GET", path)
        found[page.name] = Asking(app, headers).measure(asked, times)
    drafts = loaded.drafts
    found[FILING] = Asking(app, _headers(wired, people["owner"])).measure(
        lambda rank: ("POST", f"/api/v1/applications/{drafts[rank]}/actions/submit_dossier", {}),
        len(drafts) - WARM_UP,
    )
    return found


def _always(method: str, path: str) -> Callable[[int], tuple[str, str, Any]]:
    return lambda _rank: (method, path, None)


def _people(wired: Wiring) -> dict[str, Actor]:
    with wired.database.write() as session:
        cast = factories.cast(factories.work(session))
        officer = factories.person(factories.work(session), "Odile Mestre", Role.OFFICER)
    return {"owner": cast.owner, "officer": officer}


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
