"""The marks of a call as a table: one row a review, one column a thing that is marked.

Rows are in the order of the references, then of the reviewers, whatever the order in which they came: this is
why the order of the input never changes a result.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from operator import attrgetter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.domain.scoring.exact import Bools, Ints

CONSENSUS: Final = "consensus"
"""The reviewer's name under which the mark agreed by all is written."""


class ReviewMarks(NamedTuple):
    """One review: whose, of what, and its marks; None for "cannot assess". `confidence` and `college` where they were
    said."""

    application: str
    reviewer: str
    marks: Mapping[str, Decimal | None]
    confidence: int | None = None
    college: str | None = None


@dataclass(frozen=True)
class Panel:
    """All the reviews. `marks` are integers in units of 10^-`decimals`; `given` says which are real.

    `applications` are sorted; `application[r]` and `reviewer[r]` are places in `applications` and `reviewers`.
    Rows are sorted by application then reviewer. `answered`: given, or declared impossible to assess.
    """

    applications: Sequence[str]
    reviewers: Sequence[str]
    columns: tuple[str, ...]
    application: NDArray[np.int64]
    reviewer: NDArray[np.int64]
    marks: Ints
    given: Bools
    answered: Bools
    decimals: int
    confidence: NDArray[np.int64]
    college: NDArray[np.str_] | None = None
    """The key of the college of each review, "" for one without; None when no review has any."""

    @classmethod
    def of(
        cls, applications: Iterable[str], reviews: Iterable[ReviewMarks], columns: Sequence[str]
    ) -> "Panel":
        """The table of these reviews; an application without review keeps its place.

        Raises ValueError for a review of an unknown application, or two by the same reviewer.
        """
        names = sorted(set(applications))
        places = {name: place for place, name in enumerate(names)}
        rows = sorted(reviews, key=attrgetter("application", "reviewer"))
        people = sorted({one.reviewer for one in rows})
        whose = {name: place for place, name in enumerate(people)}
        for before, after in pairwise((one.application, one.reviewer) for one in rows):
            if before == after:
                raise ValueError(f"two reviews of {after[0]} by {after[1]}")
        unknown = {one.application for one in rows} - places.keys()
        if unknown:
            raise ValueError(f"a review of an unknown application: {min(unknown)}")
        cells = [one.marks.get(column) for one in rows for column in columns]
        distinct = set(cells)
        whole = None not in distinct
        digits = max((_digits(mark) for mark in distinct if mark is not None), default=0)
        units = {mark: 0 if mark is None else int(mark.scaleb(digits)) for mark in distinct}
        shape = (len(rows), len(columns))
        return cls(
            applications=names,
            reviewers=people,
            columns=tuple(columns),
            application=np.array([places[one.application] for one in rows], dtype=np.int64),
            reviewer=np.array([whose[one.reviewer] for one in rows], dtype=np.int64),
            marks=np.array([units[mark] for mark in cells], dtype=np.int64).reshape(shape),
            given=np.ones(shape, dtype=np.bool_)
            if whole
            else _table((mark is not None for mark in cells), shape),
            answered=np.ones(shape, dtype=np.bool_)
            if whole
            else _table((column in one.marks for one in rows for column in columns), shape),
            decimals=digits,
            confidence=np.array([one.confidence or 0 for one in rows], dtype=np.int64),
            college=np.array([one.college or "" for one in rows])
            if any(one.college for one in rows)
            else None,
        )

    def rows_of(self, place: int) -> range:
        """The rows of one application."""
        start, end = np.searchsorted(self.application, (place, place + 1))
        return range(int(start), int(end))

    def mark(self, row: int, column: int) -> Decimal | None:
        """One mark, as it was given."""
        if not self.given[row, column]:
            return None
        return Decimal(int(self.marks[row, column])).scaleb(-self.decimals).normalize() + 0

    def only(self, rows: Bools) -> "Panel":
        """The table of some of its rows."""
        return Panel(
            self.applications,
            self.reviewers,
            self.columns,
            self.application[rows],
            self.reviewer[rows],
            self.marks[rows],
            self.given[rows],
            self.answered[rows],
            self.decimals,
            self.confidence[rows],
            None if self.college is None else self.college[rows],
        )


def _table(cells: Iterable[bool], shape: tuple[int, int]) -> Bools:
    return np.array(list(cells), dtype=np.bool_).reshape(shape)


def _digits(mark: Decimal) -> int:
    exponent = mark.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{mark} is not a mark")
    return max(0, -exponent)
