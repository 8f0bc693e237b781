"""What a ranking knows of the applications beside their marks, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.money import to_euros
from app.domain.scoring.conditions import Attributes

LATEST: Final = np.iinfo(np.int64).max
"""The instant of what has no filing date: after everything."""


@dataclass(frozen=True)
class Entry:
    """One application to rank: `amount` in cents is what it would receive; `attributes`, what else is known."""

    reference: str
    amount: int = 0
    filed_at: datetime | None = None
    attributes: Attributes | None = None


@dataclass(frozen=True)
class Entries:
    """The applications of a panel, in its order. Amounts in cents, instants in microseconds of the epoch."""

    references: Sequence[str]
    amounts: NDArray[np.int64]
    filed: NDArray[np.int64]
    attributes: Sequence[Attributes]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Entries":
        """The same, sorted by reference. Raises ValueError for a reference given twice."""
        rows = sorted(entries, key=lambda one: one.reference)
        references = [one.reference for one in rows]
        if len(set(references)) != len(references):
            raise ValueError("a reference is given twice")
        return cls(
            references,
            np.array([one.amount for one in rows], dtype=np.int64),
            np.array([_microseconds(one.filed_at) for one in rows], dtype=np.int64),
            [_known(one) for one in rows],
        )


def _microseconds(moment: datetime | None) -> int:
    return LATEST if moment is None else int(moment.timestamp()) * 1_000_000 + moment.microsecond


def _known(entry: Entry) -> Attributes:
    known = {**(entry.attributes or {}), "amount": to_euros(entry.amount)}
    return known if entry.filed_at is None else {**known, "filed_at": entry.filed_at}
