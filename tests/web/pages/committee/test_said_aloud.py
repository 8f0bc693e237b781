"""Who presides writes down, on the page of the item, the interest that a member says aloud; the officer, any."""

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests import factories
from tests.journeys.pages import plain
from tests.web.applicants import at


def test_the_president_writes_it_down_on_the_item_and_the_member_leaves_it(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    cast, member = around.cast, around.cast.members[0]
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        session.info["cast"] = {factories.TIERS_LIEUX: cast}
        sitting = factories.sitting(
            work, factories.TIERS_LIEUX, "automne_2026", (*cast.members, cast.president)
        )
    president = around.browser(cast.president)
    here = f"/bureau/appels/{factories.TIERS_LIEUX}/seances/{sitting}"
    item = f"{here}?point={around.reference}"
    assert "Quelqu’un dit de vive voix avoir un intérêt" in plain(president.get(item).text)
    sent = {"point": around.reference, "person_id": str(member.person_id), "nature": "family", "heard": ""}
    refused = president.submit(f"{here}/interets", sent)
    assert (refused.status_code, "heard-erreur" in refused.text) == (422, True)
    assert president.submit(f"{here}/interets", {**sent, "heard": "C’est ma sœur."}).status_code == 303
    told = plain(president.get(item).text)
    assert (f"{member.name} sort" in told, "C’est ma sœur." in told) == (True, False)
    assert "Dit de vive voix, enregistré par Élise Roux : « C’est ma sœur. »" in plain(
        around.browser(cast.officer).get(item).text
    )
    reader = around.browser(cast.members[1])
    assert "dit de vive voix" not in plain(reader.get(item).text)
    assert reader.submit(f"{here}/interets", sent).status_code == 403


def test_the_officer_writes_down_what_an_expert_says(wired: Wiring) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    officer, expert = around.browser(around.cast.officer), around.cast.experts[0]
    page = f"{around.home}/experts"
    sent = {"person_id": str(expert.person_id), "nature": "work", "heard": "Je l’ai conseillé."}
    assert officer.submit(f"{page}/dits", {**sent, "nature": ""}).status_code == 422
    assert officer.submit(f"{page}/dits", sent).status_code == 303
    told = plain(officer.get(page).text)
    assert "« Je l’ai conseillé. »" in told
    assert f'name="nommer" value="{expert.person_id}"' not in told
