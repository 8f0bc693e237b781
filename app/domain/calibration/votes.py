"""One number per (application, reviewer), in exact integers: what every calibration reads.

The order in which the votes arrive never changes a result: they are sorted once, here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LARGEST = 10**12
"""The largest vote once it is an integer: a million of them, times a million, still fit in 64 bits."""

MOST_DECIMALS = 12
"""The most digits after the point of a vote."""

PAIRS_UP_TO = 12
"""Up to so many votes on an application its pairs of reviewers are counted one by one, above by a product."""

BLOCK = 2048
"""How many applications enter one product of matrices: with 300 reviewers, 5 MB."""


@dataclass(frozen=True, eq=False)
class Votes:
    """The votes of a panel, sorted by application then reviewer, each ``value`` in units of 10^-``decimals``.

    ``application`` and ``reviewer`` are places in the sorted ``applications`` and ``reviewers``.
    """

    applications: tuple[str, ...]
    reviewers: tuple[str, ...]
    application: NDArray[np.int64]
    reviewer: NDArray[np.int64]
    value: NDArray[np.int64]
    decimals: int

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, Decimal]]) -> "Votes":
        """The votes of (application, reviewer, vote).

        ValueError without any vote, when a reviewer votes twice on an application, or when a vote is no finite
        number or has too many digits.
        """
        cast = list(rows)
        if not cast:
            raise ValueError("no vote to calibrate")
        for _, _, mark in cast:
            if not mark.is_finite():
                raise ValueError(f"{mark} is no vote")
        decimals, integers = _integers({mark for _, _, mark in cast})
        applications, reviewers = sorted({row[0] for row in cast}), sorted({row[1] for row in cast})
        places, seats = _places(applications), _places(reviewers)
        application = np.array([places[row[0]] for row in cast], dtype=np.int64)
        reviewer = np.array([seats[row[1]] for row in cast], dtype=np.int64)
        value = np.array([integers[row[2]] for row in cast], dtype=np.int64)
        pair = application * len(reviewers) + reviewer
        order = np.argsort(pair, kind="stable")
        twice = np.flatnonzero(np.diff(pair[order]) == 0)
        if twice.size:
            name, voter, _ = cast[order[twice[0]]]
            raise ValueError(f"{voter} votes twice on {name}")
        return cls(
            tuple(applications), tuple(reviewers), application[order], reviewer[order], value[order], decimals
        )

    @cached_property
    def on_application(self) -> NDArray[np.int64]:
        """How many votes each application received."""
        return np.bincount(self.application, minlength=len(self.applications))

    @cached_property
    def by_reviewer(self) -> NDArray[np.int64]:
        """How many votes each reviewer gave."""
        return np.bincount(self.reviewer, minlength=len(self.reviewers))

    @cached_property
    def application_sums(self) -> NDArray[np.int64]:
        """The exact sum of the votes on each application."""
        return np.add.reduceat(self.value, self._starts)

    @cached_property
    def reviewer_sums(self) -> NDArray[np.int64]:
        """The exact sum of the votes of each reviewer."""
        sums = np.zeros(len(self.reviewers), dtype=np.int64)
        np.add.at(sums, self.reviewer, self.value)
        return sums

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.cumsum(self.on_application) - self.on_application

    def shared(self) -> Iterator[tuple[int, NDArray[np.float64]]]:
        """For each number of votes an application may have: how many such applications two reviewers share.

        A square matrix of whole numbers, one row per reviewer; its diagonal counts each reviewer's own.
        """
        for count in np.unique(self.on_application).tolist():
            starts = self._starts[self.on_application == count]
            seats = self.reviewer[starts[:, None] + np.arange(count)]
            yield count, (_by_pairs if count <= PAIRS_UP_TO else _by_product)(seats, len(self.reviewers))


def _integers(marks: set[Decimal]) -> tuple[int, dict[Decimal, int]]:
    decimals = max(0, *(-int(mark.normalize().as_tuple().exponent) for mark in marks))
    if decimals > MOST_DECIMALS or any(abs(mark) * 10**decimals > LARGEST for mark in marks):
        raise ValueError(f"a vote has more digits than {LARGEST} once scaled by 10^{decimals}")
    return decimals, {mark: int(mark.scaleb(decimals)) for mark in marks}


def _places(names: list[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _by_pairs(seats: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    counts = np.zeros(size * size, dtype=np.int64)
    for mine in seats.T:
        for other in seats.T:
            counts += np.bincount(mine * size + other, minlength=size * size)
    return counts.reshape(size, size).astype(np.float64)


def _by_product(seats: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    counts = np.zeros((size, size))
    for start, end in pairwise([*range(0, len(seats), BLOCK), len(seats)]):
        present = np.zeros((end - start, size))
        np.put_along_axis(present, seats[start:end], 1.0, axis=1)
        counts += present.T @ present
    return counts
