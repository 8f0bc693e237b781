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


@dataclass(frozen=True)
class GroupColumn:
    """A group of criteria for every application: its points, and does it hold its thresholds?"""

    points: Exact
    best: Fraction
    bound: Fraction | None
    passes: Bools
    reached: NDArray[np.int64]
