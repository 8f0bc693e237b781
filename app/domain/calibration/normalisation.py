"""Scores beside the raw mean, from the same votes: z-scores, percentiles, correction of severity; and their ranks.

Each answers "what if the reviewers were comparable?" in its own way, and none is the score of the file of the call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.domain.calibration.rounding import DIGITS, decimals_of, ratios
from app.domain.calibration.votes import Votes
from app.domain.money import RoundingMode, round_to

Ties = Literal["average", "min"]
"""What equals share: the mean of their places (2, 3, 4 give 3) or the first of them (2)."""


@dataclass(frozen=True)
class Scores:
    """One number per application, in the order of ``applications``."""

    applications: tuple[str, ...]
    values: tuple[Decimal, ...]

    def ranks(self, *, lower_is_better: bool = False, ties: Ties = "average") -> tuple[Decimal, ...]:
        """The rank of each, 1 being the best."""
        return ranks(self.values, lower_is_better=lower_is_better, ties=ties)


@dataclass(frozen=True)
class Severities:
    """The scores once each reviewer's severity is taken away, and the severities themselves, in points.

    A severity above zero is that of a reviewer who gives less than the others. ``panels`` numbers, for each
    application, the panel it belongs to: between two panels no reviewer makes the link and no score compares.
    """

    scores: Scores
    reviewers: tuple[str, ...]
    severities: tuple[Decimal, ...]
    panels: tuple[int, ...]

    @property
    def connected(self) -> bool:
        """Do the reviewers link every application to every other?"""
        return max(self.panels) == 0


def mean(votes: Votes, *, digits: int = DIGITS) -> Scores:
    """The raw mean of the votes on each application, exact before its one rounding."""
    below = (votes.on_application * 10**votes.decimals).tolist()
    return Scores(votes.applications, ratios(votes.application_sums.tolist(), below, digits))


def z_score(votes: Votes, *, digits: int = DIGITS) -> Scores:
    """The mean over the reviewers of an application of (vote - mean of the reviewer) / deviation of the reviewer.

    The deviation is that of a population; the votes of a reviewer who gives the same to all count as zero.
    """
    counts = votes.by_reviewer
    gap = (votes.value * counts[votes.reviewer] - votes.reviewer_sums[votes.reviewer]).astype(np.float64)
    root = np.sqrt(np.bincount(votes.reviewer, gap * gap) / counts)
    z = gap / np.where(root == 0.0, 1.0, root)[votes.reviewer]
    return Scores(
        votes.applications,
        decimals_of(np.bincount(votes.application, z) / votes.on_application, digits),
    )


def percentile(
    votes: Votes,
    *,
    lower_is_better: bool = False,
    digits: int = 1,
    decimals: int = 0,
    mode: RoundingMode = RoundingMode.UP,
) -> Scores:
    """100 × (rank − ½) / number of applications, the rank being that of the mean; the lower the better.

    Equals share the mean of their ranks. It is rounded to ``decimals`` as ``mode`` says: up to a whole number if
    nothing is said (10.1 is 11), as the National Institutes of Health do: from 1 to 99. The means compare as they are
    read, rounded to ``digits``: one, as they do too. Their panels are counted with those of the two rounds before;
    here a panel is counted by itself.
    """
    values = mean(votes, digits=digits).values
    unit, half = Decimal(1).scaleb(-decimals), Decimal(1) / 2
    found = (100 * (rank - half) / len(values) for rank in ranks(values, lower_is_better=lower_is_better))
    return Scores(votes.applications, tuple(round_to(one, unit, mode) for one in found))


def severity(votes: Votes, *, digits: int = DIGITS) -> Severities:
    """The least squares fit of vote = application + generosity of the reviewer, and the applications' part.

    Solved for the reviewers alone, the applications being eliminated first; in each panel the generosities add up
    to zero, the shortest of the solutions.
    """
    generosity, panel_of = generosities(votes)
    fitted = _means(votes) - np.bincount(votes.application, generosity[votes.reviewer]) / votes.on_application
    first = np.searchsorted(votes.application, np.arange(len(votes.applications)))
    return Severities(
        Scores(votes.applications, decimals_of(fitted, digits)),
        votes.reviewers,
        decimals_of(-generosity, digits),
        tuple(panel_of[votes.reviewer[first]].tolist()),
    )


def generosities(votes: Votes) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The generosity of each reviewer in points, and the number of the panel that holds the reviewer."""
    size = len(votes.reviewers)
    together, normal = np.zeros((size, size)), np.diag(votes.by_reviewer.astype(np.float64))
    for count, shared in votes.shared():
        together += shared
        normal -= shared / count
    panel_of = _panels(together > 0)
    alike = (panel_of[:, None] == panel_of[None, :]).astype(np.float64)
    gap = (
        votes.value * votes.on_application[votes.application] - votes.application_sums[votes.application]
    ) / votes.on_application[votes.application]
    pull = np.bincount(votes.reviewer, gap)
    solution = np.linalg.solve(normal + alike / alike.sum(axis=0), pull)
    centred = solution - alike @ solution / alike.sum(axis=1)
    return centred / 10.0**votes.decimals, panel_of


def ranks(
    values: Sequence[Decimal], *, lower_is_better: bool = False, ties: Ties = "average"
) -> tuple[Decimal, ...]:
    """The rank of each value, 1 being the best; equals share what ``ties`` says."""
    order = sorted(range(len(values)), key=values.__getitem__, reverse=not lower_is_better)
    result = [Decimal(0)] * len(values)
    place = 1
    for _, group in groupby(order, key=values.__getitem__):
        tied = list(group)
        shared = Decimal(place) if ties == "min" else Decimal(2 * place + len(tied) - 1) / 2
        for one in tied:
            result[one] = shared
        place += len(tied)
    return tuple(result)


def _means(votes: Votes) -> NDArray[np.float64]:
    return votes.application_sums / (votes.on_application * 10.0**votes.decimals)


def _panels(together: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Numbers the groups of reviewers that applications link, in the order of their first reviewer."""
    panel_of = np.full(len(together), -1, dtype=np.int64)
    number = 0
    for first in range(len(together)):
        if panel_of[first] >= 0:
            continue
        reached = np.zeros(len(together), dtype=np.bool_)
        edge = np.zeros_like(reached)
        edge[first] = True
        while edge.any():
            reached |= edge
            edge = together[edge].any(axis=0) & ~reached
        panel_of[reached] = number
        number += 1
    return panel_of
