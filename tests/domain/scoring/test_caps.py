"""Groups that count for a cap at most: bonuses of ten points in all, a family that may not weigh more than thirty."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.explanation import StepCode
from app.domain.ranking import Entries, Entry, explain, listing, rank
from app.words.ranking.explanations import sentence
from tests.domain.grids import alone, criterion, faults, grid, marks, table

TEN = ("0", "10", "1")


def capped(cap: str, *criteria: dict[str, Any], **more: Any) -> ScoringFile:
    return grid(
        *criteria, groups=[{"key": "g", "label": "Plus", "cap": cap, **more.pop("group", {})}], **more
    )


TWINS = (criterion("a", "20", TEN, group="g"), criterion("b", "20", TEN, group="g"))
BONUS = capped(
    "5",
    criterion("fond", "100", TEN),
    criterion("bio", "4", ("0", "1", "1"), counts="bonus", group="g"),
    criterion("rural", "3", ("0", "1", "1"), counts="bonus", group="g"),
)
FAMILY = capped("30", *TWINS, criterion("c", "50", TEN), out_of=80)


def test_bonuses_together_give_no_more_than_their_cap() -> None:
    assert alone(BONUS, fond="5", bio="1", rural="1").total == 55
    assert alone(BONUS, fond="5", bio="1", rural="0").total == 54
    assert alone(BONUS, fond="5", bio="1", rural="1").out_of == 100


def test_a_malus_is_capped_too() -> None:
    late = [criterion(key, "20", ("0", "1", "1"), counts="malus", group="g") for key in ("x", "y")]
    assert alone(capped("25", criterion("fond", "100", TEN), *late), fond="9", x="1", y="1").total == 65


def test_a_family_counts_for_its_cap_in_the_total_the_whole_and_its_threshold() -> None:
    assert alone(FAMILY, a="10", b="9", c="4").total == 50
    assert alone(FAMILY, a="10", b="4", c="4").total == 48
    assert alone(FAMILY, a="10", b="10", c="10").out_of == 80
    half = capped("30", *TWINS, group={"threshold": "100 %"}, out_of=30)
    assert alone(half, a="10", b="5").retained
    assert not alone(half, a="10", b="4").retained


def test_what_nobody_assessed_is_brought_to_the_whole_with_its_cap() -> None:
    scale = {"min": 0, "max": 10, "step": 1, "cannot_assess": True}
    file = capped("30", *TWINS, criterion("c", "50", scale), out_of=80)
    assert alone(file, a="10", b="10", c="-").total == 80
    assert alone(file, a="5", b="0", c="-").total == Decimal("26.67")


def test_the_ranking_score_keeps_the_cap_and_the_sum_of_marks_has_none() -> None:
    file = capped(
        "30",
        criterion("a", "20", TEN, group="g", ranking_weight="40"),
        criterion("b", "20", TEN, group="g"),
        out_of=30,
        threshold=20,
        threshold_on="unweighted",
    )
    found = alone(file, a="10", b="10")
    assert (found.total, found.ranking, found.retained) == (30, 30, True)


def test_the_explanation_says_what_was_capped_and_the_sum_can_be_done_again() -> None:
    late = criterion("late", "40", ("0", "1", "1"), counts="malus", group="g")
    file = capped("30", *TWINS, late, out_of=30)
    panel = {"A": {"r": marks(a="10", b="9", late="1")}, "B": {"r": marks(a="1", b="1", late="0")}}
    found = listing(rank(table(file, panel), Entries.of([Entry("A"), Entry("B")])), RankingRule(), 0)
    steps = explain(found, "A").steps
    words = [
        sentence(one, str).replace("\u00a0", " ")
        for one in steps
        if one.code in (StepCode.CAPPED, StepCode.TOTAL)
    ]
    assert words == [
        "Plus : 38, plafonné à 30.",
        "Plus : 40, plafonné à 30.",
        "Total : 20 + 18 − 40 − 8 + 10 = 0 sur 30 (arrondi au plus près à 2 décimales).",
    ]
    assert [one.code for one in explain(found, "B").steps if one.code is StepCode.CAPPED] == []


@pytest.mark.parametrize(("cap", "told"), [("40", True), ("50", True), ("39", False)])
def test_a_cap_that_nothing_reaches_is_worth_a_look(cap: str, told: bool) -> None:
    file = capped(
        cap,
        criterion("a", "20", TEN, group="g"),
        criterion("b", "20", TEN, group="g"),
        out_of=min(40, int(cap)),
    )
    assert faults(file) == ([("groups.0.cap", BreachCode.CAP_IDLE)] if told else [])


@settings(max_examples=60)
@given(st.lists(st.tuples(*[st.integers(0, 10)] * 3), min_size=1, max_size=5), st.integers(1, 40))
def test_a_capped_total_is_what_a_pencil_finds(rows: list[tuple[int, ...]], cap: int) -> None:
    file = capped(
        str(cap),
        criterion("a", "20", TEN, group="g"),
        criterion("b", "20", TEN, group="g"),
        criterion("c", "60", TEN),
    )
    panel = {
        f"{at}": {"r": marks(**dict(zip("abc", map(str, row), strict=True)))} for at, row in enumerate(rows)
    }
    scored = table(file, panel)
    assert [scored.total.at(at) for at in range(len(rows))] == [
        Fraction(min(cap, 2 * a + 2 * b) + 6 * c) for a, b, c in rows
    ]
