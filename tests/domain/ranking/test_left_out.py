"""One review left out, whoever's it is: the ranks of all, the same as when the whole list is made again."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.ranking import Listing
from app.domain.ranking.left_out import left_out
from app.domain.ranking.robustness import firmness
from tests.domain.explained import NINE, criterion, grid, listed

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


def test_a_list_that_goes_by_no_score_moves_only_by_those_who_lose_their_rank_or_find_one() -> None:
    file = grid(criterion("impact", threshold="3", knock_out=True), out_of="5")
    marks = {
        "A": {"hard": {"impact": "2"}, "kind": {"impact": "5"}},
        "B": {"x": {"impact": "3"}, "y": {"impact": "3"}},
        "C": {"hard": {"impact": "0"}, "kind": {"impact": "5"}},
    }
    found = left_out(listed(file, marks), RankingRule(order="filed_at"))
    assert found is not None
    assert found.reviewers == ("hard", "kind", "x", "y", "hard", "kind")
    assert found.there.tolist() == [
        [True, True, False],
        [False, True, False],
        [True, True, False],
        [True, True, False],
        [True, True, True],
        [True, True, False],
    ]
    told = list(zip(found.best.tolist(), found.worst.tolist(), strict=True))
    assert [best[:2] for best, _ in told] == [[1, 2], [1, 1], [1, 2], [1, 2], [1, 2], [1, 2]]
    assert [worst[:2] for _, worst in told] == [[1, 2], [1, 1], [1, 2], [1, 2], [2, 3], [1, 2]]
    assert (told[4][0][2], told[4][1][2]) == (1, 3)


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
