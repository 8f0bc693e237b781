"""On the pages: the gap between experts shows before the reviews close, and a review is given back with a reason."""

from app.domain.workflow import Stage
from app.services.review import reviews
from app.services.wiring import Wiring
from tests import factories
from tests.services.review.test_reviews import typed
from tests.web.applicants import Around, at


def apart(wired: Wiring) -> Around:
    around = at(wired, Stage.IN_REVIEW)
    with wired.database.write() as session:
        work = factories.work(session)
        for expert, mark in zip(around.cast.experts[:2], ("1", "4"), strict=True):
            factories.review(work, around.reference, expert, mark)
    return around


def test_the_gap_shows_before_the_closing_which_asks_why_and_the_committee_reads_it(wired: Wiring) -> None:
    around = apart(wired)
    officer = around.browser(around.cast.officer)
    assert "la grille demande un expert de plus" in officer.get(around.home).text
    assert "La grille demande un expert de plus" in officer.get(f"{around.home}/expertises").text
    closing = f"{around.home}/actions/close_review"
    assert "Pourquoi clore sans un expert de plus" in officer.get(closing).text
    assert officer.submit(closing, {}).status_code == 422
    assert officer.submit(closing, {"gap_reason": "Le fond est partagé."}).status_code == 303
    assert officer.submit(f"{around.home}/actions/shortlist", {}).status_code == 303
    told = around.browser(around.cast.members[0]).get(f"{around.home}/expertises").text
    assert "Le fond est partagé." in told
    assert around.cast.officer.name in told


def test_closing_asks_for_no_reason_when_the_experts_are_close(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    with wired.database.write() as session:
        for expert in around.cast.experts[:2]:
            factories.review(factories.work(session), around.reference, expert)
    closing = f"{around.home}/actions/close_review"
    assert "gap_reason" not in around.browser(around.cast.officer).get(closing).text


def test_a_review_is_given_back_on_its_page_and_its_expert_reads_why(wired: Wiring) -> None:
    around = apart(wired)
    officer, expert = around.browser(around.cast.officer), around.cast.experts[0]
    page = f"{around.home}/experts/{expert.person_id}/rendre"
    assert page in officer.get(f"{around.home}/experts").text
    assert officer.submit(page, {"reason": ""}).status_code == 422
    assert officer.submit(page, {"reason": "Un motif manque."}).status_code == 303
    mine = around.browser(expert).get(f"/expertises/{around.reference}").text
    assert "Un motif manque." in mine
    assert "Un beau projet." in mine
    with wired.database.write() as session:
        work = factories.work(session, expert)
        reviews.save(work, around.reference, typed("4"), "Repris.")
        reviews.submit(work, around.reference)
    told = around.browser(around.cast.auditor).get(f"{around.home}/expertises").text
    assert "Expertises rendues, puis reprises" in told
    assert "Repris." in told
    crossed = officer.submit(page, {"reason": "Encore.", "seen": "0"})
    assert crossed.status_code == 409
    assert "Encore." in crossed.text


def test_closed_reviews_are_reopened_from_the_application(wired: Wiring) -> None:
    around = at(wired, Stage.REVIEWED)
    officer = around.browser(around.cast.officer)
    assert "rouvrez d’abord l’expertise" in officer.get(f"{around.home}/experts").text
    page = f"{around.home}/actions/reopen_review"
    assert officer.submit(page, {"reopening_reason": ""}).status_code == 422
    assert officer.submit(page, {"reopening_reason": "Un troisième lira."}).status_code == 303
    assert "Un troisième lira." not in around.browser(around.cast.owner).get(around.home).text


def test_who_takes_off_an_expert_who_had_handed_in_says_why_and_what_was_handed_in_stays_read(
    wired: Wiring,
) -> None:
    around = apart(wired)
    officer, expert = around.browser(around.cast.officer), around.cast.experts[0]
    page = f"{around.home}/experts"
    officer.submit(f"{page}/{expert.person_id}/rendre", {"reason": "Un motif manque."})
    number = str(expert.person_id)
    refused = officer.submit(page, {"retirer": number})
    assert refused.status_code == 422
    assert f'id="retrait-{number}-erreur"' in refused.text
    assert officer.submit(page, {"retirer": number, f"retrait-{number}": "Il se tait."}).status_code == 303
    for actor, address in (
        (around.cast.auditor, f"{around.home}/expertises"),
        (around.cast.officer, page),
    ):
        told = around.browser(actor).get(address).text
        assert "Il se tait." in told
        assert f"{expert.name} avait rendu ne compte plus" in told
    assert "Un beau projet." in officer.get(f"{around.home}/expertises").text
    assert "Il se tait." in officer.get(f"{around.home}/journal").text
