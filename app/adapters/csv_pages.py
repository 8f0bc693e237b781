"""One CSV file row by row, each cell with the place where it stands.

Commas, semicolons or tabulations part the cells: the first line says which. A byte order mark is passed over.
"""

import csv
import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from app.domain.call_file.faults import FileFault, Shape
from app.domain.call_file.tables import TableCode

LARGEST: Final = 50 * 1024 * 1024
"""Bytes of a file."""

MOST_ROWS: Final = 5_000_000
_PIECE: Final = 1024 * 1024
"""Characters of a file that are held at a time."""

MOST_FAULTS: Final = 1_000
"""Faults told of one file; more are those of a file that is something else."""


LONGEST_NAME: Final = 100


class ReadingStops(Exception):
    """Nothing more is to be read of this file: what stopped it is among its faults."""


@dataclass
class CsvPage:
    """A file: its columns, and what is wrong with it."""

    name: str
    columns: dict[str, int] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)
    separator: str = ","

    def fault(self, code: TableCode, line: int, column: int, read: str = "", **said: object) -> None:
        """Note a fault. Raises ReadingStops when there are too many."""
        shape = Shape.TEXT if read else Shape.NOTHING
        texts = {name: str(value) for name, value in said.items()}
        self.faults.append(FileFault(self.name, line, column, "", code, read[:80], shape, texts))
        if len(self.faults) == MOST_FAULTS:
            last = {"most": str(MOST_FAULTS)}
            stop = FileFault(self.name, line, column, "", TableCode.TOO_MANY_FAULTS, read[:80], shape, last)
            self.faults.append(stop)
            raise ReadingStops

    def stop(self, code: TableCode, line: int = 1, read: str = "", **said: object) -> ReadingStops:
        """The same for what ends the reading: to be raised."""
        self.fault(code, line, 1, read, **said)
        return ReadingStops()


class CsvRow:
    """The row being read. There is one, which every row is read into: what is kept of a row is kept as text."""

    __slots__ = ("_rows", "cells", "first", "last", "page")

    def __init__(self, page: CsvPage, rows: "_Rows") -> None:
        self.page, self._rows = page, rows
        self.cells: Sequence[str] = ()
        self.first = self.last = 0
        """The lines of the file on which it starts and ends."""

    def cell(self, column: str) -> str:
        """The text of a cell, bare; empty when the file has no such column."""
        at = self.page.columns.get(column)
        return "" if at is None else self.cells[at].strip()

    def name(self, column: str) -> str:
        """The name in a cell; its fault is noted when it is none."""
        text = self.cell(column)
        if not 1 <= len(text) <= LONGEST_NAME or not text.replace("\u00a0", " ").isprintable():
            self.fault(TableCode.NAME, column)
        return text

    @property
    def text(self) -> str:
        """As the file has it."""
        return self._rows.text(self.first, self.last)

    def fault(self, code: TableCode, column: str, **said: object) -> None:
        """Note a fault of this cell."""
        down, across = place_of(self.text, self.page.separator, self.page.columns[column])
        self.page.fault(code, self.first + down, across, self.cell(column), **said)


def place_of(raw: str, separator: str, cell: int) -> tuple[int, int]:
    """Where a cell of a row starts: lines below the first one (from 0), column (from 1)."""
    quoted, seen, line, start = False, 0, 0, 0
    for at, character in enumerate(raw):
        if seen == cell:
            return line, at - start + 1
        if character == '"':
            quoted = not quoted
        elif character == "\n":
            line, start = line + 1, at + 1
        elif character == separator and not quoted:
            seen += 1
    return line, len(raw) - start + 1


def near(word: str, known: Collection[str]) -> str:
    """The known word that this one may have meant; "" for none."""
    return next(iter(difflib.get_close_matches(word, known, 1)), "")


def read_rows(path: Path, page: CsvPage, needed: Sequence[str], allowed: Sequence[str]) -> Iterator[CsvRow]:
    """The rows under the first line, empty ones left out. `needed` columns are there, others are `allowed`.

    Raises ReadingStops for a file that cannot be read to its end; its faults are on the page.
    """
    _check(path, page)
    page.separator = _separator(path)
    with path.open(encoding="utf-8-sig", newline="") as file, _Rows(path) as rows:
        row, reader = CsvRow(page, rows), csv.reader(file, delimiter=page.separator, strict=True)
        width, most = 0, MOST_ROWS + 1
        try:
            for cells in reader:
                row.cells, row.first, row.last = cells, row.last + 1, reader.line_num
                if not width:
                    _head(page, row.first, cells, row.text, (*needed, *allowed), needed)
                    width = len(page.columns)
                elif (len(cells) == width and cells[0] and row.first <= most) or _is_read(row):
                    yield row
        except csv.Error as error:
            raw = rows.text(row.last + 1, reader.line_num).strip()
            raise page.stop(TableCode.CSV, row.last + 1, raw) from error
    if not page.columns:
        raise page.stop(TableCode.EMPTY, among=", ".join(needed))


def _is_read(row: CsvRow) -> bool:
    """Is there something in the row, in as many cells as there are columns? If not, its fault is noted.

    Raises ReadingStops for one row too many.
    """
    cells, page = row.cells, row.page
    if not "".join(cells).strip():
        return False
    if row.first > MOST_ROWS + 1:
        raise page.stop(TableCode.TOO_MANY_ROWS, row.first, str(row.first), most=MOST_ROWS)
    if len(cells) != len(page.columns):
        raw = row.text.strip()
        page.fault(TableCode.ROW_WIDTH, row.first, 1, raw, most=len(page.columns), size=len(cells))
        return False
    return True


class _Rows:
    """The text of the rows that are at fault, which come in order: read a second time, and only as far as the last."""

    def __init__(self, path: Path) -> None:
        self._lines = path.open(encoding="utf-8-sig", newline="")
        self._at = 0
        self._text = ""

    def __enter__(self) -> "_Rows":
        return self

    def __exit__(self, *_: object) -> None:
        self._lines.close()

    def text(self, first: int, last: int) -> str:
        """The lines of the file from one to another; those of the same row may be asked for again."""
        if last > self._at:
            self._text = "".join(islice(self._lines, first - 1 - self._at, last - self._at))
            self._at = last
        return self._text


def _check(path: Path, page: CsvPage) -> None:
    """Refuse what is no file, is too large, or is not in UTF-8. Raises ReadingStops."""
    if not path.is_file():
        raise page.stop(TableCode.ABSENT)
    size = path.stat().st_size
    if size > LARGEST:
        raise page.stop(TableCode.TOO_LARGE, size=size, most=LARGEST)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while file.read(_PIECE):
                pass
    except UnicodeDecodeError:
        _tell_encoding(path.read_bytes(), page)
        raise ReadingStops from None


def _tell_encoding(raw: bytes, page: CsvPage) -> None:
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8-sig", "replace")
        column = len(good) - good.rfind("\n")
        page.fault(TableCode.ENCODING, good.count("\n") + 1, column, f"0x{raw[error.start]:02x}")


def _separator(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        first = next((line for line in file if line.strip("\r\n")), "")
    return max(",;\t", key=first.count)


def _head(
    page: CsvPage, line: int, cells: Sequence[str], raw: str, known: Sequence[str], needed: Sequence[str]
) -> None:
    if not any(cell.strip() for cell in cells):
        return
    for at, cell in enumerate(cells):
        name = cell.strip().casefold()
        down, across = place_of(raw, page.separator, at)
        if name in page.columns:
            page.fault(TableCode.COLUMN_TWICE, line + down, across, name)
        elif name not in known:
            said = {"among": ", ".join(known), "near": near(name, known)}
            page.fault(TableCode.COLUMN_UNKNOWN, line + down, across, name, **said)
        page.columns.setdefault(name, at)
    for name in needed:
        if name not in page.columns:
            page.fault(TableCode.COLUMN_MISSING, line, 1, raw.strip(), name=name)
    if page.faults:
        raise ReadingStops
