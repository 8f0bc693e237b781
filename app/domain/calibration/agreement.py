"""How far the reviewers of a panel agree: each one's severity and spread, intraclass correlations, Krippendorff's
alpha, and what each mean becomes without one reviewer.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.domain.calibration.normalisation import generosities
from app.domain.calibration.rounding import DIGITS, decimal_of, decimals_of, ratios
from app.domain.calibration.votes import Votes

Metric = Literal["interval", "ordinal"]
"""How far apart two marks are: by their difference, or by how many marks were given between them."""

NOISE = 1e-9
"""What is under this share of the whole is zero, as far as binary numbers can tell."""


@dataclass(frozen=True)
class Habit:
    """How one reviewer marks: ``votes``, their mean and deviation (of a population), and by how many points, on the
    applications others read too, the reviewer gives less than these others: above zero is severe, None alone.
    """

    reviewer: str
    votes: int
    mean: Decimal
    spread: Decimal
    severity: Decimal | None


@dataclass(frozen=True)
class Intraclass:
    """Shares of the variance of the votes that the applications explain; None where the votes cannot tell.

    ``one_way``: ICC(1,1), whoever reads. ``agreement``: ICC(2,1), also called ICC(A,1), for one reviewer.
    ``agreement_of_mean``: ICC(2,k) or ICC(A,k), for the mean of as many reviewers as an application had.
    """

    one_way: Decimal | None
    agreement: Decimal | None
    agreement_of_mean: Decimal | None


@dataclass(frozen=True)
class Without:
    """The mean of an application without one reviewer; None when nobody else read it."""

    application: str
    reviewer: str
    mean: Decimal | None


def habits(votes: Votes, *, digits: int = DIGITS) -> tuple[Habit, ...]:
    """The habits of every reviewer, in the order of the names."""
    counts, unit = votes.by_reviewer, 10.0**-votes.decimals
    means = ratios(votes.reviewer_sums.tolist(), (counts * 10**votes.decimals).tolist(), digits)
    gap = (votes.value * counts[votes.reviewer] - votes.reviewer_sums[votes.reviewer]) / counts[
        votes.reviewer
    ]
    spreads = decimals_of(np.sqrt(np.bincount(votes.reviewer, gap * gap) / counts) * unit, digits)
    others = votes.on_application[votes.application] - 1
    less = votes.application_sums[votes.application] - votes.value * (others + 1)
    read_too = np.bincount(votes.reviewer, others > 0)
    missing = np.bincount(votes.reviewer, less / np.maximum(others, 1)) / np.maximum(read_too, 1)
    severities = decimals_of(missing * unit, digits)
    return tuple(
        Habit(name, count, mean, spread, severity if shared else None)
        for name, count, mean, spread, severity, shared in zip(
            votes.reviewers, counts.tolist(), means, spreads, severities, read_too.tolist(), strict=True
        )
    )


def intraclass(votes: Votes, *, digits: int = DIGITS) -> Intraclass:
    """The intraclass correlations of Shrout and Fleiss (Psychological Bulletin 86, 1979, 420-428).

    On a panel where not everyone read everything, their formulas do not hold as written: the components of variance
    are then those of the analysis of variance with unequal groups (one way) and of Henderson's method 3 (Biometrics
    9, 1953, 226-252; two ways), which give the published formulas back on a complete panel; the number of reviewers
    of a mean is the harmonic mean over the applications. Below zero is possible, and means no agreement at all.
    """
    unit = 10.0**-votes.decimals
    deviations = (votes.value - float(votes.value.sum()) / len(votes.value)).astype(np.float64) * unit
    within = _residue(deviations, votes.application, deviations)
    two_ways = _two_ways(votes, deviations, within, digits)
    return Intraclass(_one_way(votes, deviations, within, digits), *two_ways)


def krippendorff_alpha(votes: Votes, *, metric: Metric = "interval", digits: int = DIGITS) -> Decimal | None:
    """Krippendorff's alpha: 1 - observed / expected disagreement; missing votes are allowed.

    Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania, 2011. Only
    applications with two votes or more are counted. None when they are none, or when all their votes are equal.
    """
    pairable = votes.on_application[votes.application] > 1
    values, application = votes.value[pairable], votes.application[pairable]
    if metric == "ordinal":
        values = _middles(values)
    count = len(values)
    if not count or int(values.min()) == int(values.max()):
        return None
    y = values - float(values.sum()) / count
    on = votes.on_application[application]
    sums = np.bincount(application, y, len(votes.applications))
    gap = y - sums[application] / on
    observed = float((gap * gap * on / (on - 1)).sum()) / count
    expected = float(y @ y) / (count - 1)
    return decimal_of(1 - observed / expected, digits)


def leave_one_out(votes: Votes, *, digits: int = DIGITS) -> tuple[Without, ...]:
    """For every vote, the mean of its application without it, by application then reviewer."""
    others = votes.on_application[votes.application] - 1
    sums = votes.application_sums[votes.application] - votes.value
    below = np.maximum(others, 1) * 10**votes.decimals
    means = ratios(sums.tolist(), below.tolist(), digits)
    return tuple(
        Without(votes.applications[application], votes.reviewers[reviewer], mean if left else None)
        for application, reviewer, mean, left in zip(
            votes.application.tolist(), votes.reviewer.tolist(), means, others.tolist(), strict=True
        )
    )


def _one_way(votes: Votes, y: NDArray[np.float64], within: float, digits: int) -> Decimal | None:
    total, applications, on = len(y), len(votes.applications), votes.on_application
    if total == applications or applications == 1:
        return None
    size = (total - float((on * on).sum()) / total) / (applications - 1)
    noise = within / (total - applications)
    between = (float(y @ y) - within) / (applications - 1)
    return _share((between - noise) / size, noise, digits)


def _two_ways(
    votes: Votes, y: NDArray[np.float64], within: float, digits: int
) -> tuple[Decimal | None, Decimal | None]:
    """Henderson's method 3: what is lost by leaving the applications, then the reviewers, out of the fit."""
    total, applications, reviewers = len(y), len(votes.applications), len(votes.reviewers)
    generosity, panel_of = generosities(votes)
    panels = int(panel_of.max()) + 1
    free = total - applications - reviewers + panels
    if not free:
        return None, None
    left = _residue(y - generosity[votes.reviewer], votes.application, y)
    noise = left / free
    alone = _residue(y, votes.reviewer, y)
    worth = (alone - left - (applications - panels) * noise) / (total - reviewers)
    taste = (within - left - (reviewers - panels) * noise) / (total - applications)
    readers = applications / float((1 / votes.on_application).sum())
    return _share(worth, taste + noise, digits), _share(worth, (taste + noise) / readers, digits)


def _residue(values: NDArray[np.float64], group: NDArray[np.int64], whole: NDArray[np.float64]) -> float:
    """The squares of what is left of the values once each group's mean is taken away."""
    left = values - (np.bincount(group, values) / np.bincount(group))[group]
    squares = float(left @ left)
    return squares if squares > NOISE * float(whole @ whole) else 0.0


def _share(worth: float, rest: float, digits: int) -> Decimal | None:
    whole = worth + rest
    return decimal_of(worth / whole, digits) if whole > 0 else None


def _middles(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Twice the middle place of each mark among all: the ordinal distance of two marks is half the difference."""
    _, kind, counts = np.unique(values, return_inverse=True, return_counts=True)
    middles: NDArray[np.int64] = (2 * np.cumsum(counts) - counts)[kind]
    return middles
