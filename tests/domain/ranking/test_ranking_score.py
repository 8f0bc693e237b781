"""A list that goes by a calculation: points for the money asked, marks by a price; nothing where it divides by zero."""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.changes.change import What
from app.domain.call_file.changes.changes import grid_and_rule_changes
from app.domain.call_file.coherence import rule_breaches
from app.domain.call_file.grid.names import grid_names
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.explanation import StepCode
from app.domain.expressions import ExpressionError, Kind
from app.domain.ranking import Entry, explain
from app.domain.ranking.amounts import without_uncomputed
from app.domain.ranking.listing import Listing
from app.domain.ranking.result import result_of
from app.domain.ranking.robustness import firmness
from app.domain.ranking.unanswered import Use, unanswered
from app.domain.scoring import ReviewMarks, score_of
from app.domain.scoring.conditions import ConditionError
from app.domain.simulation import Rules, try_rules
from app.words.calls.changes.told import change_sentence
from app.words.calls.rules.document import sections_of_grid
from app.words.ranking.explanations import sentence
from app.words.ranking.unanswered import unanswered_sentence
from tests.domain.grids import criterion, faults, grid, levels, scale
from tests.words.rules_told import SPACES, told

TEN = ("0", "10", "1")
ATTRIBUTES = [{"key": "prix", "label": "Prix", "kind": "number"}]


def by(formula: Any, *more: dict[str, Any], **said: Any) -> ScoringFile:
    return grid(criterion("a", "100", TEN), *more, attributes=ATTRIBUTES, ranking_score=formula, **said)


def ranked(file: ScoringFile, *rows: tuple[str, str, int, str], rule: RankingRule | None = None) -> Listing:
    """Of (reference, mark, euros, price)."""
    entries = [
        Entry(one, euros * 100, attributes={"prix": Decimal(price)} if price else {})
        for one, _, euros, price in rows
    ]
    reviews = [ReviewMarks(one, "r", {"a": Decimal(mark)}) for one, mark, _, _ in rows if mark]
    names = grid_names(file, Names())[0]
    return result_of(file, rule or RankingRule(), names, entries, reviews).listing


def order(found: Listing) -> list[tuple[str, int | None]]:
    return [(one.reference, one.rank) for one in found.places]


def why(found: Listing, reference: str) -> list[str]:
    wanted = (StepCode.RANKING_FORMULA, StepCode.NO_RANKING_SCORE)
    steps = explain(found, reference).steps
    return [sentence(one).translate(SPACES) for one in steps if one.code in wanted]


EUROS = by("total / amount * 1000")


def test_the_points_for_the_money_asked_make_the_list() -> None:
    found = ranked(EUROS, ("A", "9", 60_000, ""), ("B", "6", 20_000, ""), ("C", "8", 40_000, ""))
    assert order(found) == [("B", 1), ("C", 2), ("A", 3)]
    score = score_of(found.ranked.scored, found.place("A").at)
    assert score is not None
    assert (score.total, score.ranking) == (90, Decimal("1.50"))


def test_nothing_is_divided_by_zero_and_only_the_rank_of_that_application_is_lost() -> None:
    found = ranked(EUROS, ("A", "9", 0, ""), ("B", "6", 20_000, ""))
    assert order(found) == [("B", 1), ("A", None)]
    assert why(found, "A") == [
        "Note de classement impossible à calculer, total / amount * 1000, avec le montant = 0 et le total = 90 : il "
        "faudrait diviser par zéro."
    ]
    assert why(found, "B") == [
        "Note de classement : total / amount * 1000, avec le montant = 20 000 et le total = 60, soit 3. Elle ne sert "
        "qu’à classer."
    ]


def test_an_answer_that_is_missing_gives_no_rank_and_is_told() -> None:
    file = by("total / prix")
    found = ranked(file, ("A", "9", 1, ""), ("B", "9", 1, "2"))
    assert order(found) == [("B", 1), ("A", None)]
    assert why(found, "A") == [
        "Note de classement impossible à calculer, total / prix, avec prix = sans réponse et le total = 90 : il manque "
        "une réponse."
    ]
    names = grid_names(file, Names())[0]
    entries = [Entry("A", 100), Entry("B", 100, attributes={"prix": Decimal(2)})]
    missing = unanswered(file, RankingRule(), names, entries, {})
    assert [(one.use, one.name, one.references) for one in missing] == [(Use.RANKING, "prix", ("A",))]
    assert unanswered_sentence(missing[0]).translate(SPACES) == (
        "Attention : la note de classement lit « prix », sans réponse pour A : la candidature n’a pas de rang."
    )


def test_a_result_too_large_is_a_reason_and_a_value_of_another_kind_is_a_fault() -> None:
    found = ranked(by("total * prix * prix"), ("A", "9", 1, "99999999999999"), ("B", "1", 1, "1"))
    assert order(found) == [("B", 1), ("A", None)]
    assert why(found, "A")[0].endswith(": le résultat est trop grand.")
    file = by("total / prix")
    names = grid_names(file, Names())[0]
    entries = [Entry("A", 1, attributes={"prix": "cher"})]
    with pytest.raises(ConditionError) as raised:
        result_of(file, RankingRule(), names, entries, [ReviewMarks("A", "r", {"a": Decimal(9)})])
    assert (raised.value.condition, raised.value.place) == ("total / prix", 0)


def test_an_application_without_review_is_told_so_and_nothing_else() -> None:
    found = ranked(EUROS, ("A", "", 0, ""), ("B", "6", 20_000, ""))
    assert order(found) == [("B", 1), ("A", None)]
    assert why(found, "A") == []


def test_the_smallest_may_stand_first_with_a_rounding_of_its_own() -> None:
    said = {"formula": "prix / total", "lower_is_better": True, "rounding": {"decimals": 0, "mode": "up"}}
    rows = (("A", "9", 1, "910"), ("B", "6", 1, "630"), ("C", "9", 1, "900"))
    found = ranked(by(said), *rows)
    assert order(found) == [("C", 1), ("A", 2), ("B", 2)]
    assert [(one.best, one.worst) for one in firmness(found, RankingRule())] == [(1, 1), (2, 2), (2, 2)]


def test_a_tie_break_by_the_ranking_score_and_the_conditions_read_it_too() -> None:
    file = by(
        "total / prix",
        tie_breaks=["ranking_score", {"by": "ranking_score", "prefer": "lower"}],
        gates=[{"key": "g", "label": "Porte", "conditions": ["ranking_score >= 10"]}],
    )
    rows = (("A", "9", 1, "3"), ("B", "9", 1, "10"), ("C", "9", 1, "0"))
    found = ranked(file, *rows)
    assert order(found) == [("A", 1), ("B", None), ("C", None)]
    assert [one.code for one in explain(found, "C").steps][-2:] == [
        StepCode.GATE_CLOSED,
        StepCode.NO_RANKING_SCORE,
    ]


def test_marks_levels_groups_and_extremes_may_be_used() -> None:
    words = levels("faible", "fort")
    file = grid(
        criterion("a", "100", TEN, group="g"),
        criterion("avis", "0", words, counts="nothing"),
        groups=[{"key": "g", "label": "G"}],
        attributes=ATTRIBUTES,
        ranking_score="g * lowest(prix) / prix + (10 if avis == 'fort' else 0) + a",
    )
    names = grid_names(file, Names())[0]
    entries = [Entry(one, 1, attributes={"prix": Decimal(price)}) for one, price in (("A", "4"), ("B", "2"))]
    reviews = [ReviewMarks(one, "r", {"a": Decimal(8), "avis": Decimal(1)}) for one in "AB"]
    found = result_of(file, RankingRule(), names, entries, reviews).listing
    scores = [score_of(found.ranked.scored, found.place(one).at) for one in "AB"]
    assert [one.ranking for one in scores if one is not None] == [58, 98]


def test_a_round_without_the_criterion_that_it_reads_goes_by_the_total() -> None:
    file = by("a / prix", criterion("b", "1", TEN), rounds={"letter": {"criteria": ["b"]}})
    assert file.at("letter").ranking_score is None
    assert file.at("dossier").ranking_score is not None
    both = by("total / prix", criterion("b", "1", TEN), rounds={"letter": {"criteria": ["b"]}})
    assert both.at("letter").ranking_score is not None


@pytest.mark.parametrize(
    ("file", "told_"),
    [
        (EUROS, [("ranking_score.formula", BreachCode.MAY_DIVIDE_BY_ZERO)]),
        (by("total / inconnu"), [("ranking_score.formula", BreachCode.EXPRESSION)]),
        (by("total > 3"), [("ranking_score.formula", BreachCode.EXPRESSION)]),
        (by("ranking_score / 2"), [("ranking_score.formula", BreachCode.EXPRESSION)]),
        (by("total", rank_by="z_score"), [("rank_by", BreachCode.RANKING_TWICE)]),
        (
            by("total", criterion("b", "1", TEN, ranking_weight="2")),
            [("criteria.1.ranking_weight", BreachCode.RANKING_TWICE)],
        ),
    ],
)
def test_a_calculation_that_cannot_be_is_a_fault(
    file: ScoringFile, told_: list[tuple[str, BreachCode]]
) -> None:
    assert faults(file) == told_


def test_a_calculation_that_does_not_read_is_refused_by_the_engine_too() -> None:
    with pytest.raises(ExpressionError):
        ranked(by("total /"), ("A", "9", 1, ""))


@pytest.mark.parametrize(("width", "codes"), [({"width": 2}, [BreachCode.LOTTERY_TOTAL]), ({}, [])])
def test_a_draw_by_points_is_for_lists_that_go_by_the_total(
    width: dict[str, int], codes: list[BreachCode]
) -> None:
    rule = RankingRule.model_validate({"lottery": width})
    assert [one.code for one in rule_breaches(by("total"), rule)] == codes
    assert [one.code for one in rule_breaches(grid(criterion("a")), rule)] == []


def test_the_rules_say_what_the_list_goes_by() -> None:
    found = told(sections_of_grid(by({"formula": "prix / total", "lower_is_better": True})))["ranking"]
    assert found[:2] == [
        "Le classement suit la note de classement, la plus basse d’abord ; elle est arrondie à 2 décimales, au "
        "plus près, la moitié vers le haut, et se calcule ainsi : prix / total "
        "Dans ce calcul : prix, « Prix » ; total, « Total ».",
        "Elle ne sert qu’à classer : les seuils regardent le total. Un projet pour lequel elle ne peut pas être "
        "calculée, parce qu’il manque une réponse ou qu’il faudrait diviser par zéro, n’est pas classé.",
    ]


def test_what_changed_in_the_calculation_is_told() -> None:
    rule = RankingRule()
    found = grid_and_rule_changes((EUROS, rule), (by("total / amount"), rule))
    assert [(one.what, change_sentence(one).translate(SPACES)) for one in found] == [
        (
            What.LINE,
            "La grille – le calcul que suit la liste : « total / amount » (c’était « total / amount * 1000 »).",
        )
    ]


def test_a_calculation_that_comes_or_goes_is_told_with_its_words() -> None:
    rule, plain = RankingRule(), by(None)
    found = [
        change_sentence(one).translate(SPACES)
        for pair in ((plain, EUROS), (EUROS, plain))
        for one in grid_and_rule_changes((pair[0], rule), (pair[1], rule))
    ]
    assert found == [
        "La grille – le calcul que suit la liste : « total / amount * 1000 » (ajouté).",
        "La grille – le calcul que suit la liste : « total / amount * 1000 » (supprimé).",
    ]


def test_invented_applications_are_ranked_by_it() -> None:
    names = grid_names(EUROS, Names())[0]
    tried = try_rules(Rules(EUROS, RankingRule(), names, None, 10_000_000), count=30, readers=1, seed="x")
    ranks = [one for one in tried.result.listing.places if one.rank is not None]
    scored = tried.result.listing.ranked.scored
    found = [scored.ranking.at(one.at) for one in ranks]
    assert found == sorted(found, reverse=True)


def test_a_scale_upside_down_changes_nothing_to_what_ranks() -> None:
    low = scale("1", "9", "1", lower_is_better=True)
    file = grid(
        criterion("a", "1", low),
        weighting="factor",
        out_of=9,
        attributes=ATTRIBUTES,
        ranking_score="prix / total",
    )
    assert order(ranked(file, ("A", "9", 1, "9"), ("B", "3", 1, "9"))) == [("B", 1), ("A", 2)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 5)), min_size=1, max_size=6), st.integers(0, 1000)
)
def test_the_order_in_which_applications_come_changes_nothing(rows: list[tuple[int, int]], seed: int) -> None:
    given_ = [(f"A{at}", str(mark), euros, "1") for at, (mark, euros) in enumerate(rows)]
    mixed = Random(seed).sample(given_, len(given_))
    found = ranked(EUROS, *given_)
    assert order(ranked(EUROS, *mixed)) == order(found)
    kept = [one for one in given_ if one[2]]
    wanted = sorted(kept, key=lambda one: (-int(one[1]) * 10000 // one[2], one[0]))
    assert [one.reference for one in found.places if one.rank is not None] == [one[0] for one in wanted]


POTS = [
    {"key": "chers", "label": "Chers", "amount": "1000", "when": "100 / prix > 60"},
    {"key": "tous", "label": "Tous", "amount": "1000"},
]


def test_a_pot_that_cannot_be_computed_is_not_passed_for_the_next_one() -> None:
    rule = RankingRule.model_validate({"pots": POTS})
    found = ranked(by("total"), ("A", "9", 100, "1"), ("B", "8", 100, "5"), ("C", "7", 100, "0"), rule=rule)
    assert [(one.reference, one.pot, one.funded) for one in found.places[:2]] == [
        ("A", "chers", True),
        ("B", "tous", True),
    ]
    last = found.place("C")
    assert (last.funded, last.awarded, [step.code for step in last.steps]) == (
        False,
        0,
        [StepCode.POT_UNREADABLE],
    )


@pytest.mark.parametrize(
    ("amount", "failing"),
    [
        ({"rates": [{"label": "Petits", "when": "100 / prix > 60", "rate": "0.5"}]}, "100 / prix > 60"),
        (
            {
                "rates": [{"label": "Tous", "rate": "0.5"}],
                "activity_ceiling": {"of": "100 / prix", "share": "0.5"},
            },
            "100 / prix",
        ),
    ],
)
def test_an_aid_that_cannot_be_computed_leaves_its_application_without_a_rank(
    amount: dict[str, Any], failing: str
) -> None:
    rule = RankingRule.model_validate({"amount": amount})
    rows = (("A", "9", 100, "1"), ("C", "10", 100, "0"), ("D", "8", 100, ""), ("E", "7", 100, "50"))
    found = ranked(by("total"), *rows, rule=rule)
    assert order(found) == [("A", 1), ("D", 2), ("E", 3), ("C", None)]
    said = [step.said for step in explain(found, "C").steps if step.code is StepCode.NOT_COMPUTED]
    assert [one["formula"] for one in said] == [failing]
    assert not found.place("C").funded


def test_a_fact_of_another_kind_than_the_rule_of_the_aid_asks_stops_the_list() -> None:
    amount = {"rates": [{"label": "Petits", "when": "100 / prix > 60", "rate": "0.5"}]}
    rule, file = RankingRule.model_validate({"amount": amount}), by("total")
    entries = [Entry("A", 100_00, attributes={"prix": "cher"})]
    marks = [ReviewMarks("A", "r", {"a": Decimal(9)})]
    with pytest.raises(ConditionError):
        result_of(file, rule, grid_names(file, Names())[0], entries, marks)
    scored = ranked(file, ("A", "9", 100, "1")).ranked.scored
    assert rule.amount is not None
    with pytest.raises(ExpressionError):
        without_uncomputed(replace(scored, attributes=[{"prix": "cher"}]), rule.amount, {"prix": Kind.NUMBER})


def test_a_divisor_that_may_be_zero_is_told_in_a_ranking_score() -> None:
    assert faults(by("total / prix")) == [("ranking_score.formula", BreachCode.MAY_DIVIDE_BY_ZERO)]
    assert faults(by("total / prix if prix > 0 else 0")) == []
