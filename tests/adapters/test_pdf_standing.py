"""A paper says what it is: a draft, the document, an extract; and what it prints of money is what was decided."""

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from app.adapters.pdf.typeset import page, typeset
from app.domain.documents import BudgetLine, FinancingPlan, Funding, Standing
from tests import documents_samples as samples
from tests.adapters.test_pdf_text import pages_of, printed

DRAFTS: list[Any] = [
    samples.minutes(standing=Standing.DRAFT, closed_at=None),
    samples.convention(standing=Standing.DRAFT),
]
REGION = "Région Nouvelle-Aquitaine"


def by_year(*, granted: int | None = None) -> FinancingPlan:
    expenses = (
        BudgetLine("Machines", 90_000_00, "21", years=(60_000_00, 30_000_00), eligible=True),
        BudgetLine("Réceptions", 10_000_00, "62", years=(0, 10_000_00), eligible=False),
    )
    income = (
        BudgetLine(
            REGION, 40_000_00, "74", Funding.REQUESTED, years=(30_000_00, 10_000_00), granted_cents=granted
        ),
        BudgetLine("Ventes", 60_000_00, "70", years=(30_000_00, 30_000_00)),
    )
    return FinancingPlan(expenses, income)


@pytest.mark.parametrize("draft", DRAFTS, ids=("minutes", "convention"))
def test_a_draft_says_so_in_its_title_and_on_each_page_and_nobody_signs_it(draft: Any) -> None:
    pdf = typeset(draft)
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_dict()["Title"].startswith("Projet de ")
    texts = pages_of(pdf)
    assert all("projet" in text for text in texts)
    assert "Date et signature" not in " ".join(texts)
    assert "Date et signature" in " ".join(printed(replace(draft, standing=Standing.FROZEN)))


def test_a_draft_of_minutes_has_neither_version_nor_fingerprint() -> None:
    text = " ".join(pages_of(typeset(DRAFTS[0])))
    assert ("version 1" in text, "mpreinte" in text) == (False, False)


def test_what_an_interest_hides_makes_an_extract() -> None:
    text = " ".join(pages_of(typeset(samples.minutes(standing=Standing.EXTRACT))))
    assert text.count("Extrait du procès-verbal") > 2
    assert samples.OTHER_SHA in text
    assert "Date et signature" not in text
    assert samples.minutes().envelope_cents is not None
    assert ("Enveloppe" in text, "Reste disponible" in text) == (False, False)


def test_the_annexe_prints_the_grant_of_the_decision_beside_what_was_asked() -> None:
    plan = by_year(granted=34_000_00)
    parts = [
        replace(one, cents=34_000_00 * int(one.share * 100) // 100)
        for one in samples.convention().instalments
    ]
    document = samples.convention(
        financing_plan=plan, amount_cents=34_000_00, eligible_cents=90_000_00, instalments=tuple(parts)
    )
    text = " ".join(printed(document))
    assert "la subvention y est demandée pour 40 000,00 €. Elle est accordée pour 34 000,00 €" in text
    assert "accordé : 34 000,00 € 30 000,00 € 10 000,00 € 40 000,00 €" in text
    assert "sollicité" not in text


def test_a_plan_is_printed_by_year_and_says_which_expenses_count() -> None:
    text = " ".join(printed(samples.receipt(budget=by_year())))
    assert "Année 1 Année 2 Total" in text
    assert "Machines dépense éligible 60 000,00 € 30 000,00 € 90 000,00 €" in text
    assert "Réceptions 0,00 € 10 000,00 € 10 000,00 €" in text
    assert "Dont dépenses éligibles 60 000,00 € 30 000,00 € 90 000,00 €" in text


def test_titles_are_not_nested_their_bookmarks_have_their_spaces_and_lines_break_at_plain_hyphens() -> None:
    document = samples.convention()
    pdf = typeset(document)
    with pypdfium2.PdfDocument(pdf) as opened:
        marks = [one.get_title().replace("\u00a0", " ") for one in opened.get_toc()]
        text = "".join(opened[i].get_textpage().get_text_range() for i in range(len(opened)))
    assert marks[0] == "Convention de partenariat n° 2026-TL-0042"
    assert marks[3].startswith("Article 1 ")
    assert "\u2010" not in text


def test_a_name_written_from_right_to_left_leaves_the_address_in_its_order() -> None:
    beneficiary = replace(samples.convention().beneficiary, name="جمعية الأمل")
    assert "<bdi>جمعية الأمل</bdi>" in page(samples.convention(beneficiary=beneficiary))
