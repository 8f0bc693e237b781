"""Why a result is what it is: a small tree of steps, each a code with its figures.

The engine writes the steps, the words say them in French; a page, a JSON answer and the minutes show the same
tree. Figures are exact (`Decimal`, or integer cents under a name that ends in ``_cents``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

Figure: TypeAlias = Decimal | int | str | bool | date | datetime | tuple[str, ...] | tuple[Decimal, ...] | None


class StepCode(StrEnum):
    """What one step did."""

    MARKS = "marks"


@dataclass(frozen=True)
class Step:
    """One step, and the smaller ones that it rests on."""

    code: StepCode
    said: Mapping[str, Figure] = field(default_factory=dict)
    steps: tuple["Step", ...] = ()
