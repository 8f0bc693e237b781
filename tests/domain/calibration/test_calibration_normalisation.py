"""Scores beside the raw mean, on the mock panel of the Swiss National Science Foundation and on small tables."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calibration.normalisation import Scores, mean, percentile, ranks, severity, z_score
from app.domain.calibration.votes import Votes
from app.domain.money import RoundingMode
from tests.domain.panels import Row, panels, table
from tests.domain.snsf import panel, rows


def numbers(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(one) for one in text.split())


def best_first(scores: Scores) -> list[str]:
    ordered = sorted(zip(scores.values, scores.applications, strict=True), key=lambda one: (-one[0], one[1]))
    return [name for _, name in ordered]


def test_the_means_and_their_ranks_are_those_of_the_source() -> None:
    scores = mean(panel("p1"))
    assert scores.values == numbers("5 4.6 4.6 4.6 4.4 4.2 4 4 3.8 3.6 3.4 3.2 2.8 2.8 2.6")
    assert scores.ranks() == numbers("1 3 3 3 5 6 7.5 7.5 9 10 11 12 13.5 13.5 15")
    assert scores.ranks(ties="min") == numbers("1 2 2 2 5 6 7 7 9 10 11 12 13 13 15")


def test_z_scores_move_the_order_inside_the_five_first() -> None:
    scores = z_score(panel("p1"))
    assert scores.values[:8] == numbers("1.0738 0.4612 0.7660 0.7559 0.6057 0.4582 0.2926 0.2930")
    assert best_first(scores)[:8] == ["#01", "#03", "#04", "#05", "#02", "#06", "#08", "#07"]


def test_four_ways_of_joining_the_same_votes_give_four_orders() -> None:
    marks: dict[str, list[Decimal]] = {}
    for name, _, mark in rows("p1"):
        marks.setdefault(name, []).append(mark)
    names, joined = tuple(marks), [list(map(how, marks.values())) for how in (median, min)]
    orders = [best_first(mean(panel("p1"))), best_first(z_score(panel("p1")))]
    orders += [best_first(Scores(names, tuple(values))) for values in joined]
    assert [order[5:8] for order in orders] == [
        ["#06", "#07", "#08"],
        ["#06", "#08", "#07"],
        ["#08", "#06", "#07"],
        ["#07", "#08", "#09"],
    ]
    assert len({tuple(order) for order in orders}) == 4


def test_a_reviewer_who_gives_the_same_to_all_counts_as_zero() -> None:
    assert z_score(table("3 1\n3 2\n3 3")).values == numbers("-0.6124 0 0.6124")


def test_a_percentile_is_the_rank_less_a_half_on_the_number_and_is_rounded_up() -> None:
    fifty = percentile(table("\n".join(str(mark) for mark in range(50))), lower_is_better=True)
    assert [fifty.values[rank - 1] for rank in (1, 2, 5, 10, 50)] == list(numbers("1 3 9 19 99"))


def test_equals_share_the_percentile_of_their_mean_rank() -> None:
    votes = table("2\n3\n3\n5\n1\n4\n6")
    assert percentile(votes).values == numbers("79 58 58 22 93 36 8")
    assert percentile(votes, lower_is_better=True).values == numbers("22 43 43 79 8 65 93")


@pytest.mark.parametrize(
    ("decimals", "mode", "wanted"),
    [
        (0, RoundingMode.HALF_UP, "94 69 44 19 31 56 81 6"),
        (0, RoundingMode.HALF_EVEN, "94 69 44 19 31 56 81 6"),
        (0, RoundingMode.UP, "94 69 44 19 32 57 82 7"),
        (1, RoundingMode.UP, "93.8 68.8 43.8 18.8 31.3 56.3 81.3 6.3"),
        (1, RoundingMode.HALF_EVEN, "93.8 68.8 43.8 18.8 31.2 56.2 81.2 6.2"),
    ],
)
def test_a_percentile_is_rounded_as_the_grid_says(decimals: int, mode: RoundingMode, wanted: str) -> None:
    votes = table("1\n3\n5\n7\n6\n4\n2\n8")
    assert percentile(votes, decimals=decimals, mode=mode).values == numbers(wanted)


def test_means_that_read_alike_share_a_percentile() -> None:
    votes = table("2 3 3\n2 3 3.1\n9 9 9")
    assert percentile(votes).values == numbers("67 67 17")
    assert percentile(votes, digits=2).values == numbers("84 50 17")


def test_severity_finds_the_additive_model_again() -> None:
    """Marks made of 10, 12, 14, 16 and of generosities +1, 0, -1, one reviewer missing on each."""
    result = severity(table("11 10 .\n. 12 11\n15 . 13\n17 16 ."))
    assert result.scores.values == numbers("10 12 14 16")
    assert result.severities == numbers("-1 0 1")
    assert result.reviewers == ("r00", "r01", "r02")
    assert (result.panels, result.connected) == ((0, 0, 0, 0), True)


def test_panels_that_share_no_reviewer_are_told_and_centred_apart() -> None:
    result = severity(table("4 2 . .\n6 4 . .\n. . 9 3\n. . . 5"))
    assert result.severities == numbers("-1 1 -3 3")
    assert result.scores.values == numbers("3 5 6 8")
    assert (result.panels, result.connected) == ((0, 0, 1, 1), False)


def test_on_a_complete_panel_severity_changes_no_mean() -> None:
    assert severity(panel("p3")).scores.values == mean(panel("p3")).values


def test_ranks_of_nothing_are_none() -> None:
    assert ranks([]) == ()


@pytest.mark.parametrize("score", [mean, z_score, percentile, lambda votes: severity(votes).scores])
@settings(deadline=None)
@given(cast=panels(), chance=st.integers(0, 99))
def test_the_order_of_the_votes_changes_no_score(
    score: Callable[[Votes], Scores], cast: list[Row], chance: int
) -> None:
    shuffled = Random(chance).sample(cast, len(cast))
    assert score(Votes.of(shuffled)) == score(Votes.of(cast))


@settings(deadline=None)
@given(panels(), st.sampled_from("wxyz"), st.integers(-40, 40))
def test_shifting_one_reviewer_changes_no_z_score(cast: list[Row], voter: str, halves: int) -> None:
    shifted = [(name, one, mark + Decimal(halves) / 2 * (one == voter)) for name, one, mark in cast]
    assert z_score(Votes.of(shifted)) == z_score(Votes.of(cast))


@settings(deadline=None)
@given(panels(), st.sampled_from("wxyz"), st.integers(-40, 40))
def test_shifting_one_reviewer_moves_whole_panels_at_most(cast: list[Row], voter: str, halves: int) -> None:
    """The severities take the shift; what is centred moves together, so no difference inside a panel changes."""
    shifted = [(name, one, mark + Decimal(halves) / 2 * (one == voter)) for name, one, mark in cast]
    before, after = severity(Votes.of(cast)), severity(Votes.of(shifted))
    for number in set(before.panels):
        moved = [
            new - old
            for old, new, one in zip(before.scores.values, after.scores.values, before.panels, strict=True)
            if one == number
        ]
        assert max(moved) - min(moved) <= Decimal("0.0002")


@settings(deadline=None)
@given(panels())
def test_severities_add_up_to_zero_in_a_connected_panel(cast: list[Row]) -> None:
    result = severity(Votes.of(cast))
    assert abs(sum(result.severities)) <= Decimal("0.0004")


@settings(deadline=None)
@given(st.lists(st.integers(0, 5).map(Decimal), min_size=1))
def test_averaged_ranks_add_up_and_turn_around(values: list[Decimal]) -> None:
    size = len(values)
    up, down = ranks(values), ranks(values, lower_is_better=True)
    assert sum(up) == Decimal(size * (size + 1)) / 2
    assert [one + other for one, other in zip(up, down, strict=True)] == [size + 1] * size
    assert all(first <= mid for first, mid in zip(ranks(values, ties="min"), up, strict=True))
