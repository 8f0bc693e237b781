"""The pages and the JSON of an invitation that waits for an answer."""

from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.fakes import FakeLimiter
from tests.journeys.pages import plain
from tests.web.applicants import at


def test_an_expert_reads_the_invitation_and_declines_and_the_team_reads_the_same_line(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    cast, page = around.cast, f"/invitations/{around.reference}"
    owner, expert = around.browser(cast.owner), around.browser(cast.experts[0])
    team = f"{around.home}/equipe"
    assert expert.get(page).status_code == 404
    assert owner.submit(team, {"email": cast.experts[0].email, "role": "editor"}).status_code == 303
    owner.get(team)
    told = plain(owner.get(team).text)
    assert cast.experts[0].email in told
    assert cast.experts[0].name not in told
    assert around.reference in plain(expert.get("/candidatures").text)
    assert "En acceptant, vous ne jugez plus rien de cette candidature" in plain(expert.get(page).text)
    assert expert.submit(f"{page}/decliner").status_code == 303
    assert expert.get(page).status_code == 404
    assert plain(owner.get(team).text) == told


def test_a_member_accepts_and_the_team_may_take_an_invitation_back(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    cast, page = around.cast, f"/invitations/{around.reference}"
    owner, team = around.browser(cast.owner), f"{around.home}/equipe"
    member, president = around.browser(cast.members[0]), around.browser(cast.president)
    for one in (cast.members[0], cast.president):
        assert owner.submit(team, {"email": one.email, "role": "reader"}).status_code == 303
    assert owner.submit(f"{team}/retirer", {"email": cast.president.email}).status_code == 303
    assert president.get(page).status_code == 404
    assert member.submit(f"{page}/accepter").status_code == 303
    assert member.get(team).status_code == 200


def test_who_invites_too_often_reads_when_to_come_back(wired: Wiring, limiter: FakeLimiter) -> None:
    around = at(wired, Stage.LETTER_DRAFT)
    owner, team = around.browser(around.cast.owner), f"{around.home}/equipe"
    assert owner.submit(team, {"email": "un@exemple.example", "role": "reader"}).status_code == 303
    assert limiter.tries[-1] == ("invitation", str(around.cast.owner.person_id))
    limiter.wait_seconds = 610
    refused = owner.submit(team, {"email": "deux@exemple.example", "role": "reader"})
    assert refused.status_code == 429
    assert "Réessayez dans 11 minutes" in plain(refused.text)
    assert "deux@exemple.example" not in owner.get(team).text
