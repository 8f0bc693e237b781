"""Days as people type them: 15/01/2023, 15/1/23, 15.1.2023, 2023-01-15, « 15 janvier 2023 », « 1er mars 2027 »."""

import re
import unicodedata
from datetime import date

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Outside them a year is a slip of the keyboard: the oldest associations are of the nineteenth century."""
LONGEST = 40
PIVOT = 69
"""Years of two digits: 69 to 99 are of the last century, 00 to 68 of this one (POSIX, strptime)."""
_MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_FIGURES = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_IN_WORDS = re.compile(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?([0-9]{1,2})(?:er)? ([a-z]{3,9})\.? ([0-9]{4})"
)


def read_day(text: str) -> date | None:
    """The day that was typed, of the years 1800 to 2199; None when it is none."""
    typed = " ".join(text.split())
    if len(typed) > LONGEST:
        return None
    if found := _FIGURES.fullmatch(typed):
        day, month, year = (int(part) for part in found.groups())
        year += {4: 0, 2: 1900 if year >= PIVOT else 2000}[len(found[3])]
    elif found := _ISO.fullmatch(typed):
        year, month, day = (int(part) for part in found.groups())
    elif found := _IN_WORDS.fullmatch(_plain(typed)):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    return _day(year, month, day)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(one for one in letters if not unicodedata.combining(one))


def _month(name: str) -> int:
    """The number of a month by its name or by its first letters, three at least; 0 when it is none of them."""
    named = [place for place, one in enumerate(_MONTHS, 1) if one.startswith(name)]
    return named[0] if len(named) == 1 else 0


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
