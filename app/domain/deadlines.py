"""Deadlines: arithmetic on aware times, no clock. The server's clock is given by whoever asks.

A deadline has a time of day and the call's time zone (Paris by default, overseas Regions have theirs). It names a
second, and that whole second is in time: with « 23:59:59 », what arrives before midnight is in time, at midnight late.
"""

import calendar
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

A_SECOND = timedelta(seconds=1)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def to_utc(moment: datetime, zone: tzinfo) -> datetime:
    """The same instant in UTC; a time without offset is local to `zone`.

    The hour that a change of clocks repeats is read as the second one, the hour that it skips is pushed one
    hour on: a deadline is never earlier than what its reader understood.
    """
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    first, second = (moment.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return max(first, second)


def is_of_our_time(day: date) -> bool:
    """May a project know this day? What is a century away is a slip of the keyboard, and no calendar holds it."""
    return FIRST_DAY <= day <= LAST_DAY


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The last second of a day in `zone`, in UTC: what arrives before the midnight that follows is in time."""
    return to_utc(datetime.combine(day, time(23, 59, 59)), zone)


def last_day_given(today: date) -> date:
    """The furthest day that a deadline may be given today: a year on. Later than that, it is a slip of the year."""
    return add_months(today, 12)


def is_open(now: datetime, opens_at: datetime, due_at: datetime) -> bool:
    """May one file at `now`? From the opening to the deadline, the whole second of it included."""
    return opens_at <= now and not is_late(now, due_at)


def is_late(now: datetime, due_at: datetime) -> bool:
    """Is the second of the deadline over?"""
    return now >= due_at + A_SECOND


def add_months(day: date, months: int) -> date:
    """The same day, that many months on; the last day of the month when it is too short (31 to 30, 28)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


Span = tuple[datetime, datetime]
"""From an instant to another."""


def silent_rejection_on(
    received_at: datetime, months: int, zone: ZoneInfo, suspended: Iterable[Span] = ()
) -> date:
    """The day on which silence is a refusal: calendar months from the local day of receipt, and the days during which
    the delay was suspended; what begins after that day suspends nothing any more.

    ``suspended``: for each request of what is missing, from the day it was sent to the day of the answer, at the
    latest to the end of the time that it gave.

    Source: CRPA L231-4, 3° (two months when the request is financial; the months come from the call's file) and
    L114-5: the delay of a silent refusal *is suspended* during the time given to answer, and the answer ends the
    suspension (the words of décret 2001-492, art. 2, which it took up; only that of a silent acceptance, which no
    request of money knows, runs from the answer).
    """
    last = add_months(received_at.astimezone(zone).date(), months)
    counted = received_at.astimezone(zone).date()
    for begun, ended in sorted(suspended):
        first, end = (max(one.astimezone(zone).date(), counted) for one in (begun, ended))
        if first > last:
            break
        last, counted = last + (end - first), end
    return last


def completion_due_at(asked_at: datetime, days: int, zone: tzinfo) -> datetime:
    """The end of the local day, that many days after a missing piece was asked for, in UTC."""
    return end_of_day(asked_at.astimezone(zone).date() + timedelta(days=days), zone)
