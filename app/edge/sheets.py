"""Tables that leave as a sheet, which Excel and LibreOffice open: a line at a time, nothing in it computed."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from fastapi import Response

from app.edge.attachments import attachment

CSV: Final = "text/csv; charset=utf-8"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute: what somebody typed must not be (CWE-1236)."""
_BYTE_ORDER_MARK: Final = "\ufeff"
"""By which Excel knows UTF-8."""


def sheet(name: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Response:
    """This table under this name, each row written when it is sent."""
    return attachment(name, CSV, _lines(columns, rows))


def _lines(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    written = io.StringIO()
    table = csv.writer(written, delimiter=";")
    written.write(_BYTE_ORDER_MARK)
    table.writerow(columns)
    for row in rows:
        yield _taken(written)
        table.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    yield _taken(written)


def _taken(written: io.StringIO) -> bytes:
    text = written.getvalue()
    written.seek(0)
    written.truncate()
    return text.encode()
