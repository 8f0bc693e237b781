"""One CSV file row by row, each cell with the place where it stands.

Commas, semicolons or tabulations part the cells: the first line says which. A byte order mark is passed over.
"""

import codecs
import csv
import difflib
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from app.domain.call_file.faults import FileFault, Shape
from app.domain.call_file.tables import TableCode

LARGEST: Final = 50 * 1024 * 1024
"""Bytes of a file."""

MOST_ROWS: Final = 5_000_000
MOST_FAULTS: Final = 1_000
"""Faults told of one file; more are those of a file that is something else."""


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


class CsvRow(NamedTuple):
    """A row with its first line and its text, from which the place of a cell is found when it is at fault."""

    page: CsvPage
    line: int
    cells: Sequence[str]
    raw: str

    def cell(self, column: str) -> str:
        """The text of a cell, bare; empty when the file has no such column."""
        at = self.page.columns.get(column)
        return "" if at is None else self.cells[at].strip()

    def fault(self, code: TableCode, column: str, **said: object) -> None:
        """Note a fault of this cell."""
        down, across = place_of(self.raw, self.page.separator, self.page.columns[column])
        self.page.fault(code, self.line + down, across, self.cell(column), **said)


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
    content = _read(path, page)
    lines = _Lines(content)
    page.separator = _separator(content)
    reader = csv.reader(lines, delimiter=page.separator, strict=True)
    try:
        for cells in reader:
            raw = lines.taken()
            line = reader.line_num - lines.count + 1
            if not page.columns:
                _head(page, line, cells, raw, (*needed, *allowed), needed)
                continue
            if not "".join(cells).strip():
                continue
            if line > MOST_ROWS + 1:
                raise page.stop(TableCode.TOO_MANY_ROWS, line, str(line), most=MOST_ROWS)
            if len(cells) != len(page.columns):
                page.fault(TableCode.ROW_WIDTH, line, 1, raw.strip(), most=len(page.columns), size=len(cells))
                continue
            yield CsvRow(page, line, cells, raw)
    except csv.Error as error:
        raw = lines.taken().strip()
        raise page.stop(TableCode.CSV, max(reader.line_num - lines.count + 1, 1), raw) from error
    if not page.columns:
        raise page.stop(TableCode.EMPTY, among=", ".join(needed))


class _Lines:
    """The lines of a file in UTF-8, decoded as they come, remembering those of the row being read."""

    def __init__(self, raw: bytes) -> None:
        self._lines = io.TextIOWrapper(io.BytesIO(raw), "utf-8-sig", newline="")
        self._row: list[str] = []
        self.count = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._row.append(line)
            yield line

    def taken(self) -> str:
        """The text read since the last time."""
        row, self._row = self._row, []
        self.count = len(row)
        return row[0] if len(row) == 1 else "".join(row)


def _read(path: Path, page: CsvPage) -> bytes:
    if not path.is_file():
        raise page.stop(TableCode.ABSENT)
    size = path.stat().st_size
    if size > LARGEST:
        raise page.stop(TableCode.TOO_LARGE, size=size, most=LARGEST)
    raw = path.read_bytes()
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = raw[: error.start].decode("utf-8-sig", "replace")
        column = len(good) - good.rfind("\n")
        page.fault(TableCode.ENCODING, good.count("\n") + 1, column, f"0x{raw[error.start]:02x}")
        raise ReadingStops from error
    return raw


def _separator(raw: bytes) -> str:
    first = raw.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n").split(b"\n", 1)[0].decode()
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
