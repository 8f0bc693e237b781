"""The marks of a call as a table: one row a review, one column a thing that is marked.

Rows are in the order of the references, then of the reviewers, whatever the order in which they came: this is
why the order of the input never changes a result.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.domain.scoring.exact import Bools, Ints
from app.domain.scoring.mark_columns import MarkColumns, ReviewMarks

CONSENSUS: Final = "consensus"
"""The reviewer's name under which the mark agreed by all is written."""


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
        names, asked = sorted(set(applications)), tuple(columns)
        rows = reviews
        if not isinstance(rows, MarkColumns) or rows.columns != asked:
            rows = MarkColumns.of(reviews, asked)
        people = sorted(set(rows.reviewers))
        places, whose = ({name: at for at, name in enumerate(among)} for among in (names, people))
        if unknown := set(rows.applications) - places.keys():
            raise ValueError(f"a review of an unknown application: {min(unknown)}")
        application = np.array([places[one] for one in rows.applications], dtype=np.int64)
        reviewer = np.array([whose[one] for one in rows.reviewers], dtype=np.int64)
        order = np.lexsort((reviewer, application))
        application, reviewer = application[order], reviewer[order]
        again = (application[1:] == application[:-1]) & (reviewer[1:] == reviewer[:-1])
        if again.any():
            at = int(np.argmax(again))
            raise ValueError(f"two reviews of {names[application[at]]} by {people[reviewer[at]]}")
        given = [mark for mark in rows.values if mark is not None]
        digits = max(map(_digits, given), default=0)
        units = [0 if mark is None else int(mark.scaleb(digits)) for mark in rows.values]
        cells = rows.table()[order]
        confidence = np.zeros(len(rows), dtype=np.int64)
        confidence[list(rows.confidence)] = list(rows.confidence.values())
        return cls(
            applications=names,
            reviewers=people,
            columns=asked,
            application=application,
            reviewer=reviewer,
            marks=np.array(units, dtype=np.int64)[cells],
            given=np.array([mark is not None for mark in rows.values], dtype=np.bool_)[cells],
            answered=cells > 0,
            decimals=digits,
            confidence=confidence[order],
            college=np.array([rows.colleges.get(at, "") for at in order.tolist()]) if rows.colleges else None,
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


def _digits(mark: Decimal) -> int:
    exponent = mark.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{mark} is not a mark")
    return max(0, -exponent)
