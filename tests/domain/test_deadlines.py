"""Deadlines: the second that counts, the months that the law counts, the clocks of the Regions."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain.deadlines import (
    add_months,
    completion_due_at,
    end_of_day,
    is_late,
    is_open,
    silent_rejection_on,
    to_utc,
)

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")
MARTINIQUE = ZoneInfo("America/Martinique")


@pytest.mark.parametrize(
    ("zone", "hour"), [(PARIS, 16), (REUNION, 13), (MARTINIQUE, 21)], ids=["Paris", "Réunion", "Martinique"]
)
def test_five_o_clock_is_not_the_same_second_everywhere(zone: ZoneInfo, hour: int) -> None:
    assert to_utc(datetime.fromisoformat("2026-12-18T17:00"), zone) == datetime(
        2026, 12, 18, hour, 0, tzinfo=UTC
    )


def test_a_time_with_its_offset_keeps_its_instant() -> None:
    given = datetime.fromisoformat("2026-07-01T12:00:00+02:00")
    assert to_utc(given, REUNION) == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)


def test_the_repeated_hour_and_the_skipped_hour_favour_the_applicant() -> None:
    assert to_utc(datetime.fromisoformat("2026-10-25T02:30"), PARIS) == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )
    assert to_utc(datetime.fromisoformat("2026-03-29T02:30"), PARIS) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


def test_the_last_second_is_in_time_to_its_end_and_the_next_is_late() -> None:
    opens, due = datetime(2026, 9, 15, 7, 0, tzinfo=UTC), datetime(2026, 12, 18, 16, 0, tzinfo=UTC)
    tick, second = timedelta(microseconds=1), timedelta(seconds=1)
    assert is_open(opens, opens, due)
    assert is_open(due, opens, due)
    assert not is_open(opens - tick, opens, due)
    assert is_open(due + second - tick, opens, due)
    assert not is_open(due + second, opens, due)
    assert not is_late(due, due)
    assert is_late(due + second, due)


def test_a_day_lasts_until_the_midnight_that_follows_it() -> None:
    due, midnight = end_of_day(date(2026, 6, 18), PARIS), datetime(2026, 6, 18, 22, 0, tzinfo=UTC)
    assert not is_late(midnight - timedelta(milliseconds=500), due)
    assert is_late(midnight, due)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 5, 4), 12, date(2027, 5, 4)),
        (date(2026, 5, 4), 0, date(2026, 5, 4)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, result: date) -> None:
    assert add_months(day, months) == result


def test_silence_is_counted_from_the_local_day_of_receipt() -> None:
    received = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert silent_rejection_on(received, 2, PARIS) == date(2027, 2, 1)
    assert silent_rejection_on(received, 2, MARTINIQUE) == date(2027, 1, 30)


def test_a_missing_piece_may_come_until_the_end_of_the_last_day() -> None:
    asked = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    assert completion_due_at(asked, 21, PARIS) == datetime(2026, 12, 13, 22, 59, 59, tzinfo=UTC)
    assert end_of_day(date(2026, 7, 1), PARIS) == datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC)
