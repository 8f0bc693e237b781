"""Columns of fractions: exact whatever their size, rounded only where asked."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.money import RoundingMode
from app.domain.scoring.exact import Exact, decimal_of, fixed

_small = st.fractions(min_value=-1000, max_value=1000, max_denominator=60)
_wide = st.fractions(min_value=-(10**30), max_value=10**30) | _small
_pairs = st.lists(st.tuples(_wide, _wide), max_size=5)
_columns = st.lists(_wide, max_size=5)


def rows(column: Exact) -> list[Fraction]:
    return [column.at(place) for place in range(len(column))]


def two(pairs: list[tuple[Fraction, Fraction]]) -> tuple[Exact, Exact]:
    return Exact.of([left for left, _ in pairs]), Exact.of([right for _, right in pairs])


def uneven(values: list[Fraction]) -> Exact:
    """The same values, each over its own denominator."""
    kind = np.int64 if all(max(abs(one.numerator), one.denominator) < 2**62 for one in values) else object
    return Exact(
        np.array([one.numerator for one in values], dtype=kind),
        np.array([one.denominator for one in values], dtype=kind),
    )


@settings(max_examples=40, deadline=None)
@given(_pairs)
def test_columns_add_subtract_and_multiply_as_fractions_do(pairs: list[tuple[Fraction, Fraction]]) -> None:
    left, right = two(pairs)
    assert rows(left + right) == [a + b for a, b in pairs]
    assert rows(left - right) == [a - b for a, b in pairs]
    assert rows(left.times_each(right)) == [a * b for a, b in pairs]


@settings(max_examples=40, deadline=None)
@given(_pairs)
def test_each_row_may_have_its_own_denominator(pairs: list[tuple[Fraction, Fraction]]) -> None:
    left, right = uneven([a for a, _ in pairs]), uneven([b for _, b in pairs])
    assert rows(left + right) == [a + b for a, b in pairs]
    assert rows(left.times_each(right)) == [a * b for a, b in pairs]
    mask = np.array([a < b for a, b in pairs], dtype=np.bool_)
    assert rows(left.where(mask, right)) == [min(pair) for pair in pairs]


@settings(max_examples=40, deadline=None)
@given(_columns, _wide)
@example([], Fraction(10**40))
@example([Fraction(0)], Fraction(10**40, 3))
@example([Fraction(0)], Fraction(1, 10**400))
def test_a_column_is_multiplied_by_any_fraction(values: list[Fraction], factor: Fraction) -> None:
    assert rows(Exact.of(values).times(factor)) == [one * factor for one in values]


@settings(max_examples=40, deadline=None)
@given(_columns, _wide)
@example([Fraction(0), Fraction(1)], Fraction(10**40))
def test_a_column_is_compared_with_any_fraction(values: list[Fraction], bound: Fraction) -> None:
    column = Exact.of(values)
    assert column.at_least(bound).tolist() == [one >= bound for one in values]
    assert column.at_most(bound).tolist() == [one <= bound for one in values]
    assert uneven(values).at_most(bound).tolist() == [one <= bound for one in values]


@settings(max_examples=40, deadline=None)
@given(_columns)
def test_the_order_of_a_column_is_that_of_its_fractions(values: list[Fraction]) -> None:
    for column in (Exact.of(values), uneven(values)):
        keys = column.order()
        assert sorted(range(len(values)), key=lambda at: int(keys[at])) == sorted(
            range(len(values)), key=lambda at: values[at]
        )
        assert len(set(keys.tolist())) == len(set(values))


def test_beyond_64_bits_the_integers_become_python_s_own() -> None:
    largest = Exact.of([2**62 - 1, -(2**61)])
    assert largest.num.dtype == np.int64
    assert rows(largest + largest) == [2**63 - 2, -(2**62)]
    assert (largest + largest).num.dtype == object
    assert rows(largest.times_each(largest)) == [(2**62 - 1) ** 2, 2**122]
    assert Exact.of([2**70]).num.dtype == object


def _rounded(value: Fraction, decimals: int, mode: RoundingMode) -> Fraction:
    scaled = abs(value) * 10**decimals
    whole, rest = floor(scaled), scaled - floor(scaled)
    chosen = {
        RoundingMode.UP: ceil(scaled),
        RoundingMode.DOWN: whole,
        RoundingMode.HALF_UP: whole + (rest >= Fraction(1, 2)),
        RoundingMode.HALF_EVEN: round(scaled),
    }[mode]
    return Fraction(-chosen if value < 0 else chosen, 10**decimals)


@settings(max_examples=40, deadline=None)
@given(_columns, st.integers(0, 4), st.sampled_from(RoundingMode))
def test_a_column_is_rounded_as_each_fraction_would_be(
    values: list[Fraction], decimals: int, mode: RoundingMode
) -> None:
    wanted = [_rounded(one, decimals, mode) for one in values]
    assert rows(Exact.of(values).rounded(decimals, mode)) == wanted
    assert rows(uneven(values).rounded(decimals, mode)) == wanted


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        (RoundingMode.HALF_UP, ["0.3", "-0.3", "0.4", "-0.1"]),
        (RoundingMode.HALF_EVEN, ["0.2", "-0.2", "0.4", "-0.1"]),
        (RoundingMode.UP, ["0.3", "-0.3", "0.4", "-0.2"]),
        (RoundingMode.DOWN, ["0.2", "-0.2", "0.3", "-0.1"]),
    ],
)
def test_a_half_goes_where_the_mode_says_and_away_from_zero_when_negative(
    mode: RoundingMode, wanted: list[str]
) -> None:
    column = Exact.of([Decimal(text) for text in ("0.25", "-0.25", "0.35", "-0.12")])
    if mode is RoundingMode.DOWN:
        assert rows(column.rounded(1, mode))[2] == Fraction(3, 10)
    assert rows(column.rounded(1, mode)) == [Fraction(text) for text in wanted]


def test_a_column_knows_its_length_and_begins_with_nothing() -> None:
    assert (len(Exact.zeros(3)), rows(Exact.zeros(2))) == (3, [0, 0])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(100), "100"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(5, 100000), "0.0001"),
        (Fraction(-5, 2), "-2.5"),
    ],
)
def test_a_fraction_is_shown_with_four_decimals_at_most(value: Fraction, shown: str) -> None:
    assert str(decimal_of(value)) == shown


def test_a_rounded_fraction_is_shown_with_all_its_decimals() -> None:
    assert [str(fixed(Fraction(13, 2), digits)) for digits in (1, 3)] == ["6.5", "6.500"]


@settings(max_examples=40, deadline=None)
@given(_columns, st.integers(0, 6), st.sampled_from(RoundingMode))
def test_a_rounded_column_is_written_at_once_as_each_of_its_rows(
    values: list[Fraction], digits: int, mode: RoundingMode
) -> None:
    column = Exact.of(values).rounded(digits, mode)
    assert [str(one) for one in column.fixed(digits)] == [str(fixed(one, digits)) for one in rows(column)]
