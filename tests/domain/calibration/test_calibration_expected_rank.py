"""Expected ranks, their intervals and the funding line, against the published ones of the mock panel."""

from dataclasses import replace
from decimal import Decimal
from math import erf, sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calibration import posterior
from app.domain.calibration.expected_rank import (
    MOST,
    FundingLine,
    Standing,
    expected_ranks,
    funding_line,
    normal_cdf,
)
from app.domain.calibration.posterior import NINE_POINTS, SIX_POINTS, Priors
from app.domain.calibration.votes import Votes
from tests.domain.panels import Row, panels, table
from tests.domain.snsf import panel, rows

PUBLISHED = {
    "#01": "2.44",
    "#02": "4.06",
    "#03": "4.09",
    "#04": "4.12",
    "#05": "5.08",
    "#06": "6.19",
    "#08": "7.26",
    "#07": "7.34",
    "#09": "8.43",
    "#10": "9.42",
    "#11": "10.4",
    "#12": "11.4",
    "#13": "13.0",
    "#14": "13.0",
    "#15": "13.7",
}
"""The vignette of ERforResearch 4.0.0: 80 000 draws of four Markov chains."""

FIRST_LINE = Decimal("4.72")
"""The expected rank of #5 in the vignette of ERforResearch 0.1.0.9006, whose words are still those of the later ones:
15 000 draws of three chains. The exact one is 5.10."""


@pytest.fixture(scope="module")
def swiss() -> tuple[Standing, ...]:
    return expected_ranks(panel("p1"), SIX_POINTS)


def test_the_expected_ranks_are_the_published_ones_within_their_noise(swiss: tuple[Standing, ...]) -> None:
    """Where the chains separate proposals of equal mean (#2 to #4, #7 and #8), they separate noise: everyone voted on
    everything, so the posterior only sees the mean, and two renderings of the vignette order them differently.
    """
    gaps = {one.application: abs(one.expected_rank - Decimal(PUBLISHED[one.application])) for one in swiss}
    assert max(gaps.values()) <= Decimal("0.08")
    ranks = {one.application: one.expected_rank for one in swiss}
    assert ranks["#02"] == ranks["#03"] == ranks["#04"]
    assert ranks["#07"] == ranks["#08"]
    assert [one.application for one in swiss] == sorted(PUBLISHED)


def test_expected_ranks_add_up_like_ranks(swiss: tuple[Standing, ...]) -> None:
    assert abs(sum(one.expected_rank for one in swiss) - 120) <= Decimal("0.008")


def test_equal_applications_have_equal_intervals(swiss: tuple[Standing, ...]) -> None:
    intervals = {one.application: (one.low, one.high) for one in swiss}
    assert intervals["#02"] == intervals["#03"] == intervals["#04"] == (2, 6)
    assert intervals["#01"] == (1, 3)
    assert intervals["#06"] == (4, 8)
    assert intervals["#07"] == intervals["#08"] == (5, 9)


def test_at_the_line_of_the_source_four_are_drawn_from_five(swiss: tuple[Standing, ...]) -> None:
    """The sentence of the vignette comes from its first rendering, whose chains put the line at 4.72."""
    published = [replace(one, expected_rank=FIRST_LINE) if one.application == "#05" else one for one in swiss]
    line = funding_line(published, 5)
    assert line.accepted == ("#01",)
    assert line.drawn == ("#02", "#03", "#04", "#05", "#06")
    assert (line.line, line.places) == (FIRST_LINE, 4)


def test_at_the_exact_line_four_are_drawn_from_seven(swiss: tuple[Standing, ...]) -> None:
    """At 5.10 the line enters the intervals of #7 and #8, which begin at 5."""
    line = funding_line(swiss, 5)
    assert line.accepted == ("#01",)
    assert line.drawn == ("#02", "#03", "#04", "#05", "#06", "#07", "#08")
    assert line.rejected == tuple(f"#{n:02d}" for n in range(9, 16))
    assert (line.line, line.places) == (Decimal("5.098"), 4)


def standing(name: str, rank: str, low: int, high: int) -> Standing:
    return Standing(name, Decimal(rank), low, high)


def test_nobody_is_drawn_when_all_who_are_not_rejected_can_be_funded() -> None:
    standings = [standing("a", "1.1", 1, 1), standing("b", "2.2", 2, 3), standing("c", "3.9", 3, 4)]
    assert funding_line(standings, 2) == FundingLine(Decimal("2.2"), ("a", "b"), (), ("c",), 0)
    assert funding_line(standings, 3) == FundingLine(Decimal("3.9"), ("a", "b", "c"), (), (), 0)


def test_the_last_fundable_is_on_the_line_even_outside_its_own_interval() -> None:
    """A mean may lie outside the interval between two quartiles."""
    standings = [standing("a", "1.5", 1, 1), standing("b", "2.4", 1, 2), standing("c", "2.5", 2, 3)]
    assert funding_line(standings, 2) == FundingLine(Decimal("2.4"), ("a",), ("b", "c"), (), 1)


@pytest.mark.parametrize("fundable", [0, 4])
def test_a_line_is_drawn_between_one_and_all(fundable: int) -> None:
    standings = [standing(name, "2", 1, 3) for name in "abc"]
    with pytest.raises(ValueError, match=f"{fundable} places for 3"):
        funding_line(standings, fundable)


def test_the_integral_has_converged(swiss: tuple[Standing, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posterior, "NODES", 48)
    finer = expected_ranks(panel("p1"), SIX_POINTS)
    assert [one.application for one in finer] == [one.application for one in swiss]
    for one, other in zip(swiss, finer, strict=True):
        assert abs(one.expected_rank - other.expected_rank) <= Decimal("0.001")


def test_the_draws_agree_with_the_integral_when_reviewers_read_different_applications() -> None:
    """Five reviewers who mark differently, three marks each: the shared generosities enter both computations."""
    votes = table("5 4 . . 3\n4 . 2 . 2\n. 5 4 3 .\n3 3 . 2 .\n. . 1 1 1\n5 . . 4 4")
    integral = expected_ranks(votes, SIX_POINTS, draws=40_000)
    nodes = posterior.posterior(votes, SIX_POINTS, lower_is_better=False)
    chance = np.random.Generator(np.random.PCG64(3))
    total = np.zeros(6)
    for node in nodes:
        theta = node.mean + chance.standard_normal((2000, 6)) * np.sqrt(node.own)
        theta += chance.standard_normal((2000, 5)) @ node.loadings.T
        total += node.weight * ((theta[:, None, :] > theta[:, :, None]).sum(axis=2) + 1).mean(axis=0)
    for one in integral:
        assert abs(float(one.expected_rank) - total[votes.applications.index(one.application)]) < 0.02


def test_the_posterior_is_that_of_the_normal_equations() -> None:
    """Given tau and s, theta is the solution of one dense system in the applications and the generosities."""
    votes = table("5 4 .\n4 . 2\n. 5 4\n3 3 .")
    model = posterior.Panel(votes, SIX_POINTS, 1)
    tau, s, leaning = 0.9, 0.7, 0.5
    design = np.zeros((8, 7))
    design[np.arange(8), votes.application] = 1
    design[np.arange(8), 4 + votes.reviewer] = 1
    centred = votes.value - (votes.application_sums / votes.on_application).mean()
    precision = design.T @ design / s**2 + np.diag([1 / tau**2] * 4 + [1 / leaning**2] * 3)
    covariance = np.linalg.inv(precision)
    node = model.node(1.0, tau, s)
    assert np.allclose(node.mean, (covariance @ design.T @ centred / s**2)[:4])
    assert np.allclose(np.diag(node.own) + node.loadings @ node.loadings.T, covariance[:4, :4])
    marginal = design @ np.diag([tau**2] * 4 + [leaning**2] * 3) @ design.T + s**2 * np.eye(8)
    other = design @ np.diag([0.4**2] * 4 + [leaning**2] * 3) @ design.T + 1.1**2 * np.eye(8)

    def logged(covariance: np.ndarray, length: float) -> float:
        sign, determinant = np.linalg.slogdet(covariance)
        assert sign == 1
        fit = centred @ np.linalg.solve(covariance, centred)
        return float(np.log(length * np.pi / 2) - (determinant + fit) / 2)

    expected = logged(marginal, s) - logged(other, 1.1)
    assert model.log_density(tau, s) - model.log_density(0.4, 1.1) == pytest.approx(expected)


def test_a_lower_vote_may_be_the_better(swiss: tuple[Standing, ...]) -> None:
    grades = Votes.of([(name, voter, 7 - mark) for name, voter, mark in rows("p1")])
    turned = expected_ranks(grades, SIX_POINTS, lower_is_better=True)
    assert turned == swiss


def test_the_seed_decides_the_draws_and_only_them() -> None:
    votes = panel("p2")
    first, second = (expected_ranks(votes, SIX_POINTS, seed=seed, draws=60) for seed in (1, 2))
    assert first == expected_ranks(votes, SIX_POINTS, seed=1, draws=60)
    assert [(one.application, one.expected_rank) for one in first] == [
        (one.application, one.expected_rank) for one in second
    ]
    assert [(one.low, one.high) for one in first] != [(one.low, one.high) for one in second]


def test_a_wider_interval_holds_the_narrower(swiss: tuple[Standing, ...]) -> None:
    wide = expected_ranks(panel("p1"), SIX_POINTS, credible=Decimal("0.9"))
    assert all(one.low <= other.low <= other.high <= one.high for one, other in zip(wide, swiss, strict=True))
    assert sum(one.high - one.low for one in wide) > sum(one.high - one.low for one in swiss)


@settings(max_examples=4, deadline=None)
@given(panels(), st.integers(0, 99))
def test_the_order_of_the_votes_changes_no_standing(cast: list[Row], chance: int) -> None:
    shuffled = Random(chance).sample(cast, len(cast))
    priors = Priors.of_scale(Decimal(0), Decimal(10))
    assert expected_ranks(Votes.of(shuffled), priors, draws=50) == expected_ranks(
        Votes.of(cast), priors, draws=50
    )


def test_reviewers_who_agree_exactly_leave_no_doubt() -> None:
    votes = table("1 2 1\n2 3 2\n3 4 3\n5 6 5")
    standings = expected_ranks(votes, SIX_POINTS)
    assert [(one.application, one.low, one.high) for one in standings] == [
        ("a03", 1, 1),
        ("a02", 2, 2),
        ("a01", 3, 3),
        ("a00", 4, 4),
    ]
    assert [one.expected_rank for one in standings] == [1, 2, 3, 4]


def test_one_application_ranks_first() -> None:
    assert expected_ranks(table("3 4"), SIX_POINTS) == (standing("a00", "1.000", 1, 1),)


def test_too_many_applications_are_refused() -> None:
    votes = Votes.of([(f"a{i:04d}", "x", Decimal(i % 7)) for i in range(MOST + 1)])
    with pytest.raises(ValueError, match="more than the 1000"):
        expected_ranks(votes, SIX_POINTS)


def test_priors_follow_the_scale() -> None:
    assert Priors.of_scale(Decimal(1), Decimal(6)) == SIX_POINTS
    assert Priors.of_scale(Decimal(1), Decimal(9)) == NINE_POINTS
    assert Priors.of_scale(Decimal(0), Decimal(20)) == Priors(Decimal(8), Decimal(2))
    with pytest.raises(ValueError, match="from 3 to 3"):
        Priors.of_scale(Decimal(3), Decimal(3))


def test_the_normal_distribution_is_read_within_its_error() -> None:
    points = np.linspace(-9, 9, 4001)
    exact = np.array([(1 + erf(x / sqrt(2))) / 2 for x in points.tolist()])
    assert float(np.abs(normal_cdf(points) - exact).max()) < 3e-8
