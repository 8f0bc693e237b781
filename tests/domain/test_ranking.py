"""From scores to ranks, then down the envelope."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_file.scoring import Aggregation, ScoringFile
from app.domain.ranking import Entry, Ranked, _key, rank
from app.domain.scoring import score
from tests.domain.grids import HALVES, criterion, grid, marked, panel, votes

A_MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PARTNERSHIP = grid(
    criterion("partenariat", "60", HALVES, threshold="3", knock_out=True),
    criterion("enjeu", "40", HALVES),
    threshold="60",
    tie_breaks=("partenariat", "filed_at"),
)
SWISS = {
    1: "6 6 6 5 2",
    2: "6 6 5 5 1",
    3: "6 5 6 4 2",
    4: "6 4 5 6 2",
    5: "6 5 5 4 2",
    6: "6 4 6 3 2",
    7: "6 5 4 3 2",
    8: "6 2 5 5 2",
    9: "6 4 3 4 2",
    10: "6 3 5 2 2",
    11: "5 4 3 3 2",
    12: "5 3 4 2 2",
    13: "5 2 3 3 1",
    14: "5 4 3 1 1",
    15: "5 2 2 3 1",
}
"""The mock panel of the Swiss National Science Foundation: fifteen proposals, five voters."""


def entry(reference: str, partenariat: str, enjeu: str, *, euros: int = 10_000, hours: int = 0) -> Entry:
    result = score(PARTNERSHIP, [marked(partenariat=partenariat, enjeu=enjeu)])
    return Entry(reference, result, euros * 100, A_MONDAY + timedelta(hours=hours))


def places(ranked: tuple[Ranked, ...]) -> list[tuple[str, int | None, bool]]:
    return [(one.reference, one.rank, one.funded) for one in ranked]


def swiss(how: Aggregation) -> Mapping[str, int | None]:
    file = votes(how)
    entries = [Entry(f"{n:02d}", score(file, panel(vote=marks)), 0, A_MONDAY) for n, marks in SWISS.items()]
    return {one.reference: one.rank for one in rank(file, entries, 0)}


def test_by_the_mean_the_swiss_panel_ranks_as_its_source_says() -> None:
    assert list(swiss(Aggregation.MEAN).values()) == [1, 2, 2, 2, 5, 6, 7, 7, 9, 10, 11, 12, 13, 13, 15]


def test_by_the_median_the_eighth_overtakes_the_sixth_and_the_seventh() -> None:
    by_median = swiss(Aggregation.MEDIAN)
    assert [by_median[n] for n in ("01", "08", "06", "07")] == [1, 2, 7, 7]


def test_by_the_lowest_mark_the_second_falls_behind_the_twelfth() -> None:
    by_lowest = swiss(Aggregation.MIN)
    assert [by_lowest[n] for n in ("12", "02")] == [1, 12]


def test_the_envelope_is_cut_at_the_first_that_does_not_fit() -> None:
    entries = [
        entry("A", "5", "5", euros=60_000),
        entry("B", "4.5", "4", euros=50_000),
        entry("C", "4", "4", euros=10_000),
    ]
    ranked = rank(PARTNERSHIP, entries, 100_000_00)
    assert places(ranked) == [("A", 1, True), ("B", 2, False), ("C", 3, False)]
    assert [one.cumulated for one in ranked] == [60_000_00, 110_000_00, 120_000_00]


def test_the_envelope_that_is_just_enough_is_enough() -> None:
    entries = [entry("A", "5", "5", euros=60_000), entry("B", "4", "4", euros=40_000)]
    assert [one.funded for one in rank(PARTNERSHIP, entries, 100_000_00)] == [True, True]
    assert [one.funded for one in rank(PARTNERSHIP, entries, 100_000_00 - 1)] == [True, False]


def test_a_tie_goes_to_the_main_criterion_then_to_the_first_filed() -> None:
    entries = [
        entry("LATE", "4", "4", hours=2),
        entry("MAIN", "5", "2.5"),
        entry("EARLY", "4", "4", hours=1),
    ]
    assert [one.score.total for one in rank(PARTNERSHIP, entries, 0) if one.score] == [80, 80, 80]
    assert [one.reference for one in rank(PARTNERSHIP, entries, 0)] == ["MAIN", "EARLY", "LATE"]


def test_those_that_nothing_separates_share_a_rank_and_the_next_is_pushed_down() -> None:
    entries = [entry("B", "4", "4"), entry("A", "4", "4"), entry("C", "3.5", "4")]
    assert [(one.reference, one.rank, one.tied) for one in rank(PARTNERSHIP, entries, 0)] == [
        ("A", 1, True),
        ("B", 1, True),
        ("C", 3, False),
    ]


def test_what_is_not_retained_has_no_rank_takes_no_money_and_comes_last() -> None:
    unmarked = Entry("NONE", None, 10_000_00, A_MONDAY)
    entries = [unmarked, entry("LOW", "2.5", "5"), entry("UNDER", "3", "2.5"), entry("IN", "3", "3")]
    ranked = rank(PARTNERSHIP, entries, 100_000_00)
    assert places(ranked) == [
        ("IN", 1, True),
        ("LOW", None, False),
        ("UNDER", None, False),
        ("NONE", None, False),
    ]
    assert [one.cumulated for one in ranked] == [10_000_00] * 4


def test_only_what_has_a_score_has_a_key() -> None:
    with pytest.raises(ValueError, match="has a score"):
        _key(PARTNERSHIP, Entry("NONE", None, 0, A_MONDAY))


def test_nobody_to_rank_makes_an_empty_list() -> None:
    assert rank(PARTNERSHIP, [], 0) == ()


_half = st.integers(0, 10).map(lambda n: str(Decimal(n) / 2))
_entries = st.lists(st.tuples(_half, _half, st.integers(0, 3), st.integers(0, 5)), max_size=8).map(
    lambda rows: [
        entry(f"E{n}", main, other, euros=euros * 10_000, hours=hours)
        for n, (main, other, hours, euros) in enumerate(rows)
    ]
)


@given(_entries, st.integers(0, 200_000_00), st.integers())
def test_the_order_of_the_input_never_changes_the_list(
    entries: list[Entry], envelope: int, seed: int
) -> None:
    shuffled = list(entries)
    Random(seed).shuffle(shuffled)
    assert rank(PARTNERSHIP, shuffled, envelope) == rank(PARTNERSHIP, entries, envelope)


@given(_entries, st.integers(0, 200_000_00))
def test_what_is_funded_fits_is_retained_and_comes_first(entries: list[Entry], envelope: int) -> None:
    ranked = rank(PARTNERSHIP, entries, envelope)
    funded = [one for one in ranked if one.funded]
    assert list(ranked[: len(funded)]) == funded
    assert sum(one.amount for one in funded) <= envelope
    assert all(one.score is not None and one.score.retained for one in funded)
    assert sorted(one.reference for one in ranked) == sorted(one.reference for one in entries)


def test_a_grid_without_tie_break_shares_the_rank() -> None:
    file: ScoringFile = PARTNERSHIP.model_copy(update={"tie_breaks": ()})
    ranked = rank(file, [entry("A", "5", "2.5"), entry("B", "4", "4")], 0)
    assert [(one.rank, one.tied) for one in ranked] == [(1, True), (1, True)]
