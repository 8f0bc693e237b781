"""Reviews as columns: a million marks are a few values that come back, kept without an object for each."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class ReviewMarks(NamedTuple):
    """One review: whose, of what, and its marks; None for "cannot assess". `confidence` and `college` where they were
    said."""

    application: str
    reviewer: str
    marks: Mapping[str, Decimal | None]
    confidence: int | None = None
    college: str | None = None


class MarkColumns:
    """The reviews of a call, one after the other, and their marks in `columns`; read again as `ReviewMarks`.

    `cells` holds `len(columns)` places for each review: that of the mark in `values`, 0 where nothing was said. What
    few reviews say beside their marks goes by their number.
    """

    def __init__(self, columns: Iterable[str]) -> None:
        self.columns = tuple(columns)
        self.applications: list[str] = []
        self.reviewers: list[str] = []
        self.confidence: dict[int, int] = {}
        self.colleges: dict[int, str] = {}
        self.cells = array("i")
        self.values: list[Decimal | None] = [None]
        self._known: dict[Decimal | None, int] = {}
        self._nothing = array("i", [0] * len(self.columns))

    @classmethod
    def of(cls, reviews: Iterable[ReviewMarks], columns: Sequence[str]) -> Self:
        """The marks of these reviews in these columns."""
        found = cls(columns)
        for one in reviews:
            number = found.add(one.application, one.reviewer)
            for at, column in enumerate(found.columns, number * len(found.columns)):
                if column in one.marks:
                    found.cells[at] = found.place_of(one.marks[column])
            if one.confidence is not None:
                found.confidence[number] = one.confidence
            if one.college is not None:
                found.colleges[number] = one.college
        return found

    def add(self, application: str, reviewer: str) -> int:
        """One more review, without any mark; its number, from 0."""
        self.applications.append(application)
        self.reviewers.append(reviewer)
        self.cells.extend(self._nothing)
        return len(self.applications) - 1

    def place_of(self, mark: Decimal | None) -> int:
        """The place in `values` of a mark, of which every review writes the same."""
        place = self._known.setdefault(mark, len(self.values))
        if place == len(self.values):
            self.values.append(mark)
        return place

    def table(self) -> NDArray[np.int32]:
        """The cells, one row a review: a view, while which nothing can be added."""
        return np.asarray(self.cells, dtype=np.int32).reshape(len(self), len(self.columns))

    def __len__(self) -> int:
        return len(self.applications)

    def __iter__(self) -> Iterator[ReviewMarks]:
        whole = zip(self.applications, self.reviewers, self.table().tolist(), strict=True)
        for number, (application, reviewer, cells) in enumerate(whole):
            marks = {key: self.values[place] for key, place in zip(self.columns, cells, strict=True) if place}
            yield ReviewMarks(
                application, reviewer, marks, self.confidence.get(number), self.colleges.get(number)
            )
