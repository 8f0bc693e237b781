"""Who came in, who was refused, who read a document: written, searched, taken away, forgotten after a year."""

import csv
import io
from datetime import timedelta

from sqlmodel import select

from app.db.accesses import AccessEntry
from app.db.apply import files
from app.domain.accesses import Access
from app.domain.people import Role
from app.domain.workflow import Stage
from app.services.cases import open_case
from app.services.identity import accesses
from app.services.review import reviews
from app.services.wiring import Wiring
from tests import factories
from tests.edges import Browser, a_person, a_token, system_work
from tests.fakes import FakeClock
from tests.web.applicants import Around, as_house, at
from tests.web.test_access_cut import GOOD, choose
from tests.web.test_sign_in import ask, confirm, link_in, mails


def written(wired: Wiring) -> list[tuple[str, str]]:
    with wired.database.read() as session:
        return [(one.kind.value, one.address) for one in session.exec(select(AccessEntry).order_by("id"))]


def test_every_way_in_and_every_refusal_is_written(browser: Browser, wired: Wiring) -> None:
    ask(browser, "anne@exemple.fr")
    confirm(browser, link_in(mails(wired)[0]))
    choose(browser, GOOD)
    browser.submit("/deconnexion", drawn_at="/mon-compte")
    for password in ("au hasard, douze", GOOD):
        sent = {"email": "Anne@exemple.fr", "password": password}
        browser.submit("/connexion/mot-de-passe", sent)
    Browser(wired).get(link_in(mails(wired)[0]))
    assert written(wired) == [
        ("by_link", "anne@exemple.fr"),
        ("password_set", "anne@exemple.fr"),
        ("signed_out", "anne@exemple.fr"),
        ("password_refused", "anne@exemple.fr"),
        ("by_password", "anne@exemple.fr"),
        ("link_refused", ""),
    ]
    with wired.database.read() as session:
        assert {one.origin for one in session.exec(select(AccessEntry))} == {"testclient"}


def test_a_token_that_is_made_or_revoked_is_written(wired: Wiring) -> None:
    anne = a_person(wired, "anne@exemple.fr")
    a_token(wired, anne)
    browser = Browser(wired)
    browser.enter(anne)
    browser.submit("/mon-compte/jetons/1/revoquer", drawn_at="/mon-compte")
    assert written(wired) == [("token_made", "anne@exemple.fr"), ("token_revoked", "anne@exemple.fr")]


def piece_of(around: Around) -> str:
    with around.wired.database.read() as session:
        case = open_case(as_house(around.wired, session), around.reference)
        return f"{around.home}/pieces/{files.joined(session, case.id)[0].handle}"


def test_a_document_that_is_read_is_told_to_the_auditor_and_not_to_the_administrator(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    officer, piece = around.browser(around.cast.officer), piece_of(around)
    assert officer.get(piece).status_code == 200
    auditor, admin = around.browser(around.cast.auditor), around.browser(around.cast.admin)
    wide = Browser(wired)
    wide.enter(a_person(wired, "partout@exemple.fr", Role.AUDITOR))
    assert around.reference in wide.get("/acces").text
    assert around.reference not in admin.get("/acces").text
    assert officer.get("/acces").status_code == 403
    with wired.database.write() as session:
        mine = factories.person(factories.work(session), "Partout", email="partout@exemple.fr")
        reviews.declare_interest(factories.work(session, mine, wired.clock()), around.reference, "family")
    assert around.reference not in wide.get("/acces").text
    assert auditor.get("/acces").status_code == 200


def test_the_log_is_searched_filtered_and_taken_away(wired: Wiring) -> None:
    with wired.database.write() as session:
        work = system_work(wired, session)
        for kind, address in (
            (Access.BY_LINK, "anne@exemple.fr"),
            (Access.PASSWORD_REFUSED, "=cmd@exemple.fr"),
            (Access.PASSWORD_REFUSED, "bob@exemple.fr"),
        ):
            accesses.note(work, kind, address=address)
    admin = Browser(wired)
    admin.enter(a_person(wired, "chef@exemple.fr", Role.ADMIN))
    found = admin.get("/acces?q=ANNE").text
    assert ("anne@exemple.fr" in found, "bob@exemple.fr" in found) == (True, False)
    refused = admin.get("/acces?quoi=password_refused").text
    assert ("anne@exemple.fr" in refused, "bob@exemple.fr" in refused) == (False, True)
    assert "Aucun accès ne répond" in admin.get("/acces?q=%25").text
    sheet = admin.get("/acces.csv?quoi=password_refused")
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Quand", "Quoi", "Adresse", "D’où", "Objet"]
    assert [row[2] for row in rows[1:]] == ["bob@exemple.fr", "'=cmd@exemple.fr"]


def test_what_is_older_than_a_year_is_forgotten(wired: Wiring, clock: FakeClock) -> None:
    for address in ("vieille@exemple.fr", "neuve@exemple.fr"):
        with wired.database.write() as session:
            accesses.note(system_work(wired, session), Access.PASSWORD_REFUSED, address=address)
        clock.now += timedelta(days=300)
    with wired.database.write() as session:
        accesses.forget(system_work(wired, session))
    assert written(wired) == [("password_refused", "neuve@exemple.fr")]


def test_a_page_beyond_the_end_leads_back_to_the_first_of_the_same_search(wired: Wiring) -> None:
    admin = Browser(wired)
    admin.enter(a_person(wired, "chef@exemple.fr", Role.ADMIN))
    beyond = admin.get("/acces?q=personne&page=2")
    assert beyond.status_code == 303
    assert beyond.headers["location"].endswith("/acces?q=personne")
