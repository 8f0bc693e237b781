"""An interest is put right and lifted on a page; what was said stays readable on that of the experts."""

from app.domain.workflow import Stage
from app.services.review.reviews import declare_interest
from app.services.wiring import Wiring
from tests import factories
from tests.journeys.pages import plain
from tests.web.applicants import Around, at


def declared(wired: Wiring) -> tuple[Around, str]:
    """An application in which its first expert, who marks it, declared an interest; the address that puts it right."""
    around = at(wired, Stage.IN_REVIEW)
    with wired.database.write() as session:
        work = factories.work(session, around.cast.experts[0], wired.clock())
        declare_interest(work, around.reference, "family")
    return around, f"{around.home}/interets/{around.cast.experts[0].person_id}/declare/rectifier"


def test_the_page_corrects_the_nature_then_lifts_the_interest_and_says_what_comes_back(wired: Wiring) -> None:
    around, page = declared(wired)
    officer, expert = around.browser(around.cast.officer), around.browser(around.cast.experts[0])
    assert "Rectifier ou lever" in plain(officer.get(f"{around.home}/experts").text)
    drawn = plain(officer.get(page).text)
    assert "l’expertise que cette personne devait faire ne lui revient pas" in drawn
    assert officer.press(page, {"said": "money", "reason": ""}).status_code == 422
    sent = {"said": "mandate", "reason": "Il a dit : un mandat."}
    assert officer.press(page, sent).status_code == 303
    told = plain(officer.get(f"{around.home}/experts").text)
    assert "l’a déclaré : Je siège dans une de ses instances, ou j’y ai un mandat" in told
    assert "au lieu de </span>Un proche y a un intérêt</s>" in told
    crossed = officer.submit(page, {"seen": "0", "lever": "1", "reason": "Mandat fini."})
    assert (crossed.status_code, "Rien n’est perdu" in plain(crossed.text)) == (409, True)
    assert expert.get(f"{around.home}/interet").status_code == 404
    lifted = officer.press(
        page, {"lever": "1", "said": "mandate", "reason": "Mandat fini.", "lifted_on": "32/1"}
    )
    assert lifted.status_code == 422
    assert officer.press(page, {"lever": "1", "said": "mandate", "reason": "Mandat fini."}).status_code == 303
    told = plain(officer.get(f"{around.home}/experts").text)
    assert ("levé à compter du 2 novembre 2026" in told, "Mandat fini." in told) == (True, True)
    assert f'name="nommer" value="{around.cast.experts[0].person_id}"' in told
    assert officer.get(page).status_code == 409


def test_what_is_so_by_nature_is_refused_with_its_reason_and_the_declaration_says_who_lifts_it(
    wired: Wiring,
) -> None:
    around, _ = declared(wired)
    officer, owner = around.browser(around.cast.officer), around.cast.owner.person_id
    refused = officer.get(f"{around.home}/interets/{owner}/equipe/rectifier")
    assert (refused.status_code, "ne se rectifie ni ne se lève" in plain(refused.text)) == (409, True)
    assert officer.get(f"{around.home}/interets/{owner}/autre/rectifier").status_code == 404
    asked = plain(around.browser(around.cast.experts[1]).get(f"{around.home}/interet").text)
    assert "demandez-le au service qui instruit : il peut la lever, avec une raison" in asked
