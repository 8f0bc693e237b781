"""The two tables of a ranking: `scores.csv` (marks) and `applications.csv` (what is known beside them).

    application,reviewer,criterion,mark,confidence     the confidence only where the grid asks for it; and the college
                                                       of the reviewer where the grid has some
    application,amount,filed_at,zone,…                 the amount in euros; then the attributes of the grid

A mark is a number, the key or the label of a level, or "na" (cannot assess); the reviewer "consensus" gives the
mark agreed by all. Decimal commas, semicolons and days like 30/11/2026 are read as a French spreadsheet writes
them.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from app.adapters.csv_pages import CsvPage, CsvRow, ReadingStops, near, read_rows
from app.adapters.mark_rows import read_marks
from app.domain.call_file.faults import FileFault
from app.domain.call_file.grid.names import COMMITTEE_ORDER
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Bounds, Names
from app.domain.call_file.tables import TableCode, TableFaults
from app.domain.deadlines import to_utc
from app.domain.expressions import Kind, Value
from app.domain.money import MoneyError, parse_euros
from app.domain.ranking import Entry
from app.domain.scoring import MarkColumns
from app.domain.scoring.conditions import Attributes
from app.words.ranking.table_faults import YES_OR_NO

PARIS: Final = ZoneInfo("Europe/Paris")
LONGEST_TEXT: Final = 500

_OF_ALL: Final = ("amount", "filed_at")
_NOTHING: Final[Attributes] = {}
_NUMBER: Final = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,10})?")
_DAY: Final = re.compile(r"(?:(20\d\d)-(\d\d)-(\d\d)|(\d\d?)/(\d\d?)/(20\d\d))", re.ASCII)
_MOMENT: Final = re.compile(
    _DAY.pattern + r"(?:[ T](\d\d?)[:h](\d\d)(?::(\d\d)(?:\.\d{1,6})?)?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?",
    re.ASCII,
)
_SPACES: Final = re.compile(r"[\s\u00a0\u202f]")


@dataclass(frozen=True)
class Tables:
    """What both files say."""

    entries: tuple[Entry, ...]
    reviews: MarkColumns


def read_tables(
    scores: Path,
    applications: Path | None,
    grid: ScoringFile,
    names: Names,
    zone: ZoneInfo = PARIS,
) -> Tables:
    """Both tables of a grid. `names`: those that the columns of `applications` may have; `zone`: of the hours
    written without an offset. Without `applications`, they are those of the scores.

    Raises:
        TableFaults: all that is wrong in both files.
    """
    faults: list[FileFault] = []
    entries: tuple[Entry, ...] | None = None
    if applications is not None:
        page = CsvPage(str(applications))
        entries = tuple(_entries(applications, page, names, zone))
        faults += page.faults
    page = CsvPage(str(scores))
    known = None if entries is None or faults else {one.reference for one in entries}
    reviews = read_marks(scores, page, grid, known)
    if faults or page.faults:
        raise TableFaults((*faults, *page.faults))
    if entries is None:
        entries = tuple(Entry(name) for name in sorted(set(reviews.applications)))
    return Tables(entries, reviews)


def _entries(path: Path, page: CsvPage, names: Names, zone: ZoneInfo) -> Iterable[Entry]:
    kinds = {**names.kinds, COMMITTEE_ORDER: Kind.NUMBER}
    extra = [name for name in kinds if name not in _OF_ALL]
    found: dict[str, Entry] = {}
    there: list[str] | None = None
    try:
        for row in read_rows(path, page, ("application",), (*_OF_ALL, *extra)):
            there = [name for name in extra if name in page.columns] if there is None else there
            reference = row.name("application")
            if reference in found:
                row.fault(TableCode.APPLICATION_TWICE, "application")
            attributes = {name: _value(row, name, kinds[name], names) for name in there if row.cell(name)}
            found[reference] = Entry(reference, _amount(row), _filed_at(row, zone), attributes or _NOTHING)
    except ReadingStops:
        return []
    return found.values()


def _amount(row: CsvRow) -> int:
    text = row.cell("amount")
    try:
        return parse_euros(text) if text else 0
    except MoneyError:
        row.fault(TableCode.AMOUNT, "amount")
        return 0


def _filed_at(row: CsvRow, zone: ZoneInfo) -> datetime | None:
    text = row.cell("filed_at")
    if not text:
        return None
    moment = moment_of(text, zone)
    if moment is None:
        row.fault(TableCode.FILED_AT, "filed_at")
    return moment


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """A day and its hour (midnight without one), at the clock of `zone`; None for anything else.

    An hour that a change of clocks repeats or skips is read as that of a deadline is.
    """
    found = _MOMENT.fullmatch(text)
    if found is None or (day := _day(found)) is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.group(7, 8, 9))
    if hour > 23 or minute > 59 or second > 59:
        return None
    written, offset = datetime.combine(day, time(hour, minute, second)), found[10]
    if offset is None:
        local = written.replace(tzinfo=zone)
        once = local.utcoffset() == local.replace(fold=1).utcoffset()
        return local if once else to_utc(written, zone).astimezone(zone)
    return datetime.fromisoformat(f"{written:%Y-%m-%dT%H:%M:%S}{offset}").astimezone(zone)


def day_of(text: str) -> date | None:
    """A day written 2026-11-30 or 30/11/2026; None for anything else."""
    found = _DAY.fullmatch(text)
    return None if found is None else _day(found)


def _day(found: re.Match[str]) -> date | None:
    year, month, day = map(int, found.group(1, 2, 3) if found[1] else found.group(6, 5, 4))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    bare = _SPACES.sub("", text)
    return Decimal(bare.replace(",", ".")) if bare.isascii() and _NUMBER.fullmatch(bare) else None


_READERS: Final[dict[Kind, tuple[Callable[[str], Value | None], TableCode]]] = {
    Kind.NUMBER: (_number, TableCode.NUMBER),
    Kind.BOOL: (lambda text: YES_OR_NO.get(text.casefold()), TableCode.YES_NO),
    Kind.DATE: (day_of, TableCode.DAY),
}


def _bound(row: CsvRow, column: str, value: Decimal, bounds: Bounds) -> None:
    """Tell that a number is not one that its question admits."""
    if bounds.whole and value != value.to_integral_value():
        row.fault(TableCode.WHOLE, column)
    elif bounds.least is not None and value < bounds.least:
        row.fault(TableCode.LEAST, column, min=bounds.least)
    elif bounds.most is not None and value > bounds.most:
        row.fault(TableCode.MOST, column, max=bounds.most)


def _value(row: CsvRow, column: str, kind: Kind, names: Names) -> Value | None:
    """An attribute. Several texts are parted by "|"."""
    text, options = row.cell(column), names.options.get(column)
    if kind in _READERS:
        read, code = _READERS[kind]
        value = read(text)
        if value is None:
            row.fault(code, column)
        if isinstance(value, Decimal) and column in names.bounds:
            _bound(row, column, value, names.bounds[column])
        return value
    words = tuple(word.strip() for word in text.split("|")) if kind is Kind.TEXTS else (text,)
    for word in words:
        if options is not None and word not in options:
            said = {"among": ", ".join(sorted(options)), "near": near(word, options)}
            row.fault(TableCode.OPTION, column, **said)
        elif len(word) > LONGEST_TEXT:
            row.fault(TableCode.TEXT, column, most=LONGEST_TEXT)
    return words if kind is Kind.TEXTS else text
