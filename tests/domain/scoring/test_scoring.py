"""From marks to a total, on real grids."""

from decimal import Decimal

import pytest

from app.domain.call_file.grid.scoring import Aggregation
from app.domain.scoring import score, score_of
from tests.domain.grids import (
    CULTURE,
    EUROPE,
    HALVES,
    HEALTH,
    HEALTH_INSTITUTES,
    INNOVATION,
    NORTH_SEA,
    SMALL_FIRMS,
    alone,
    criterion,
    grid,
    judged,
    marks,
    reviews,
    table,
    with_,
)


@pytest.mark.parametrize(
    ("given", "total", "retained", "below"),
    [
        (("3", "3", "4"), "10", True, ()),
        (("3", "3", "3.5"), "9.5", False, ()),
        (("2.5", "5", "5"), "12.5", False, ("Excellence",)),
        (("5", "5", "2"), "12", False, ("Implementation",)),
    ],
)
def test_horizon_europe_wants_three_everywhere_and_ten_in_all(
    given: tuple[str, str, str], total: str, retained: bool, below: tuple[str, ...]
) -> None:
    result = alone(EUROPE, excellence=given[0], impact=given[1], implementation=given[2])
    assert (result.total, result.retained, result.below) == (Decimal(total), retained, below)


@pytest.mark.parametrize(
    ("given", "total", "ranking", "retained"),
    [
        (("5", "4", "4"), "13", "15.0", True),
        (("4", "5", "4"), "13", "15.5", True),
        (("3", "3", "3.5"), "9.5", "11.0", False),
    ],
)
def test_innovation_actions_weigh_impact_in_the_ranking_and_not_against_the_threshold(
    given: tuple[str, str, str], total: str, ranking: str, retained: bool
) -> None:
    result = alone(INNOVATION, excellence=given[0], impact=given[1], implementation=given[2])
    assert (result.total, result.ranking) == (Decimal(total), Decimal(ranking))
    assert (result.retained, result.out_of) == (retained, 15)


def test_the_median_of_four_experts_passes_where_their_mean_fails() -> None:
    given = reviews(excellence="4 4 5 5", impact="5 5 5 3", implementation="4 4 4 2")
    by_median = judged(SMALL_FIRMS, given)
    by_mean = judged(with_(SMALL_FIRMS, aggregation="mean"), given)
    assert [one.mark for one in by_median.criteria] == [Decimal("4.5"), 5, 4]
    assert (by_median.total, by_median.retained) == (Decimal("13.5"), True)
    assert (by_mean.total, by_mean.retained) == (Decimal("12.5"), False)


@pytest.mark.parametrize(
    ("given", "total", "retained", "below"),
    [
        (("21", "21", "21", "7"), "70", True, ()),
        (("30", "30", "20", "10"), "90", False, ("Team",)),
        (("22", "22", "22", "6"), "72", False, ("Impact",)),
    ],
)
def test_the_health_grid_eliminates_below_any_minimum(
    given: tuple[str, ...], total: str, retained: bool, below: tuple[str, ...]
) -> None:
    result = alone(HEALTH, relevance=given[0], design=given[1], team=given[2], impact=given[3])
    assert (result.total, result.retained, result.below) == (Decimal(total), retained, below)


def test_the_culture_grid_forgives_a_zero() -> None:
    result = alone(
        CULTURE, relevance="20", creation="20", spread="20", finance="15", team="0", experience="0"
    )
    assert (result.total, result.out_of, result.retained) == (Decimal(75), Decimal(100), True)


def test_four_qualities_of_five_do_not_make_a_third_place() -> None:
    file = grid(*(criterion(f"q{n}", "20", ("0", "4", "1"), threshold="2", knock_out=True) for n in range(5)))
    result = alone(file, q0="4", q1="4", q2="4", q3="4", q4="1")
    assert (result.total, result.retained, result.below) == (Decimal(85), False, ("Q4",))


def test_the_health_institutes_take_the_mean_to_one_decimal_times_ten_and_prefer_the_lowest() -> None:
    assert HEALTH_INSTITUTES.lower_is_better
    result = judged(HEALTH_INSTITUTES, reviews(impact="1 2 2"))
    assert (result.criteria[0].mark, result.total) == (Decimal("1.7"), 17)
    bounded = with_(HEALTH_INSTITUTES, threshold="30")
    assert [judged(bounded, reviews(impact=text)).retained for text in ("3 3", "3 4")] == [True, False]


@pytest.mark.parametrize(
    ("strategic", "operational", "retained"),
    [("3 2 0", "3 3", False), ("2 2 2", "0 3", True), ("2 2 1", "3 3", False), ("3 2 2", "0 0", True)],
)
def test_one_weak_strategic_answer_rejects_and_an_operational_one_does_not(
    strategic: str, operational: str, retained: bool
) -> None:
    (relevance, cooperation, results), (budget, plan) = strategic.split(), operational.split()
    result = alone(
        NORTH_SEA, relevance=relevance, cooperation=cooperation, results=results, budget=budget, plan=plan
    )
    assert (result.total, result.out_of, result.retained) == (0, 0, retained)
    assert result.criteria[0].word == ("Strong" if relevance == "3" else "Sufficient")


@pytest.mark.parametrize(("verdicts", "retained"), [("1 1 1", True), ("1 1 0", True), ("1 0 0", False)])
def test_a_go_is_a_go_when_most_of_the_jury_says_so(verdicts: str, retained: bool) -> None:
    file = grid(
        criterion("jury", "0", {"kind": "go_no_go"}, counts="nothing", aggregation="majority"),
        gates=({"key": "go", "label": "GO", "conditions": ("jury",)},),
    )
    assert judged(file, reviews(jury=verdicts)).retained is retained


def test_eight_formalities_pass_only_when_two_readers_say_yes_to_each() -> None:
    names = tuple(f"f{n}" for n in range(8))
    file = grid(
        *(criterion(name, "0", {"kind": "yes_no"}, counts="nothing", aggregation="min") for name in names),
        gates=({"key": "formal", "label": "Formalités", "conditions": names},),
    )
    every = dict.fromkeys(names, "1 1")
    assert judged(file, reviews(**every)).retained
    assert not judged(file, reviews(**{**every, "f7": "1 0"})).retained


def test_a_level_binds_a_band_of_marks() -> None:
    labels = (
        {"value": "28", "to": "33", "label": "Bon"},
        {"value": "34", "to": "40", "label": "Très bon"},
        {"value": "0", "label": "Absent"},
    )
    file = grid(criterion("quality", "40", {"min": "0", "max": "40", "step": "1", "labels": labels}))
    words = {text: alone(file, quality=text).criteria[0].word for text in ("0", "28", "33", "34", "40", "12")}
    assert words == {"0": "Absent", "28": "Bon", "33": "Bon", "34": "Très bon", "40": "Très bon", "12": None}


def test_a_consensus_is_the_agreed_mark_and_not_the_mean_of_the_others() -> None:
    file = with_(EUROPE, aggregation="consensus")
    agreed = marks(excellence="4", impact="3.5", implementation="3")
    given = reviews(excellence="1 2", impact="1 2", implementation="1 2")
    assert score(file, given) is None
    assert judged(file, {**given, "consensus": agreed}).total == Decimal("10.5")
    assert judged(EUROPE, {**given, "consensus": agreed}).total == Decimal("4.5")


def test_the_letters_of_two_stages_are_judged_on_less_and_higher() -> None:
    file = with_(
        EUROPE,
        rounds={
            "letter": {
                "criteria": ["excellence", "impact"],
                "thresholds": {"excellence": "4", "impact": "4"},
                "threshold": "8.5",
            }
        },
    )
    letter = file.at("letter")
    assert [leaf.key for leaf in letter.leaves] == ["excellence", "impact"]
    assert [
        alone(letter, excellence=one, impact=two).retained for one, two in (("4.5", "4"), ("4", "4"))
    ] == [
        True,
        False,
    ]
    assert alone(letter, excellence="5", impact="3.5").below == ("Impact",)
    assert alone(letter, excellence="5", impact="5").out_of == 10
    assert file.at("dossier") is file


def test_a_factor_multiplies_the_mark_where_points_divide_it_by_the_highest() -> None:
    points = grid(criterion("vote", "40", HALVES))
    factor = grid(criterion("vote", "2", HALVES), weighting="factor", out_of="10")
    assert (alone(points, vote="4").total, alone(factor, vote="4").total) == (32, 8)
    assert alone(factor, vote="4").out_of == 10


def test_the_same_panel_gives_four_orders_by_four_ways_of_joining() -> None:
    panel = {"2": "6 6 5 5 1", "6": "6 4 6 3 2", "8": "6 2 5 5 2", "12": "5 3 4 2 2"}
    orders = []
    for how in (Aggregation.MEAN, Aggregation.MEDIAN, Aggregation.MIN, Aggregation.TRIMMED_MEAN):
        file = grid(criterion("vote", "6", ("1", "6", "1")), aggregation=how)
        found = table(file, {name: reviews(vote=text) for name, text in panel.items()})
        totals = {name: found.total.at(found.place(name)) for name in panel}
        orders.append(sorted(totals, key=lambda name: (-totals[name], int(name))))
    assert orders == [
        ["2", "6", "8", "12"],
        ["2", "8", "6", "12"],
        ["6", "8", "12", "2"],
        ["2", "6", "8", "12"],
    ]


def test_what_the_grid_gives_at_best_is_found_once_for_a_whole_list() -> None:
    file = grid(criterion("a", "60"), criterion("b", "40"))
    found = table(file, {name: reviews(a="3", b="4") for name in "AB"})
    first, second = (score_of(found, at) for at in range(2))
    assert first is not None
    assert second is not None
    assert (first.out_of, first.criteria[0].highest) == (100, 5)
    assert first.out_of is second.out_of
    assert first.criteria[0].highest is second.criteria[0].highest
