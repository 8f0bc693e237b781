"""A common table, from the page of the call to closed, by the forms of the pages only: nothing is ranked."""

from app.adapters.pdf.pool import PdfRenderer
from app.db.session import Database
from tests import factories
from tests.fakes import FakeClock
from tests.journeys.by_pages import Road

AMOUNT = "29999,97"


def test_a_table_goes_from_the_page_of_the_call_to_its_last_payment(
    database: Database, clock: FakeClock, pdf: PdfRenderer
) -> None:
    road = Road.around(database, factories.BRESCIA, clock, pdf)
    road.begin()
    road.write_and_file_dossier()
    road.declare_admissible()
    road.agree(AMOUNT)
    road.sign_convention(AMOUNT)
    road.follow_up()
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
