"""Figures beside the total: what they say, the rank that each would give, and what they refuse."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.expressions import Kind
from app.domain.ranking import Entry
from app.domain.ranking.beside import CalibrationError, Uncalibrated, beside, main_of, span, votes_of
from app.domain.ranking.result import Result, result_of
from app.domain.scoring import CONSENSUS, ReviewMarks
from tests.domain.grids import criterion, grid, levels, parted, table, with_

TEN = ("0", "10", "1")
ONE = grid(criterion("merit", "10", TEN), reviewers=2)
DRAWN = RankingRule.model_validate({"lottery": {}})
SEVERE = {"A": {"kind": "9", "hard": "5"}, "B": {"kind": "8"}, "C": {"hard": "7"}}
"""The kind one gives four more than the hard one to A: C, read by the hard one alone, is the best."""


def rows(panel: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, dict[str, Decimal]]]:
    return {name: {who: {"merit": Decimal(mark)} for who, mark in by.items()} for name, by in panel.items()}


def result(
    file: ScoringFile, panel: Mapping[str, Mapping[str, str]] = SEVERE, rule: RankingRule | None = None
) -> Result:
    marks = [ReviewMarks(name, who, given) for name, by in rows(panel).items() for who, given in by.items()]
    entries = [Entry(name, attributes={"n": Decimal(0), "eligible_total": Decimal(100)}) for name in panel]
    return result_of(file, rule or RankingRule(), Names({"n": Kind.NUMBER}), entries, marks)


def order(found: Result) -> list[str]:
    return [one.reference for one in found.listing.places if one.rank is not None]


def test_the_raw_total_ranks_and_the_correction_stands_beside_it() -> None:
    found = result(with_(ONE, beside=("severity",)))
    assert order(found) == ["B", "A", "C"]
    assert found.beside[0].scores == {"A": 7, "B": 6, "C": 9}
    assert found.beside[0].ranks == {"C": 1, "A": 2, "B": 3}


def test_the_grid_may_rank_by_a_figure_and_the_total_stays() -> None:
    found = result(with_(ONE, rank_by="severity", beside=("severity", "percentile")))
    assert order(found) == ["C", "A", "B"]
    assert [one.by for one in found.beside] == ["severity", "percentile"]
    scored = found.listing.ranked.scored
    assert [scored.total.at(scored.place(name)) for name in "ABC"] == [7, 8, 7]


@pytest.mark.parametrize(
    ("rounding", "wanted"),
    [({}, "84"), ({"percentile": {"decimals": 1, "mode": "half_up"}}, "83.3")],
)
def test_a_percentile_is_rounded_up_unless_the_grid_says_otherwise(
    rounding: dict[str, Any], wanted: str
) -> None:
    panel = {"A": {"x": "2"}, "B": {"x": "9"}, "C": {"x": "5"}}
    found = result(grid(criterion("merit", "10", TEN), beside=("percentile",), rounding=rounding), panel)
    assert found.beside[0].scores["A"] == Decimal(wanted)


@pytest.mark.parametrize("by", ["z_score", "percentile", "severity", "expected_rank"])
def test_each_figure_puts_the_best_of_one_reviewer_first(by: str) -> None:
    panel = {"A": {"x": "2"}, "B": {"x": "9"}, "C": {"x": "5"}}
    found = result(with_(ONE, rank_by=by), panel)
    assert order(found) == ["B", "C", "A"]
    assert found.beside[0].ranks == {"B": 1, "C": 2, "A": 3}


@pytest.mark.parametrize("by", ["z_score", "percentile", "severity", "expected_rank"])
def test_on_a_reversed_scale_the_smallest_is_the_best(by: str) -> None:
    nine = criterion("merit", "1", {"min": 1, "max": 9, "step": 1, "lower_is_better": True})
    reversed_ = grid(nine, weighting="factor", out_of="9", rank_by=by)
    assert order(result(reversed_, {"A": {"x": "2"}, "B": {"x": "9"}, "C": {"x": "5"}})) == ["A", "C", "B"]


def test_ranks_are_those_of_the_retained_and_equals_share_the_first() -> None:
    strict = grid(criterion("merit", "10", TEN), threshold="3", beside=("z_score",))
    found = result(strict, {"A": {"x": "1"}, "B": {"x": "9"}, "C": {"x": "9"}, "D": {"x": "4"}})
    assert found.beside[0].ranks == {"B": 1, "C": 1, "D": 3}
    assert set(found.beside[0].scores) == set("ABCD")


def test_what_has_no_vote_stands_last() -> None:
    scored = table(ONE, rows({"A": {}, "B": {"x": "1"}, "C": {"x": "9"}}))
    link = main_of(scored, beside(scored, "z_score"))
    assert (link.by, link.keys.tolist()) == ("z_score", [2, 1, 0])


def test_the_mark_agreed_by_all_is_no_vote_nor_is_an_abstention() -> None:
    agreed = table(ONE, rows({"A": {CONSENSUS: "7"}, "B": {"x": "5"}}))
    votes = votes_of(agreed)
    assert votes is not None
    assert votes.reviewers == ("x",)
    assert votes_of(table(ONE, {"A": {"x": {"merit": None}}})) is None


def test_a_figure_that_cannot_be_computed_is_missed_beside_and_refused_as_a_rank() -> None:
    agreed = {"A": {CONSENSUS: "7"}}
    found = result(with_(ONE, beside=("z_score",)), agreed)
    assert [(one.side, one.code) for one in found.missing] == [("z_score", Uncalibrated.NO_VOTE)]
    with pytest.raises(CalibrationError):
        result(with_(ONE, rank_by="z_score", aggregation="consensus"), agreed)


def test_before_the_first_review_nobody_is_ranked_and_nothing_is_refused() -> None:
    found = result(with_(ONE, rank_by="expected_rank", beside=("z_score",)), {"A": {}, "B": {}}, DRAWN)
    assert order(found) == []
    assert [one.side for one in found.missing] == ["expected_rank", "z_score"]


def test_expected_ranks_need_a_scale_and_a_thousand_at_most() -> None:
    words = grid(criterion("merit", "0", TEN))
    with pytest.raises(CalibrationError, match="no_scale"):
        beside(table(words, rows({"A": {"x": "1"}})), "expected_rank")
    many = {f"A{n:04d}": {"x": "5"} for n in range(1001)}
    with pytest.raises(CalibrationError, match="too_many"):
        beside(table(ONE, rows(many)), "expected_rank")


def test_totals_of_too_many_digits_are_not_compared() -> None:
    huge = grid(
        criterion("merit", "1000000000000", ("0", "9", "1")), rounding={"decimals": 4}, beside=("z_score",)
    )
    found = result(huge, {"A": {"x": "7"}})
    assert [one.code for one in found.missing] == [Uncalibrated.TOO_LARGE]


def test_the_span_of_a_total_goes_from_the_lowest_marks_to_the_highest() -> None:
    parts = parted("whole", "20", criterion("p", "3", ("1", "5", "1")), criterion("q", "1", ("0", "5", "1")))
    shown = criterion("shown", "9", levels("low", "high"), counts="nothing")
    bonus = criterion("extra", "5", TEN, counts="bonus")
    file = grid(parts, criterion("merit", "10", ("1", "5", "1")), shown, bonus)
    assert span(file) == (Decimal(5), Decimal(30))


def test_amounts_follow_the_rule_and_are_told() -> None:
    rule = RankingRule.model_validate({"amount": {"rates": [{"label": "Tous", "rate": "0.4"}]}})
    found = result(ONE, rule=rule)
    assert [one.amount for one in found.listing.places] == [40_00] * 3
    assert set(found.aids) == set("ABC")
