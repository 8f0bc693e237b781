"""A tiers-lieu, from the published call to closed, through the JSON only."""

from app.adapters.pdf.pool import PdfRenderer
from app.db.session import Database
from tests import factories
from tests.api_client import Callers
from tests.fakes import FakeClock
from tests.journeys.by_api import Journey

WAVE, ASKED, AMOUNT = "automne_2026", "40000", "38765.43"


def test_a_place_goes_from_its_letter_to_its_last_payment(
    database: Database, clock: FakeClock, pdf: PdfRenderer
) -> None:
    people = Callers.around(database, factories.TIERS_LIEUX, clock, pdf=pdf)
    road = Journey(people, factories.TIERS_LIEUX)
    road.begin("La Grange de Bellac")
    road.write_and_submit_letter("La Grange")
    road.invite()
    road.write_and_submit_dossier("La Grange", ASKED)
    road.declare_admissible()
    road.review()
    road.sit(WAVE, AMOUNT)
    road.decide_and_release(WAVE, AMOUNT)
    road.sign_convention(AMOUNT)
    road.follow_up(AMOUNT)
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
    assert road.mails() == [
        "team_invitation",
        "letter_received",
        "invited",
        "dossier_received",
        "admissible",
        "review_assigned",
        "awarded",
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
