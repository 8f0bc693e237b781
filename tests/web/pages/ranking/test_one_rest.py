"""What is left of an envelope is the same on every page and in the JSON, whatever state each application is in."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.db import people
from app.db.apply.applications import Application
from app.db.base import key_of
from app.db.committee.committee import Sitting
from app.domain.documents import MinutesDocument
from app.domain.workflow import Action, Outcome, Stage
from app.domain.workflow.envelope import EnvelopeAccount
from app.services.committee import committee as desk
from app.services.committee import minutes as minuted
from app.services.follow_up import payments
from app.services.review.reviews import declare_interest
from app.services.road import decisions
from app.services.wiring import Wiring
from app.services.work import Work
from tests import factories
from tests.edges import a_token, serve
from tests.factories import TIERS_LIEUX
from tests.fakes import FakeClock
from tests.journeys.pages import plain
from tests.web.applicants import Around

HOME = f"/bureau/appels/{TIERS_LIEUX}"
ACCOUNT = EnvelopeAccount(200_000_00, awarded=49_000_00, ended=9_000_00, decided=20_000_00, advised=30_000_00)
BEFORE_THE_COMMITTEE = replace(ACCOUNT, decided=0, advised=50_000_00)
"""The same, for who learns of a decision when it is published: what the committee advised stands until then."""
LINES = (
    "Enveloppe 200 000,00 €",
    "Attribué 49 000,00 € dont 9 000,00 € payés avant une fin anticipée",
    "Décidé, à publier 20 000,00 €",
    "Avis favorables 30 000,00 €",
    "Reste 101 000,00 €",
)


@pytest.fixture
def around(wired: Wiring) -> Around:
    """A wave of which each application is in another state; its envelope is 200 000 €."""
    assert isinstance(wired.clock, FakeClock)
    wired.clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock.now)
        found = {
            title: factories.at_stage(
                work, stage, title=title, euros=euros, mark=mark, store=wired.files
            ).reference
            for title, stage, euros, mark in (
                ("Terminée", Stage.STARTED, 45_000, "4"),
                ("Attribuée", Stage.AWARDED, 40_000, "4"),
                ("Abandonnée", Stage.AWARDED, 49_000, "4"),
                ("Décidée", Stage.RECOMMENDED, 20_000, "3"),
                ("Avisée", Stage.RECOMMENDED, 30_000, "3"),
                ("Ajournée", Stage.POSTPONED, 25_000, "3"),
                ("Attend", Stage.REVIEWED, 35_000, "3"),
                ("Réserve", Stage.SHORTLISTED, 10_000, "2"),
            )
        }
        cast = factories.cast(work)
        end_early(work, found["Terminée"])
        factories.act(work, found["Abandonnée"], Action.RENOUNCE)
        award(work, found["Décidée"], 20_000_00)
        for action in (Action.PLACE_ON_RESERVE, Action.KEEP_ON_RESERVE):
            factories.act(work, found["Réserve"], action)
        session.connection().exec_driver_sql("UPDATE wave SET envelope = 20000000")
        return Around(wired, found["Ajournée"], cast)


def end_early(work: Work, reference: str) -> None:
    """Pay 9 000 € on a convention, then end it."""
    people = factories.cast(work)
    day = work.now.date()
    payments.pay(
        factories.by(work, people.finance),
        reference,
        "advance",
        paid_on=day,
        order_number="M-1",
        amount=9_000_00,
    )
    factories.act(work, reference, Action.TERMINATE)


def award(work: Work, reference: str, amount: int) -> None:
    """Record an award that nobody publishes yet."""
    decisions.record(
        factories.by(work, factories.cast(work).manager),
        reference,
        Outcome.AWARD,
        amount=amount,
        deliberation="2026-1",
        deliberated_on=work.now.date(),
    )


def sitting_of(wired: Wiring) -> int:
    with wired.database.read() as session:
        return key_of(session.exec(select(Sitting)).one())


def pages(wired: Wiring) -> tuple[str, ...]:
    return (
        HOME,
        f"{HOME}/classement",
        f"{HOME}/decisions",
        f"{HOME}/decisions/publier",
        f"{HOME}/regles/simulation?vague=automne_2026&candidatures=5",
        f"{HOME}/seances/{sitting_of(wired)}",
    )


def told(around: Around, who: str, address: str) -> str:
    answer = around.browser(getattr(around.cast, who)).get(address)
    assert answer.status_code == 200, answer.text
    return plain(re.sub("<[^>]+>", " ", answer.text.split("<main")[-1]).replace("&nbsp;", " "))


def by_json(around: Around, what: str) -> dict[str, Any]:
    with around.wired.database.read() as session:
        officer = people.by_id(session, around.cast.officer.person_id or 0)
    assert officer is not None
    token = a_token(around.wired, officer)
    client = TestClient(serve(around.wired), headers={"Authorization": f"Bearer {token}"})
    found: dict[str, Any] = client.get(f"/api/v1/calls/{TIERS_LIEUX}/{what}?wave=automne_2026").json()
    return found


def test_every_page_and_the_json_say_the_same_rest(wired: Wiring, around: Around) -> None:
    for address in pages(wired):
        page = told(around, "manager", address)
        assert [one for one in LINES if one not in page] == [], address
        assert set(re.findall(r"Reste (?:sur l’enveloppe : )?([\d ]+,\d\d) €", page)) == {"101 000,00"}, (
            address
        )
    ranking, reserve = by_json(around, "ranking"), by_json(around, "reserve")
    said = {
        "envelope": "200000.00",
        "awarded": "49000.00",
        "ended": "9000.00",
        "decided": "20000.00",
        "advised": "30000.00",
        "free": "101000.00",
    }
    assert (ranking["account"], reserve["account"], reserve["free"]) == (said, said, "101000.00")
    with wired.database.read() as session:
        work = factories.work(session, around.cast.officer, wired.clock())
        draft = minuted.minutes(work, TIERS_LIEUX, sitting_of(wired))
    assert isinstance(draft, MinutesDocument)
    assert draft.account == BEFORE_THE_COMMITTEE


@pytest.mark.parametrize("who", ["president", "member"])
def test_the_committee_reads_no_decision_before_it_is_published(
    wired: Wiring, around: Around, who: str
) -> None:
    cast = around.cast
    reader = cast.president if who == "president" else cast.members[0]
    with wired.database.write() as session:
        decided = session.exec(select(Application.reference).where(Application.title == "Décidée")).one()
        award(factories.work(session, now=wired.clock()), decided, 12_345_00)
    for address in (f"{HOME}/classement", f"{HOME}/seances/{sitting_of(wired)}"):
        page = plain(around.browser(reader).get(address).text)
        assert "Décidé, à publier" not in page
        assert "12 345" not in page
        assert "Décidé, à publier" in plain(around.browser(cast.officer).get(address).text)
    assert "12 345" in plain(around.browser(cast.officer).get(f"{HOME}/classement").text)


def test_what_is_settled_is_told_in_words_and_not_played_again(wired: Wiring, around: Around) -> None:
    rows = by_json(around, "ranking")["ranking"]
    funded = {row["title"]: row["funded"] for row in rows}
    assert funded == {
        "Terminée": False,
        "Attribuée": True,
        "Abandonnée": False,
        "Décidée": True,
        "Avisée": True,
        "Ajournée": False,
        "Attend": True,
        "Réserve": False,
    }
    page = told(around, "officer", f"{HOME}/classement")
    for words in ("Attribuée", "Retenue par le comité", "Résiliée", "Aide abandonnée", "Ajournée"):
        assert f"· {words}" in page, words
    assert "66 000,00 € que cette liste ne donne à personne" in page


def test_the_table_of_decisions_adds_up_to_its_total(wired: Wiring, around: Around) -> None:
    page = around.browser(around.cast.officer).get(f"{HOME}/decisions").text
    rows = [plain(one).removesuffix(" €") for one in re.findall(r'data-label="Accordé">([^<]*)<', page)]
    total = re.search(r'<tfoot>.*?<td class="num">([^<]*)<', page, re.DOTALL)
    assert total is not None
    assert sum(map(euros, rows)) == euros(plain(total[1]).removesuffix(" €")) == Decimal(69_000)


def euros(said: str) -> Decimal:
    return Decimal(0) if said == "–" else Decimal(said.replace(" ", "").replace(",", "."))


def test_who_has_something_hidden_reads_no_account_anywhere(wired: Wiring, around: Around) -> None:
    with wired.database.write() as session:
        work = factories.work(session, around.cast.manager, wired.clock())
        declare_interest(work, around.reference, "family")
    for address in pages(wired):
        assert "Avis favorables 30 000,00 €" not in told(around, "manager", address), address
        assert "Reste 101 000,00 €" not in told(around, "manager", address), address


def test_the_minutes_keep_the_account_of_their_closing(wired: Wiring, around: Around) -> None:
    number = sitting_of(wired)
    with wired.database.write() as session:
        officer = factories.work(session, around.cast.officer, wired.clock())
        desk.close_sitting(officer, TIERS_LIEUX, number)
    with wired.database.write() as session:
        advised = session.exec(select(Application.reference).where(Application.title == "Avisée")).one()
        award(factories.work(session, now=wired.clock()), advised, 25_000_00)
    with wired.database.read() as session:
        kept = minuted.minutes(
            factories.work(session, around.cast.officer, wired.clock()), TIERS_LIEUX, number
        )
    assert not isinstance(kept, MinutesDocument)
    assert kept.value.account == BEFORE_THE_COMMITTEE
    page = around.browser(around.cast.officer).get(f"{HOME}/seances/{number}").text
    listed = re.findall(r'<span class="note">(TL26-\d+) ·', page)
    assert listed == [item.reference for item in kept.value.items]
    told_now = plain(re.sub("<[^>]+>", " ", page))
    for words in ("aujourd’hui : résiliée", "aujourd’hui : aide abandonnée", "aujourd’hui : retenue"):
        assert words in told_now
    with wired.database.write() as session:
        work = factories.work(session, around.cast.auditor, wired.clock())
        declare_interest(work, around.reference, "family")
        extract = minuted.minutes(work, TIERS_LIEUX, number)
    assert not isinstance(extract, MinutesDocument)
    assert (len(extract.value.items), extract.value.account) == (len(listed) - 1, None)
