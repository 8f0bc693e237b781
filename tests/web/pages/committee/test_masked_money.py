"""Rank, money and numbers of what an interest hides are on no page; each page says that it leaves something out."""

import re

import pytest
from sqlmodel import select

from app.db.apply.applications import Application
from app.domain.workflow import Outcome, Stage
from app.services.review.reviews import declare_interest
from app.services.road import decisions
from app.services.wiring import Wiring
from tests import factories
from tests.factories import TIERS_LIEUX
from tests.fakes import FakeClock
from tests.journeys.pages import plain
from tests.web.applicants import Around, SignedIn, verify_record

HOME = f"/bureau/appels/{TIERS_LIEUX}"


@pytest.fixture
def around(wired: Wiring) -> Around:
    """Three awards recorded, the best ranked of which is hidden from nobody yet."""
    assert isinstance(wired.clock, FakeClock)
    wired.clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock.now)
        cast = factories.cast(work)
        for title, euros, mark in (
            ("Cachée", 20_000, None),
            ("Première", 40_000, "3"),
            ("Seconde", 30_000, "2"),
        ):
            one = factories.at_stage(
                work, Stage.RECOMMENDED, title=title, euros=euros, mark=mark, store=wired.files
            )
            decisions.record(
                factories.by(work, cast.manager),
                one.reference,
                Outcome.AWARD,
                amount=one.requested,
                deliberation="2026-1",
                deliberated_on=work.now.date(),
            )
        hidden = session.exec(select(Application.reference).where(Application.title == "Cachée")).one()
        return Around(wired, hidden, cast)


def read(browser: SignedIn, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return plain(re.sub("<[^>]+>", "", answer.text.split("<main")[-1]).replace("&nbsp;", " "))


def hide(wired: Wiring, around: Around, who: str) -> SignedIn:
    actor = getattr(around.cast, who)
    with wired.database.write() as session:
        declare_interest(factories.work(session, actor, wired.clock()), around.reference, "family")
    return around.browser(actor)


def test_the_rank_on_the_page_of_a_decision_is_that_of_the_list_that_its_reader_reads(
    wired: Wiring, around: Around
) -> None:
    with wired.database.read() as session:
        first = session.exec(select(Application.reference).where(Application.title == "Première")).one()
    page = f"/candidatures/{first}/decision"
    assert "rang 2" in read(around.browser(around.cast.manager), page)
    manager = hide(wired, around, "manager")
    told = read(manager, page)
    assert ("rang 1" in told, "rang 2" in told) == (True, False)


def test_the_money_of_the_decisions_leaves_out_what_is_hidden_and_says_so(
    wired: Wiring, around: Around
) -> None:
    pages = (f"{HOME}/decisions", f"{HOME}/decisions/publier")
    whole = [read(around.browser(around.cast.manager), one) for one in pages]
    assert ["90 000" in one and "masquée" not in one for one in whole] == [True, True]
    manager = hide(wired, around, "manager")
    told = [read(manager, one) for one in pages]
    assert [("70 000" in one, "90 000" in one, "20 000" in one) for one in told] == [(True, False, False)] * 2
    assert ["1 candidature" in one and "masquée" in one for one in told] == [True, True]


def test_the_figures_of_a_call_leave_out_what_is_hidden_and_say_so(wired: Wiring, around: Around) -> None:
    with wired.database.write() as session:
        work = factories.work(session, around.cast.manager, wired.clock())
        decisions.release(work, TIERS_LIEUX, "automne_2026")
    assert "90 000" in read(around.browser(around.cast.officer), HOME).replace("90 k€", "90 000")
    officer = hide(wired, around, "officer")
    told = read(officer, HOME).replace("70 k€", "70 000")
    assert ("70 000" in told, "90" in told, "1 candidature de la vague vous est masquée" in told) == (
        True,
        False,
        True,
    )


def test_the_journal_of_an_auditor_from_whom_something_is_hidden_numbers_no_entry(
    wired: Wiring, around: Around
) -> None:
    around.browser(around.cast.auditor).submit("/journal/verification", {})
    verify_record(wired)
    whole = around.browser(around.cast.auditor).get("/journal").text
    assert ('data-label="Entrée"' in whole, "Jusqu’à l’entrée" in whole) == (True, True)
    auditor = hide(wired, around, "auditor")
    told = auditor.get("/journal").text
    assert ('data-label="Entrée"' in told, "l’entrée n" in told, around.reference in told) == (
        False,
        False,
        False,
    )
    assert "sans leur numéro" in told
    assert "La chaîne est intacte" in told


@pytest.mark.parametrize("page", ["/decisions", "/decisions/publier"])
def test_what_is_released_stands_at_its_rank_as_its_reader_reads_it(
    wired: Wiring, around: Around, page: str
) -> None:
    def ranks(browser: SignedIn) -> dict[str, str]:
        told = browser.get(HOME + page).text.split("<main")[-1]
        rows = re.split("<tr>|<li>", told)
        found = re.compile(r'Rang (\d+)|data-label="Rang">(\d+)')
        return {
            title: "".join(one for one in at.groups() if one)
            for row in rows
            for title in ("Cachée", "Première", "Seconde")
            if title in row and (at := found.search(row))
        }

    manager = around.browser(around.cast.manager)
    assert ranks(manager) == {"Cachée": "1", "Première": "2", "Seconde": "3"}
    assert ranks(hide(wired, around, "manager")) == {"Première": "1", "Seconde": "2"}
