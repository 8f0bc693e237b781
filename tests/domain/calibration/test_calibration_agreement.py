"""How far reviewers agree, on the published worked examples and on tables checked by hand."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calibration.agreement import (
    Habit,
    Intraclass,
    Metric,
    Without,
    habits,
    intraclass,
    krippendorff_alpha,
    leave_one_out,
)
from app.domain.calibration.votes import Votes
from tests.domain.panels import Row, panels, table
from tests.domain.snsf import panel

SHROUT_FLEISS = table("9 2 5 8\n6 1 3 2\n8 4 6 8\n7 1 2 6\n10 5 6 9\n6 2 4 7")
"""Shrout and Fleiss 1979, table 2: six targets, four judges."""

KRIPPENDORFF = table("""
1 1 . 1
2 2 3 2
3 3 3 3
3 3 3 3
2 2 2 2
1 2 3 4
4 4 4 4
1 1 2 1
2 2 2 2
. 5 5 5
. . 1 1
. 3 . .
""")
"""Krippendorff 2011, part C: twelve units, four observers, missing data."""


def test_intraclass_correlations_are_those_of_shrout_and_fleiss() -> None:
    assert intraclass(SHROUT_FLEISS, digits=2) == Intraclass(
        Decimal("0.17"), Decimal("0.29"), Decimal("0.62")
    )


def test_intraclass_correlations_of_an_incomplete_panel() -> None:
    """By hand. One way: 20.2 between (2 degrees), 1 within (2), n0 = (5 - 9/5)/2 = 1.6; the worth is
    (10.1 - 0.5)/1.6 = 6, and 6/6.5 = 0.9231. Two ways nothing is left: the worth is the squares within the reviewers
    over 5 - 2, (2 + 38/3)/3 = 44/9, the taste 1/2: 44/9 over 97/18. A mean has 3/(1/2 + 1/2 + 1) = 1.5 readers.
    """
    assert intraclass(table("1 2\n3 4\n. 7")) == Intraclass(
        Decimal("0.9231"), Decimal("0.9072"), Decimal("0.9362")
    )


def test_reviewers_who_agree_exactly_correlate_at_one() -> None:
    assert intraclass(table("1 1\n2 2\n4 4")) == Intraclass(Decimal(1), Decimal(1), Decimal(1))


def test_what_the_votes_cannot_tell_is_not_told() -> None:
    nothing = Intraclass(None, None, None)
    assert intraclass(table("1\n2\n3")) == nothing
    assert intraclass(table("3 3\n3 3")) == nothing
    assert intraclass(table("3 4")) == nothing
    assert intraclass(table("1 2\n. 4")) == Intraclass(Decimal("0.8462"), None, None)


def test_alpha_is_that_of_krippendorff() -> None:
    assert krippendorff_alpha(KRIPPENDORFF, digits=3) == Decimal("0.849")
    assert krippendorff_alpha(KRIPPENDORFF, metric="ordinal", digits=3) == Decimal("0.815")


def test_alpha_needs_pairs_that_differ() -> None:
    assert krippendorff_alpha(table("1 .\n. 2")) is None
    assert krippendorff_alpha(table("3 3\n3 3\n. 4")) is None
    assert krippendorff_alpha(table("1 1\n2 2")) == 1


def test_the_habits_of_reviewers() -> None:
    """r00 gives 1, 2 and 6; the others of its first two applications give 3 and 4 on average."""
    votes = table("1 2 4\n2 . 4\n6 . .\n. . 5")
    assert habits(votes, digits=2) == (
        Habit("r00", 3, Decimal("3.00"), Decimal("2.16"), Decimal("2.00")),
        Habit("r01", 1, Decimal("2.00"), Decimal("0.00"), Decimal("0.50")),
        Habit("r02", 3, Decimal("4.33"), Decimal("0.47"), Decimal("-2.25")),
    )


def test_a_reviewer_who_always_reads_alone_has_no_severity() -> None:
    assert habits(table("1 .\n. 2"))[0] == Habit("r00", 1, Decimal(1), Decimal(0), None)


def test_each_mean_without_each_reviewer() -> None:
    assert leave_one_out(table("1 2 4\n. . 5"), digits=1) == (
        Without("a00", "r00", Decimal("3.0")),
        Without("a00", "r01", Decimal("2.5")),
        Without("a00", "r02", Decimal("1.5")),
        Without("a01", "r02", None),
    )


def test_the_three_swiss_panels_agree_more_or_less() -> None:
    """p2 was made to agree, p1 and p3 to disagree."""
    found = [intraclass(panel(name), digits=2) for name in ("p1", "p2", "p3")]
    assert [one.agreement for one in found] == [Decimal("0.13"), Decimal("0.89"), Decimal("0.38")]


def by_pairs(votes: Votes, metric: str) -> float | None:
    """Alpha written out pair by pair, as the source defines it, with the ordinal distance as its sum of counts."""
    units: dict[int, list[int]] = {}
    for unit, value in zip(votes.application.tolist(), votes.value.tolist(), strict=True):
        units.setdefault(unit, []).append(value)
    pairable = [unit for unit in units.values() if len(unit) > 1]
    values = [one for unit in pairable for one in unit]

    def distance(one: int, other: int) -> float:
        if metric == "interval":
            return float(one - other) ** 2
        low, high = min(one, other), max(one, other)
        between = sum(low <= value <= high for value in values)
        return (between - (values.count(low) + values.count(high)) / 2) ** 2

    observed = sum(distance(a, b) / (len(unit) - 1) for unit in pairable for a in unit for b in unit)
    expected = sum(distance(a, b) for a in values for b in values)
    return 1 - (len(values) - 1) * observed / expected if expected else None


@pytest.mark.parametrize("metric", ["interval", "ordinal"])
@settings(deadline=None)
@given(cast=panels())
def test_alpha_is_its_definition_pair_by_pair(metric: Metric, cast: list[Row]) -> None:
    votes = Votes.of(cast)
    found, expected = krippendorff_alpha(votes, metric=metric, digits=9), by_pairs(votes, metric)
    assert (None if found is None else float(found)) == pytest.approx(expected, abs=1e-8)


@settings(deadline=None)
@given(panels(), st.integers(0, 99))
def test_the_order_of_the_votes_changes_no_agreement(cast: list[Row], chance: int) -> None:
    first, second = Votes.of(cast), Votes.of(Random(chance).sample(cast, len(cast)))
    assert habits(first) == habits(second)
    assert intraclass(first) == intraclass(second)
    assert leave_one_out(first) == leave_one_out(second)
    assert krippendorff_alpha(first, metric="ordinal") == krippendorff_alpha(second, metric="ordinal")


@pytest.mark.parametrize("metric", ["interval", "ordinal"])
@settings(deadline=None)
@given(cast=panels(), points=st.integers(-5, 5), times=st.integers(1, 4))
def test_alpha_does_not_depend_on_the_scale(metric: Metric, cast: list[Row], points: int, times: int) -> None:
    moved = [(name, voter, mark * times + points) for name, voter, mark in cast]
    found, before = (krippendorff_alpha(Votes.of(one), metric=metric, digits=9) for one in (moved, cast))
    assert (found is None) == (before is None)
    assert abs((found or 0) - (before or 0)) <= Decimal("1E-8")


@settings(deadline=None)
@given(panels())
def test_no_correlation_exceeds_one(cast: list[Row]) -> None:
    found = intraclass(Votes.of(cast))
    assert all(one is None or one <= 1 for one in (found.one_way, found.agreement))
