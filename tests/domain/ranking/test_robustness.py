"""What a rank becomes when a weight moves by a tenth, or when one review is left out."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_file.grid.figures import bound_of, group_best, out_of
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.names import Names
from app.domain.ranking import Listing
from app.domain.ranking.left_out import leaves_reviews_out
from app.domain.ranking.result import rank_panel
from app.domain.ranking.reweighed import with_weight
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
    firm = of(listed(file, {"A": {"x": {"impact": "3", "team": "5"}}}))
    assert (firm["A"].rank, firm["A"].drops, firm["A"].fragile) == (1, True, True)


SIX_TENTHS = {"A": {"x": {"impact": "9", "team": "9"}}, "F": {"x": {"impact": "6", "team": "6"}}}
TEN = {"min": 0, "max": 10, "step": 1}


@pytest.mark.parametrize("decimals", [0, 2])
@pytest.mark.parametrize("threshold", ["60", "60 %"])
def test_who_has_six_tenths_everywhere_keeps_a_threshold_of_six_tenths_whatever_a_weight_does(
    threshold: str, decimals: int
) -> None:
    file = grid(
        criterion("impact", "60", scale=TEN, group="g"),
        criterion("team", "40", scale=TEN),
        out_of="100",
        weighting="points",
        threshold=threshold if "%" in threshold else Decimal(threshold),
        rounding={"decimals": decimals},
        groups=[{"key": "g", "label": "G", "threshold": 36}],
        gates=[{"key": "p", "label": "P", "conditions": ["total >= 60"]}],
    )
    assert [(one.rank, one.drops, one.fragile) for one in of(listed(file, SIX_TENTHS)).values()] == [
        (1, False, False),
        (2, False, False),
    ]


@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10), st.integers(0, 10)), min_size=1, max_size=6),
    st.integers(1, 100),
    st.sampled_from([0, 1]),
    st.sampled_from([None, "50", "90"]),
)
def test_a_threshold_in_points_is_as_firm_as_the_same_one_in_per_cent(
    rows: list[tuple[int, int, int]], threshold: int, decimals: int, second: str | None
) -> None:
    marks = {
        f"A{at}": {"x": {key: str(mark) for key, mark in zip(("a", "b", "c"), row, strict=True)}}
        for at, row in enumerate(rows)
    }
    found = []
    for whole, group in ((Decimal(threshold), Decimal(35)), (f"{threshold} %", "50 %")):
        file = grid(
            criterion("a", "30", scale=TEN, ranking_weight=second),
            criterion("b", "40", scale=TEN, group="g"),
            criterion("c", "30", scale=TEN, group="g"),
            out_of="100",
            weighting="points",
            threshold=whole,
            rounding={"decimals": decimals},
            groups=[{"key": "g", "label": "G", "threshold": group}],
        )
        found.append(firmness(listed(file, marks, euros=200), PLAIN))
    assert found[0] == found[1]


def test_a_weight_that_moves_leaves_what_the_total_is_out_of_and_a_bonus_its_points() -> None:
    file = grid(
        criterion("a", "30", scale=TEN, group="g"),
        criterion("b", "40", scale=TEN, group="g"),
        criterion("c", "30", scale=TEN),
        criterion("d", "5", scale=TEN, counts="bonus"),
        out_of="80",
        weighting="points",
        groups=[{"key": "g", "label": "G", "cap": 50, "threshold": 20}],
    )
    for key, bonus in (("a", 5), ("b", 5), ("c", 5), ("d", Decimal("5.5"))):
        one = next(one for one in file.criteria if one.key == key)
        moved = with_weight(file, one, Decimal("1.1"))
        assert out_of(moved) == 80
        assert moved.criteria[3].weight == bonus
        assert bound_of(moved.groups[0].threshold, Fraction(0)) / group_best(moved, "g") == Fraction(2, 5)


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
