"""What brings a member to an application is read on the pages of the seats and of the sitting by who appoints."""

import pytest

from app.domain.people import TeamRole
from app.domain.workflow import Stage
from app.services.apply import invitations
from app.services.review import answering
from app.services.wiring import Wiring
from tests import factories
from tests.factories import TIERS_LIEUX
from tests.journeys.pages import plain
from tests.web.applicants import Around, at

SEATS = f"/bureau/appels/{TIERS_LIEUX}/comite"


def competitor(wired: Wiring) -> tuple[Around, str]:
    """An application to advise on, a member who is in the team of another to the same call; the page of the sitting."""
    around = at(wired, Stage.SHORTLISTED)
    cast, member = around.cast, around.cast.members[0]
    with wired.database.write() as session:
        work = factories.work(session, now=wired.clock())
        session.info["cast"] = {TIERS_LIEUX: cast}
        rival = factories.begin(work)
        invitations.invite_to_team(
            factories.by(work, cast.owner), rival.reference, member.email, TeamRole.EDITOR
        )
        answering.accept(factories.by(work, member), rival.reference)
        sitting = factories.sitting(work, TIERS_LIEUX, "automne_2026", (*cast.members, cast.president))
    return around, f"/bureau/appels/{TIERS_LIEUX}/seances/{sitting}"


@pytest.mark.parametrize("where", ["seats", "sitting"])
def test_who_appoints_confirms_it_or_sets_it_aside_with_a_reason_and_nobody_else_reads_it(
    wired: Wiring, where: str
) -> None:
    around, sitting = competitor(wired)
    page, member = SEATS if where == "seats" else sitting, around.cast.members[0]
    officer = around.browser(around.cast.officer)
    words = "est dans l’équipe d’une autre candidature à cet appel"
    assert words in plain(officer.get(page).text)
    for other in (around.cast.president, around.cast.auditor, around.cast.members[1]):
        assert words not in plain(around.browser(other).get(page).text)
    field = f"reason-{around.reference}-{member.person_id}"
    sent = {"reference": around.reference, "person_id": str(member.person_id), "ecarter": "1"}
    president = around.browser(around.cast.president)
    assert president.submit(f"{page}/rapprochements", {**sent, field: "Non."}).status_code == 403
    refused = officer.submit(f"{page}/rapprochements", sent)
    assert (refused.status_code, f'id="{field}-erreur"' in refused.text) == (422, True)
    assert officer.submit(f"{page}/rapprochements", {**sent, field: "Autre territoire."}).status_code == 303
    assert words not in plain(officer.get(page).text)
    del sent["ecarter"]
    again = officer.submit(f"{page}/rapprochements", {**sent, field: "Même marché.", "confirmer": "1"})
    assert again.status_code == 303
    assert around.browser(member).get(around.home).status_code == 404
    assert "reconnu par le service : Même marché." in plain(officer.get(f"{around.home}/experts").text)
