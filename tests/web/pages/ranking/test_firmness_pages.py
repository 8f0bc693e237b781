"""How firm a ranked list is, on its page and in JSON, for who reads all of it and for who may not."""

from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import col, select

from app.db.apply.applications import Application
from app.db.calls import calls
from app.db.review.marks import MarkRow
from app.db.review.reviews import Review
from app.domain.people import Actor
from app.domain.workflow import Stage
from app.services.identity.tokens import create_token
from app.services.review.reviews import declare_interest
from app.services.wiring import Wiring
from tests import factories
from tests.factories import BRESCIA, TIERS_LIEUX
from tests.journeys.pages import plain
from tests.web.applicants import Around, at

PAGE = f"/bureau/appels/{TIERS_LIEUX}/classement/solidite"


@pytest.fixture
def around(wired: Wiring) -> Around:
    """Three applications, one of them served: « Portée » is second because of one severe review."""
    first = at(wired, Stage.SHORTLISTED, title="Première", mark="3")
    carried = at(wired, Stage.SHORTLISTED, title="Portée", mark="4")
    at(wired, Stage.SHORTLISTED, title="Dernière", mark="2")
    with wired.database.write() as session:
        application = session.exec(
            select(Application).where(Application.reference == carried.reference)
        ).one()
        rows = session.exec(select(Review).where(Review.application_id == application.id)).all()
        severe = min(rows, key=lambda row: row.expert_id)
        for mark in session.exec(select(MarkRow).where(col(MarkRow.review_id) == severe.id)):
            mark.value = Decimal("1.5")
            session.add(mark)
        (wave,) = [one for one in calls.waves(session, application.call_id) if one.id == application.wave_id]
        wave.envelope = application.requested
        session.add(wave)
    return first


def test_a_decision_that_hangs_on_one_review_is_told_with_the_name_of_the_expert(around: Around) -> None:
    cast = around.cast
    for actor in (cast.officer, cast.manager, cast.members[0], cast.president, cast.auditor):
        page = plain(around.browser(actor).get(PAGE).text)
        assert "2 décisions sont fragiles" in page
        name = cast.experts[0].name
        assert f"Non financée aujourd’hui : cela dépend de l’expertise de {name}." in page
        assert f"Financée aujourd’hui : cela dépend de l’expertise de {name} sur TL26-" in page
        assert "de 1 à 2, ou sans rang" in page
        assert "3 dossiers ont été lus par plusieurs experts, sur 3." in page
        assert "Alpha de Krippendorff" in page
        assert "Sévère : " in page
        assert "Sans son expertise, la moyenne de" in page
    for actor in (cast.owner, cast.experts[0], cast.finance):
        assert around.browser(actor).get(PAGE).status_code == 403
    assert around.browser(cast.officer).get(f"{PAGE}?vague=autre").status_code == 404
    assert PAGE in around.browser(cast.officer).get(f"/bureau/appels/{TIERS_LIEUX}/classement").text


def test_what_an_interest_hides_enters_no_figure_and_nothing_is_said_of_the_money(
    wired: Wiring, around: Around
) -> None:
    member = around.browser(around.cast.members[0])
    with wired.database.read() as session:
        found = session.exec(select(Application)).all()
        hidden = next(one.reference for one in found if one.title == "Portée")
        shown = [one.reference for one in found if one.title != "Portée"]
    assert hidden in member.get(PAGE).text
    assert member.submit(f"/candidatures/{hidden}/interet", {"nature": "family"}).status_code == 303
    assert hidden in member.get("/mon-compte").text
    page = plain(member.get(PAGE).text)
    assert "1 dossier vous est masqué en raison d’un intérêt" in page
    assert "2 dossiers ont été lus par plusieurs experts, sur 2." in page
    for told in (hidden, "Portée", "fragile", "inancée"):
        assert told not in page
    for reference in shown:
        assert reference in page
    with wired.database.write() as session:
        for mark in session.exec(
            select(MarkRow)
            .join(Review, col(Review.id) == col(MarkRow.review_id))
            .join(Application, col(Application.id) == col(Review.application_id))
            .where(Application.reference == hidden)
        ):
            mark.value = Decimal(4)
            session.add(mark)
    again = plain(member.get(PAGE).text)
    assert again.split("<main")[1] == page.split("<main")[1]


def test_a_list_with_nothing_ranked_says_what_to_wait_for(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    page = around.browser(around.cast.officer).get(PAGE).text
    assert "Rien à éprouver" in page
    assert "L’accord des experts" not in page


def test_a_call_that_does_not_rank_has_no_firmness(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE, BRESCIA)
    page = around.browser(around.cast.officer).get(f"/bureau/appels/{BRESCIA}/classement/solidite")
    assert page.status_code == 404


def as_json(around: Around, actor: Actor) -> Any:
    """The same as the page, for the program of this person."""
    with around.wired.database.write() as session:
        token = create_token(factories.work(session), actor.person_id or 0, "essai", days=1)
    answer = around.browser(actor).get(
        f"/api/v1/calls/{TIERS_LIEUX}/ranking/firmness", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_json_tells_a_reader_with_an_interest_no_money_and_what_fragile_hangs_on_to_the_others(
    wired: Wiring, around: Around
) -> None:
    whole = as_json(around, around.cast.officer)
    assert whole["fragile"] == 2
    passed, hanging = [one for one in whole["ranking"] if one["fragile"]]
    cause = {"criterion": None, "expert_id": around.cast.experts[0].person_id}
    assert hanging["because"] == [{**cause, "application": None}]
    assert passed["because"] == [{**cause, "application": hanging["application"]}]
    assert {one["just_enough"] for one in whole["ranking"]} == {False}
    with wired.database.write() as session:
        member = factories.work(session, around.cast.members[0])
        declare_interest(member, hanging["application"], "family")
    masked = as_json(around, around.cast.members[0])
    assert (masked["masked"], masked["fragile"], len(masked["ranking"])) == (1, None, 2)
    assert {(one["funded"], one["fragile"], tuple(one["because"])) for one in masked["ranking"]} == {
        (None, None, ())
    }
