"""An opinion of the committee put right on its page: what was recorded stays readable, and one of two wins."""

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests import factories
from tests.factories import TIERS_LIEUX
from tests.journeys.pages import plain
from tests.web.applicants import at

CALL = f"/bureau/appels/{TIERS_LIEUX}"


def open_sitting(wired: Wiring, people: factories.Cast) -> None:
    with wired.database.write() as session:
        factories.sitting(factories.work(session), TIERS_LIEUX, "automne_2026", people.members)


def test_an_opinion_is_put_right_with_a_reason_and_what_was_stays_readable(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    open_sitting(wired, around.cast)
    officer = around.browser(around.cast.officer)
    point = f"{CALL}/seances/1?point={around.reference}"
    assert "Rectifier cet avis" not in officer.get(point).text
    assert officer.submit(f"{around.home}/actions/recommend", {"votes_for": "3"}).status_code == 303
    here = f"{around.home}/avis-du-comite/1/rectifier"
    assert f'href="{here}"' in officer.get(point).text
    form = plain(officer.get(here).text)
    assert "Enregistré : Favorable" in form or "Enregistré : favorable" in form.lower()
    right = {
        "opinion": "not_recommended",
        "votes_for": "0",
        "votes_against": "3",
        "abstentions": "0",
        "comment": "Trop cher.",
        "reason": "Les voix étaient inversées.",
        "seen": "0",
    }
    wrong = officer.submit(here, {**right, "comment": ""})
    assert (wrong.status_code, "Les voix étaient inversées." in wrong.text) == (422, True)
    assert officer.submit(here, right).headers["location"] == point
    read = plain(officer.get(point).text)
    for told in ("Les voix étaient inversées.", "Voix contre : <s>", "Motifs : Trop cher."):
        assert told in read
    assert "rectifié le" in plain(officer.get(f"{CALL}/seances/1").text)
    late = officer.submit(here, {**right, "comment": "Encore."})
    assert (late.status_code, "Encore." in late.text) == (409, True)
    assert (
        officer.press(
            here, {key: right[key] for key in right if key != "seen"} | {"comment": "Beaucoup trop cher."}
        ).status_code
        == 303
    )
    member = around.browser(around.cast.members[0])
    assert "Les voix étaient inversées." in member.get(point).text
    assert "Rectifier cet avis" not in member.get(point).text
    assert (member.get(here).status_code, member.submit(here, right).status_code) == (403, 403)


def test_once_the_decision_is_released_the_page_says_what_to_do_instead(wired: Wiring) -> None:
    around = at(wired, Stage.AWARDED)
    told = around.browser(around.cast.officer).get(f"{around.home}/avis-du-comite/1/rectifier")
    assert (told.status_code, "L. 242-1" in plain(told.text)) == (409, True)
