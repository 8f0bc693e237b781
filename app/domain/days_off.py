"""Days on which nobody answers the telephone: Saturdays, Sundays, and the holidays of the law."""

from datetime import date, timedelta

FIXED = frozenset({(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)})
"""(month, day) of the holidays that do not move. Source: Code du travail, art. L3133-1."""
AFTER_EASTER = (timedelta(days=1), timedelta(days=39), timedelta(days=50))
"""Easter Monday, Ascension, Whit Monday."""
SATURDAY = 5


def is_day_off(day: date) -> bool:
    """Is it a Saturday, a Sunday or a holiday of mainland France?"""
    moving = {easter(day.year) + later for later in AFTER_EASTER}
    return day.weekday() >= SATURDAY or (day.month, day.day) in FIXED or day in moving


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (J. Meeus, *Astronomical Algorithms*, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)
