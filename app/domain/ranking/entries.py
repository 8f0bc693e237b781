"""What a ranking knows of the applications beside their marks, as columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from app.domain.allocation import Settled
from app.domain.money import to_euros
from app.domain.scoring.conditions import Attributes

LATEST: Final = np.iinfo(np.int64).max
"""The instant of what has no filing date: after everything."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One application to rank: `amount` in cents is what it would receive; `attributes`, what else is known.

    `settled`: what is decided or advised of it already, which no list plays again; None when the rule gives its money.
    """

    reference: str
    amount: int = 0
    filed_at: datetime | None = None
    attributes: Attributes | None = None
    settled: Settled | None = None


@dataclass(frozen=True)
class Entries:
    """The applications of a panel, in its order. Amounts in cents, instants in microseconds of the epoch.

    `settled`: what is settled, by place.
    """

    references: Sequence[str]
    amounts: NDArray[np.int64]
    filed: NDArray[np.int64]
    attributes: Sequence[Attributes]
    settled: Mapping[int, Settled] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Entries":
        """The same, sorted by reference. Raises ValueError for a reference given twice."""
        rows = sorted(entries, key=lambda one: one.reference)
        references = [one.reference for one in rows]
        if len(set(references)) != len(references):
            raise ValueError("a reference is given twice")
        amounts = np.array([one.amount for one in rows], dtype=np.int64)
        return cls(
            references,
            amounts,
            np.array([_microseconds(one.filed_at) for one in rows], dtype=np.int64),
            _Known([one.attributes for one in rows], amounts, [one.filed_at for one in rows]),
            {at: one.settled for at, one in enumerate(rows) if one.settled is not None},
        )


@dataclass(frozen=True)
class _Known(Sequence[Attributes]):
    """What is known of each entry, put together when a condition first reads it: many grids have none that does."""

    said: Sequence[Attributes | None]
    amounts: NDArray[np.int64]
    filed: Sequence[datetime | None]

    @cached_property
    def _made(self) -> list[Attributes]:
        return list(map(_known, self.said, self.amounts.tolist(), self.filed))

    @overload
    def __getitem__(self, at: int) -> Attributes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Attributes]: ...
    def __getitem__(self, at: int | slice) -> Attributes | Sequence[Attributes]:
        return self._made[at]

    def __iter__(self) -> Iterator[Attributes]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self.said)


def _microseconds(moment: datetime | None) -> int:
    return LATEST if moment is None else int(moment.timestamp()) * 1_000_000 + moment.microsecond


def _known(said: Attributes | None, amount: int, filed_at: datetime | None) -> Attributes:
    known = {**(said or {}), "amount": to_euros(amount)}
    return known if filed_at is None else {**known, "filed_at": filed_at}
