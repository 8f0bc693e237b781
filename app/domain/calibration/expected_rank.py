"""The expected rank of an application, its credible interval, and the funding line that they draw.

Source: Heyard et al. 2022, as in `app.domain.calibration.posterior`. The expected rank of i is 1 plus, over every
other k, the probability that theta_k exceeds theta_i: Gaussian once tau and s are given, so no random number enters.
The interval is of the rank itself, which the shared reviewers tie to all the others: it is counted over draws whose
seed is published. The draws are made of the raw output of PCG64, which numpy promises never to change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from app.domain.calibration.posterior import Node, Priors, posterior
from app.domain.calibration.rounding import decimals_of
from app.domain.calibration.votes import Votes

SEED = 1991
"""The seed of the draws when nobody publishes another: the one of the R package."""

DRAWS = 20_000
"""How many rankings are drawn: a share of one half is then known within 0.4 %."""

MOST = 1_000
"""The most applications in one panel: every pair of them is compared, for every (tau, s)."""

CELLS = 32_768
"""The pairs compared at once: they stay in the cache of the processor."""

TINY = 1e-30
"""The variance of an application's difference to itself, so that nothing is divided by zero."""

_EDGE, _STEP = 8, 1024
_NORMAL = np.array([(1 + erf(x / _STEP / sqrt(2))) / 2 for x in range(-_EDGE * _STEP, _EDGE * _STEP + 2)])
_SLOPE = np.diff(_NORMAL)
"""The normal distribution function every 1/1024, read between by a straight line."""


@dataclass(frozen=True)
class Standing:
    """Where one application stands: its expected rank (low is good) and the interval of its rank."""

    application: str
    expected_rank: Decimal
    low: int
    high: int


@dataclass(frozen=True)
class FundingLine:
    """The line at the expected rank of the last fundable application, and who is above, across and below it.

    ``places`` remain to be drawn among ``drawn``.
    """

    line: Decimal
    accepted: tuple[str, ...]
    drawn: tuple[str, ...]
    rejected: tuple[str, ...]
    places: int


def expected_ranks(
    votes: Votes,
    priors: Priors,
    *,
    lower_is_better: bool = False,
    credible: Decimal = Decimal("0.5"),
    seed: int = SEED,
    draws: int = DRAWS,
    digits: int = 3,
) -> tuple[Standing, ...]:
    """The standings, best expected rank first; ``credible`` is the share of the rankings inside an interval.

    Applications that the same reviewers gave the same sum stand exactly alike. ValueError above ``MOST`` of them.
    """
    if len(votes.applications) > MOST:
        raise ValueError(f"{len(votes.applications)} applications are more than the {MOST} of a panel")
    nodes = posterior(votes, priors, lower_is_better=lower_is_better)
    alike = _alike(votes)
    ranks = decimals_of(_shared(_expected(nodes), alike), digits)
    low, high = _interval(_shared(_drawn(nodes, seed, draws), alike), float(credible))
    standings = map(Standing, votes.applications, ranks, low, high)
    return tuple(sorted(standings, key=lambda one: (one.expected_rank, one.application)))


def funding_line(standings: Sequence[Standing], fundable: int) -> FundingLine:
    """The groups that ``fundable`` places make; ValueError unless there are between one and all of them.

    An application is drawn when the line lies in its interval, or on its expected rank; when all who are not
    rejected can be funded, nobody is drawn. As in `plot_er_distributions` of the R package.
    """
    if not 0 < fundable <= len(standings):
        raise ValueError(f"{fundable} places for {len(standings)} applications draw no line")
    ordered = sorted(standings, key=lambda one: (one.expected_rank, one.application))
    line = ordered[fundable - 1].expected_rank
    across = {one.application for one in ordered if one.low <= line <= one.high or one.expected_rank == line}
    above = {one.application for one in ordered if one.high < line} - across
    if len(above) + len(across) == fundable:
        above, across = above | across, set()

    def named(group: Iterable[str]) -> tuple[str, ...]:
        kept = frozenset(group)
        return tuple(one.application for one in ordered if one.application in kept)

    below = {one.application for one in ordered} - above - across
    return FundingLine(line, named(above), named(across), named(below), fundable - len(above))


def normal_cdf(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The normal distribution function, within 3 × 10^-8."""
    at = (np.clip(x, -_EDGE, _EDGE) + _EDGE) * _STEP
    whole = at.astype(np.int32)
    at -= whole
    at *= _SLOPE[whole]
    at += _NORMAL[whole]
    return at


def _expected(nodes: Sequence[Node]) -> NDArray[np.float64]:
    """The expected rank of each application; the half that each owes to itself completes the 1."""
    size = len(nodes[0].mean)
    total = np.full(size, 0.5)
    step = max(1, CELLS // size)
    for node in nodes:
        common = node.loadings @ node.loadings.T
        own = node.own + np.diag(common)
        for start in range(0, size, step):
            rows = slice(start, start + step)
            variance = own[rows, None] + own[None, :] - 2 * common[rows]
            ahead = (node.mean[None, :] - node.mean[rows, None]) / np.sqrt(np.maximum(variance, TINY))
            total[rows] += node.weight * normal_cdf(ahead).sum(axis=1)
    return total


def _drawn(nodes: Sequence[Node], seed: int, draws: int) -> NDArray[np.float64]:
    """How often each application (a row) had each rank (a column) in the draws."""
    bits = np.random.PCG64(seed)
    size, reviewers = nodes[0].loadings.shape
    counts = np.zeros(size * size, dtype=np.int64)
    shares = np.rint(np.cumsum([node.weight for node in nodes]) * draws).astype(np.int64)
    for node, times in zip(nodes, np.diff(shares, prepend=0).tolist(), strict=True):
        normal = _normal(bits, times * (size + reviewers)).reshape(times, size + reviewers)
        theta = node.mean + normal[:, :size] * np.sqrt(node.own) + normal[:, size:] @ node.loadings.T
        places = np.empty((times, size), dtype=np.int64)
        np.put_along_axis(places, np.argsort(-theta, axis=1, kind="stable"), np.arange(size)[None, :], axis=1)
        counts += np.bincount((np.arange(size) * size + places).ravel(), minlength=size * size)
    return counts.reshape(size, size).astype(np.float64)


def _normal(bits: np.random.PCG64, count: int) -> NDArray[np.float64]:
    """Standard normal numbers from raw bits, two by two (Box and Muller 1958)."""
    half = (count + 1) // 2
    uniform = (bits.random_raw(2 * half) >> np.uint64(11)) * 2.0**-53
    radius, angle = np.sqrt(-2 * np.log1p(-uniform[:half])), 2 * np.pi * uniform[half:]
    both: NDArray[np.float64] = np.concatenate([radius * np.cos(angle), radius * np.sin(angle)])
    return both[:count]


def _interval(counts: NDArray[np.float64], credible: float) -> tuple[list[int], list[int]]:
    """The ranks at which the share of the draws reaches the two ends of the credible interval."""
    share = np.cumsum(counts, axis=1) / counts.sum(axis=1, keepdims=True)
    low = (share < (1 - credible) / 2).sum(axis=1) + 1
    high = (share < (1 + credible) / 2).sum(axis=1) + 1
    return low.tolist(), high.tolist()


def _alike(votes: Votes) -> NDArray[np.int64]:
    """For each application the place of its kind: same reviewers, same sum."""
    seats = np.zeros((len(votes.applications), len(votes.reviewers) + 1), dtype=np.int64)
    seats[votes.application, votes.reviewer] = 1
    seats[:, -1] = votes.application_sums
    kinds: NDArray[np.int64] = np.unique(seats, axis=0, return_inverse=True)[1]
    return kinds


def _shared(values: NDArray[np.float64], alike: NDArray[np.int64]) -> NDArray[np.float64]:
    """Each value replaced by the mean over its kind."""
    totals = np.zeros((int(alike.max()) + 1, *values.shape[1:]))
    np.add.at(totals, alike, values)
    sizes = np.bincount(alike).astype(np.float64)
    return (totals / sizes.reshape(-1, *[1] * (values.ndim - 1)))[alike]
