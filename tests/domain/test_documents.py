"""A document that would leave a hole on paper says which; one that is whole says nothing."""

import json
import pickle
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from app.domain.documents import (
    BudgetLine,
    Document,
    FinancingPlan,
    IncompleteDocumentError,
    Indicator,
    MinutesItem,
    Opinion,
    Presence,
    Quorum,
    UnmetRule,
    missing,
)
from app.domain.documents.written import DocumentKind, read, written
from tests import documents_samples as samples

NAIVE = datetime(2026, 6, 2, 15, 42)  # noqa: DTZ001 - the fault that is looked for
INDICATOR = Indicator("Usagers", "quantitative", "registre")


@pytest.mark.parametrize(
    "document",
    [
        samples.convention(),
        samples.grantless_convention(),
        samples.receipt(),
        samples.letter_receipt(),
        samples.minutes(),
        samples.rules(),
        samples.notification(),
        samples.refusal(),
    ],
)
def test_a_whole_document_misses_nothing(document: Document) -> None:
    assert missing(document) == ()


@pytest.mark.parametrize(
    ("document", "names"),
    [
        (samples.convention(number=" "), ("number",)),
        (samples.notification(organisation=""), ("organisation",)),
        (samples.notification(deliberation="", author=""), ("author",)),
        (samples.notification(issued_at=NAIVE), ("issued_at.zone",)),
        (samples.refusal(reasons=" "), ("reasons",)),
        (samples.refusal(unmet=(UnmetRule("", "Hors du territoire."),)), ("unmet[1].article",)),
        (samples.convention(visas=()), ("visas",)),
        (samples.convention(start_on=None), ("start_on",)),
        (samples.convention(start_on=date(2029, 1, 1)), ("end_on.before_start",)),
        (samples.convention(drafted_at=NAIVE), ("drafted_at.zone",)),
        (samples.convention(rate=None, financing_plan=None), ("rate", "financing_plan")),
        (samples.convention(eligible_cents=None), ("eligible_cents",)),
        (samples.convention(instalments=()), ("instalments",)),
        (samples.convention(eligible_cents=49_999_99), ("amount_cents.above_cost",)),
        (samples.convention(amount_cents=50_000_01), ("instalments.total",)),
        (samples.convention(amount_cents=0), ("amount_cents.not_positive", "instalments.total")),
        (samples.grantless_convention(extra_articles=()), ("extra_articles",)),
        (
            samples.convention(indicators=(INDICATOR,)),
            ("indicators[1].baseline", "indicators[1].target"),
        ),
        (
            samples.convention(indicators=(replace(INDICATOR, baseline_required=False, target=Decimal(0)),)),
            (),
        ),
        (samples.receipt(implicit_refusal_on=None), ("implicit_refusal_on",)),
        (samples.receipt(missing_pieces=("Statuts",)), ("completion_until",)),
        (samples.receipt(received_at=NAIVE), ("received_at.zone",)),
        (samples.minutes(opened_at=NAIVE), ("opened_at.zone",)),
        (samples.minutes(items=()), ("items",)),
        (samples.rules(sections=(), authority=" "), ("authority", "sections")),
    ],
)
def test_what_is_blank_or_does_not_add_up_is_named(document: Document, names: tuple[str, ...]) -> None:
    assert missing(document) == names


def test_a_blank_inside_a_part_is_named_with_its_rank() -> None:
    whole = samples.convention()
    holed = replace(
        whole,
        authority=replace(whole.authority, deliberation_on=None),
        beneficiary=replace(whole.beneficiary, siret=""),
        rendezvous=(whole.rendezvous[0], replace(whole.rendezvous[1], planned_on=None)),
        instalments=(*whole.instalments[:2], replace(whole.instalments[2], share=Decimal("0.3"))),
    )
    assert missing(holed) == (
        "authority.deliberation_on",
        "beneficiary.siret",
        "rendezvous[2].planned_on",
        "instalments.shares",
    )


def test_between_parties_abroad_no_siret_is_asked_for() -> None:
    whole = samples.convention()
    abroad = replace(
        whole,
        authority=replace(whole.authority, siret=""),
        beneficiary=replace(whole.beneficiary, siret=""),
    )
    assert missing(abroad) == ()


def test_a_financing_plan_out_of_balance_is_not_printed() -> None:
    plan = FinancingPlan((BudgetLine("Travaux", 118_400_00),), (BudgetLine("Région", 118_399_99),))
    assert missing(samples.convention(financing_plan=plan)) == ("financing_plan.balance",)


def test_contributions_in_kind_balance_apart_from_money() -> None:
    plan = FinancingPlan(
        (BudgetLine("Travaux", 100), BudgetLine("Bénévolat", 50, in_kind=True)),
        (BudgetLine("Région", 150),),
    )
    assert (plan.expenses_cents, plan.expenses_in_kind_cents) == (100, 50)
    assert (plan.income_cents, plan.income_in_kind_cents) == (150, 0)
    assert (plan.has_in_kind, plan.balanced) == (True, False)


def test_a_proxy_names_its_holder_and_conditions_are_written() -> None:
    whole = samples.minutes()
    college = whole.colleges[0]
    absent = replace(college.members[0], presence=Presence.REPRESENTED, proxy_to="")
    conditional = replace(whole.items[0], opinion=Opinion.RECOMMENDED_WITH_CONDITIONS, conditions=())
    holed = replace(
        whole,
        colleges=(replace(college, members=(absent,)),),
        items=(conditional,),
    )
    assert missing(holed) == ("colleges[1].members[1].proxy_to", "items[1].conditions")


@pytest.mark.parametrize(("cents", "published"), [(23_000_00, False), (23_000_01, True), (None, False)])
def test_essential_data_are_published_above_23_000_euros(cents: int | None, published: bool) -> None:
    year = {"start_on": date(2027, 1, 1), "end_on": date(2027, 12, 31)}
    assert samples.convention(amount_cents=cents, **year).publishes_essential_data is published


@pytest.mark.parametrize(("cents", "published"), [(46_000_00, False), (46_300_00, True)])
def test_a_subsidy_of_two_years_is_published_by_the_mean_of_a_year(cents: int, published: bool) -> None:
    years = {"start_on": date(2026, 10, 1), "end_on": date(2028, 9, 30)}
    assert samples.convention(amount_cents=cents, **years).publishes_essential_data is published


def test_the_articles_of_a_convention_without_subsidy_leave_money_out() -> None:
    with_money = samples.convention().articles()
    without = samples.grantless_convention().articles()
    assert with_money[2:6] == ("cost", "grant", "payment", "evidence")
    assert without[:5] == ("purpose", "duration", "extra", "extra", "rendezvous")
    assert (with_money[-1], without[-1]) == ("appeals", "appeals")


def test_a_convention_of_a_call_without_follow_up_has_neither_its_articles_nor_its_annex() -> None:
    alone = samples.grantless_convention(followed=False, rendezvous=(), indicators=())
    assert not {"rendezvous", "evaluation"} & set(alone.articles())
    assert (alone.annexes(), missing(alone)) == (("project",), ())
    assert missing(replace(alone, followed=True)) == ("rendezvous", "indicators")
    assert samples.convention().annexes() == ("project", "plan", "schedule", "follow_up")


def test_minutes_total_the_favourable_opinions() -> None:
    document = samples.minutes()
    assert document.supported_cents == 50_000_00 + 43_250_50 + 48_000_00
    assert [document.count(opinion) for opinion in Opinion] == [2, 1, 1, 1, 1]
    assert document.cents(Opinion.ON_RESERVE) == 30_000_00
    assert not MinutesItem("A", "t", "o", Opinion.POSTPONED).is_supported


@pytest.mark.parametrize(("present", "reached"), [(5, False), (6, True)])
def test_the_quorum_counts_persons_and_not_proxies(present: int, reached: bool) -> None:
    assert Quorum(seats=11, required=6, present=present, represented=4).reached is reached


@pytest.mark.parametrize("build", [samples.convention, samples.receipt, samples.minutes, samples.rules])
def test_a_document_travels_between_processes(build: type[Document]) -> None:
    document = build()
    assert pickle.loads(pickle.dumps(document)) == document
    assert document.issued_at.tzinfo is not None


def test_the_refusal_to_print_keeps_its_names_between_processes() -> None:
    refusal = pickle.loads(pickle.dumps(IncompleteDocumentError(("number", "rate"))))
    assert (refusal.names, str(refusal)) == (("number", "rate"), "missing: number, rate")


def test_what_counts_in_the_basis_of_the_aid_is_added_alone() -> None:
    lines = (BudgetLine("Achats", 100, eligible=True), BudgetLine("Frais de bouche", 50, eligible=False))
    assert FinancingPlan(lines, ()).eligible_cents == 100


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        (DocumentKind.LETTER, samples.notification()),
        (DocumentKind.LETTER, samples.refusal()),
        (DocumentKind.RECEIPT, samples.receipt()),
        (DocumentKind.CONVENTION, samples.convention()),
        (DocumentKind.MINUTES, samples.minutes()),
    ],
)
def test_a_document_that_was_written_is_read_as_it_was(kind: DocumentKind, document: Document) -> None:
    assert read(kind, json.loads(json.dumps(written(document)))) == document


def test_a_text_of_another_type_is_written_as_the_text_that_it_is() -> None:
    class Seen(str):
        __slots__ = ()

    assert written({"title": Seen("La Grange")}) == {"title": "La Grange"}
