"""A mail that will not arrive is told on its application to who can reach the person otherwise, and to nobody else."""

from app.db import outbox
from app.db.outbox import Undelivered
from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.journeys.pages import plain
from tests.web.applicants import at


def test_the_officer_is_told_who_did_not_get_a_mail_and_why(wired: Wiring) -> None:
    around = at(wired, Stage.DOSSIER_SUBMITTED)
    with wired.database.write() as session:
        mail = outbox.add(
            session,
            key=f"{around.reference}:team:9",
            kind="team_invitation",
            to="jean@nulle-part.example",
            data={},
            now=wired.clock(),
        )
        assert mail is not None
        outbox.give_up(session, mail.id or 0, "550", Undelivered.REFUSED, wired.clock())
    told = plain(around.browser(around.cast.officer).get(around.home).text)
    assert "Courriels non remis" in told
    assert "jean@nulle-part.example" in told
    assert "le serveur de courriel l’a refusé pour de bon" in told
    assert "Courriels non remis" not in around.browser(around.cast.owner).get(around.home).text
