"""The votes that every calibration reads."""

from decimal import Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calibration.rounding import decimal_of, ratios
from app.domain.calibration.votes import LARGEST, PAIRS_UP_TO, Votes
from tests.domain.panels import Row, panels


def test_votes_are_sorted_and_scaled_to_whole_numbers() -> None:
    votes = Votes.of([("b", "y", Decimal("2.50")), ("a", "y", Decimal(4)), ("b", "x", Decimal("0.25"))])
    assert (votes.applications, votes.reviewers, votes.decimals) == (("a", "b"), ("x", "y"), 2)
    assert votes.application.tolist() == [0, 1, 1]
    assert votes.reviewer.tolist() == [1, 0, 1]
    assert votes.value.tolist() == [400, 25, 250]
    assert (votes.on_application.tolist(), votes.by_reviewer.tolist()) == ([1, 2], [1, 2])
    assert (votes.application_sums.tolist(), votes.reviewer_sums.tolist()) == ([400, 275], [25, 650])


@settings(deadline=None)
@given(panels(), st.randoms())
def test_the_order_of_the_votes_changes_nothing(cast: list[Row], chance: Random) -> None:
    first = Votes.of(cast)
    chance.shuffle(cast)
    second = Votes.of(cast)
    assert (first.applications, first.reviewers) == (second.applications, second.reviewers)
    for name in ("application", "reviewer", "value"):
        assert np.array_equal(getattr(first, name), getattr(second, name))


@pytest.mark.parametrize(
    ("cast", "why"),
    [
        ([], "no vote to calibrate"),
        ([("a", "x", Decimal("NaN"))], "NaN is no vote"),
        ([("a", "x", Decimal("sNaN"))], "sNaN is no vote"),
        ([("a", "x", Decimal("Infinity"))], "Infinity is no vote"),
        ([("a", "x", Decimal(1)), ("a", "y", Decimal(1)), ("a", "x", Decimal(2))], "x votes twice on a"),
        ([("a", "x", Decimal(LARGEST + 1))], "more digits"),
        ([("a", "x", Decimal("1E+999999"))], "more digits"),
        ([("a", "x", Decimal("1E-999999"))], "more digits"),
        ([("a", "x", Decimal("1E-12")), ("a", "y", Decimal(2))], "more digits"),
    ],
)
def test_votes_that_cannot_be_read_are_refused(cast: list[Row], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Votes.of(cast)


def test_reviewers_share_the_applications_they_both_read() -> None:
    votes = Votes.of(
        [
            (name, voter, Decimal(1))
            for name, voters in (("a", "xy"), ("b", "xz"), ("c", "z"))
            for voter in voters
        ]
    )
    assert {count: matrix.tolist() for count, matrix in votes.shared()} == {
        1: [[0, 0, 0], [0, 0, 0], [0, 0, 1]],
        2: [[2, 1, 1], [1, 1, 0], [1, 0, 1]],
    }


def test_a_large_jury_is_counted_by_a_product_of_matrices() -> None:
    size = PAIRS_UP_TO + 1
    votes = Votes.of([(f"a{i}", f"r{j:02d}", Decimal(1)) for i in range(3) for j in range(size)])
    [(count, matrix)] = votes.shared()
    assert (count, matrix.tolist()) == (size, [[3.0] * size] * size)


def test_halves_go_away_from_zero() -> None:
    assert ratios([1, -1, 5, 2], [2, 2, 2, 3], 0) == (Decimal(1), Decimal(-1), Decimal(3), Decimal(1))
    assert str(ratios([1], [8], 2)[0]) == "0.13"
    assert [str(decimal_of(one, 1)) for one in (0.25, -0.25, 2.0)] == ["0.3", "-0.3", "2.0"]
