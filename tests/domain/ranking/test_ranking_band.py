"""A draw between those whose interval crosses the line: who is in it, and when there is none.

The panel is the first mock one of the Swiss National Science Foundation; see `tests.domain.snsf`.
"""

from typing import Any

import pytest

from app.domain.allocation import Outcome
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.names import Names
from app.domain.expressions import Kind
from app.domain.ranking import Entry
from app.domain.ranking.result import result_of
from app.domain.scoring import ReviewMarks
from tests.domain import snsf
from tests.domain.grids import criterion, grid

EACH = 100_00
VOTE = grid(criterion("vote", "6", ("1", "6", "1")), reviewers=5, rank_by="expected_rank")
SEVEN = [f"#{n:02d}" for n in range(2, 9)]


def undrawn(
    envelope: int, lottery: dict[str, Any] | None, by: str = "expected_rank", **rule: Any
) -> list[str]:
    """Those that wait for a draw, by reference, on the first panel of fifteen at a hundred euros each."""
    reviews = [ReviewMarks(name, who, {"vote": mark}) for name, who, mark in snsf.rows("p1")]
    entries = [Entry(name, EACH) for name in sorted({one.application for one in reviews})]
    written = RankingRule.model_validate({"lottery": lottery, **rule})
    file = VOTE.model_copy(update={"rank_by": by})
    names = Names({"amount": Kind.NUMBER})
    found = result_of(file, written, names, entries, reviews, envelope).listing
    return sorted(one.reference for one in found.places if one.outcome is Outcome.TO_DRAW)


def test_those_whose_interval_crosses_the_line_wait_for_the_draw() -> None:
    assert undrawn(5 * EACH, {}) == SEVEN


def test_a_number_of_winners_draws_the_line_as_the_money_does() -> None:
    assert undrawn(0, {}, winners=5) == SEVEN
    assert undrawn(9 * EACH, {}, winners=5) == SEVEN


@pytest.mark.parametrize("envelope", [EACH - 1, 15 * EACH, 0])
def test_nobody_is_drawn_without_a_line(envelope: int) -> None:
    assert undrawn(envelope, {}) == []


def test_no_interval_draws_without_a_lottery_nor_with_a_width_of_points() -> None:
    assert undrawn(5 * EACH, None) == []
    assert undrawn(5 * EACH, {"width": "0.1"}) != SEVEN


def test_only_one_list_by_expected_rank_is_drawn_by_its_intervals() -> None:
    pots = [{"key": "all", "label": "Tous", "share": "1"}]
    assert undrawn(5 * EACH, {}, by="z_score") == []
    assert undrawn(5 * EACH, {}, pots=pots) == []
    assert undrawn(5 * EACH, {}, split={"by": "amount"}) == []
