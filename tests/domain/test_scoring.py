"""From marks to a total, on real grids and at their limits."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_file.scoring import Aggregation, ScoringFile
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.scoring import Marked, Score, aggregate, mark_fault, review_faults, score
from tests.domain.grids import (
    CULTURE,
    EUROPE,
    HALVES,
    HEALTH,
    SMALL_FIRMS,
    criterion,
    grid,
    marked,
    panel,
)


def scored(file: ScoringFile, reviews: list[Marked]) -> Score:
    result = score(file, reviews)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("marks", "total", "retained", "below"),
    [
        (("3", "3", "4"), "10", True, ()),
        (("3", "3", "3.5"), "9.5", False, ()),
        (("2.5", "5", "5"), "12.5", False, ("Excellence",)),
        (("5", "5", "2"), "12", False, ("Implementation",)),
    ],
)
def test_horizon_europe_wants_three_everywhere_and_ten_in_all(
    marks: tuple[str, str, str], total: str, retained: bool, below: tuple[str, ...]
) -> None:
    result = scored(EUROPE, [marked(excellence=marks[0], impact=marks[1], implementation=marks[2])])
    assert (result.total, result.retained, result.below) == (Decimal(total), retained, below)


def test_the_median_of_four_experts_passes_where_their_mean_fails() -> None:
    reviews = panel(excellence="4 4 5 5", impact="5 5 5 3", implementation="4 4 4 2")
    by_median = scored(SMALL_FIRMS, reviews)
    by_mean = scored(SMALL_FIRMS.model_copy(update={"aggregation": Aggregation.MEAN}), reviews)
    assert [one.mark for one in by_median.criteria] == [Decimal("4.5"), 5, 4]
    assert (by_median.total, by_median.retained) == (Decimal("13.5"), True)
    assert (by_mean.total, by_mean.retained) == (Decimal("12.5"), False)


@pytest.mark.parametrize(
    ("marks", "total", "retained", "below"),
    [
        (("21", "21", "21", "7"), "70", True, ()),
        (("30", "30", "20", "10"), "90", False, ("Team",)),
        (("22", "22", "22", "6"), "72", False, ("Impact",)),
    ],
)
def test_the_health_grid_eliminates_below_any_minimum(
    marks: tuple[str, ...], total: str, retained: bool, below: tuple[str, ...]
) -> None:
    result = scored(HEALTH, [marked(relevance=marks[0], design=marks[1], team=marks[2], impact=marks[3])])
    assert (result.total, result.retained, result.below) == (Decimal(total), retained, below)


def test_the_culture_grid_forgives_a_zero() -> None:
    result = scored(
        CULTURE,
        [marked(relevance="20", creation="20", spread="20", finance="15", team="0", experience="0")],
    )
    assert (result.total, result.out_of, result.retained) == (Decimal(75), Decimal(100), True)


def test_four_qualities_of_five_do_not_make_a_third_place() -> None:
    file = grid(*(criterion(f"q{n}", "20", ("0", "4", "1"), threshold="2", knock_out=True) for n in range(5)))
    result = scored(file, [marked(q0="4", q1="4", q2="4", q3="4", q4="1")])
    assert (result.total, result.retained, result.below) == (Decimal(85), False, ("Q4",))


def test_a_threshold_without_knock_out_is_shown_and_eliminates_nobody() -> None:
    file = grid(criterion("enjeu", "40", HALVES, threshold="2.5"))
    result = scored(file, [marked(enjeu="2")])
    assert (result.criteria[0].passes, result.below, result.retained) == (False, (), True)


def test_the_gap_between_reviewers_is_that_of_their_totals() -> None:
    result = scored(EUROPE, panel(excellence="3 5", impact="3 4", implementation="3 4.5"))
    assert result.totals == (Decimal(9), Decimal("13.5"))
    assert result.spread == Decimal("4.5")
    assert Score(Decimal(0), Decimal(15), (), (), None).spread == 0


def test_a_review_without_all_its_marks_counts_for_nothing() -> None:
    assert score(EUROPE, []) is None
    assert score(EUROPE, [marked(excellence="5")]) is None
    whole = marked(2, excellence="4", impact="4", implementation="4")
    assert scored(EUROPE, [marked(excellence="5"), whole]) == scored(EUROPE, [whole])


def test_thirds_are_cut_at_four_decimals_then_the_total_is_rounded_as_the_file_says() -> None:
    file = grid(criterion("vote", "100", ("0", "6", "1")), rounding={"decimals": 1, "mode": "half_even"})
    result = scored(file, panel(vote="5 5 6"))
    assert result.criteria[0].mark == Decimal("5.3333")
    assert result.total == Decimal("88.9")


@pytest.mark.parametrize(("mode", "total"), [("half_up", "2.3"), ("half_even", "2.2"), ("up", "2.3")])
def test_a_half_is_rounded_as_the_file_says(mode: str, total: str) -> None:
    file = grid(criterion("vote", "5", ("0", "100", "1")), rounding={"decimals": 1, "mode": mode})
    assert scored(file, [marked(vote="45")]).total == Decimal(total)


def test_a_scale_whose_highest_mark_is_zero_is_worth_nothing() -> None:
    file = grid(criterion("malus", "5", ("-5", "0", "1")))
    assert scored(file, [marked(malus="-2")]).total == 0


@pytest.mark.parametrize(("how", "joined"), [("mean", "3.25"), ("median", "3.5"), ("min", "1"), ("max", "5")])
def test_marks_are_joined_as_the_file_says(how: str, joined: str) -> None:
    values = [Decimal(text) for text in ("1", "5", "3", "4")]
    assert aggregate(values, Aggregation(how)) == Decimal(joined)


def test_no_mark_joins_into_nothing() -> None:
    with pytest.raises(ValueError, match="no mark"):
        aggregate([], Aggregation.MEAN)


_mark = st.integers(0, 10).map(lambda half: Decimal(half) / 2)
_reviews = st.lists(st.tuples(_mark, _mark, _mark), min_size=1, max_size=6).map(
    lambda rows: [
        Marked(n, dict(zip(("excellence", "impact", "implementation"), row, strict=True)))
        for n, row in enumerate(rows)
    ]
)


@given(_reviews, st.sampled_from(Aggregation), st.randoms())
def test_the_order_of_the_reviews_changes_nothing(
    reviews: list[Marked], how: Aggregation, random: Random
) -> None:
    file = EUROPE.model_copy(update={"aggregation": how})
    shuffled = list(reviews)
    random.shuffle(shuffled)
    assert score(file, shuffled) == score(file, reviews)


@given(_reviews, st.sampled_from(Aggregation))
def test_a_total_stays_between_nothing_and_the_best(reviews: list[Marked], how: Aggregation) -> None:
    file = EUROPE.model_copy(update={"aggregation": how})
    result = scored(file, reviews)
    assert 0 <= result.total <= file.out_of
    assert all(min(one.marks) <= one.mark <= max(one.marks) for one in result.criteria)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("0", None),
        ("5", None),
        ("2.5", None),
        ("-0.5", Reason.of(ReasonCode.TOO_SMALL, read=Decimal("-0.5"), min=Decimal(0))),
        ("5.5", Reason.of(ReasonCode.TOO_LARGE, read=Decimal("5.5"), max=Decimal(5))),
        ("2.25", Reason.of(ReasonCode.OFF_STEP, read=Decimal("2.25"), step=Decimal("0.5"))),
    ],
)
def test_a_mark_is_on_its_scale_or_told_why_not(value: str, reason: Reason | None) -> None:
    assert mark_fault(EUROPE.criteria[0], Decimal(value)) == reason


def test_a_review_says_all_that_it_lacks_at_once() -> None:
    file = grid(
        criterion("given", "5", HALVES),
        criterion("missing", "5", HALVES),
        criterion("odd", "5", HALVES),
        criterion("bare", "5", HALVES, justification=False),
    )
    marks = {"given": Decimal(3), "odd": Decimal("0.3"), "bare": Decimal(1)}
    assert review_faults(file, marks, {"given": "Solide.", "odd": " "}) == [
        Fault("missing", Reason.of(ReasonCode.REQUIRED, label="Missing")),
        Fault("odd", Reason.of(ReasonCode.OFF_STEP, read=Decimal("0.3"), step=Decimal("0.5"))),
        Fault("odd-justification", Reason.of(ReasonCode.JUSTIFICATION_MISSING, label="Odd")),
    ]
