"""The posterior of the hierarchical model of the Swiss National Science Foundation, without random numbers.

Source: R. Heyard, M. Ott, G. Salanti, M. Egger, "Rethinking the Funding Line at the Swiss National Science
Foundation: Bayesian Ranking and Lottery", Statistics and Public Policy 9 (2022) 110-121; its R package
ERforResearch, `get_default_jags_model` (continuous outcome, homogeneous residuals, one panel)::

    vote_ij   ~ N(centre + theta_i + lambda_ij, sigma²)    application i, reviewer j
    theta_i   ~ N(0, tau²)                                 what the application is worth
    lambda_ij ~ N(nu_j, kappa²)                            how the reviewer takes this application
    nu_j      ~ N(0, leaning²)                             how generous the reviewer is; ``leaning`` is fixed
    sigma, tau, kappa ~ U(0, deviation)

``centre`` is the mean of the means of the applications, as in the package. The votes only tell
s² = sigma² + kappa²: given tau and s everything is Gaussian and in closed form; tau and s are integrated by
Gauss-Legendre over the region where they have weight. A priori s is the length of a vector drawn in a square.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from app.domain.calibration.votes import Votes

FLOOR = 1e-4
"""The smallest tau and s looked at (the package: 10^-6), in shares of ``deviation``."""

DROP = 14.0
"""The region of weight ends where the density is e^-14 of its highest."""

COARSE, FINE, PASSES, NODES = 24, 12, 5, 20
"""The points on a side: of the first look at the region, of the ``PASSES`` that narrow it, of the integral."""

NEGLIGIBLE = 1e-7
"""The share of the weight under which a node is left out."""


@dataclass(frozen=True)
class Priors:
    """What the model knows before the votes, in points of the scale: the bound of the three standard deviations
    and the standard deviation of the generosity of a reviewer.
    """

    deviation: Decimal
    leaning: Decimal

    @classmethod
    def of_scale(cls, low: Decimal, high: Decimal) -> "Priors":
        """The published priors of a scale of six points (1 to 6) or of nine (1 to 9); on any other scale, those of
        six points stretched in proportion. ValueError unless ``low`` < ``high``.
        """
        width = high - low
        if width <= 0:
            raise ValueError(f"no scale goes from {low} to {high}")
        if width == NINE_WIDTH:
            return NINE_POINTS
        return cls(SIX_POINTS.deviation * width / SIX_WIDTH, SIX_POINTS.leaning * width / SIX_WIDTH)


SIX_POINTS, SIX_WIDTH = Priors(Decimal(2), Decimal("0.5")), Decimal(5)
NINE_POINTS, NINE_WIDTH = Priors(Decimal(3), Decimal(1)), Decimal(8)


@dataclass(frozen=True, eq=False)
class Node:
    """One pair (tau, s) and its share of the weight; given it theta is Gaussian: its mean, its own variance, and
    ``loadings`` on independent normal variables that all applications share through their reviewers.
    """

    weight: float
    mean: NDArray[np.float64]
    own: NDArray[np.float64]
    loadings: NDArray[np.float64]


class Panel:
    """The sums of the votes that the density of (tau, s) needs. ``sign`` is -1 where the lower vote is better."""

    def __init__(self, votes: Votes, priors: Priors, sign: int) -> None:
        unit = 10.0**-votes.decimals
        counts = votes.on_application.astype(np.float64)
        means = votes.application_sums * unit / counts
        deviations = (votes.value * unit - float(means.mean())) * sign
        self.deviation, self.leaning = float(priors.deviation), float(priors.leaning)
        self.counts = counts
        self.by_reviewer = votes.by_reviewer.astype(np.float64)
        self.sums = np.bincount(votes.application, deviations, len(votes.applications))
        self.reviewer_sums = np.bincount(votes.reviewer, deviations, len(votes.reviewers))
        self.squares = float((deviations * deviations).sum())
        shared = list(votes.shared())
        self.sizes = np.array([size for size, _ in shared], dtype=np.float64)
        self.shared = np.stack([matrix for _, matrix in shared])
        self.seats = np.zeros((len(votes.applications), len(votes.reviewers)))
        self.seats[votes.application, votes.reviewer] = 1.0

    def leanings(self, tau: float, s: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The precision of the generosities given (tau, s), and what it is multiplied with their mean."""
        shrink = tau * tau / (s * s + self.sizes * tau * tau)
        precision = (np.diag(self.by_reviewer) - np.tensordot(shrink, self.shared, 1)) / (s * s)
        precision += np.eye(len(self.by_reviewer)) / self.leaning**2
        pull = (self.reviewer_sums - self.seats.T @ (self.shrink(tau, s) * self.sums)) / (s * s)
        return precision, pull

    def shrink(self, tau: float, s: float) -> NDArray[np.float64]:
        """By how much the sum of an application's deviations is shrunk into its theta."""
        return tau * tau / (s * s + self.counts * tau * tau)

    def log_density(self, tau: float, s: float) -> float:
        """The logarithm of the density of (tau, s) given the votes, up to a constant."""
        precision, pull = self.leanings(tau, s)
        factor = np.linalg.cholesky(precision)
        half = np.linalg.solve(factor, pull)
        unexplained = self.squares - float((self.shrink(tau, s) * self.sums * self.sums).sum())
        spread = (
            self.counts.sum() * np.log(s * s)
            + np.log1p(self.counts * (tau / s) ** 2).sum()
            + 2 * np.log(np.diag(factor)).sum()
        )
        angle = np.pi / 2 - 2 * np.arccos(min(1.0, self.deviation / s))
        return float(np.log(s * angle) - (spread + unexplained / (s * s) - half @ half) / 2)

    def node(self, weight: float, tau: float, s: float) -> Node:
        """Theta given (tau, s)."""
        precision, pull = self.leanings(tau, s)
        shrink = self.shrink(tau, s)
        factor = np.linalg.cholesky(precision)
        generosity = np.linalg.solve(factor.T, np.linalg.solve(factor, pull))
        loadings = np.linalg.solve(factor, (shrink[:, None] * self.seats).T).T
        return Node(weight, shrink * (self.sums - self.seats @ generosity), s * s * shrink, loadings)


def posterior(votes: Votes, priors: Priors, *, lower_is_better: bool) -> tuple[Node, ...]:
    """The nodes of the integral over (tau, s); their weights add up to one."""
    panel = Panel(votes, priors, -1 if lower_is_better else 1)
    low, high = panel.deviation * FLOOR, panel.deviation * (1 - FLOOR)
    region = (low, high), (low, high * 2**0.5)
    region = _narrowed(panel.log_density, np.geomspace(*region[0], COARSE), np.geomspace(*region[1], COARSE))
    for _ in range(PASSES):
        region = _narrowed(panel.log_density, np.linspace(*region[0], FINE), np.linspace(*region[1], FINE))
    edges = (region[1][0], min(max(region[1][0], panel.deviation), region[1][1]), region[1][1])
    taus = _rule(*region[0])
    points = [(t, s, a * b) for ends in _pieces(edges) for s, b in _rule(*ends) for t, a in taus]
    logs = np.array([panel.log_density(tau, s) for tau, s, _ in points])
    weights = np.array([one[2] for one in points]) * np.exp(logs - logs.max())
    weights[weights < NEGLIGIBLE * weights.sum()] = 0.0
    weights /= weights.sum()
    kept = np.flatnonzero(weights).tolist()
    return tuple(panel.node(float(weights[one]), points[one][0], points[one][1]) for one in kept)


def _narrowed(
    density: Callable[[float, float], float], taus: NDArray[np.float64], lengths: NDArray[np.float64]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The region where the density has weight, one step wider on each side."""
    logs = np.array([[density(tau, s) for s in lengths.tolist()] for tau in taus.tolist()])
    near = logs > logs.max() - DROP
    return _ends(taus, near.any(axis=1)), _ends(lengths, near.any(axis=0))


def _ends(axis: NDArray[np.float64], near: NDArray[np.bool_]) -> tuple[float, float]:
    inside = np.flatnonzero(near)
    return float(axis[max(inside[0] - 1, 0)]), float(axis[min(inside[-1] + 1, len(axis) - 1)])


def _pieces(edges: tuple[float, float, float]) -> list[tuple[float, float]]:
    """The density of s has a corner where s = ``deviation``: on each side of it, a piece of its own."""
    low, corner, high = edges
    return [(a, b) for a, b in ((low, corner), (corner, high)) if a < b]


def _rule(low: float, high: float) -> list[tuple[float, float]]:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    half = (high - low) / 2
    return list(zip((low + half * (nodes + 1)).tolist(), (half * weights).tolist(), strict=True))
