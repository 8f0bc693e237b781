"""Several marks make one."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from app.domain.call_file.grid.rules import ScoreRounding
from app.domain.call_file.grid.scoring import Aggregation
from app.domain.scoring.joining import Joining, join
from tests.domain.grids import criterion, grid, judged, reviews, scale


def one_mark(how: str, marks: str, **rule: object) -> Fraction:
    """The mark that these make, in tenths."""
    given = np.array([int(Decimal(text) * 10) for text in marks.split()], dtype=np.int64)
    whose = np.zeros(len(given), dtype=np.int64)
    found, counts = join(Joining(Aggregation(how), **rule), whose, given, 10, 1)  # type: ignore[arg-type]
    assert counts.tolist() == [len(given)]
    return found.at(0)


@pytest.mark.parametrize(
    ("how", "joined"),
    [
        ("mean", "3.25"),
        ("trimmed_mean", "3.5"),
        ("median", "3.5"),
        ("min", "1"),
        ("max", "5"),
        ("sum", "13"),
        ("majority", "3"),
        ("consensus", "3.25"),
    ],
)
def test_marks_are_joined_as_the_file_says(how: str, joined: str) -> None:
    assert one_mark(how, "1 5 3 4") == Fraction(joined)


def test_the_median_of_an_odd_number_of_marks_is_the_one_in_the_middle() -> None:
    assert one_mark("median", "0.5 5 1") == 1


@pytest.mark.parametrize(
    ("marks", "trim", "joined"),
    [("0 3 4 5 5", 1, "4"), ("0 3 4 5 5", 2, "4"), ("0 5", 1, "2.5"), ("2", 3, "2")],
)
def test_the_extremes_are_left_out_while_a_mark_remains(marks: str, trim: int, joined: str) -> None:
    assert one_mark("trimmed_mean", marks, trim=trim) == Fraction(joined)


@pytest.mark.parametrize(
    ("marks", "k", "joined"), [("1 3 5", 1, "5"), ("1 3 5", 2, "3"), ("1 3 5", 3, "1"), ("5 5", 3, "0.5")]
)
def test_k_reviewers_must_reach_the_mark_and_too_few_of_them_give_the_worst(
    marks: str, k: int, joined: str
) -> None:
    assert one_mark("k_of_n", marks, k=k, worst=Fraction(1, 2)) == Fraction(joined)


@pytest.mark.parametrize(("how", "joined"), [("majority", "3"), ("k_of_n", "2")])
def test_on_a_reversed_scale_to_reach_is_to_be_below(how: str, joined: str) -> None:
    assert one_mark(how, "1 2 3 9", k=2, lower_is_better=True) == Fraction(joined)


def test_whoever_has_no_mark_is_counted_none() -> None:
    marks = np.array([3, 5], dtype=np.int64)
    found, counts = join(Joining(Aggregation.MEAN), np.array([1, 1]), marks, 1, 3)
    assert (counts.tolist(), found.at(1)) == ([0, 2, 0], 4)
    empty = np.zeros(0, dtype=np.int64)
    nothing, none = join(Joining(Aggregation.MEDIAN), empty, empty, 1, 2)
    assert (none.tolist(), nothing.at(1)) == ([0, 0], 0)


def test_a_surer_reviewer_weighs_more_in_a_mean_and_in_nothing_else() -> None:
    marks, whose = np.array([2, 5], dtype=np.int64), np.zeros(2, dtype=np.int64)
    sure = np.array([1, 5], dtype=np.int64)
    joined = {
        how: join(Joining(how), whose, marks, 1, 1, sure)[0].at(0)
        for how in (Aggregation.MEAN, Aggregation.MEDIAN)
    }
    assert joined == {Aggregation.MEAN: Fraction(9, 2), Aggregation.MEDIAN: Fraction(7, 2)}


def test_the_worst_mark_of_a_scale_keeps_its_decimals_when_no_given_mark_has_any() -> None:
    file = grid(criterion("vote", "9", ("0.5", "4.5", "0.5")), aggregation="k_of_n", k=2)
    assert judged(file, reviews(vote="3")).criteria[0].mark == Decimal("0.5")


def test_the_worst_mark_of_a_reversed_scale_is_its_highest() -> None:
    file = grid(criterion("vote", "9", scale("1", "9", "1", lower_is_better=True)), aggregation="k_of_n", k=2)
    assert judged(file, reviews(vote="1")).criteria[0].mark == 9


def test_a_criterion_joins_as_it_says_and_not_as_the_grid() -> None:
    file = grid(
        criterion("mean", "5"),
        criterion("lowest", "5", aggregation="min"),
        criterion("two", "5", aggregation="k_of_n", k=2),
    )
    found = judged(file, reviews(mean="1 2 5", lowest="1 2 5", two="1 2 5"))
    assert [one.mark for one in found.criteria] == [Decimal("2.6667"), 1, 2]


def test_a_sum_is_out_of_as_many_times_the_highest_as_the_grid_wants_reviewers() -> None:
    file = grid(criterion("vote", "30"), aggregation="sum", reviewers=3)
    found = judged(file, reviews(vote="5 5 2.5"))
    assert (found.criteria[0].mark, found.criteria[0].highest, found.total) == (Decimal("12.5"), 15, 25)


def test_the_parts_of_a_criterion_that_sums_are_summed() -> None:
    part = {"key": "half", "label": "Moitié", "weight": "10", "scale": scale("0", "5", "1")}
    file = grid(
        {"key": "whole", "label": "Tout", "weight": "10", "parts": [part], "aggregation": "sum"}, reviewers=2
    )
    assert judged(file, reviews(half="5 5")).total == 10


def test_a_reversed_sum_gives_all_its_points_when_everyone_gives_the_best() -> None:
    reversed_ = scale("1", "9", "1", lower_is_better=True)
    file = grid(criterion("vote", "10", reversed_), aggregation="sum", reviewers=2)
    assert [judged(file, reviews(vote=text)).total for text in ("1 1", "9 9", "5 5")] == [10, 0, 5]


def test_two_applications_of_the_same_product_have_the_same_geometric_mean() -> None:
    rule = Joining(Aggregation.GEOMETRIC_MEAN, root=ScoreRounding(decimals=0))
    means, counts = join(rule, np.array([0, 0, 1, 1]), np.array([4, 9, 9, 4]), 1, 2)
    assert (means.num.tolist(), means.den.tolist(), counts.tolist()) == ([6, 6], [1, 1], [2, 2])
