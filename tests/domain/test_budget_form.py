"""The budget as it is typed: kept as text, read in cents, told cell by cell."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.budget import BudgetLine
from app.domain.budget_form import all_faults, clean, of_cells, read_budget, tables
from app.domain.errors import Fault, Reason, ReasonCode
from tests.factories import budget, call_folder

FORM = call_folder().dossier
assert FORM is not None
RULES = FORM.budget
ASKED, OWN = RULES.authority_account, "10-fonds"


def test_the_four_tables_have_the_accounts_of_the_call() -> None:
    assert [name for name, _ in tables(RULES)] == ["expenses", "income", "in_kind_uses", "in_kind_sources"]
    assert tables(RULES)[1][1] == RULES.income_accounts


def test_what_was_sent_is_kept_to_the_accounts_and_the_years_of_the_call() -> None:
    sent = {
        "expenses": {"60": ["12 000", "3 000", "1"], "61": ["", " "], "99": ["5"], "63": "800"},
        "income": "beaucoup",
        "unknown": {"60": ["1"]},
    }
    assert clean(sent, RULES) == {
        "expenses": {"60": ["12 000", "3 000"], "63": ["800"]},
        "income": {},
        "in_kind_uses": {},
        "in_kind_sources": {},
    }


@pytest.mark.parametrize("raw", [None, "texte", [], 3, {"expenses": None}])
def test_whatever_shape_is_sent_gives_an_empty_budget(raw: Any) -> None:
    assert clean(raw, RULES) == {"expenses": {}, "income": {}, "in_kind_uses": {}, "in_kind_sources": {}}


_cells = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("expenses", "income", "60")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(_cells)
def test_anything_sent_can_be_cleaned_then_read(raw: Any) -> None:
    kept = clean(raw, RULES)
    assert clean(kept, RULES) == kept
    assert isinstance(all_faults(kept, RULES), list)


def test_a_budget_is_read_in_cents_in_the_order_of_the_accounts() -> None:
    read, faults = read_budget(
        {"expenses": {"62-conseil": ["1 200,50", ""], "60": ["300"]}, "income": {}}, RULES
    )
    assert faults == []
    assert [(line.account, line.amounts) for line in read.expenses] == [
        ("60", (30_000,)),
        ("62-conseil", (120_050, 0)),
    ]
    assert (read.income, read.in_kind_uses) == ((), ())
    assert isinstance(read.expenses[0], BudgetLine)


def test_a_cell_that_cannot_be_read_is_told_by_its_place_and_counts_for_nothing() -> None:
    raw = {"expenses": {"60": ["300", "cent"]}, "income": {OWN: ["-5"]}}
    read, faults = read_budget(raw, RULES)
    assert [fault.field for fault in faults] == ["expenses.60.1", f"income.{OWN}.0"]
    assert faults[0] == Fault("expenses.60.1", Reason.of(ReasonCode.NOT_MONEY, read="cent"))
    assert read.expenses[0].amounts == (30_000, 0)
    assert all_faults(raw, RULES) == faults


def test_a_budget_that_can_be_read_is_told_what_does_not_balance() -> None:
    unbalanced = {"expenses": {"60": ["300"]}, "income": {ASKED: ["200"]}}
    assert [fault.reason for fault in all_faults(unbalanced, RULES)] == [
        Reason.of(ReasonCode.BUDGET_UNBALANCED, expenses=30_000, income=20_000, difference=10_000)
    ]
    assert all_faults(budget(FORM), RULES) == []
    assert [fault.reason.code for fault in all_faults({}, RULES)] == [ReasonCode.BUDGET_EMPTY]


def test_the_cells_of_a_budget_are_put_back_in_rows_without_those_that_hold_nothing() -> None:
    cells = {
        "expenses.60.1": "3 000",
        "expenses.60.0": "12 000",
        "expenses.61.0": "",
        "income.74.0": "15 000",
    }
    assert of_cells(cells) == {"expenses": {"60": ["12 000", "3 000"]}, "income": {"74": ["15 000"]}}
    assert of_cells({"expenses.60.1": "5"}) == {"expenses": {"60": ["", "5"]}}
