"""Days as people type them."""

from datetime import date

import pytest

from app.domain.typed.dates import read_day

DAY = date(2023, 1, 15)


@pytest.mark.parametrize(
    "typed",
    [
        "15/01/2023",
        "15/1/23",
        "15.1.2023",
        "15-01-2023",
        "15 01 2023",
        "2023-01-15",
        "15 janvier 2023",
        "dimanche 15 janvier 2023",
        "15 Janv. 2023",
        " 15\u00a0janvier\u00a02023 ",
    ],
)
def test_one_day_typed_in_common_ways(typed: str) -> None:
    assert read_day(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1er mars 2027", date(2027, 3, 1)),
        ("29 février 2028", date(2028, 2, 29)),
        ("3 aout 2026", date(2026, 8, 3)),
        ("25 DÉCEMBRE 2026", date(2026, 12, 25)),
        ("1 mai 1901", date(1901, 5, 1)),
        ("12/5/74", date(1974, 5, 12)),
        ("1/3/27", date(2027, 3, 1)),
    ],
)
def test_months_and_years(typed: str, day: date) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "01/03/0027",
        "31/12/9999",
        "٠١/٠٣/٢٠٢٧",
        "29/02/2027",
        "15 ju 2023",
        "15 brumaire 2023",
        "2023",
        "1" * 99,
    ],
)
def test_what_is_no_day_of_two_centuries(typed: str) -> None:
    assert read_day(typed) is None
