"""The page of the experts shows what brings people to the application, and by what each is interested in it."""

from app.domain.people import TeamRole
from app.domain.workflow import Stage
from app.services.apply import invitations
from app.services.review import answering
from app.services.review.reviews import declare_interest
from app.services.wiring import Wiring
from tests import factories
from tests.journeys.pages import plain
from tests.web.applicants import at


def test_a_suspicion_is_set_aside_or_recognised_on_the_page_of_the_experts_with_a_reason(
    wired: Wiring,
) -> None:
    around = at(wired, Stage.ADMISSIBLE)
    cast, expert = around.cast, around.cast.experts[0]
    with wired.database.write() as session:
        work = factories.work(session, cast.owner, wired.clock())
        rival = factories.begin(work)
        invitations.invite_to_team(work, rival.reference, expert.email, TeamRole.EDITOR)
        answering.accept(factories.by(work, expert), rival.reference)
        declare_interest(factories.by(work, cast.manager), around.reference, "family")
    officer, page = around.browser(cast.officer), f"{around.home}/experts"

    def told() -> str:
        return plain(officer.get(page).text)

    assert "est dans l’équipe d’une autre candidature à cet appel" in told()
    assert "l’a déclaré : Un proche y a un intérêt" in told()
    assert f'name="nommer" value="{expert.person_id}"' not in told()
    assert "Rapprochements à examiner" in told()
    for button in ("ecarter", "confirmer"):
        assert f'class="button quiet short" type="submit" name="{button}"' in told()
    number = str(expert.person_id)
    refused = officer.submit(f"{page}/interets", {"person_id": number, "ecarter": "1"})
    assert refused.status_code == 422
    sent = {"person_id": number, f"reason-{number}": "Autre territoire.", "ecarter": "1"}
    assert officer.submit(f"{page}/interets", sent).status_code == 303
    assert "Motif : « Autre territoire. »" in told()
    assert "Rapprochements, tous examinés" in told()
    assert f'name="nommer" value="{expert.person_id}"' in told()
    again = {"person_id": number, f"reason-{number}": "Même marché.", "confirmer": "1"}
    assert officer.submit(f"{page}/interets", again).status_code == 303
    assert "reconnu par le service" in told()
    assert f'name="nommer" value="{expert.person_id}"' not in told()
