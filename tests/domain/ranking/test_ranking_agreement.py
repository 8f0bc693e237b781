"""How the experts of a list agree: each one's habits, and what their reviews weigh."""

from decimal import Decimal

from app.domain.ranking.agreement import Shift, agreement_of
from tests.domain.explained import criterion, grid, listed

ONE = grid(criterion("impact"), out_of="5")


def test_severity_and_spread_are_told_of_each_expert_with_what_changes_most_without_them() -> None:
    marks = {
        "A": {"kind": {"impact": "5"}, "severe": {"impact": "3"}},
        "B": {"kind": {"impact": "4"}, "severe": {"impact": "1"}},
        "C": {"alone": {"impact": "2"}},
    }
    found = agreement_of(listed(ONE, marks).ranked.scored)
    assert found is not None
    assert (found.shared, found.of) == (2, 3)
    alone, kind, severe = found.experts
    assert (alone.habit.reviewer, alone.habit.severity, alone.most) == ("alone", None, None)
    assert kind.habit.severity == Decimal("-2.5")
    assert severe.habit.severity == Decimal("2.5")
    assert severe.habit.mean == 2
    assert severe.habit.spread == 1
    assert kind.most == Shift("B", Decimal("-1.5"))
    assert severe.most == Shift("B", Decimal("1.5"))
    assert found.alpha is not None
    assert found.intraclass.agreement is not None


def test_the_first_application_is_told_among_equal_changes() -> None:
    marks = {name: {"x": {"impact": "4"}, "y": {"impact": "2"}} for name in ("A", "B")}
    found = agreement_of(listed(ONE, marks).ranked.scored)
    assert found is not None
    assert [one.most for one in found.experts] == [Shift("A", Decimal(-1)), Shift("A", Decimal(1))]


def test_without_votes_or_with_too_many_digits_there_is_no_agreement() -> None:
    assert agreement_of(listed(ONE, {}, also=["A"]).ranked.scored) is None
    huge = grid(criterion("impact", "1000000000000"), rounding={"decimals": 4})
    assert agreement_of(listed(huge, {"A": {"x": {"impact": "5"}}}).ranked.scored) is None
