"""What an interest hides enters no figure that its reader may read, where a criterion compares the applications."""

import json
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlmodel import col, select

from app.db.apply.applications import Application
from app.db.apply.filings import Filing
from app.db.committee.committee import CommitteeOpinion
from app.db.review.marks import MarkRow
from app.db.review.reviews import Review
from app.domain.workflow import Stage
from app.services.calls.calls import open_call
from app.services.committee import minutes as minuted
from app.services.identity.tokens import create_token
from app.services.review.reviews import declare_interest
from app.services.wiring import Wiring
from tests import factories
from tests.domain.grids import criterion, grid
from tests.factories import TIERS_LIEUX
from tests.fakes import FakeClock
from tests.journeys.pages import plain
from tests.web.applicants import Around

HOME = f"/bureau/appels/{TIERS_LIEUX}"
GRID = grid(
    criterion("avis", "50", ("0", "10", "1")),
    criterion("cout", "50", ("0", "50", "0.01"), computed="50 * lowest(requested) / requested"),
)


@pytest.fixture
def around(wired: Wiring) -> Around:
    """Three applications before the committee, two with its opinion; the other one asks for the least."""
    assert isinstance(wired.clock, FakeClock)
    wired.clock.now = factories.AN_OPEN_DAY
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock.now)
        open_call(work, factories.call_folder().model_copy(update={"scoring": GRID}))
        cast = factories.cast(work)
        hidden = factories.at_stage(
            work, Stage.SHORTLISTED, title="Cachée", euros=20_000, mark="9", store=wired.files
        )
        for title, euros, mark in (("Première", 40_000, "8"), ("Seconde", 50_000, "6")):
            factories.at_stage(
                work, Stage.RECOMMENDED, title=title, euros=euros, mark=mark, store=wired.files
            )
        return Around(wired, hidden.reference, cast)


def reader(around: Around) -> Callable[[], dict[str, str]]:
    """What a member reads of the list and of the sitting: pages, JSON, minutes."""
    member, wired, browser = around.cast.members[0], around.wired, around.browser(around.cast.members[0])
    with wired.database.write() as session:
        token = create_token(factories.work(session), member.person_id or 0, "essai", days=1)
        sitting = session.exec(select(CommitteeOpinion.sitting_id)).first() or 0

    def read() -> dict[str, str]:
        listed = browser.get(
            f"/api/v1/calls/{TIERS_LIEUX}/ranking?explained=tous",
            headers={"Authorization": f"Bearer {token}"},
        )
        here = f"{HOME}/seances/{sitting}"
        addresses = (f"{HOME}/classement?calcul=tous", here, f"{here}?point=2")
        pages = {one: plain(browser.get(one).text).split("<main")[-1] for one in addresses}
        with wired.database.read() as session:
            minutes = minuted.minutes(factories.work(session, member, wired.clock()), TIERS_LIEUX, sitting)
        return {**pages, "json": listed.text, "minutes": str(minutes)}

    return read


def test_neither_the_answers_nor_the_marks_of_what_is_hidden_change_a_figure(
    wired: Wiring, around: Around
) -> None:
    read = reader(around)
    whole = read()
    with wired.database.write() as session:
        work = factories.work(session, around.cast.members[0], wired.clock())
        declare_interest(work, around.reference, "family")
    before = read()
    rows = json.loads(before["json"])
    assert rows["masked"] == 1
    assert [(one["rank"], one["total"]) for one in rows["ranking"]] == [(1, "90.00"), (2, "70.00")]
    assert "65.00" in whole["json"]
    assert "Decimal('65" in whole["minutes"]
    with wired.database.write() as session:
        one = session.exec(select(Application).where(Application.reference == around.reference)).one()
        one.requested = 10_000_00
        session.add(one)
        last = session.exec(
            select(Filing).where(Filing.application_id == one.id, Filing.form == "dossier")
        ).one()
        again = last.model_dump(exclude={"id"}) | {
            "number": 2,
            "content": json.loads(json.dumps(last.content).replace("20000", "10000")),
        }
        session.add(Filing(**again))
        for mark in session.exec(
            select(MarkRow)
            .join(Review, col(Review.id) == col(MarkRow.review_id))
            .where(Review.application_id == one.id)
        ):
            mark.value = Decimal(10)
            session.add(mark)
    assert read() == before


def test_the_case_tells_a_score_that_compares_with_its_place_and_what_it_is_made_without(
    wired: Wiring, around: Around
) -> None:
    member = around.browser(around.cast.members[0])
    with wired.database.read() as session:
        first = session.exec(select(Application.reference).where(Application.title == "Première")).one()

    def told() -> str:
        return plain(member.get(f"/candidatures/{first}").text)

    assert "<b>65</b> sur 100, rang 2 sur 3" in told()
    assert "elle change avec les autres" in told()
    assert f'href="{HOME}/classement?vague=automne_2026">Voir le classement' in told()
    assert "masquée" not in told()
    with wired.database.write() as session:
        work = factories.work(session, around.cast.members[0], wired.clock())
        declare_interest(work, around.reference, "family")
    assert "<b>90</b> sur 100, rang 1 sur 2" in told()
    assert "sans 1 candidature qui vous est masquée" in told()


def test_a_score_that_compares_is_not_told_before_the_list_has_it(wired: Wiring, around: Around) -> None:
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        session.info["cast"] = {TIERS_LIEUX: around.cast}
        reference = factories.at_stage(work, Stage.IN_REVIEW, store=wired.files).reference
    page = plain(around.browser(around.cast.officer).get(f"/candidatures/{reference}").text)
    assert "elle se lit au classement, quand l’expertise est close" in page
    assert "Note&nbsp;:" not in page


def test_a_rule_that_cannot_be_computed_is_told_on_the_case_and_breaks_no_page(wired: Wiring) -> None:
    assert isinstance(wired.clock, FakeClock)
    wired.clock.now = factories.AN_OPEN_DAY
    rule = "50 * 20000 / (requested - 40000)"
    rules = grid(criterion("avis", "50", ("0", "10", "1")), criterion("cout", "50", computed=rule))
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock.now)
        open_call(work, factories.call_folder().model_copy(update={"scoring": rules}))
        reference = factories.at_stage(work, Stage.REVIEWED, euros=40_000, store=wired.files).reference
        around = Around(wired, reference, factories.cast(work))
    page = around.browser(around.cast.officer).get(around.home)
    assert page.status_code == 200
    assert "sans rang Une règle ne se calcule pas" in plain(re.sub("<[^>]+>", "", page.text))
