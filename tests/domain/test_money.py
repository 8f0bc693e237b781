"""Amounts: read as people type them, split to the cent, rounded as stated."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import ReasonCode
from app.domain.money import (
    MoneyError,
    RoundingMode,
    apply_rate,
    parse_euros,
    plain_euros,
    round_to,
    split,
    to_cents,
    to_euros,
)


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12 345,67", 1_234_567),
        ("12\u202f345,67\u00a0€", 1_234_567),
        ("12345.67", 1_234_567),
        ("1.234,50", 123_450),
        ("50 000 €", 5_000_000),
        ("1234 euros", 123_400),
        ("1 234 EUR", 123_400),
        ("€ 12,5", 1_250),
        ("1’234,50", 123_450),
        ("0", 0),
        ("0,5", 50),
        ("100000000000", 10_000_000_000_000),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, cents: int) -> None:
    assert parse_euros(typed) == cents


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", ReasonCode.REQUIRED),
        (" € ", ReasonCode.REQUIRED),
        ("-5", ReasonCode.TOO_SMALL),
        ("−5", ReasonCode.TOO_SMALL),
        ("12,345", ReasonCode.NOT_MONEY),
        ("12 34", ReasonCode.NOT_MONEY),
        ("1 2 3,4 5", ReasonCode.NOT_MONEY),
        ("euros euros", ReasonCode.NOT_MONEY),
        ("1e400", ReasonCode.NOT_MONEY),
        ("NaN", ReasonCode.NOT_MONEY),
        ("٣", ReasonCode.NOT_MONEY),
        ("douze", ReasonCode.NOT_MONEY),
        ("5 $", ReasonCode.NOT_MONEY),
        ("100000000000,01", ReasonCode.TOO_LARGE),
        ("9" * 400, ReasonCode.TOO_LARGE),
    ],
)
def test_what_is_not_an_amount_is_refused_with_its_reason(typed: str, code: ReasonCode) -> None:
    with pytest.raises(MoneyError) as refused:
        parse_euros(typed)
    assert refused.value.reason.code is code
    assert refused.value.reason.values == {"read": typed}


@given(st.integers(min_value=0, max_value=10**13))
def test_what_is_written_plainly_is_read_back(cents: int) -> None:
    assert parse_euros(plain_euros(cents)) == cents
    assert to_cents(to_euros(cents)) == cents


def test_plain_euros_of_a_debt() -> None:
    assert plain_euros(-5) == "-0.05"


@given(
    st.integers(min_value=0, max_value=10**12),
    st.lists(st.decimals(min_value=0, max_value=100, places=3), min_size=1, max_size=12).filter(any),
)
def test_parts_add_up_to_the_cent_and_stay_within_one_cent_of_their_share(
    cents: int, shares: list[Decimal]
) -> None:
    parts = split(cents, shares)
    assert sum(parts) == cents
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - cents * share / sum(shares)) < Decimal("1.000001")


def test_the_cents_left_go_to_the_parts_that_lost_most() -> None:
    assert split(100, [Decimal(1)] * 3) == (34, 33, 33)
    assert split(5_000_001, [Decimal("0.4"), Decimal("0.4"), Decimal("0.2")]) == (
        2_000_001,
        2_000_000,
        1_000_000,
    )


@pytest.mark.parametrize(
    ("cents", "shares"),
    [(-1, [1]), (10, []), (10, [0, 0]), (10, [2, -1])],
    ids=["debt", "none", "zero", "negative"],
)
def test_nothing_is_split_by_nothing(cents: int, shares: list[int]) -> None:
    with pytest.raises(ValueError, match="shares"):
        split(cents, [Decimal(share) for share in shares])


@pytest.mark.parametrize(
    ("mode", "result"),
    [
        (RoundingMode.HALF_UP, "2.35"),
        (RoundingMode.HALF_EVEN, "2.34"),
        (RoundingMode.UP, "2.35"),
        (RoundingMode.DOWN, "2.34"),
    ],
)
def test_the_half_goes_where_the_mode_says(mode: RoundingMode, result: str) -> None:
    assert round_to(Decimal("2.345"), Decimal("0.01"), mode) == Decimal(result)


def test_a_rate_is_rounded_to_the_cent_or_to_the_euro() -> None:
    assert apply_rate(12_345, Decimal("0.333")) == 4_111
    assert apply_rate(12_345, Decimal("0.333"), RoundingMode.DOWN, 100) == 4_100
