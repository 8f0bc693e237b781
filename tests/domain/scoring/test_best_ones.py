"""The k best of n: marks of reviewers, criteria of a group; and the weakest left out."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.explanation import StepCode
from app.domain.ranking import Entries, Entry, explain, listing, rank
from app.words.calls.rules.document import sections_of_grid
from app.words.ranking.explanations import sentence
from tests.domain.grids import alone, criterion, faults, grid, judged, marks, reviews, scale, table
from tests.domain.scoring.test_joining import one_mark
from tests.words.rules_told import SPACES, told

TEN = ("0", "10", "1")
FREE = scale("0", "10", "1", cannot_assess=True)


def choosing(*more: dict[str, Any], out_of: int = 20, **group: Any) -> ScoringFile:
    inside = [criterion(key, "10", FREE, group="g") for key in "abc"]
    return grid(*inside, *more, groups=[{"key": "g", "label": "Atouts", **group}], out_of=out_of)


@pytest.mark.parametrize(
    ("how", "given_", "rule", "joined"),
    [
        ("best_k", "1 4 2 3", {"k": 2}, "3.5"),
        ("best_k", "1 4 2 3", {"k": 1}, "4"),
        ("best_k", "1 4", {"k": 3}, "2.5"),
        ("best_k", "1 4 2 3", {"k": 2, "lower_is_better": True}, "1.5"),
        ("without_worst", "1 4 2 3", {}, "3"),
        ("without_worst", "1 4 2 3", {"trim": 2}, "3.5"),
        ("without_worst", "1 4 2 3", {"lower_is_better": True}, "2"),
        ("without_worst", "1 4", {"trim": 5}, "4"),
        ("without_worst", "2", {}, "2"),
    ],
)
def test_the_best_marks_make_the_mean(how: str, given_: str, rule: dict[str, Any], joined: str) -> None:
    assert one_mark(how, given_, **rule) == Decimal(joined)


def test_the_totals_of_reviewers_are_chosen_as_their_marks_are() -> None:
    file = grid(criterion("a", "10", TEN), aggregate_on="totals", aggregation="best_k", k=2)
    assert judged(file, reviews(a="1 4 8")).total == 6


def test_the_best_criteria_of_a_group_count_in_the_total_the_whole_and_the_threshold() -> None:
    file = choosing(best=2, threshold="50 %")
    found = alone(file, a="1", b="9", c="3")
    assert (found.total, found.out_of, found.retained) == (12, 20, True)
    assert [one.kept for one in found.criteria] == [False, True, True]
    assert not alone(file, a="1", b="6", c="3").retained


def test_the_weakest_is_dropped_among_those_that_were_assessed() -> None:
    file = choosing(drop=1)
    assert alone(file, a="1", b="9", c="3").total == 12
    assert alone(file, a="-", b="9", c="3").total == 18  # 9 of the 10 that the one left would give
    assert alone(file, a="-", b="9", c="-").total == 18


def test_the_best_among_too_few_all_count_and_nothing_is_brought_to_the_whole() -> None:
    assert alone(choosing(best=2), a="-", b="9", c="3").total == 12


def test_bonuses_are_chosen_apart_and_a_malus_always_counts() -> None:
    more = [
        criterion("x", "4", TEN, counts="bonus", group="g"),
        criterion("y", "2", TEN, counts="bonus", group="g"),
        criterion("z", "1", TEN, counts="malus", group="g"),
    ]
    found = alone(choosing(*more, best=1, out_of=10), a="2", b="3", c="1", x="10", y="10", z="10")
    assert found.total == 3 + 4 - 1


def test_the_ranking_score_and_the_sum_of_marks_follow_the_choice_of_the_total() -> None:
    file = grid(
        criterion("a", "10", TEN, group="g", ranking_weight="1"),
        criterion("b", "10", TEN, group="g", ranking_weight="100"),
        groups=[{"key": "g", "label": "G", "best": 1}],
        out_of=10,
        threshold=5,
        threshold_on="unweighted",
    )
    found = alone(file, a="5", b="4")
    assert (found.total, found.ranking, found.retained) == (5, Decimal("0.5"), True)
    assert not alone(file, a="4", b="4").retained


def test_a_group_that_chooses_may_be_capped_too() -> None:
    assert alone(choosing(best=2, cap=15, out_of=15), a="9", b="9", c="9").total == 15


def test_where_the_smallest_total_is_the_best_the_fewest_points_count() -> None:
    low = scale("1", "9", "1", lower_is_better=True)
    file = grid(
        *(criterion(key, "1", low, group="g") for key in "abc"),
        groups=[{"key": "g", "label": "G", "best": 2}],
        weighting="factor",
        out_of=18,
    )
    assert alone(file, a="9", b="2", c="3").total == 5


def test_the_explanation_names_what_does_not_count_and_the_sum_can_be_done_again() -> None:
    panel = {"A": {"r": marks(a="1", b="9", c="3")}, "B": {"r": marks(a="1", b="-", c="-")}}
    found = listing(
        rank(table(choosing(best=2), panel), Entries.of([Entry("A"), Entry("B")])), RankingRule(), 0
    )
    words = [
        sentence(one, str).translate(SPACES)
        for one in explain(found, "A").steps
        if one.code in (StepCode.BEST_ONES, StepCode.TOTAL)
    ]
    assert words == [
        "Atouts : seuls comptent ses 2 meilleurs critères ; ne compte pas « A ».",
        "Total : 9 + 3 = 12 sur 20 (arrondi au plus près à 2 décimales).",
    ]
    assert [one.code for one in explain(found, "B").steps if one.code is StepCode.BEST_ONES] == []
    lone = listing(
        rank(table(choosing(drop=2), panel), Entries.of([Entry("A"), Entry("B")])), RankingRule(), 0
    )
    said = [sentence(one, str) for one in explain(lone, "A").steps if one.code is StepCode.BEST_ONES]
    assert [one.translate(SPACES) for one in said] == [
        "Atouts : seul compte son meilleur critère ; ne comptent pas « A » et « C »."
    ]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"aggregation": "best_k", "k": 2}, "Notes : 1 ; 4 ; 8 ; moyenne des 2 meilleures : 6."),
        ({"aggregation": "best_k"}, "Notes : 1 ; 4 ; 8 ; la meilleure : 8."),
        ({"aggregation": "without_worst"}, "Notes : 1 ; 4 ; 8 ; moyenne sans la plus faible : 6."),
        (
            {"aggregation": "without_worst", "trim": 2},
            "Notes : 1 ; 4 ; 8 ; moyenne sans les 2 plus faibles : 8.",
        ),
    ],
)
def test_the_explanation_says_which_marks_count(rule: dict[str, Any], words: str) -> None:
    file = grid(criterion("a", "10", TEN), reviewers=3, **rule)
    found = listing(rank(table(file, {"A": reviews(a="1 4 8")}), Entries.of([Entry("A")])), RankingRule(), 0)
    assert sentence(explain(found, "A").steps[0].steps[0], str).translate(SPACES) == words


@pytest.mark.parametrize(
    ("group", "sentence_"),
    [
        ({"best": 1}, "Seul compte le critère qui donne le meilleur résultat."),
        ({"best": 2}, "Seuls comptent les 2 critères qui donnent le meilleur résultat."),
        ({"drop": 1}, "Le critère le plus faible ne compte pas ; il en reste toujours un."),
        ({"drop": 2}, "Les 2 critères les plus faibles ne comptent pas ; il en reste toujours un."),
    ],
)
def test_the_rules_say_how_many_count(group: dict[str, int], sentence_: str) -> None:
    assert sentence_ in told(sections_of_grid(choosing(**group)))["groups"]


@pytest.mark.parametrize(
    ("group", "out_of", "told_"),
    [
        ({"best": 2}, 20, []),
        ({"best": 3}, 30, [("groups.0.best", BreachCode.BEST_IDLE)]),
        ({"drop": 3}, 10, [("groups.0.drop", BreachCode.TOO_MANY)]),
        ({"best": 1, "drop": 1}, 10, [("groups.0.drop", BreachCode.BEST_OR_DROP)]),
        ({"best": 2, "cap": 20}, 20, [("groups.0.cap", BreachCode.CAP_IDLE)]),
        ({"best": 2, "threshold": 21}, 20, [("groups.0.threshold", BreachCode.THRESHOLD_NEVER)]),
    ],
)
def test_a_choice_that_chooses_nothing_is_told(
    group: dict[str, int], out_of: int, told_: list[tuple[str, BreachCode]]
) -> None:
    assert faults(choosing(out_of=out_of, **group)) == told_


@settings(max_examples=60)
@given(st.lists(st.tuples(*[st.integers(0, 10)] * 3), min_size=1, max_size=5), st.integers(1, 3))
def test_the_best_of_a_group_are_what_a_pencil_finds(rows: list[tuple[int, ...]], best: int) -> None:
    panel = {
        f"{at}": {"r": marks(**dict(zip("abc", map(str, row), strict=True)))} for at, row in enumerate(rows)
    }
    scored = table(choosing(best=best), panel)
    assert [scored.total.at(at) for at in range(len(rows))] == [sum(sorted(row)[-best:]) for row in rows]
