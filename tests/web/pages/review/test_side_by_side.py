"""What an expert writes is read where the page promises: by the committee, by the officers, in a mail."""

from sqlmodel import select

from app.db.outbox import OutboxMail
from app.domain.workflow import Stage
from app.services.wiring import Wiring
from tests.web.applicants import Around, at
from tests.web.pages.review.test_review_pages import accepted, whole_grid


def mails(wired: Wiring, kind: str) -> list[tuple[str, dict[str, object]]]:
    with wired.database.read() as session:
        rows = session.exec(select(OutboxMail).where(OutboxMail.kind == kind)).all()
        return [(row.to, row.data) for row in rows]


def handed_in(around: Around) -> None:
    expert, address = accepted(around)
    assert expert.submit(address, whole_grid() | {"comment": "Le collectif est prêt."}).status_code == 303


def test_the_words_of_an_expert_are_read_by_the_officers_and_the_auditor(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    page = f"{around.home}/expertises"
    assert "Aucune expertise rendue" in around.browser(around.cast.officer).get(page).text
    handed_in(around)
    for reader in (around.cast.officer, around.cast.auditor):
        told = around.browser(reader).get(page).text
        assert told.count("Solide et éprouvé.") == sum(one.startswith("motif-") for one in whole_grid())
        assert "Le collectif est prêt." in told
    assert page in around.browser(around.cast.officer).get(around.home).text


def test_the_committee_reads_them_from_the_item_once_it_is_on_its_table(wired: Wiring) -> None:
    around = at(wired, Stage.SHORTLISTED)
    member = around.browser(around.cast.members[0])
    told = member.get(f"{around.home}/expertises")
    assert told.status_code == 200
    assert told.text.count("Solide et éprouvé.") == 2 * sum(one.startswith("motif-") for one in whole_grid())
    assert f"{around.home}/expertises" in member.get(around.home).text


def test_a_draft_review_is_read_by_nobody_else(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert, address = accepted(around)
    assert expert.submit(address, whole_grid() | {"comment": "Secret.", "garder": "1"}).status_code == 303
    told = around.browser(around.cast.officer).get(f"{around.home}/expertises").text
    assert "Solide et éprouvé." not in told
    assert "Secret." not in told


def test_neither_the_applicant_nor_another_expert_reads_what_experts_said(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    handed_in(around)
    assert around.browser(around.cast.owner).get(f"{around.home}/expertises").status_code == 403
    assert around.browser(around.cast.experts[2]).get(f"{around.home}/expertises").status_code == 404


def test_why_a_review_is_declined_is_mailed_to_the_officers_and_stands_beside_the_expert(
    wired: Wiring,
) -> None:
    around = at(wired, Stage.IN_REVIEW)
    expert = around.browser(around.cast.experts[0])
    address = f"/expertises/{around.reference}/reponse"
    assert expert.submit(address, {"reponse": "decliner", "reason": "Hors de mon champ."}).status_code == 303
    assert [data["reason"] for _, data in mails(wired, "review_declined")] == ["Hors de mon champ."]
    officer = around.browser(around.cast.officer)
    assert "Hors de mon champ." in officer.get(f"{around.home}/experts").text
    assert "Hors de mon champ." in officer.get(f"{around.home}/expertises").text
    assert (
        "Hors de mon champ."
        not in around.browser(around.cast.president).get(f"{around.home}/expertises").text
    )


def test_an_interest_is_mailed_with_its_nature_to_the_officers(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    assert (
        around.browser(around.cast.experts[0])
        .submit(f"{around.home}/interet", {"nature": "work"})
        .status_code
        == 303
    )
    assert [(data["nature"], data["review"]) for _, data in mails(wired, "interest_declared")] == [
        ("work", True)
    ]


def test_an_expert_taken_off_is_told_as_such_and_may_be_named_again(wired: Wiring) -> None:
    around = at(wired, Stage.IN_REVIEW)
    officer, page = around.browser(around.cast.officer), f"{around.home}/experts"
    expert = around.cast.experts[0].person_id
    assert officer.submit(page, {"retirer": str(expert)}).status_code == 303
    told = officer.get(page).text
    assert "Retirée" in told
    assert "Déclinée" not in told
    assert around.browser(around.cast.experts[0]).get(f"/expertises/{around.reference}").status_code == 404
    assert officer.submit(page, {"nommer": str(expert)}).status_code == 303
    assert around.browser(around.cast.experts[0]).get(f"/expertises/{around.reference}").status_code == 200
