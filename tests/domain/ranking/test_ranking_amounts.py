"""The amount of each application, found from its expenses when the ranking file says how."""

from decimal import Decimal

import pytest

from app.domain.aid import StepKind
from app.domain.call_file.aid import AidRule
from app.domain.expressions import ExpressionRefusal, Kind
from app.domain.ranking.amounts import with_amounts
from app.domain.ranking.entries import Entry
from app.domain.scoring.conditions import ConditionError

HALF = AidRule.model_validate(
    {"rates": [{"label": "Tous", "rate": "0.5", "ceiling": "40 000 €"}], "yearly_ceiling": "15 000 €"}
)


def entry(**euros: str) -> Entry:
    return Entry("A", attributes={name: Decimal(text) for name, text in euros.items()})


def amount(rule: AidRule, one: Entry) -> int:
    return with_amounts([one], rule, {})[0][0].amount


def test_what_is_asked_year_by_year_is_bounded_each_year() -> None:
    three = entry(eligible_total="200000", requested="45000", requested_1="20000", requested_3="10000")
    assert amount(HALF, three) == 25_000_00


def test_without_years_all_is_asked_in_one() -> None:
    assert amount(HALF, entry(eligible_total="200000", requested="45000")) == 15_000_00


def test_without_request_the_rule_alone_gives_the_amount() -> None:
    plain = AidRule.model_validate({"rates": [{"label": "Tous", "rate": "0.5"}]})
    assert amount(plain, entry(eligible_total="200000")) == 100_000_00


def test_what_has_no_expense_receives_nothing() -> None:
    assert amount(HALF, Entry("A")) == 0
    assert amount(HALF, entry(eligible_total="-5", requested="10")) == 0


def test_each_amount_comes_with_its_steps() -> None:
    entries, found = with_amounts([entry(eligible_total="20000", requested="8000")], HALF, {})
    assert entries[0].amount == found["A"].amount == 8_000_00
    assert [step.kind for step in found["A"].steps] == [StepKind.RATE, StepKind.REQUEST]


def test_a_rule_that_divides_by_zero_gives_no_aid_to_its_application_alone_and_says_so() -> None:
    rule = AidRule.model_validate({"rates": [{"label": "Petits", "when": "1 / n > 2", "rate": "0.5"}]})
    entries = [Entry(name, attributes={"n": Decimal(n)}) for name, n in (("A", 1), ("B", 0))]
    _, found = with_amounts(entries, rule, {"n": Kind.NUMBER})
    assert [step.kind for step in found["A"].steps] == [StepKind.NO_RATE]
    assert (found["B"].amount, [step.kind for step in found["B"].steps]) == (0, [StepKind.NOT_COMPUTED])
    with pytest.raises(ConditionError) as error:
        with_amounts([Entry("A", attributes={"n": "un"})], rule, {"n": Kind.NUMBER})
    assert (error.value.place, error.value.code) == (0, ExpressionRefusal.WRONG_VALUE)
