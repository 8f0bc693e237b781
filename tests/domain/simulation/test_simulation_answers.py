"""The answers of an invented application: within their bounds, on both sides of what the files compare them to."""

from bisect import bisect_right
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.domain.call_file.aid import AidRule
from app.domain.call_file.forms import Question
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.names import Bounds, Names
from app.domain.expressions import Kind
from app.domain.money import to_cents
from app.domain.simulation import FindingCode, Rules, invent, try_rules
from app.domain.simulation.compared import Formula, compared
from tests.domain.grids import criterion, grid

PLAIN = grid(criterion("a", "10"))
TEN = {"min": 0, "max": 10, "step": 1}


def bounds(kind: str, **said: Any) -> Bounds:
    return Bounds.of(Question.model_validate({"key": "x", "label": "X", "kind": kind, **said}))


def drawn(
    kind: Kind, *conditions: str, by: Bounds | None = None, formulas: tuple[Formula, ...] = (), **more: Any
) -> list[Any]:
    names = Names({"x": kind, "other": Kind.NUMBER}, {}, {"x": by} if by else {})
    made = invent(
        PLAIN,
        names,
        count=200,
        reviewers=1,
        seed="s",
        conditions=conditions,
        formulas=formulas,
        **more,
    )
    return [(one.attributes or {})["x"] for one in made.entries if "x" in (one.attributes or {})]


def reached(values: list[Any], *figures: Any) -> list[int]:
    """How many lie in each stretch between these figures."""
    counts = Counter(bisect_right(figures, one) for one in values)
    return [counts[at] for at in range(len(figures) + 1)]


BRACKETS = ("x >= 10000", "x >= 5000", "x >= 2000")


@pytest.mark.parametrize(
    ("by", "low", "high"),
    [
        (None, 500, 20_000),
        (bounds("integer"), 500, 20_000),
        (bounds("integer", max=30_000), 500, 30_000),
        (bounds("integer", min=3_000), 3_000, 20_000),
        (bounds("money", min=0, max=12_000), 0, 12_000),
    ],
)
def test_every_bracket_is_reached_within_the_bounds_of_the_question(
    by: Bounds | None, low: int, high: int
) -> None:
    values = drawn(Kind.NUMBER, *BRACKETS, by=by)
    assert low <= min(values) < max(values) <= high
    assert all(one == int(one) for one in values)
    inside = [one for one in (2_000, 5_000, 10_000) if one > low]
    assert min(reached(values, *inside)) > 20
    assert Decimal(10_000) in values


@pytest.mark.parametrize(
    ("by", "low", "high"),
    [
        (bounds("integer", min=7, max=9), 7, 9),
        (bounds("integer", min="6.5", max="9.5"), 7, 9),
        (bounds("integer", min=1), 1, 101),
        (bounds("number", min=1000), 1000, 2000),
        (bounds("integer", max=60), 0, 60),
        (bounds("number", max=-5), -10, -5),
        (bounds("number", min=0, max=1), 0, 1),
        (bounds("number", min=3, max=3), 3, 3),
        (bounds("money"), 12_500, 100_000),
        (bounds("money", max=900), 0, 900),
        (bounds("number"), 12, 100),
        (None, 12, 100),
    ],
)
def test_without_a_comparison_a_number_lies_within_its_bounds_or_is_plausible(
    by: Bounds | None, low: int, high: int
) -> None:
    values = drawn(Kind.NUMBER, by=by)
    assert low <= min(values) <= max(values) <= high
    assert max(values) - min(values) >= Decimal("0.8") * (high - low)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("x + 2 > 10", 8),
        ("2 + x > 10", 8),
        ("x - 2 > 10", 12),
        ("20 - x > 5", 15),
        ("x * 4 > 10", Fraction(5, 2)),
        ("0.5 * x > 10", 20),
        ("x / 4 > 10", 40),
        ("40 / x > 10", 4),
        ("-x < -3", 3),
        ("5 + 2 < x", 7),
        ("9 - 2 < x", 7),
        ("3 * 2 < x", 6),
        ("9 / 2 < x", Fraction(9, 2)),
        ("between(x, 7, 7)", 7),
        ("min(40, x / 10) > 40", 400),
        ("(x if other > 1 else 3) > 6", 6),
        ("x in [6, 6]", 6),
        ("x > date('2026-05-01')", date(2026, 5, 1).toordinal()),
        ("date('2026-05-11') - x > 10", date(2026, 5, 1).toordinal()),
    ],
)
def test_a_comparison_is_solved_for_its_name(text: str, figure: Fraction | int) -> None:
    assert compared((text,)).figures["x"] == (Fraction(figure),)


@pytest.mark.parametrize(
    "text",
    [
        "x * 0 > 1",
        "0 * x > 1",
        "3 / x > 0",
        "x > other",
        "x == True",
        "x > 1 / 0",
        "x + other > 4",
        "lowest(x) > 2",
    ],
)
def test_what_cannot_be_solved_says_nothing_of_the_name(text: str) -> None:
    assert "x" not in compared((text,)).figures


def test_words_are_read_in_lists_and_at_the_head_of_a_text() -> None:
    texts = ("x in ['eau', 'air']", "starts_with(x, '75')", "'sol' == x", "x == true")
    assert compared(texts).words["x"] == ("75", "air", "eau", "sol")


def test_a_formula_is_compared_to_the_ends_of_its_scale() -> None:
    found = compared((), (Formula("x / 100", Fraction(0), Fraction(40)),))
    assert [int(one) for one in found.figures["x"]] == [0, 4000]
    values = drawn(Kind.NUMBER, formulas=(Formula("x / 100", Fraction(0), Fraction(40)),))
    assert min(reached(values, 2000, 4000)) > 20


def test_a_share_keeps_its_decimals_and_a_figure_below_zero_has_both_sides() -> None:
    shares = drawn(Kind.NUMBER, "x > 0.5")
    assert {one > Decimal("0.5") for one in shares} == {True, False}
    assert 0 < min(shares) < max(shares) <= 1
    assert 0 in drawn(Kind.NUMBER, "x > 0")
    assert min(reached(drawn(Kind.NUMBER, "x > -5"), -5)) > 20
    assert set(drawn(Kind.NUMBER, "x >= 1", by=bounds("integer"))) == {Decimal(one) for one in (0, 1, 2)}
    assert any(one != int(one) for one in drawn(Kind.NUMBER, "x >= 2.5"))


def test_days_fall_on_both_sides_of_those_that_the_files_write_and_within_the_calendar() -> None:
    days = drawn(Kind.DATE, "x < date('2008-01-01')", "date('2027-01-01') - x > 4000000")
    assert min(reached(days, date(2008, 1, 1))) > 20
    assert {one.year for one in days} <= {2007, 2008, 2009}
    assert {one.year for one in drawn(Kind.DATE)} == {2026}
    assert max(drawn(Kind.DATE, "x < date('9999-12-31')")) <= date.max


def test_the_activity_of_the_applicant_is_around_what_lets_it_ask_what_one_asks() -> None:
    said = {"rates": [{"label": "T", "rate": "0.5"}], "activity_ceiling": {"of": "x", "share": "0.25"}}
    values = drawn(Kind.NUMBER, aid=AidRule.model_validate(said))
    assert min(reached(values, 200_000)) > 20
    assert 50_000 <= min(values) < max(values) <= 400_000


def test_a_computed_criterion_is_tried_in_all_its_brackets_and_is_not_said_to_be_idle() -> None:
    """Reproduced: `habitants` lay between 0 and 75, and the criterion was said to decide nothing."""
    lines = [
        {"when": "habitants >= 10000", "mark": 0},
        {"when": "habitants >= 5000", "mark": 4},
        {"when": "habitants >= 2000", "mark": 7},
        {"mark": 10},
    ]
    file = grid(
        criterion("merit", "10", ("0", "10", "0.1")),
        criterion("size", "10", TEN, computed=lines),
        criterion("rate", "10", TEN, computed="emplois / 3"),
        criterion("word", "0", {"kind": "yes_no"}, counts="nothing", computed=[{"mark": "yes"}]),
    )
    asked = [
        Question.model_validate({"key": key, "label": key, "kind": "integer"})
        for key in ("habitants", "emplois")
    ]
    rules = Rules(file, RankingRule(), grid_names(file, Names.of(asked))[0], None, 500_000_00)
    tried = try_rules(rules, count=60, seed="x")
    scored = tried.result.listing.ranked.scored
    marks = {int(scored.columns["size"].mark.at(at)) for at in range(60)}
    assert marks == {0, 4, 7, 10}
    assert len({scored.columns["rate"].mark.at(at) for at in range(60)}) > 5
    assert "Size" not in [one.said["label"] for one in tried.findings if one.code is FindingCode.IDLE]


def test_some_invented_applications_are_among_those_that_a_grid_compares() -> None:
    """Reproduced: nobody had five thousand inhabitants, and everybody had the weakest mark."""
    file = grid(
        criterion("merit", "10", ("0", "10", "0.1")),
        criterion("size", "10", TEN, computed="10 * lowest(habitants) / habitants"),
        compare_among="habitants >= 5000",
    )
    asked = [Question.model_validate({"key": "habitants", "label": "Habitants", "kind": "integer"})]
    rules = Rules(file, RankingRule(), grid_names(file, Names.of(asked))[0], None, 500_000_00)
    scored = try_rules(rules, count=60, seed="x").result.listing.ranked.scored
    assert len({scored.columns["size"].mark.at(at) for at in range(60)}) > 1


def test_the_budget_holds_together() -> None:
    names = Names().with_budget()
    for one in invent(PLAIN, names, count=40, reviewers=1, seed="s").entries:
        attributes: dict[str, Any] = dict(one.attributes or {})
        assert attributes["income_total"] == attributes["expenses_total"] >= attributes["requested"]
        assert 0 <= attributes["own_share"] < 1
        assert attributes["years"] in (1, 2, 3)
        assert one.amount == to_cents(attributes["requested"])
