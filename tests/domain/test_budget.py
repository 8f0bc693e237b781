"""The budget and the aid: balance, eligible basis, and the worked examples of the real calls."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.aid import StepKind, aid_of
from app.domain.budget import (
    Budget,
    BudgetLine,
    budget_faults,
    by_year,
    compute_aid,
    total,
)
from app.domain.call_file import AidRule, BudgetRules
from app.domain.errors import ReasonCode
from app.domain.expressions import Kind

CLASSES = {"territory": Kind.TEXT}


def rules(years: int = 2, **aid: Any) -> BudgetRules:
    return BudgetRules.model_validate(
        {
            "basis": "HT",
            "years": years,
            "authority_account": "74-region",
            "expense_accounts": [
                {"code": "60", "label": "Achats"},
                {"code": "66", "label": "Charges financières", "eligible": False},
            ],
            "income_accounts": [{"code": "70", "label": "Ventes"}, {"code": "74-region", "label": "Région"}],
            "in_kind_uses": [{"code": "864", "label": "Bénévoles"}],
            "in_kind_sources": [{"code": "870", "label": "Bénévolat"}],
            "aid": aid or {"rates": [{"label": "Moitié", "rate": "0.5"}]},
        }
    )


def by_class() -> BudgetRules:
    """The rule of 2019-2021: the rate and the ceiling follow the class of the territory."""
    return rules(
        rates=[
            {"label": "peu", "when": "territory == 'peu'", "rate": "0.3", "ceiling": "60 000"},
            {"label": "partielle", "when": "territory == 'partielle'", "rate": "0.4", "ceiling": "80 000"},
            {"label": "forte", "when": "territory == 'forte'", "rate": "0.5", "ceiling": "100 000"},
        ]
    )


def project(cost: int, *asked: int) -> Budget:
    """Expenses of `cost` euros; what is asked of the Region each year, in euros; sales for the rest."""
    asked_cents = tuple(amount * 100 for amount in asked)
    return Budget(
        expenses=(BudgetLine("60", "Achats", (cost * 100,)),),
        income=(
            BudgetLine("74-region", "Aide", asked_cents),
            BudgetLine("70", "Ventes", (cost * 100 - sum(asked_cents),)),
        ),
    )


@pytest.mark.parametrize(
    ("territory", "cost", "aid"),
    [
        ("partielle", 150_000, 60_000),
        ("partielle", 250_000, 80_000),
        ("peu", 100_000, 30_000),
        ("peu", 300_000, 60_000),
        ("forte", 300_000, 100_000),
    ],
)
def test_tiers_lieux_2019_rate_and_ceiling_by_class(territory: str, cost: int, aid: int) -> None:
    found = compute_aid(project(cost, cost), by_class(), {"territory": territory}, CLASSES)
    assert found.amount == aid * 100


def test_each_step_names_the_line_of_the_rates_where_there_are_several_and_the_ceiling_of_the_call_is_of_none() -> (
    None
):
    rates = [
        {"label": "Forte", "when": "territory == 'forte'", "rate": "0.5", "ceiling": 90_000},
        {"label": "Ailleurs", "rate": "0.3"},
    ]
    several = rules(rates=rates, ceiling="80 000 €")
    found = compute_aid(project(300_000, 300_000), several, {"territory": "forte"}, CLASSES)
    assert [(step.kind, step.label, step.after) for step in found.steps] == [
        (StepKind.RATE, "Forte", 150_000_00),
        (StepKind.CEILING, "Forte", 90_000_00),
        (StepKind.CEILING, "", 80_000_00),
    ]


def test_tiers_lieux_now_half_capped_at_fifty_thousand_with_its_explanation() -> None:
    now = rules(rates=[{"label": "Dépenses éligibles", "rate": "0.5", "ceiling": 50000}])
    found = compute_aid(project(250_000, 125_000), now, {}, {})
    assert found.amount == 50_000_00
    assert [(step.kind, step.before, step.after) for step in found.steps] == [
        (StepKind.RATE, 250_000_00, 125_000_00),
        (StepKind.CEILING, 125_000_00, 50_000_00),
    ]
    assert (found.steps[0].rate, found.steps[0].label) == (Decimal("0.5"), "")
    assert found.steps[1].limit == 50_000_00


def test_chercheurs_citoyens_the_ceiling_is_per_year_and_nothing_is_carried() -> None:
    yearly = rules(years=3, rates=[{"label": "Tout", "rate": 1}], yearly_ceiling="50 000 €")
    found = compute_aid(project(200_000, 60_000, 50_000, 40_000), yearly, {}, {})
    assert found.amount == 140_000_00
    assert [(step.kind, step.year, step.after) for step in found.steps[1:]] == [
        (StepKind.YEARLY_CEILING, 1, 50_000_00),
        (StepKind.YEARLY_REQUEST, None, 140_000_00),
    ]


def test_no_aid_without_a_rate_that_applies_nor_below_the_minimum() -> None:
    none = compute_aid(project(100, 50), by_class(), {"territory": "ailleurs"}, CLASSES)
    assert (none.amount, none.steps[0].kind) == (0, StepKind.NO_RATE)
    least = rules(rates=[{"label": "Moitié", "rate": "0.5"}], ceiling="10 000", minimum="1 000")
    small = compute_aid(project(100, 50), least, {}, {})
    assert (small.amount, small.steps[-1].kind) == (0, StepKind.MINIMUM)
    assert compute_aid(project(10_000, 5_000), least, {}, {}).amount == 5_000_00


def test_an_aid_is_rounded_as_its_rule_says() -> None:
    euro = rules(rates=[{"label": "Tiers", "rate": "0.333"}], rounding={"unit": "euro", "mode": "down"})
    assert compute_aid(project(1_001, 1_001), euro, {}, {}).amount == 333_00


def test_what_is_not_eligible_does_not_count_in_the_basis() -> None:
    budget = Budget(
        expenses=(BudgetLine("60", "Achats", (600_00, 400_00)), BudgetLine("66", "Intérêts", (500_00,))),
        income=(BudgetLine("74-region", "Aide", (750_00, 0)), BudgetLine("70", "Ventes", (750_00,))),
    )
    assert total(budget.eligible(rules())) == 1_000_00
    assert by_year(budget.expenses) == (1_100_00, 400_00)
    assert compute_aid(budget, rules(), {}, {}).amount == 500_00
    assert budget.known(rules()) == {
        "expenses_total": Decimal(1500),
        "eligible_total": Decimal(1000),
        "income_total": Decimal(1500),
        "requested": Decimal(750),
        "own_share": Decimal("0.5"),
        "years": Decimal(2),
    }
    assert Budget().known(rules())["own_share"] is None


def test_a_sound_budget_has_no_fault_and_gifts_in_kind_balance_apart() -> None:
    gift = BudgetLine("864", "Bénévoles", (300_00,)), BudgetLine("870", "Bénévolat", (300_00,))
    plain = project(1_000, 500)
    sound = Budget(plain.expenses, plain.income, gift[:1], gift[1:])
    assert sound.is_balanced
    assert budget_faults(sound, rules()) == ()
    assert total(sound.eligible(rules())) == 1_000_00


def codes(budget: Budget) -> list[tuple[str, ReasonCode]]:
    return [(fault.field, fault.reason.code) for fault in budget_faults(budget, rules())]


def test_every_fault_of_a_budget_is_told_at_once() -> None:
    budget = Budget(
        expenses=(BudgetLine("99", "?", (100_00,)), BudgetLine("60", "Achats", (-1, 0, 5))),
        income=(BudgetLine("70", "Ventes", (50_00,)),),
        in_kind_uses=(BudgetLine("864", "Bénévoles", (1,)),),
    )
    assert not budget.is_balanced
    assert codes(budget) == [
        ("budget.expenses.0", ReasonCode.NOT_A_CHOICE),
        ("budget.expenses.1", ReasonCode.TOO_SMALL),
        ("budget.expenses.1", ReasonCode.TOO_LARGE),
        ("budget.income", ReasonCode.BUDGET_UNBALANCED),
        ("budget.in_kind_sources", ReasonCode.BUDGET_UNBALANCED),
        ("budget.income", ReasonCode.BUDGET_REQUEST_MISMATCH),
    ]


def test_a_difference_of_one_cent_is_told_with_both_totals() -> None:
    fault = budget_faults(
        Budget((BudgetLine("60", "Achats", (100_00,)),), (BudgetLine("74-region", "Aide", (99_99,)),)),
        rules(),
    )[0]
    assert fault.reason.values == {"expenses": 100_00, "income": 99_99, "difference": 1}


def test_an_empty_budget_says_only_that() -> None:
    assert codes(Budget()) == [("budget.expenses", ReasonCode.BUDGET_EMPTY)]


@pytest.mark.parametrize(
    ("activity", "amount"), [(Decimal(100_000), 30_000_00), (Decimal(500_000), 50_000_00), (None, 0)]
)
def test_the_aid_is_no_more_than_a_part_of_the_applicants_activity(
    activity: Decimal | None, amount: int
) -> None:
    rule = AidRule.model_validate(
        {
            "rates": [{"label": "Taux unique", "rate": "0.5"}],
            "ceiling": 50_000,
            "activity_ceiling": {"of": "activity", "share": "0.3"},
        }
    )
    found = aid_of(rule, 150_000_00, [75_000_00], {"activity": activity}, {"activity": Kind.NUMBER})
    assert found.amount == amount
    limited = [step.kind for step in found.steps if step.kind is StepKind.ACTIVITY_CEILING]
    assert limited == ([StepKind.ACTIVITY_CEILING] if amount < 50_000_00 else [])


def test_what_the_call_permits_is_told_apart_from_what_is_asked() -> None:
    rule = AidRule.model_validate(
        {"rates": [{"rate": "0.5", "label": "T"}], "ceiling": 60_000, "yearly_ceiling": 40_000}
    )
    over = aid_of(rule, 106_433_40, [80_000_00], {}, {})
    asked = aid_of(rule, 106_433_40, [20_000_00, 30_000_00], {}, {})
    whole = aid_of(rule, 106_433_40, [40_000_00, 40_000_00], {}, {})
    found = [(one.permitted, one.amount, one.steps[-1].kind) for one in (over, asked, whole)]
    assert found == [
        (53_216_70, 40_000_00, StepKind.YEARLY_REQUEST),
        (53_216_70, 50_000_00, StepKind.REQUEST),
        (53_216_70, 53_216_70, StepKind.RATE),
    ]
