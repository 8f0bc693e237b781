"""A common table, from the published call to closed, through the JSON only: nothing is ranked."""

from app.adapters.pdf.pool import PdfRenderer
from app.db.session import Database
from tests import factories
from tests.api_client import Callers
from tests.fakes import FakeClock
from tests.journeys.by_api import Journey

ASKED, AMOUNT = "30000", "29999.97"


def test_a_table_goes_from_its_dossier_to_its_last_payment(
    database: Database, clock: FakeClock, pdf: PdfRenderer
) -> None:
    people = Callers.around(database, factories.BRESCIA, clock, pdf=pdf)
    road = Journey(people, factories.BRESCIA)
    road.begin("Il Cortile")
    road.write_and_submit_dossier("Il Cortile", ASKED)
    road.declare_admissible()
    road.caller("officer").get(f"/calls/{road.slug}/ranking", 404)
    road.agree(AMOUNT)
    road.sign_convention(AMOUNT)
    road.follow_up(AMOUNT)
    assert road.moves() == [
        "submit_dossier",
        "declare_admissible",
        "join_table",
        "agree",
        "draft_convention",
        "send_convention",
        "record_signature",
        "hold_kickoff",
        "hold_midterm",
        "hold_final",
        "close",
    ]
    assert road.mails() == [
        "team_invitation",
        "dossier_received",
        "admissible",
        "at_the_table",
        "agreed",
        "convention_to_sign",
        "convention_signed",
        "kickoff_held",
        "payment_made",
        "midterm_held",
        "payment_made",
        "final_held",
        "payment_made",
        "closed",
    ]
