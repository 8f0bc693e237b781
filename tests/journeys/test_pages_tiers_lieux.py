"""A tiers-lieu, from the page of the call to closed, by the forms of the pages only."""

from app.adapters.pdf.pool import PdfRenderer
from app.db.session import Database
from tests import factories
from tests.fakes import FakeClock
from tests.journeys.by_pages import Road

AMOUNT = "38765,43"


def test_a_place_goes_from_the_page_of_the_call_to_its_last_payment(
    database: Database, clock: FakeClock, pdf: PdfRenderer
) -> None:
    road = Road.around(database, factories.TIERS_LIEUX, clock, pdf)
    road.begin()
    road.write_and_file_letter()
    road.invite()
    road.write_and_file_dossier()
    road.declare_admissible()
    road.review()
    road.sit(AMOUNT)
    road.decide_and_release(AMOUNT)
    road.sign_convention(AMOUNT)
    road.follow_up()
    assert road.moves() == [
        "submit_letter",
        "invite",
        "submit_dossier",
        "declare_admissible",
        "open_review",
        "close_review",
        "shortlist",
        "recommend_with_conditions",
        "award",
        "draft_convention",
        "send_convention",
        "record_signature",
        "hold_kickoff",
        "hold_midterm",
        "hold_final",
        "close",
    ]
