"""Geometric means: of the marks of reviewers, of the criteria; exact, rounded as the file says."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.rules import Aggregation, ScoreRounding
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.explanation import StepCode
from app.domain.ranking import Entries, Entry, explain, listing, rank
from app.domain.ranking.beside import span
from app.domain.scoring.joining import Joining, join
from app.domain.scoring.roots import Root
from app.words.calls.rules.document import sections_of_grid
from app.words.ranking.explanations import sentence
from app.words.review.grid_results import formula_rule
from tests.domain.grids import (
    alone,
    criterion,
    faults,
    grid,
    judged,
    levels,
    marks,
    parted,
    reviews,
    scale,
    table,
)
from tests.domain.scoring.test_joining import one_mark
from tests.words.rules_told import SPACES, told

TEN = ("0", "10", "1")
FREE = scale("0", "10", "1", cannot_assess=True)


def mean(*criteria: dict[str, Any], **more: Any) -> ScoringFile:
    return grid(*criteria, combine="geometric_mean", **more)


@pytest.mark.parametrize(
    ("radicand", "degree", "plus", "digits", "mode", "found"),
    [
        ("2", 2, "0", 4, "half_up", "1.4142"),
        ("2", 2, "0", 2, "up", "1.42"),
        ("2", 2, "0", 0, "half_up", "1"),
        ("9/4", 2, "0", 0, "half_up", "2"),
        ("9/4", 2, "0", 0, "half_even", "2"),
        ("25/4", 2, "0", 0, "half_even", "2"),
        ("25/4", 2, "0", 0, "up", "3"),
        ("4", 2, "0", 0, "up", "2"),
        ("0", 3, "0", 2, "up", "0"),
        ("0", 3, "-1/2", 0, "half_up", "-1"),
        ("2", 2, "-3", 2, "half_up", "-1.59"),
        ("2", 2, "-3", 2, "up", "-1.59"),
        ("4", 2, "-3", 0, "up", "-1"),
        ("2", 2, "-1", 1, "half_even", "0.4"),
    ],
)
def test_a_root_is_rounded_from_exact_comparisons(
    radicand: str, degree: int, plus: str, digits: int, mode: Any, found: str
) -> None:
    rule = ScoreRounding(decimals=digits, mode=mode)
    assert Root(Fraction(radicand), degree, Fraction(plus)).rounded(rule) == Fraction(found)


def test_a_root_just_under_a_half_is_rounded_down_however_near_it_is() -> None:
    near = Fraction(5, 2) - Fraction(1, 10**60)
    assert Root(near**7, 7).rounded(ScoreRounding(decimals=0)) == 2
    assert Root((near + Fraction(2, 10**60)) ** 7, 7).rounded(ScoreRounding(decimals=0)) == 3
    above = 2 + Fraction(1, 10**60)
    assert Root(above**3, 3).rounded(ScoreRounding(decimals=0, mode="up")) == 3
    assert Root((4 - above) ** 3, 3).rounded(ScoreRounding(decimals=0, mode="up")) == 2


@pytest.mark.parametrize(
    ("given_", "joined"), [("2 8", "4"), ("1 2 4", "2"), ("2 3", "2.4495"), ("0 9", "0"), ("5", "5")]
)
def test_the_geometric_mean_of_marks_has_four_decimals_unless_the_grid_says_otherwise(
    given_: str, joined: str
) -> None:
    assert one_mark("geometric_mean", given_) == Fraction(joined)
    file = grid(criterion("a", "10", TEN), aggregation="geometric_mean", rounding={"marks": {"decimals": 1}})
    assert judged(file, reviews(a=given_)).criteria[0].mark == round(Decimal(joined), 1)


def test_marks_too_large_for_sixty_four_bits_have_a_mean_too() -> None:
    marks_ = np.array([2**61, 2**61], dtype=np.int64)
    found, _ = join(Joining(Aggregation.GEOMETRIC_MEAN), np.zeros(2, dtype=np.int64), marks_, 1, 1)
    assert found.at(0) == 2**61


def test_the_totals_of_reviewers_have_a_geometric_mean_rounded_once() -> None:
    file = grid(criterion("a", "10", TEN), aggregate_on="totals", aggregation="geometric_mean")
    assert judged(file, reviews(a="2 3")).total == Decimal("2.45")


def test_the_index_of_human_development_is_that_of_its_technical_notes() -> None:
    """UNDP, technical notes: (0.6971 × 0.3447 × 0.5506) to the third is 0.510."""
    unit = scale("0", "1", "0.0001")
    file = mean(
        *(criterion(key, "1", unit) for key in ("health", "education", "income")),
        weighting="factor",
        out_of=1,
        rounding={"decimals": 3},
    )
    assert alone(file, health="0.6971", education="0.3447", income="0.5506").total == Decimal("0.510")


def test_points_make_a_weighted_mean_of_the_shares_that_they_are() -> None:
    file = mean(criterion("a", "60", TEN), criterion("b", "40", TEN))
    found = alone(file, a="8", b="5")
    assert (found.total, found.out_of) == (Decimal("66.29"), 100)
    assert alone(file, a="10", b="0").total == 0
    assert span(file) == (0, 100)


def test_a_group_stands_as_one_and_adds_inside() -> None:
    file = mean(
        criterion("a", "25", TEN, group="g"),
        criterion("b", "25", TEN, group="g"),
        criterion("c", "50", TEN),
        groups=[{"key": "g", "label": "G"}],
    )
    assert alone(file, a="0", b="8", c="9").total == 60


def test_what_was_not_assessed_is_left_out_or_makes_zero() -> None:
    file = mean(criterion("a", "60", FREE), criterion("b", "40", FREE))
    assert alone(file, a="8", b="-").total == 80
    zero = mean(criterion("a", "60", FREE), criterion("b", "40", FREE), unassessed="zero")
    assert alone(zero, a="8", b="-").total == 0


def test_bonus_and_malus_come_beyond_the_mean_and_all_is_rounded_once() -> None:
    more = [
        criterion("x", "1", ("0", "8", "1"), counts="bonus"),
        criterion("y", "90", TEN, counts="malus"),
    ]
    file = mean(criterion("a", "60", TEN), criterion("b", "40", TEN), *more)
    assert alone(file, a="8", b="5", x="3", y="0").total == Decimal("66.66")  # 66.2891… + 0.375
    assert alone(file, a="8", b="5", x="0", y="10").total == Decimal("-23.71")


def test_the_ranking_score_is_a_mean_with_its_own_weights() -> None:
    file = mean(
        criterion("a", "50", TEN, ranking_weight="100"), criterion("b", "50", TEN, ranking_weight="0")
    )
    found = alone(file, a="9", b="4")
    assert (found.total, found.ranking) == (60, 90)


def test_a_grid_where_nothing_weighs_has_no_mean() -> None:
    assert alone(mean(criterion("a", "0", TEN), out_of=None), a="9").total == 0


def said(file: ScoringFile, **given_: str) -> list[str]:
    scored = table(file, {"A": {"r": marks(**given_)}})
    found = listing(rank(scored, Entries.of([Entry("A")])), RankingRule(), 0)
    return [
        sentence(one, str).translate(SPACES)
        for one in explain(found, "A").steps
        if one.code is StepCode.TOTAL_MEAN
    ]


def test_the_explanation_says_what_the_mean_is_made_of() -> None:
    more = [
        criterion("x", "5", TEN, counts="bonus"),
        criterion("y", "5", TEN, counts="malus"),
    ]
    file = mean(criterion("a", "60", FREE), criterion("b", "40", FREE), *more)
    assert said(file, a="8", b="5", x="10", y="2") == [
        "Total : moyenne géométrique de « A », 0,8 (3 fois) et « B », 0,5 (2 fois), ramenée sur 100 + 5 − 1 = 70,29 "
        "sur 100 (arrondi au plus près à 2 décimales)."
    ]
    assert said(file, a="8", b="-", x="0", y="0") == [
        "Total : moyenne géométrique de « A », 0,8, ce qui n’a pu être jugé laissé de côté, ramenée sur 100 + 0 + 0 "
        "= 80 sur 100 (arrondi au plus près à 2 décimales)."
    ]
    factor = mean(criterion("a", "1", TEN), criterion("b", "1", TEN), weighting="factor", out_of=10)
    assert said(factor, a="4", b="9") == [
        "Total : moyenne géométrique de « A », 4 et « B », 9 = 6 sur 10 (arrondi au plus près à 2 décimales)."
    ]
    nothing = mean(criterion("a", "0", TEN), out_of=5)
    assert said(nothing, a="9") == [
        "Total : moyenne géométrique de rien, ramenée sur 0 = 0 sur 0 (arrondi au plus près à 2 décimales)."
    ]


@pytest.mark.parametrize(
    ("file", "sentence_"),
    [
        (
            mean(criterion("a", "60", TEN), criterion("b", "40", TEN)),
            "Le total est une moyenne géométrique, pondérée par leurs points, sur 100 : y entre la part obtenue "
            "(points ÷ points au mieux) de chaque critère.",
        ),
        (
            mean(
                criterion("a", "1", TEN, group="g"),
                weighting="factor",
                out_of=10,
                groups=[{"key": "g", "label": "G"}],
            ),
            "Le total est une moyenne géométrique, pondérée par leurs coefficients, sur 10 : y entre la note de chaque "
            "famille et de chaque critère sans famille.",
        ),
        (
            grid(criterion("a"), aggregation="geometric_mean"),
            "La note retenue d’un critère est la moyenne géométrique des notes des experts, arrondie à 4 décimales, au "
            "plus près, la moitié vers le haut ; un seul zéro la rend nulle.",
        ),
        (
            grid(criterion("a"), aggregation="geometric_mean", aggregate_on="totals"),
            "Chaque expert donne un total ; le total retenu est la moyenne géométrique des totaux des experts ; un "
            "seul zéro la rend nulle.",
        ),
        (
            grid(criterion("a"), aggregation="geometric_mean"),
            "Il est arrondi à 2 décimales, au plus près, la moitié vers le haut.",
        ),
    ],
)
def test_the_rules_say_it(file: ScoringFile, sentence_: str) -> None:
    if file.reviewers == 1 and file.aggregation == "geometric_mean":
        file = file.model_copy(update={"reviewers": 2})
    assert sentence_ in told(sections_of_grid(file))["marks"]


def test_the_page_of_the_scores_says_it_too() -> None:
    assert "Le total est une moyenne géométrique." in formula_rule(mean(criterion("a"))).translate(SPACES)


BELOW = ("-2", "2", "1")


@pytest.mark.parametrize(
    ("file", "told_"),
    [
        (mean(criterion("a", "5"), criterion("b", "5")), []),
        (mean(criterion("a", "5", BELOW)), [("criteria.0.scale", BreachCode.MEAN_BELOW_ZERO)]),
        (
            grid(criterion("a", "5", BELOW), aggregation="geometric_mean"),
            [("criteria.0.scale", BreachCode.MEAN_BELOW_ZERO)],
        ),
        (grid(criterion("a", "5", BELOW), aggregation="geometric_mean", aggregate_on="totals"), []),
        (
            mean(parted("a", "5", criterion("p", "1", BELOW))),
            [("criteria.0.parts.0.scale", BreachCode.MEAN_BELOW_ZERO)],
        ),
        (
            mean(
                criterion("a", "1", scale("1", "9", "1", lower_is_better=True)), weighting="factor", out_of=9
            ),
            [("combine", BreachCode.MEAN_REVERSED)],
        ),
        (
            mean(criterion("a", "1", TEN), criterion("b", "1"), weighting="factor", out_of=10),
            [("combine", BreachCode.MEAN_SCALES)],
        ),
        (
            mean(criterion("a", "99.99", TEN), criterion("b", "0.01", TEN)),
            [("combine", BreachCode.MEAN_WEIGHTS)],
        ),
        (mean(criterion("a", "0", levels("x", "y"), counts="nothing")), []),
    ],
)
def test_a_mean_that_could_not_be_is_a_fault(file: ScoringFile, told_: list[tuple[str, BreachCode]]) -> None:
    assert faults(file) == told_


@settings(max_examples=60)
@given(
    st.fractions(0, 1000, max_denominator=1000),
    st.integers(1, 30),
    st.fractions(-50, 50, max_denominator=100),
    st.integers(0, 4),
    st.sampled_from(("half_up", "half_even", "up")),
)
def test_a_root_that_is_a_fraction_is_rounded_as_that_fraction(
    value: Fraction, degree: int, plus: Fraction, digits: int, mode: Any
) -> None:
    rule = ScoreRounding(decimals=digits, mode=mode)
    assert Root(value**degree, degree, plus).rounded(rule) == Root(value, 1, plus).rounded(rule)
    whole = Root(Fraction(0), 1, value + plus) if value + plus else Root(Fraction(0))
    assert whole.rounded(rule) == Root(value, 1, plus).rounded(rule)
