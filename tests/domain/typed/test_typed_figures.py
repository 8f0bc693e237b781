"""Figures as people type them."""

from decimal import Decimal

import pytest

from app.domain.typed.figures import read_figure


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1234", "1234"),
        ("1 234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1’234,50", "1234.5"),
        ("1'234", "1234"),
        ("1.234,50", "1234.5"),
        ("1,234.50", "1234.5"),
        (" 0,5 ", "0.5"),
    ],
)
def test_a_figure_is_read_with_its_thousands_parted_or_not(typed: str, value: str) -> None:
    assert read_figure(typed, digits=15, decimals=6) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    ["", "12 34", "1 2 3,4 5", "1 234’567", "1234 567", "1,234,5", "1 234 56", "٣", "1e4", ",5", "5,", "-1"],
)
def test_what_its_author_meant_is_not_guessed(typed: str) -> None:
    assert read_figure(typed, digits=15, decimals=6) is None


def test_a_figure_has_the_digits_that_are_allowed() -> None:
    assert [read_figure(typed, digits=3, decimals=1) for typed in ("999,9", "1000", "9,99")] == [
        Decimal("999.9"),
        None,
        None,
    ]
    assert read_figure("1" * 10_000, digits=15, decimals=6) is None
