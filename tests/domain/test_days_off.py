"""Days on which nobody answers the telephone."""

from datetime import date

import pytest

from app.domain.days_off import easter, is_day_off


@pytest.mark.parametrize(
    ("year", "sunday"), [(2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2038, date(2038, 4, 25))]
)
def test_easter_moves(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_the_days_off_of_a_year() -> None:
    off = [date(2027, 1, 1), date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17), date(2027, 11, 11)]
    assert [is_day_off(day) for day in off] == [True] * 5
    assert [is_day_off(date(2027, 5, day)) for day in (7, 8, 9, 10)] == [False, True, True, False]
