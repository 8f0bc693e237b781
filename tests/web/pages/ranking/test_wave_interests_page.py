"""The page where members and experts declare before reading tells names alone, and keeps all that is said at once."""

import re

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests import factories
from tests.factories import TIERS_LIEUX
from tests.journeys.pages import plain
from tests.web.applicants import at

PAGE = f"/appels/{TIERS_LIEUX}/interets"


def test_a_member_reaches_it_from_their_committee_and_declares_in_one_submit(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED, title="Le Fournil", euros=38_000)
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        session.info["cast"] = {TIERS_LIEUX: around.cast}
        other = factories.at_stage(work, Stage.IN_REVIEW, title="La Forge").reference
    member = around.browser(around.cast.members[0])
    assert f'href="{PAGE}"' in member.get("/comite").text
    drawn = member.get(PAGE).text
    told = plain(re.sub(r"<[^>]+>", " ", drawn))
    assert all(one in told for one in (around.reference, other, "Le Fournil", "Bellac"))
    assert ("38 000" in told, "€" in told) == (False, False)
    sent = {f"lu-{around.reference}": "1", f"lu-{other}": "1", f"interet-{around.reference}": "1"}
    sent |= {"vague": "automne_2026", "no_other": "yes"}
    refused = member.submit(PAGE, sent)
    assert (refused.status_code, f'id="nature-{around.reference}-erreur"' in refused.text) == (422, True)
    assert f'name="interet-{around.reference}" value="1" checked' in refused.text
    done = member.submit(PAGE, {**sent, f"nature-{around.reference}": "family"})
    assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}?vague=automne_2026")
    told = plain(member.get(PAGE).text)
    assert "C’est enregistré : 1 intérêt déclaré ; votre attestation est enregistrée, à sa date." in told
    assert around.reference not in told
    assert "sans intérêt, attesté le 2 novembre 2026" in told
    assert member.get(around.home).status_code == 404
    seats, words = (
        f"/bureau/appels/{TIERS_LIEUX}/comite",
        "intérêts déclarés avant lecture, le 2 novembre 2026",
    )
    assert words in plain(around.browser(around.cast.officer).get(seats).text)
    assert words not in plain(member.get(seats).text)


def test_an_expert_reaches_it_from_their_desk_and_nobody_else_opens_it(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    expert = around.browser(around.cast.experts[2])
    assert f'href="{PAGE}"' in expert.get("/expertises").text
    assert expert.get(PAGE).status_code == 200
    for one in (around.cast.officer, around.cast.owner, around.cast.auditor):
        assert around.browser(one).get(PAGE).status_code == 403
