"""A fault in a file of a call: where it is, what was read there, and a code for what was expected.

The French sentence is made by `app.words.call_faults`; the reading itself by `app.adapters.call_files`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ReadingCode(StrEnum):
    """What stops a file from being read at all, or a value in it."""

    FOLDER = "folder"
    FILE_ABSENT = "file_absent"
    FILE_UNKNOWN = "file_unknown"
    FILE_TOO_LARGE = "file_too_large"
    FILE_EMPTY = "file_empty"
    ENCODING = "encoding"
    YAML = "yaml"
    TOO_NESTED = "too_nested"
    TOO_FULL = "too_full"
    ALIAS = "alias"
    TAG = "tag"
    KEY_REPEATED = "key_repeated"
    KEY_NOT_TEXT = "key_not_text"


class Shape(StrEnum):
    """What stands at a place of a file."""

    TEXT = "text"
    NOTHING = "nothing"
    LIST = "list"
    MAPPING = "mapping"


@dataclass(frozen=True, order=True)
class FileFault:
    """One fault. Lines and columns count from 1; `path` is dotted ("waves.0.opens_at")."""

    file: str
    line: int
    column: int
    path: str
    code: str
    read: str = ""
    shape: Shape = Shape.TEXT
    said: Mapping[str, str] = field(default_factory=dict, compare=False)


class CallFileFaults(Exception):
    """A folder that is not a call: every fault of every file, in the order of the files."""

    def __init__(self, faults: tuple[FileFault, ...]) -> None:
        super().__init__(f"{len(faults)} fault(s) in the call's files")
        self.faults = faults
