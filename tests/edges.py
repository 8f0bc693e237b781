"""The service around fakes, and a browser that goes through its doors as a person does."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.adapters.call_texts import YamlTexts
from app.adapters.file_store import open_store
from app.adapters.identity import NoIdentityProvider
from app.adapters.mailer import MailWriter
from app.adapters.registry import NoRegistry
from app.adapters.signature import PdfSignatures
from app.db import people
from app.db.base import key_of
from app.db.people import AppointmentRow, Person
from app.db.session import Database
from app.domain.people import SYSTEM, Role
from app.main import create_app
from app.services.identity import sign_in, tokens
from app.services.seals import Seals
from app.services.wiring import Wiring
from app.services.work import Work
from app.settings import Conformity
from app.web import cookies
from app.web.templating import TEMPLATES, make_environment
from app.words.mail_filters import MAIL_FILTERS
from tests import loop
from tests.fakes import FakeAntivirus, FakeClock, FakeExaminer, FakeJobs, FakeLimiter, FakeMailer

HOST = "http://127.0.0.1:8000"
HERE = ("testclient", 50_000)
PAGES = make_environment()
MAILS = MailWriter(
    TEMPLATES / "mail",
    sender="aap@region.invalid",
    clock=FakeClock(),
    filters=MAIL_FILTERS,
    named_everywhere={"authority_name": "Région d’essai", "authority_contact": "contact@region.invalid"},
)
READ_FIELD = re.compile(r'name="read_sha256" value="([0-9a-f]{64})"')
TOKEN_FIELD = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass(frozen=True)
class FakeOptions:
    """What the edges read of the settings."""

    demo: bool = True
    base_url: str = HOST
    cookie_secure: bool = False
    session_hours: int = 12
    link_minutes: int = 30
    upload_max_bytes: int = 1024 * 1024
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Paris"))
    authority_name: str = "Région d’essai"
    authority_contact: str = "contact@region.invalid"
    publication_director: str = ""
    host: str = ""
    accent_colour: str = "#0e5a4c"
    antivirus_url: str = "tcp://127.0.0.1:3310"
    security_contact: str = ""
    accessibility: Conformity = Conformity.NONE
    accessibility_rate: int | None = None
    accessibility_audited_on: date | None = None
    accessibility_auditor: str = ""
    accessibility_contact: str = ""
    accessibility_plan_url: str = ""


class NoPdf:
    def render(self, document: Any) -> bytes:
        return b"%PDF-1.7 " + type(document).__name__.encode()


def wire(database: Database, **other: Any) -> Wiring:
    """The service on this database, with everything else faked; ``other`` replaces a part by name."""
    parts: dict[str, Any] = {
        "settings": FakeOptions(),
        "seals": Seals("a secret of the tests, long enough to sign"),
        "mailer": FakeMailer(),
        "mail_texts": MAILS,
        "pdf": NoPdf(),
        "files": open_store("memory:///"),
        "antivirus": FakeAntivirus(),
        "examiner": FakeExaminer(),
        "jobs": FakeJobs(),
        "clock": FakeClock(),
        "limiter": FakeLimiter(),
        "identity": NoIdentityProvider(),
        "registry": NoRegistry(),
        "signature": PdfSignatures(),
        "call_texts": YamlTexts(),
    }
    return Wiring(database=database, **{**parts, **other})


def serve(wired: Wiring) -> FastAPI:
    """The service around these parts, with templates that were compiled once for all the tests of a process."""
    made = create_app(wired)
    made.state.templates = PAGES
    return made


class Browser(TestClient):
    """One person's browser: follows no redirection, fills the token of the form as the page gives it."""

    def __init__(self, wired: Wiring, *, app: FastAPI | None = None, client: tuple[str, int] = HERE) -> None:
        super().__init__(
            app or serve(wired),
            base_url=wired.settings.base_url,
            follow_redirects=False,
            client=client,
        )
        self.wired = wired
        self.portal = loop.portal()

    def token(self, address: str = "/connexion") -> str:
        """The token that a page of this service gives to this browser now."""
        found = TOKEN_FIELD.search(self.get(address).text)
        assert found, f"no form at {address}"
        return found[1]

    def submit(
        self, address: str, fields: dict[str, Any] | None = None, *, drawn_at: str = "/connexion"
    ) -> Any:
        """Send a form with its token, taken from the page ``drawn_at``."""
        return self.post(address, data={"csrf": self.token(drawn_at), **(fields or {})})

    def read_and_confirm(self, address: str, fields: dict[str, Any]) -> Any:
        """Send a form that shows what the applicant will read, then confirm what was shown."""
        shown = self.submit(address, fields)
        found = READ_FIELD.search(shown.text)
        assert found, shown.text
        return self.submit(address, {**fields, "read_sha256": found[1]})

    def enter(self, person: Person) -> None:
        """Sign in as this person, without the mail."""
        with self.wired.database.write() as session:
            work = system_work(self.wired, session)
            opened = sign_in.open_session(work, key_of(person), hours=self.wired.settings.session_hours)
        name = cookies.cookie_name(self.wired, cookies.SESSION)
        self.cookies.set(name, self.wired.seals.sign(cookies.SESSION, opened.token))


def system_work(wired: Wiring, session: Any) -> Work:
    return Work(session, SYSTEM, wired.clock(), wired.jobs, wired.settings.base_url)


def a_person(wired: Wiring, email: str, *roles: Role, name: str = "", active: bool = True) -> Person:
    """Somebody known, holding these roles for every call."""
    now = wired.clock()
    with wired.database.write() as session:
        person = people.by_email(session, email)
        if person is None:
            person = Person(email=email, name=name or email, created_at=now, active=active)
            session.add(person)
            session.flush()
        for role in roles:
            session.add(AppointmentRow(person_id=key_of(person), role=role, given_at=now))
        session.flush()
    return person


def a_token(wired: Wiring, person: Person, *, days: int = 30) -> str:
    """A bearer token of this person."""
    with wired.database.write() as session:
        return tokens.create_token(system_work(wired, session), key_of(person), "tests", days=days)
