"""What the files of a call must agree on. Filled by the checks of each file; see `breaches`."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class BreachCode(StrEnum):
    """What is expected and not found."""

    STAGES = "stages"


@dataclass(frozen=True)
class Breach:
    """Something that the files do not agree on: where, what was read, what was expected."""

    file: str
    path: tuple[str | int, ...]
    code: BreachCode
    read: str


@dataclass(frozen=True)
class Pages:
    call: Any = None
    letter: Any = None
    dossier: Any = None
    admissibility: Any = None
    scoring: Any = None
    committee: Any = None
    convention: Any = None
    follow_up: Any = None
    present: frozenset[str] = frozenset()


def breaches(pages: Pages) -> Iterator[Breach]:
    """None yet."""
    yield from ()
