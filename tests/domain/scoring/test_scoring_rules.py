"""The rules of a grid, one at a time: what counts, what eliminates, what is missing."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.grid.figures import at_round
from app.domain.call_file.grid.scoring import Aggregation, ScoringFile
from app.domain.call_file.names import Names
from app.domain.expressions import ExpressionError, Kind
from app.domain.scoring import Panel, ReviewMarks, score, score_panel
from app.domain.scoring.conditions import ConditionError, GridConditions, mark_value
from app.domain.scoring.reading import agreed_criteria
from tests.domain.grids import (
    EUROPE,
    HALVES,
    Row,
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
    with_,
)

ZONE = ({"key": "zone", "label": "Zone", "options": ("rural", "city")},)
_FREE = {"cannot_assess": True}


def part(key: str, weight: str, top: str = "5", **more: object) -> dict[str, object]:
    return {"key": key, "label": key.upper(), "weight": weight, "scale": scale("0", top, "1", **more)}


def test_a_threshold_without_knock_out_is_shown_and_eliminates_nobody() -> None:
    result = alone(grid(criterion("enjeu", "40", HALVES, threshold="2.5")), enjeu="2")
    assert (result.criteria[0].passes, result.below, result.retained) == (False, (), True)
    assert result.criteria[0].threshold == Decimal("2.5")


def test_the_gap_between_reviewers_is_that_of_their_totals() -> None:
    result = judged(EUROPE, reviews(excellence="3 5", impact="3 4", implementation="3 4.5"))
    assert result.totals == (Decimal(9), Decimal("13.5"))
    assert (result.spread, result.asks_one_more) == (Decimal("4.5"), False)


@pytest.mark.parametrize(("text", "asks"), [("1 3", False), ("1 3.5", True), ("- 5", False), ("- -", False)])
def test_marks_too_far_apart_call_for_one_more_reviewer(text: str, asks: bool) -> None:
    free = scale(*HALVES, cannot_assess=True)
    by_mark = grid(criterion("vote", "5", free, gap="2"), criterion("other", "5"))
    by_total = grid(criterion("vote", "5", free), criterion("other", "5"), gap="2", unassessed="zero")
    given = reviews(vote=text, other="3 3")
    assert judged(by_mark, given).asks_one_more is asks
    if "-" not in text:
        assert judged(by_total, given).asks_one_more is asks


def test_a_score_without_a_single_reviewer_alone_has_no_spread() -> None:
    found = table(grid(criterion("vote", "5"), least=1), {"A": {}})
    assert not found.scored[0]
    assert score(EUROPE, {}) is None


def test_what_nobody_marked_gives_no_score_and_what_is_marked_counts() -> None:
    assert score(EUROPE, {"r0": {}}) is None
    assert score(EUROPE, {"r0": marks(excellence="-", impact="-", implementation="-")}) is None
    whole = marks(excellence="4", impact="4", implementation="4")
    assert judged(EUROPE, {"r0": {}, "r1": whole}).total == judged(EUROPE, {"r1": whole}).total == 12


def test_fewer_reviews_than_the_least_give_no_score() -> None:
    file = grid(criterion("vote", "5"), least=2, reviewers=2)
    assert score(file, reviews(vote="5")) is None
    assert judged(file, reviews(vote="5 4")).total == Decimal("4.5")


def test_everyone_must_have_answered_where_the_grid_says_so() -> None:
    file = grid(criterion("vote", "5", scale(*HALVES, cannot_assess=True)), everyone=True)
    found = table(file, {"A": reviews(vote="5 3"), "B": reviews(vote="4 -"), "C": reviews(vote="5 .")})
    assert found.scored.tolist() == [True, True, False]


def test_everyone_answers_only_what_applies() -> None:
    file = grid(
        criterion("vote", "5"),
        criterion("city", "5", when="zone == 'city'"),
        attributes=ZONE,
        everyone=True,
    )
    panel = {"A": reviews(vote="5 3"), "B": reviews(vote="5 3")}
    found = table(file, panel, {"A": {"zone": "rural"}, "B": {"zone": "city"}})
    assert found.scored.tolist() == [True, False]


def test_thirds_are_kept_whole_until_the_total_is_rounded_as_the_file_says() -> None:
    file = grid(criterion("vote", "100", ("0", "6", "1")), rounding={"decimals": 1, "mode": "half_even"})
    result = judged(file, reviews(vote="5 5 6"))
    assert result.criteria[0].mark == Decimal("5.3333")
    assert result.total == Decimal("88.9")


@pytest.mark.parametrize(("mode", "total"), [("half_up", "2.3"), ("half_even", "2.2"), ("up", "2.3")])
def test_a_half_is_rounded_as_the_file_says(mode: str, total: str) -> None:
    file = grid(criterion("vote", "5", ("0", "100", "1")), rounding={"decimals": 1, "mode": mode})
    assert alone(file, vote="45").total == Decimal(total)


def test_a_scale_whose_highest_mark_is_zero_is_worth_nothing_and_the_check_says_so() -> None:
    file = grid(criterion("malus", "5", ("-5", "0", "1")))
    assert alone(file, malus="-2").total == 0
    assert faults(file) == [("criteria.0.scale.max", BreachCode.SCALE_ZERO)]
    parts = parted("fond", "5", criterion("a", "1", ("0", "5", "1")), criterion("b", "1", ("-5", "0", "1")))
    assert ("criteria.0.parts.1.scale.max", BreachCode.SCALE_ZERO) in faults(grid(parts))


def test_a_bonus_adds_a_malus_takes_away_and_nothing_is_only_said() -> None:
    file = grid(
        criterion("vote", "10", HALVES),
        criterion("plus", "4", HALVES, counts="bonus"),
        criterion("minus", "2", HALVES, counts="malus"),
        criterion("aside", "9", HALVES, counts="nothing"),
    )
    result = alone(file, vote="5", plus="5", minus="2.5", aside="5")
    assert (result.total, result.ranking, result.out_of) == (13, 13, 10)
    assert [one.counts for one in result.criteria] == ["points", "bonus", "malus", "nothing"]


@pytest.mark.parametrize(("rule", "total"), [("rescale", "16"), ("zero", "8")])
def test_what_nobody_could_assess_is_spread_over_the_rest_or_gives_nothing(rule: str, total: str) -> None:
    file = grid(criterion("vote", "10"), criterion("free", "10", scale(*HALVES, **_FREE)), unassessed=rule)
    result = alone(file, vote="4", free="-")
    assert (result.total, result.criteria[1].mark, result.criteria[1].marks) == (
        Decimal(total),
        None,
        (None,),
    )
    assert result.criteria[1].points == 0


def test_the_unweighted_sum_is_brought_to_the_whole_as_the_weighted_one_is() -> None:
    file = grid(
        criterion("vote", "10"),
        criterion("free", "10", scale(*HALVES, **_FREE)),
        threshold="7",
        threshold_on="unweighted",
    )
    assert alone(file, vote="4", free="-").retained
    assert not alone(file, vote="3", free="-").retained


def test_the_ranking_score_is_brought_to_its_own_whole() -> None:
    file = grid(
        criterion("vote", "10"), criterion("free", "10", scale(*HALVES, **_FREE), ranking_weight="30")
    )
    assert (alone(file, vote="5", free="-").ranking, alone(file, vote="5", free="5").ranking) == (40, 40)


def test_a_weight_may_stand_in_the_ranking_score_alone() -> None:
    file = grid(criterion("vote", "10"), criterion("only", "0", ranking_weight="4"))
    result = alone(file, vote="5", only="2.5")
    assert (result.total, result.ranking) == (10, 12)


def test_a_percentage_is_of_the_highest_and_of_what_it_is_asked_of() -> None:
    one = grid(criterion("vote", "10", threshold="70 %", knock_out=True), threshold="75 %")
    two = with_(one, threshold_on="unweighted")
    assert [alone(one, vote=text).retained for text in ("3.5", "4")] == [False, True]
    assert alone(two, vote="4").threshold == Decimal("3.75")
    assert alone(one, vote="3.5").below == ()
    assert alone(one, vote="3").below == ("Vote",)


def test_a_criterion_made_of_parts_is_what_its_parts_give() -> None:
    file = grid(
        parted("whole", "20", part("a", "3"), part("b", "1", **_FREE), threshold="50 %", knock_out=True)
    )
    result = alone(file, a="5", b="1")
    assert (result.criteria[0].mark, result.criteria[0].highest) == (Decimal("3.2"), 4)
    assert (result.total, result.retained, result.criteria[0].marks) == (16, True, ())
    assert alone(file, a="2", b="1").below == ("Whole",)
    assert [leaf.key for leaf in file.leaves] == ["a", "b"]


def test_a_reversed_scale_gives_its_points_at_its_lowest_mark() -> None:
    file = grid(
        criterion("risk", "10", scale("1", "5", "1", lower_is_better=True), threshold="3", knock_out=True)
    )
    assert [alone(file, risk=text).total for text in ("1", "3", "5")] == [10, 5, 0]
    assert [alone(file, risk=text).retained for text in ("3", "4")] == [True, False]


def test_a_criterion_that_does_not_apply_asks_nothing_and_eliminates_nobody() -> None:
    file = grid(
        criterion("vote", "10"),
        criterion("city", "10", when="zone == 'city'", threshold="3", knock_out=True),
        attributes=ZONE,
    )
    given = {"r0": marks(vote="4", city="1")}
    rural, city = (judged(file, given, {"zone": zone}) for zone in ("rural", "city"))
    assert (rural.total, rural.retained, rural.criteria[1].mark) == (16, True, None)
    assert (city.total, city.retained) == (10, False)
    assert rural.totals == (16,)


@pytest.mark.parametrize(
    ("needs", "retained"),
    [("all", [True, False, False]), ("any", [True, True, False]), (2, [True, False, False])],
)
def test_a_gate_wants_all_any_or_so_many_of_its_conditions(needs: object, retained: list[bool]) -> None:
    file = grid(
        criterion("vote", "10"),
        attributes=({"key": "minutes", "label": "Minutes", "kind": "number"},),
        gates=(
            {"key": "gate", "label": "Accès", "conditions": ("minutes > 20", "vote >= 3"), "needs": needs},
        ),
    )
    panel = {"A": reviews(vote="3"), "B": reviews(vote="3"), "C": reviews(vote="2")}
    found = table(file, panel, {"A": {"minutes": Decimal(21)}, "B": {"minutes": Decimal(20)}})
    assert found.retained.tolist() == retained


@pytest.mark.parametrize(
    ("when", "retained"),
    [
        ("total < 6", False),
        ("ranking_score < 6", False),
        ("reviews < 2", True),
        ("kin < 3", False),
        ("free >= 0", True),
        ("grade == 'weak'", False),
        ("not yes", False),
        ("amount > 100", False),
        ("filed_at > date('2026-03-01')", False),
    ],
)
def test_a_condition_that_eliminates_reads_marks_totals_and_facts(when: str, retained: bool) -> None:
    from_words = levels("weak", "strong")
    file = grid(
        criterion("vote", "10", group="kin"),
        criterion("free", "0", scale(*HALVES, **_FREE)),
        criterion("grade", "0", from_words, counts="nothing"),
        criterion("yes", "0", {"kind": "yes_no"}, counts="nothing"),
        groups=({"key": "kin", "label": "Famille"},),
        knock_outs=({"label": "Trop", "when": when},),
        out_of=10,
    )
    given = {
        "r0": marks(vote="1", free="-", grade="0", yes="0"),
        "r1": marks(vote="1", free="-", grade="0", yes="0"),
    }
    attributes = {"amount": Decimal(200), "filed_at": datetime(2026, 3, 2, 9, tzinfo=UTC)}
    assert judged(file, given, attributes).retained is retained


def test_a_condition_of_unknown_names_is_refused_before_any_mark() -> None:
    file = grid(criterion("vote", "10"), knock_outs=({"label": "Trop", "when": "ghost > 1"},))
    with pytest.raises(ExpressionError):
        score(file, reviews(vote="3"))
    read = GridConditions.of(file, Names({"ghost": Kind.NUMBER}))
    panel = Panel.of(["A"], [ReviewMarks("A", "r0", marks(vote="3"))], ["vote"])
    assert score_panel(file, panel, [{"ghost": Decimal(2)}], read).retained.tolist() == [False]


@pytest.mark.parametrize(
    ("values", "reversed_", "mark", "level"),
    [
        ("", False, "1", "b"),
        ("", False, "1.5", "b"),
        ("0 2 4", False, "3.9", "b"),
        ("4 2 1", True, "2", "b"),
        ("4 2 1", True, "3", "a"),
        ("4 2 1", True, "9", "a"),
    ],
)
def test_a_joined_mark_is_known_by_the_level_that_it_reaches(
    values: str, reversed_: bool, mark: str, level: str
) -> None:
    file = grid(
        criterion(
            "grade", "0", levels("a", "b", "c", values=values, lower_is_better=reversed_), counts="nothing"
        )
    )
    assert mark_value(file, "grade", Fraction(mark)) == level
    assert mark_value(file, "absent", Fraction(mark)) == Decimal(mark)


def test_a_group_holds_on_its_points_on_each_of_its_criteria_or_on_so_many() -> None:
    pair = (criterion("a", "10", group="kin"), criterion("b", "10", group="kin"))
    bonus = criterion("more", "5", group="kin", counts="bonus")

    def retained(**rule: object) -> list[bool]:
        file = grid(*pair, bonus, groups=({"key": "kin", "label": "Famille", **rule},))
        return [alone(file, a=one, b=two, more="5").retained for one, two in (("5", "2"), ("3", "3"))]

    assert retained(threshold="13") == [True, False]
    assert retained(threshold="60 %") == [True, True]
    assert retained(each="3") == [False, True]
    assert retained(each="60 %", at_least=2) == [True, True]


def test_a_group_of_reversed_factors_holds_below_its_threshold() -> None:
    low = scale("1", "9", "1", lower_is_better=True)
    file = grid(
        criterion("a", "1", low, group="kin"),
        weighting="factor",
        out_of="9",
        groups=({"key": "kin", "label": "Famille", "threshold": "4", "each": "5"},),
    )
    assert [alone(file, a=text).retained for text in ("4", "5", "6")] == [True, False, False]


def test_totals_are_joined_where_the_grid_says_so() -> None:
    file = grid(
        criterion("a", "10"),
        criterion("b", "10", ranking_weight="20"),
        aggregation="median",
        aggregate_on="totals",
    )
    given = reviews(a="5 0 2.5", b="0 5 2.5")
    assert judged(file, given).totals == (10, 10, 10)
    assert (judged(file, given).total, judged(file, given).ranking) == (10, 15)
    plain = with_(file, criteria=[criterion("a", "10"), criterion("b", "10")])
    assert judged(plain, given).ranking == 10


@pytest.mark.parametrize(
    ("how", "given", "totals", "total"),
    [
        ("mean", "5 4", (0, 1), 0),
        ("sum", "4 4 4", (0, 0, 0), 1),
        ("median", "5 4", (0, 1), 0),
        ("trimmed_mean", "5 4 4 5", (0, 0, 1, 1), 0),
        ("k_of_n", "5 6 4", (0, 1, 1), 1),
    ],
)
@pytest.mark.parametrize("odd", [False, True])
def test_joined_totals_are_rounded_once_at_the_end(
    how: str, given: str, totals: tuple[int, ...], total: int, odd: bool
) -> None:
    """Of reviewers at 0.5 and 0.4, the mean is 0.45: 0, and not that of 1 and 0. `odd`: over denominators that
    sixty-four bits do not hold."""
    primes = ("99999.999989", "99999.999977", "99999.999943", "99999.999931") if odd else ()
    zeros = [criterion(f"z{n}", "1", scale("0", top, "0.000001")) for n, top in enumerate(primes)]
    file = grid(
        criterion("a", "1", scale("0", "10", "1")),
        *zeros,
        aggregate_on="totals",
        aggregation=how,
        k=2,
        rounding={"decimals": 0},
    )
    marked = {one["key"]: " ".join(["0"] * len(given.split())) for one in zeros}
    found = judged(file, reviews(a=given, **marked))
    assert (found.totals, found.total) == (totals, total)


def test_joined_totals_leave_aside_whoever_could_assess_nothing_and_count_the_agreement_alone() -> None:
    file = grid(criterion("a", "10", scale(*HALVES, **_FREE)), aggregate_on="totals")
    given: dict[str, Row] = {"r0": marks(a="4"), "r1": marks(a="-")}
    assert judged(file, given).total == 8
    agreed = {**given, "consensus": marks(a="1")}
    assert judged(file, agreed).total == 8
    assert judged(with_(file, aggregation="consensus"), agreed).total == 2
    assert judged(file, agreed).totals == (0, 8)


def test_a_total_that_too_few_reviewers_reach_is_the_worst_one() -> None:
    low = scale("1", "9", "1", lower_is_better=True)
    rule = {"aggregate_on": "totals", "aggregation": "k_of_n", "k": 2}
    assert judged(grid(criterion("a", "10"), **rule), reviews(a="5")).total == 0
    reversed_ = grid(criterion("a", "1", low), weighting="factor", out_of="9", **rule)
    assert [judged(reversed_, reviews(a=text)).total for text in ("1", "1 3 2")] == [9, 2]


@pytest.mark.parametrize("on", ["criteria", "totals"])
def test_the_confidence_of_reviewers_weighs_where_the_grid_says_so(on: str) -> None:
    def total(weighs: bool) -> Fraction:
        file = grid(
            criterion("a", "5", scale(*HALVES, **_FREE)), confidence={"weighs": weighs}, aggregate_on=on
        )
        rows = [
            ReviewMarks("A", "sure", {"a": Decimal(5)}, 4),
            ReviewMarks("A", "silent", {"a": Decimal(0)}),
            ReviewMarks("A", "unable", {"a": None}, 5),
        ]
        return score_panel(file, Panel.of(["A"], rows, ["a"])).total.at(0)

    assert (total(weighs=True), total(weighs=False)) == (4, Fraction(5, 2))


def test_a_place_is_found_by_its_reference_and_an_unknown_one_is_refused() -> None:
    found = table(grid(criterion("vote", "5")), {"B": reviews(vote="5"), "A": reviews(vote="4")})
    assert [found.place(name) for name in "AB"] == [0, 1]
    for ghost in ("0", "AA", "C"):
        with pytest.raises(KeyError):
            found.place(ghost)
    with pytest.raises(KeyError):
        table(grid(criterion("vote", "5")), {}).place("A")


def test_a_panel_refuses_two_reviews_by_one_person_unknown_applications_and_what_is_no_number() -> None:
    one = ReviewMarks("A", "ana", marks(vote="5"))
    with pytest.raises(ValueError, match="two reviews of A by ana"):
        Panel.of(["A"], [one, one], ["vote"])
    with pytest.raises(ValueError, match="unknown application: A"):
        Panel.of(["B"], [one], ["vote"])
    with pytest.raises(ValueError, match="NaN is not a mark"):
        Panel.of(["A"], [ReviewMarks("A", "ana", {"vote": Decimal("NaN")})], ["vote"])


def test_a_panel_gives_a_mark_back_as_it_was_written() -> None:
    rows = [ReviewMarks("A", "ana", marks(a="10", b="-")), ReviewMarks("A", "bob", marks(a="0.25"))]
    panel = Panel.of(["A"], rows, ["a", "b"])
    assert [str(panel.mark(row, 0)) for row in panel.rows_of(0)] == ["10", "0.25"]
    assert (panel.mark(0, 1), panel.answered.tolist()) == (None, [[True, True], [True, False]])


_reviews = st.lists(st.tuples(*(st.integers(0, 10),) * 3), min_size=1, max_size=6).map(
    lambda rows: {
        f"r{n}": {
            key: Decimal(half) / 2
            for key, half in zip(("excellence", "impact", "implementation"), row, strict=True)
        }
        for n, row in enumerate(rows)
    }
)


@given(_reviews, st.sampled_from([how for how in Aggregation if how not in ("sum", "consensus")]))
def test_a_total_stays_between_nothing_and_the_best(given: dict[str, Row], how: Aggregation) -> None:
    result = judged(with_(EUROPE, aggregation=how, k=1), given)
    assert 0 <= result.total <= result.out_of
    for one in result.criteria:
        every = [mark for mark in one.marks if mark is not None]
        assert one.mark is not None
        assert min(every) - Decimal("0.0001") <= one.mark <= max(every) + Decimal("0.0001")


def test_parts_in_words_give_no_points_to_what_is_only_said() -> None:
    word = {"key": "word", "label": "Mot", "scale": levels("weak", "good")}
    file = grid(criterion("vote", "10"), parted("said", "0", word, counts="nothing"))
    result = alone(file, vote="4", word="1")
    assert (result.total, result.criteria[1].mark, result.criteria[1].highest) == (8, 0, 0)


@pytest.mark.parametrize(
    ("rule", "retained", "told"),
    [
        ({"knock_outs": [{"label": "R", "when": "10 / staff > 20"}]}, [True, False], ["10 / staff > 20"]),
        (
            {"gates": [{"key": "g", "label": "G", "conditions": ["10 / staff > 2"]}]},
            [True, False],
            ["10 / staff > 2"],
        ),
        (
            {
                "gates": [
                    {"key": "g", "label": "G", "conditions": ["10 / staff > 2", "vote > 3"], "needs": "any"}
                ]
            },
            [True, True],
            [],
        ),
        ({"compare_among": "10 / staff > 2"}, [True, False], ["10 / staff > 2"]),
    ],
)
def test_a_rule_that_cannot_be_computed_costs_its_rank_to_its_application_alone(
    rule: dict[str, Any], retained: list[bool], told: list[str]
) -> None:
    ratio = ({"key": "staff", "label": "Équipe", "kind": "number"},)
    file = grid(criterion("vote", "10"), attributes=ratio, **rule)
    attributes = {"A": {"staff": Decimal(2)}, "B": {"staff": Decimal(0)}}
    found = table(file, {"A": reviews(vote="4"), "B": reviews(vote="4")}, attributes)
    assert found.retained.tolist() == retained
    assert [one.text for one in found.uncomputed.get(1, ())] == told
    assert 0 not in found.uncomputed


def test_a_value_of_another_kind_than_the_file_says_is_no_answer_and_stops_all() -> None:
    file = grid(
        criterion("vote", "10"),
        attributes=({"key": "staff", "label": "Équipe", "kind": "number"},),
        knock_outs=({"label": "R", "when": "10 / staff > 2"},),
    )
    with pytest.raises(ConditionError) as refused:
        table(file, {"A": reviews(vote="4")}, {"A": {"staff": "deux"}})
    assert (refused.value.place, refused.value.condition) == (0, "10 / staff > 2")


def test_the_criteria_on_which_reviewers_agree_are_those_joined_by_consensus() -> None:
    file = grid(criterion("vote", "10"), criterion("agreed", "10", aggregation="consensus"))
    assert [one.key for one in agreed_criteria(file)] == ["agreed"]
    assert agreed_criteria(with_(file, aggregate_on="totals")) == ()
    whole = with_(file, aggregate_on="totals", aggregation="consensus")
    assert agreed_criteria(whole) == whole.criteria


def test_a_round_leaves_out_the_rules_that_speak_of_what_it_does_not_judge() -> None:
    file = ScoringFile.model_validate(
        {
            "weighting": "factor",
            "out_of": 10,
            "criteria": [
                {"key": key, "label": key, "weight": 1, "scale": {"min": 0, "max": 5, "step": 1}}
                for key in ("idea", "budget")
            ],
            "gates": [
                {"key": "a", "label": "A", "conditions": ["idea > 0"]},
                {"key": "b", "label": "B", "conditions": ["budget > 0", "idea > 0"]},
            ],
            "knock_outs": [{"label": "Trop cher", "when": "budget < 1"}],
            "tie_breaks": ["budget", "idea"],
            "rounds": {"letter": {"criteria": ["idea"]}},
        }
    )
    letter = file.at("letter")
    assert [gate.key for gate in letter.gates] == ["a"]
    assert letter.knock_outs == ()
    assert [one.by for one in letter.tie_breaks] == ["idea"]
    assert file.at("dossier") is file
    assert (at_round(file, "dossier"), at_round(file, "letter").out_of) == (file, 5)
    words = file.model_copy(
        update={"criteria": tuple(one.model_copy(update={"counts": "nothing"}) for one in file.criteria)}
    )
    assert at_round(words, "letter").out_of is None
    assert at_round(words.model_copy(update={"out_of": None}), "letter").out_of is None
