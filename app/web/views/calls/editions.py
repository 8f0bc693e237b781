"""What the pages of the editions draw: the files with their state, the faults with their line, what changed."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.db.calls.editions import Edition
from app.domain.errors import Hidden, ReasonCode
from app.edge.numbers import whole_number
from app.services.calls.editions import FILES, Checked
from app.words.calls import editions as words

MOST_LINES: Final = 4_000
"""Beyond this a file is not compared line by line."""


@dataclass(frozen=True)
class FaultLine:
    """One fault of a file; a warning does not stop the opening."""

    file: str
    line: int
    column: int
    sentence: str
    warning: bool


@dataclass(frozen=True)
class FileRow:
    """A file of the edition and its state. ``tone`` is that of its pill."""

    name: str
    words: str
    lines: int
    state: str
    tone: str


@dataclass(frozen=True)
class FileChange:
    """What changed in a file: its lines as (sign, text), sign one of « + », « - », « @ » and space."""

    name: str
    words: str
    lines: tuple[tuple[str, str], ...]
    too_long: bool = False


def identity(typed: str) -> int:
    """The number of an edition in an address. Raises Hidden for anything else."""
    if (number := whole_number(typed)) is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=typed)
    return number


def fault_lines(checked: Checked, file: str = "") -> list[FaultLine]:
    """The faults then the warnings, of one file when it is named."""
    told = [*((one, False) for one in checked.said.faults), *((one, True) for one in checked.said.warnings)]
    return [
        FaultLine(
            one.file.removesuffix(".yaml"), one.line, one.column, words.told(one, warning=warning), warning
        )
        for one, warning in told
        if file in ("", one.file.removesuffix(".yaml"))
    ]


def file_rows(edition: Edition, checked: Checked) -> list[FileRow]:
    """Every file that a call may have, in the order of the road."""
    found = fault_lines(checked)
    return [_row(name, edition.files.get(name), [one for one in found if one.file == name]) for name in FILES]


def _row(name: str, text: str | None, found: list[FaultLine]) -> FileRow:
    warnings = sum(one.warning for one in found)
    faults = len(found) - warnings
    if text is None and not faults:
        return FileRow(name, words.FILES[name], 0, "Absent", "")
    tone = "no" if faults else "turn" if warnings else "ok"
    return FileRow(
        name, words.FILES[name], len((text or "").splitlines()), words.fault_count(faults, warnings), tone
    )


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[FileChange]:
    """The files whose text differs, with the lines that differ and three around them."""
    return [
        _change(name, before.get(name, ""), now.get(name, ""))
        for name in FILES
        if before.get(name, "") != now.get(name, "")
    ]


def _change(name: str, before: str, now: str) -> FileChange:
    old, new = before.splitlines(), now.splitlines()
    if max(len(old), len(new)) > MOST_LINES:
        return FileChange(name, words.FILES[name], (), too_long=True)
    return FileChange(name, words.FILES[name], tuple(_lines(old, new)))


def _lines(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(difflib.unified_diff(old, new, lineterm="", n=3)):
        if number >= 2:
            yield line[0], line[1:] if line[0] != "@" else line
