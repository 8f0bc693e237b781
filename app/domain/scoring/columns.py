"""What one criterion, or one group of them, gave to every application."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from app.domain.scoring.exact import Bools, Exact


@dataclass(frozen=True)
class Column:
    """A criterion, or a part of one, for every application: its mark, who gave it, its points."""

    mark: Exact
    counts: NDArray[np.int64]
    points: Exact
    assessed: Bools
    applies: Bools
    passes: Bools
    bound: Fraction | None = None
    kept: Bools | None = None
    """Where it is among those of its group that count; None where all of them do."""

    @property
    def counted(self) -> Exact:
        """The points that go in the total."""
        return self.points if self.kept is None else self.points.where(self.kept, Exact.zeros(len(self.kept)))

    @property
    def counted_mark(self) -> Exact:
        """The mark that goes in the sum of marks: 0 where it was not assessed, or does not count."""
        shown = self.assessed if self.kept is None else self.assessed & self.kept
        return self.mark if shown.all() else self.mark.where(shown, Exact.zeros(len(self.mark)))


@dataclass(frozen=True)
class GroupColumn:
    """A group of criteria for every application: its points, and does it hold its thresholds?"""

    points: Exact
    best: Fraction
    bound: Fraction | None
    passes: Bools
    reached: NDArray[np.int64]
