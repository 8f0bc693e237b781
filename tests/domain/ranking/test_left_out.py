"""One review left out, whoever's it is: the ranks of all, the same as when the whole list is made again."""

import tracemalloc
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.ranking import Listing, listing
from app.domain.ranking.left_out import NAMED, Moved, left_out
from app.domain.ranking.robustness import firmness, has_one_line
from tests.domain.explained import NINE, criterion, grid, listed
from tests.domain.left_out_matrices import matrices

Marks = Mapping[str, Mapping[str, Mapping[str, str | None]]]
PLAIN = RankingRule()


def some_marks(seed: int, scale: tuple[int, int]) -> Marks:
    chance = Random(seed)
    return {
        f"A{at}": {who: {"impact": str(chance.randint(*scale))} for who in "xyz"[: chance.randint(1, 3)]}
        for at in range(8)
    }


def made_again(file: ScoringFile, marks: Marks, euros: int) -> list[Listing]:
    """The list without each review of an application that has others."""
    return [
        listed(file, {**marks, name: {one: by[one] for one in by if one != who}}, euros=euros)
        for name, by in marks.items()
        for who in by
        if len(by) > 1
    ]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    ("said", "scale"),
    [
        ({"out_of": "5"}, (0, 5)),
        ({"out_of": "5", "threshold": "2"}, (0, 5)),
        ({"out_of": "9", "scale": NINE}, (1, 9)),
    ],
)
def test_the_ranks_and_the_money_are_those_of_the_list_made_again(
    seed: int, said: dict[str, Any], scale: tuple[int, int]
) -> None:
    more = {key: value for key, value in said.items() if key == "scale"}
    file = grid(criterion("impact", **more), **{key: said[key] for key in said if key != "scale"})
    marks = some_marks(seed, scale)
    euros = 300
    found = listed(file, marks, euros=euros)
    again = [found, *made_again(file, marks, euros)]
    for one in firmness(found, PLAIN, share=Decimal(0)):
        places = [other.place(one.reference) for other in again]
        ranks = [place.rank for place in places if place.rank is not None]
        assert (one.best, one.worst) == (min(ranks, default=None), max(ranks, default=None))
        assert one.drops is (one.rank is not None and any(place.rank is None for place in places))
        funded = found.place(one.reference).funded
        if sum(place.funded for place in found.places) == 3:
            assert one.fragile is any(place.funded != funded for place in places), one


@pytest.mark.parametrize("seed", range(12))
def test_where_a_tie_break_tells_both_ranks_are_told(seed: int) -> None:
    file = grid(criterion("impact"), out_of="5", tie_breaks=["filed_at", "reference"])
    marks = some_marks(seed, (0, 5))
    found = listed(file, marks, euros=300)
    again = [found, *made_again(file, marks, 300)]
    for one in firmness(found, PLAIN, share=Decimal(0)):
        ranks = [rank for other in again if (rank := other.place(one.reference).rank) is not None]
        assert one.best is not None
        assert one.worst is not None
        assert one.best <= min(ranks) <= max(ranks) <= one.worst


def by_matrices(found: Listing, rule: RankingRule, *, money: bool) -> list[Moved] | None:
    """The same, read column by column from the matrices of reviews by applications."""
    slow = matrices(found, rule)
    if slow is None:
        return None
    changes = list(slow.changes()) if money else []
    at = {one.reference: column for column, one in enumerate(slow.places)}
    told = []
    for column, place in enumerate(slow.places):
        there = slow.there[:, column]
        own = [] if place.rank is None else [place.rank]
        best, worst = own + slow.best[there, column].tolist(), own + slow.worst[there, column].tolist()
        mine = tuple(who for changed, whose, who in changes if changed is whose is place)
        others = tuple(
            (at[whose.reference], who)
            for changed, whose, who in changes
            if changed is place and whose is not place
        )
        drops = place.rank is not None and not there.all()
        told.append(
            Moved(min(best, default=None), max(worst, default=None), drops, mine, others[:NAMED], len(others))
        )
    return told


@given(
    st.integers(0, 10_000),
    st.sampled_from([(0, 5), (1, 3)]),
    st.sampled_from([None, "2", "3"]),
    st.sampled_from([[], ["filed_at", "reference"], ["spread"]]),
    st.sampled_from(["score", "filed_at"]),
    st.sampled_from([0, 300, 500]),
    st.sampled_from([1, 2]),
)
def test_what_is_told_in_the_order_of_the_list_is_what_the_matrices_tell(
    seed: int,
    scale: tuple[int, int],
    threshold: str | None,
    tie_breaks: list[str],
    order: str,
    euros: int,
    least: int,
) -> None:
    file = grid(
        criterion("impact", threshold=threshold, knock_out=threshold is not None),
        out_of="5",
        tie_breaks=tie_breaks,
        reviewers=3,
        least=least,
    )
    rule = RankingRule(order=order)
    ranked = listed(file, some_marks(seed, scale)).ranked
    found = listing(ranked, rule, euros * 100)
    money = has_one_line(rule)
    quick = left_out(found, rule, money=money)
    assert (None if quick is None else list(quick.places)) == by_matrices(found, rule, money=money)


def test_a_wave_of_two_thousand_takes_the_memory_of_its_reviews_and_not_of_their_square() -> None:
    chance = Random(3)
    marks = {
        f"A{at:04d}": {who: {"impact": str(chance.randint(0, 10) / 2)} for who in chance.sample("uvwxyz", 3)}
        for at in range(2_000)
    }
    found = listed(grid(criterion("impact"), out_of="5"), marks, euros=100_000)
    assert len(found.places) == 2_000
    tracemalloc.start()
    firm = firmness(found, PLAIN)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60_000_000
    assert any(one.fragile for one in firm)


def test_reviews_of_others_beyond_a_hundred_are_counted_and_not_named() -> None:
    """Each of those served falls behind without its only high mark, and lets the first who is not served in."""
    marks = {
        f"A{at:03d}": {"high": {"impact": "5"}, "low": {"impact": "1"}, "mid": {"impact": "3"}}
        for at in range(300)
    }
    found = listed(grid(criterion("impact"), out_of="5", tie_breaks=["reference"]), marks, euros=15_000)
    line = next(one for one in firmness(found, PLAIN) if one.rank == 151)
    assert len(line.others) == NAMED
    assert line.other_reviews > NAMED


def test_who_has_just_the_reviews_that_a_rank_asks_for_is_told() -> None:
    marks = {
        "A": {"x": {"impact": "5"}, "y": {"impact": "4"}, "z": {"impact": "4"}},
        "B": {"x": {"impact": "3"}, "y": {"impact": "3"}},
        "C": {"x": {"impact": "3"}},
    }

    def just_enough(**more: Any) -> list[bool]:
        found = listed(grid(criterion("impact"), out_of="5", **more), marks)
        return [one.just_enough for one in firmness(found, PLAIN)]

    assert just_enough() == [False, False, True]
    assert just_enough(least=2, reviewers=2) == [False, True, False]
    assert just_enough(everyone=True) == [True, False, False]


def test_where_one_alone_has_reviews_no_other_is_moved_by_them() -> None:
    file = grid(criterion("impact"), criterion("team"), out_of="10", tie_breaks=["team"])
    marks = {"A": {"x": {"impact": "4", "team": "2"}, "y": {"impact": "1", "team": "3"}}}
    found = listed(file, marks, euros=100, also=("B",))
    ranks = {one.reference: (one.best, one.worst) for one in firmness(found, PLAIN)}
    assert ranks == {"A": (1, 1), "B": (None, None)}
