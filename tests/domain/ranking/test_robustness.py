"""What a rank becomes when a weight moves by a tenth, or when one review is left out."""

from typing import Any

import pytest

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.names import Names
from app.domain.ranking import Listing
from app.domain.ranking.left_out import leaves_reviews_out
from app.domain.ranking.result import rank_panel
from app.domain.ranking.robustness import Firmness, firmness, has_one_line
from tests.domain.explained import NINE, criterion, grid, listed

PLAIN = RankingRule()


def of(found: Listing) -> dict[str, Firmness]:
    return {one.reference: one for one in firmness(found, PLAIN)}


def test_a_weight_that_moves_a_little_swaps_two_neighbours_and_their_money() -> None:
    file = grid(criterion("impact", "10"), criterion("team", "10"), out_of="100")
    by = {"A": ("5", "3"), "B": ("3.5", "4.5"), "C": ("1", "1")}
    found = listed(file, {name: {"x": {"impact": a, "team": b}} for name, (a, b) in by.items()}, euros=200)
    firm = of(found)
    assert [(one.rank, one.best, one.worst) for one in firm.values()] == [(1, 1, 2), (1, 1, 2), (3, 3, 3)]
    assert [one.fragile for one in firm.values()] == [False, False, False]
    single = of(
        listed(file, {name: {"x": {"impact": a, "team": b}} for name, (a, b) in by.items()}, euros=100)
    )
    assert single["A"].because == ("impact", "team")
    assert single["A"].fragile
    assert not single["C"].fragile


def test_one_severe_review_left_out_carries_its_application_over_the_line() -> None:
    file = grid(criterion("impact"), out_of="5")
    marks = {
        "A": {"x": {"impact": "4"}, "y": {"impact": "4"}},
        "B": {"x": {"impact": "5"}, "severe": {"impact": "2"}},
        "C": {"x": {"impact": "3"}, "y": {"impact": "3"}},
    }
    firm = of(listed(file, marks, euros=100))
    assert (firm["B"].rank, firm["B"].best, firm["B"].worst, firm["B"].because) == (2, 1, 3, ("severe",))
    assert (firm["A"].best, firm["A"].worst, firm["A"].because) == (1, 2, ())
    assert (firm["A"].others, firm["A"].fragile) == ((("B", "severe"),), True)
    assert (firm["C"].best, firm["C"].worst, firm["C"].fragile) == (2, 3, False)


def test_an_application_may_lose_its_rank_without_one_of_its_reviews() -> None:
    file = grid(criterion("impact", threshold="3", knock_out=True), out_of="5")
    marks = {"A": {"kind": {"impact": "5"}, "x": {"impact": "2"}}, "B": {"x": {"impact": "1"}}}
    firm = of(listed(file, marks, euros=100))
    assert (firm["A"].rank, firm["A"].drops, firm["A"].because) == (1, True, ("kind",))
    assert firm["B"] == Firmness("B", None, None, None, False, False, ())


def test_a_weight_may_take_the_rank_itself_away() -> None:
    file = grid(criterion("impact"), criterion("team"), out_of="10", threshold="8")
    firm = of(listed(file, {"A": {"x": {"impact": "4", "team": "4"}}}))
    assert (firm["A"].rank, firm["A"].drops, firm["A"].fragile) == (1, True, True)


def test_where_lower_is_better_a_lower_score_climbs() -> None:
    file = grid(criterion("impact", scale=NINE), out_of="9")
    marks = {
        "A": {"x": {"impact": "2"}, "y": {"impact": "2"}},
        "B": {"x": {"impact": "1"}, "y": {"impact": "4"}},
    }
    firm = of(listed(file, marks))
    assert (firm["B"].rank, firm["B"].best, firm["B"].worst) == (2, 1, 2)


def test_a_mark_agreed_by_all_stands_or_falls_whole_and_a_free_weight_is_not_moved() -> None:
    file = grid(
        criterion("impact", ranking_weight="2"),
        criterion("note", "0", counts="nothing"),
        out_of="5",
        aggregation="consensus",
    )
    found = listed(
        file, {"A": {"consensus": {"impact": "4", "note": "1"}, "x": {"impact": "1", "note": "1"}}}
    )
    assert of(found)["A"] == Firmness("A", 1, 1, 1, False, False, ())


def test_nothing_ranked_is_nothing_to_doubt() -> None:
    assert firmness(listed(grid(criterion("impact"), out_of="5"), {}), PLAIN) == ()


CARRIED = {
    "A": {"x": {"impact": "4"}, "y": {"impact": "4"}},
    "B": {"x": {"impact": "5"}, "severe": {"impact": "2"}},
    "C": {"x": {"impact": "3"}, "y": {"impact": "3"}},
}


def test_where_the_experts_are_compared_the_list_is_made_again_as_it_was_and_no_review_is_left_out() -> None:
    file = grid(criterion("impact"), out_of="5", rank_by="z_score", beside=["percentile"])
    given = {"A": {"kind": "4"}, "B": {"severe": "3"}, "C": {"kind": "5", "severe": "1"}}
    marks = {name: {who: {"impact": one} for who, one in by.items()} for name, by in given.items()}
    ranked = listed(file, marks).ranked
    found = rank_panel(file, PLAIN, Names(), ranked.entries, ranked.scored.panel).listing
    assert not leaves_reviews_out(file)
    assert [one.reference for one in found.places] == ["B", "C", "A"]
    assert {one.reference: (one.rank, one.best, one.worst) for one in firmness(found, PLAIN)} == {
        one.reference: (one.rank, one.rank, one.rank) for one in found.places
    }


@pytest.mark.parametrize(
    ("rule", "one"),
    [
        ({}, True),
        ({"winners": 2}, True),
        ({"cut": "partial"}, True),
        ({"cut": "skip"}, False),
        ({"quotas": [{"by": "zone", "most": 3}]}, False),
    ],
)
def test_the_money_of_a_review_left_out_is_judged_where_it_stops_at_one_rank(
    rule: dict[str, Any], one: bool
) -> None:
    read = RankingRule.model_validate(rule)
    assert has_one_line(read) is one


def test_where_the_money_skips_a_review_left_out_moves_a_rank_and_is_not_said_to_move_the_money() -> None:
    file = grid(criterion("impact"), out_of="5")
    skips = RankingRule.model_validate({"cut": "skip"})
    ranked = listed(file, CARRIED, euros=100).ranked
    found = rank_panel(file, skips, Names(), ranked.entries, ranked.scored.panel, 100_00).listing
    severe = {one.reference: one for one in firmness(found, skips)}["B"]
    assert (severe.rank, severe.best, severe.worst, severe.because) == (2, 1, 3, ())
