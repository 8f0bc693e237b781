"""Criteria that nobody marks: a price compared with the lowest, points by brackets, a level by a zone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.explanation import Step, StepCode
from app.domain.expressions import Kind, read_expression
from app.domain.ranking import Entries, Entry, explain, listing, rank
from app.domain.ranking.robustness import firmness
from app.domain.scoring import agreed_criteria, marked_criteria, review_faults
from app.domain.scoring.conditions import Attributes, ConditionError, held
from app.words.calls.grids import label_of
from app.words.calls.rules.document import sections_of_grid
from app.words.ranking.explanations import sentence
from tests.domain.grids import criterion, faults, grid, levels, marks, scale, table
from tests.words.rules_told import told as rules_told

ATTRIBUTES = (
    {"key": "prix", "label": "Prix", "kind": "number", "min": 1},
    {"key": "emplois", "label": "Emplois", "kind": "number"},
    {"key": "bio", "label": "Bio", "kind": "bool"},
    {"key": "zone", "label": "Zone", "options": ["qpv", "rural"]},
)
PRICE = criterion("cout", "40", ("0", "40", "0.01"), computed="40 * lowest(prix) / prix")
JOBS = criterion(
    "emploi",
    "10",
    ("0", "10", "1"),
    computed=[
        {"when": "emplois >= 10", "mark": 10},
        {"when": "emplois >= 3", "mark": "emplois"},
        {"mark": 0},
    ],
)
PLACE = criterion(
    "lieu",
    "10",
    levels("loin", "pres", values="0 1"),
    computed=[{"when": "zone == 'qpv'", "mark": "pres"}, {"mark": "loin"}],
)
VALUE = criterion("valeur", "40", ("0", "10", "1"))


def public_market(*more: dict[str, Any], **said: Any) -> ScoringFile:
    """A French public market: the price, by a formula, and the technical value, by a jury."""
    return grid(PRICE, VALUE, *more, attributes=ATTRIBUTES, **said)


def attributes(**given: str) -> Mapping[str, Attributes]:
    """A="12000 12 qpv": price, jobs, zone; a dash where nothing is said."""
    found = {}
    for name, text in given.items():
        price, jobs, zone = text.split()
        found[name] = {
            "prix": None if price == "-" else Decimal(price),
            "emplois": None if jobs == "-" else Decimal(jobs),
            "zone": None if zone == "-" else zone,
        }
    return found


THREE = attributes(A="12000 12 qpv", B="15000 4 rural", C="10000 - -")
JURY = {name: {"jury": marks(valeur=mark)} for name, mark in (("A", "8"), ("B", "9"), ("C", "7"))}


def column(file: ScoringFile, key: str, known: Mapping[str, Attributes] = THREE) -> list[Fraction]:
    scored = table(file, {name: JURY.get(name, {}) for name in known}, known)
    return [scored.columns[key].mark.at(at) for at in range(len(known))]


def test_a_price_is_worth_what_it_is_beside_the_lowest() -> None:
    assert column(public_market(), "cout") == [Fraction("33.33"), Fraction("26.67"), Fraction(40)]
    dearest = criterion("cout", "40", ("0", "40", "0.01"), computed="40 * prix / highest(prix)")
    assert column(grid(dearest, VALUE, attributes=ATTRIBUTES), "cout")[1] == 40


def test_brackets_are_read_from_the_top_and_a_mark_stays_on_its_scale() -> None:
    assert column(public_market(JOBS), "emploi") == [10, 4, 0]
    wide = attributes(A="1 99 -", B="1 3.5 -", C="1 2 -")
    beyond = criterion("emploi", "10", ("2", "10", "1"), computed="emplois - 1")
    assert column(public_market(beyond), "emploi", wide) == [10, 3, 2]


def test_a_level_follows_from_an_answer() -> None:
    assert column(public_market(PLACE), "lieu") == [1, 0, 0]


def test_an_answer_that_is_missing_gives_the_weakest_mark() -> None:
    nobody = attributes(A="- - -")
    assert column(public_market(), "cout", nobody) == [0]
    reversed_ = criterion("risque", "10", scale("1", "9", "1", lower_is_better=True), computed="emplois")
    assert column(public_market(reversed_), "risque", nobody) == [9]
    never = criterion("emploi", "10", ("0", "10", "1"), computed=[{"when": "emplois >= 3", "mark": 10}])
    assert column(public_market(never), "emploi", nobody) == [0]


def test_a_computed_criterion_may_apply_to_some_only() -> None:
    some = {**JOBS, "when": "zone == 'rural'"}
    found = table(public_market(some), JURY, THREE)
    assert found.columns["emploi"].assessed.tolist() == [False, True, False]


def test_nobody_is_needed_when_all_is_computed() -> None:
    file = grid(PRICE, JOBS, attributes=ATTRIBUTES)
    found = table(file, {name: {} for name in THREE}, THREE)
    assert found.retained.all()
    assert [found.total.at(at) for at in range(3)] == [Fraction("43.33"), Fraction("30.67"), Fraction(40)]
    assert file.leaves == ()
    assert not table(public_market(), {name: {} for name in THREE}, THREE).scored.any()


def test_a_sum_of_reviewers_does_not_multiply_what_is_computed() -> None:
    file = public_market(aggregation="sum", reviewers=2)
    both = {name: {"x": row["jury"], "y": row["jury"]} for name, row in JURY.items()}
    found = table(file, both, THREE)
    assert found.columns["cout"].points.at(2) == 40
    assert found.columns["valeur"].points.at(0) == 32


def test_each_review_alone_counts_what_is_computed() -> None:
    found = table(
        public_market(), {"A": {"x": marks(valeur="8"), "y": marks(valeur="6")}}, attributes(A="5 - -")
    )
    assert [found.totals_of_reviews.at(row) for row in (0, 1)] == [72, 64]


def test_reviewers_are_not_asked_for_it() -> None:
    file = public_market(JOBS, aggregation="consensus")
    assert [one.key for one in marked_criteria(file)] == ["valeur"]
    assert [one.key for one in agreed_criteria(file)] == ["valeur"]
    assert [
        one.key for one in agreed_criteria(public_market(aggregation="consensus", aggregate_on="totals"))
    ] == ["valeur"]
    assert review_faults(file, marks(valeur="8"), {"valeur": "Bien."}) == []


def test_a_price_of_zero_loses_its_own_rank_alone_and_is_compared_with_nobody() -> None:
    prices = attributes(A="12000 - -", B="15000 - -", C="0 - -")
    file = public_market()
    ranked = rank(
        table(file, JURY, prices), Entries.of([Entry(name, attributes=prices[name]) for name in prices])
    )
    found = listing(ranked, RankingRule(), 0)
    assert [(one.reference, one.rank) for one in found.places] == [("A", 1), ("B", 2), ("C", None)]
    assert [ranked.scored.columns["cout"].mark.at(at) for at in range(2)] == [40, 32]
    assert told(explain(found, "C"), file)[-1] == (
        "Une règle ne se calcule pas : 40 * lowest(prix) / prix, avec le plus bas de Prix = 12 000 et Prix = 0 : il "
        "faudrait diviser par zéro. À regarder par l’instructeur."
    )


def test_a_mark_that_cannot_be_computed_costs_nothing_where_its_criterion_does_not_apply() -> None:
    some = {**PRICE, "when": "zone == 'qpv'"}
    found = table(
        grid(some, VALUE, attributes=ATTRIBUTES), JURY, attributes(A="1 - qpv", B="0 - rural", C="0 - qpv")
    )
    assert found.retained.tolist() == [True, True, False]


def test_when_all_are_equal_a_formula_that_compares_them_leaves_nobody_ranked() -> None:
    spread = criterion(
        "cout",
        "40",
        ("0", "40", "0.01"),
        computed="40 * (highest(prix) - prix) / (highest(prix) - lowest(prix))",
    )
    file = grid(spread, VALUE, attributes=ATTRIBUTES)
    assert not table(file, JURY, attributes(A="5 - -", B="5 - -", C="5 - -")).retained.any()


def test_a_whole_list_is_the_measure_when_a_review_is_left_out() -> None:
    """Robustness scores the applications again without one review each: the lowest price stays that of all."""
    file = public_market(reviewers=2)
    panel = {name: {"x": marks(valeur="8"), "y": marks(valeur="8")} for name in "AB"} | {
        "C": {"x": marks(valeur="0")}
    }
    scored = table(file, panel, THREE)
    entries = Entries.of([Entry(name, attributes=THREE[name]) for name in "ABC"])
    found = listing(rank(scored, entries), RankingRule(), 0)
    assert [(one.rank, one.best, one.worst) for one in firmness(found, RankingRule())] == [
        (1, 1, 1),
        (2, 2, 2),
        (3, 3, 3),
    ]


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=6))
def test_the_lowest_price_has_all_the_points_and_the_order_is_that_of_the_prices(prices: list[int]) -> None:
    known = {f"{at:02d}": {"prix": Decimal(price)} for at, price in enumerate(prices)}
    found = column(public_market(), "cout", known)
    assert found[prices.index(min(prices))] == 40
    for price, mark in zip(prices, found, strict=True):
        assert abs(mark - Fraction(40 * min(prices), price)) <= Fraction("0.005")


def told(step: Step, file: ScoringFile) -> list[str]:
    inside = [text for one in step.steps for text in told(one, file)]
    said = step.code in (StepCode.COMPUTED, StepCode.NOT_COMPUTED)
    own = [sentence(step, lambda key: label_of(file, key))] if said else []
    return [text.replace("\u202f", " ").replace("\u00a0", " ") for text in (*own, *inside)]


def test_how_it_was_computed_is_told() -> None:
    never = criterion("jamais", "1", ("0", "1", "1"), computed=[{"when": "bio", "mark": 1}])
    file = public_market(
        JOBS, PLACE, never, criterion("brut", "1", ("0", "1", "1"), computed="1 if bio else 0")
    )
    known = {**THREE, "A": {**THREE["A"], "bio": True, "filed_at": datetime(2026, 3, 2, tzinfo=UTC)}}
    entries = Entries.of([Entry(name, attributes=one) for name, one in known.items()])
    found = listing(rank(table(file, JURY, known), entries), RankingRule(), 0)
    assert told(explain(found, "A"), file) == [
        "Calculé d’après le dossier : 40 * lowest(prix) / prix, avec le plus bas de Prix = 10 000 et Prix = 12 000, "
        "soit 33,33.",
        "Calculé d’après le dossier : « emplois >= 10 » : 10, avec Emplois = 12.",
        "Calculé d’après le dossier : « zone == 'qpv' » : pres, avec Zone = qpv, soit 1.",
        "Calculé d’après le dossier : « bio » : 1, avec Bio = oui.",
        "Calculé d’après le dossier : 1 if bio else 0, avec Bio = oui, soit 1.",
    ]
    assert told(explain(found, "C"), file)[3:] == [
        "Calculé d’après le dossier : aucune ligne ne s’applique, d’où la note la plus faible, 0.",
        "Calculé d’après le dossier : 1 if bio else 0, avec Bio = sans réponse, soit 0.",
    ]
    highest = grid(
        criterion("c", "1", ("0", "1", "1"), computed="prix / highest(prix)"), attributes=ATTRIBUTES
    )
    alone = listing(
        rank(table(highest, {"B": {}}, {"B": THREE["B"]}), Entries.of([Entry("B", attributes=THREE["B"])])),
        RankingRule(),
        0,
    )
    assert "le plus haut de Prix = 15 000" in told(explain(alone, "B"), highest)[0]


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (PRICE, []),
        (JOBS, []),
        (PLACE, []),
        (
            {**PRICE, "computed": "40 * lowest(zone) / prix"},
            [("criteria.0.computed.0.mark", BreachCode.EXPRESSION)],
        ),
        (
            {**PRICE, "computed": "lowest(prix, emplois)"},
            [("criteria.0.computed.0.mark", BreachCode.EXPRESSION)],
        ),
        ({**PRICE, "computed": "lowest(3)"}, [("criteria.0.computed.0.mark", BreachCode.EXPRESSION)]),
        ({**PRICE, "computed": "bio"}, [("criteria.0.computed.0.mark", BreachCode.EXPRESSION)]),
        ({**PRICE, "computed": "valeur"}, [("criteria.0.computed.0.mark", BreachCode.EXPRESSION)]),
        (
            {**JOBS, "computed": [{"when": "prix", "mark": 3}]},
            [("criteria.0.computed.0.when", BreachCode.EXPRESSION)],
        ),
        (
            {**JOBS, "computed": [{"mark": 3}, {"when": "bio", "mark": 5}]},
            [("criteria.0.computed.1", BreachCode.LINE_UNREACHABLE)],
        ),
        ({**JOBS, "computed": 11}, [("criteria.0.computed.0.mark", BreachCode.LABEL_UNREACHABLE)]),
        (
            {**JOBS, "computed": "10 / emplois"},
            [("criteria.0.computed.0.mark", BreachCode.MAY_DIVIDE_BY_ZERO)],
        ),
        (
            {**JOBS, "computed": [{"when": "10 / emplois > 3", "mark": 3}]},
            [("criteria.0.computed.0.when", BreachCode.MAY_DIVIDE_BY_ZERO)],
        ),
        ({**JOBS, "computed": [{"when": "emplois == 0", "mark": 0}, {"mark": "10 / emplois"}]}, []),
        ({**JOBS, "computed": "10 / emplois if emplois > 0 else 0"}, []),
        ({**JOBS, "computed": "10 / (2 * 3) + 10 / (2 + 3) + 10 / (prix * 2)"}, []),
        ({**JOBS, "computed": "10 / max(1, emplois) + 10 / (prix + 1) + 10 / min(prix, 3)"}, []),
        (
            {**JOBS, "computed": "10 / (prix - 1)"},
            [("criteria.0.computed.0.mark", BreachCode.MAY_DIVIDE_BY_ZERO)],
        ),
        ({**JOBS, "when": "emplois > 0 and 10 / emplois > 1"}, []),
        (
            {**JOBS, "when": "10 / emplois > 1"},
            [("criteria.0.when", BreachCode.MAY_DIVIDE_BY_ZERO)],
        ),
        ({**PLACE, "computed": "ici"}, [("criteria.0.computed.0.mark", BreachCode.UNKNOWN_KEY)]),
        (
            {"key": "p", "label": "P", "weight": "1", "computed": "1", "parts": [criterion("x", "1")]},
            [("criteria.0.computed", BreachCode.COMPUTED_PARTS)],
        ),
    ],
)
def test_the_lines_are_checked_as_they_are_read(
    one: dict[str, Any], found: list[tuple[str, BreachCode]]
) -> None:
    assert faults(grid(one, attributes=ATTRIBUTES)) == found


def test_a_gate_and_an_elimination_may_compare_too() -> None:
    out = [{"label": "Anormalement basse", "when": "prix < 0.9 * average(prix)"}]
    gate = {"key": "g", "label": "Pas la plus chère", "conditions": ["prix < highest(prix) or valeur >= 9"]}
    file = grid(VALUE, attributes=ATTRIBUTES, knock_outs=out, gates=[gate])
    assert faults(file) == []
    panel = {name: {"r": marks(valeur="5")} for name in "ABCD"}
    found = table(file, panel, attributes(A="100 - -", B="95 - -", C="98 - -", D="70 - -"))
    assert found.eliminated[0].tolist() == [False, False, False, True]
    assert found.retained.tolist() == [False, True, True, False]


def test_whether_a_criterion_applies_depends_on_its_own_application_alone() -> None:
    file = grid({**VALUE, "when": "prix > lowest(prix)"}, attributes=ATTRIBUTES)
    assert faults(file) == [("criteria.0.when", BreachCode.EXPRESSION)]


def test_an_average_is_that_of_all_whatever_their_order() -> None:
    file = grid(
        criterion("cout", "40", ("0", "40", "0.01"), computed="10 * average(prix) / prix"),
        attributes=ATTRIBUTES,
    )
    for prices in (("10", "20", "30"), ("30", "10", "20")):
        rows = {name: f"{price} - -" for name, price in zip("ABC", prices, strict=True)}
        found = table(file, {name: {} for name in "ABC"}, attributes(**rows))
        assert sorted(found.total.at(at) for at in range(3)) == [Fraction("6.67"), 10, 20]


AMONG = public_market(compare_among="valeur >= 6")


def test_the_extremes_are_those_of_whom_the_grid_compares() -> None:
    panel = {name: {"r": marks(valeur=mark)} for name, mark in (("A", "8"), ("B", "6"), ("C", "5"))}
    prices = attributes(A="1500 - -", B="900 - -", C="500 - -")
    found = table(AMONG, panel, prices)
    assert [found.columns["cout"].mark.at(at) for at in range(3)] == [24, 40, 40]
    every = table(public_market(), panel, prices)
    assert [every.columns["cout"].mark.at(at) for at in range(3)] == [
        Fraction("13.33"),
        Fraction("22.22"),
        40,
    ]
    nobody = table(public_market(compare_among="valeur >= 9"), panel, prices)
    assert [nobody.columns["cout"].mark.at(at) for at in range(3)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        (AMONG, []),
        (public_market(compare_among="total >= 6"), [("compare_among", BreachCode.EXPRESSION)]),
        (public_market(compare_among="cout >= 6"), [("compare_among", BreachCode.EXPRESSION)]),
        (grid(VALUE, compare_among="valeur >= 6"), [("compare_among", BreachCode.COMPARE_IDLE)]),
        (
            grid(
                VALUE,
                attributes=ATTRIBUTES,
                compare_among="valeur >= 6",
                ranking_score="total / lowest(prix)",
            ),
            [],
        ),
        (
            grid(
                VALUE,
                attributes=[*ATTRIBUTES, {"key": "n", "label": "N", "kind": "number"}],
                gates=[{"key": "g", "label": "G", "conditions": ["1 / n > 2"]}],
                knock_outs=[
                    {"label": "K", "when": "1 / (n + 1) > 2"},
                    {"label": "V", "when": "n / total > 2"},
                ],
            ),
            [
                ("gates.0.conditions.0", BreachCode.MAY_DIVIDE_BY_ZERO),
                ("knock_outs.0.when", BreachCode.MAY_DIVIDE_BY_ZERO),
                ("knock_outs.1.when", BreachCode.MAY_DIVIDE_BY_ZERO),
            ],
        ),
        (
            grid(
                VALUE,
                attributes=[
                    {"key": "n", "label": "N", "min": 1},
                    {"key": "m", "label": "M", "kind": "number", "min": 2, "max": 1},
                ],
            ),
            [("attributes.0.min", BreachCode.BOUNDS_IDLE), ("attributes.1.max", BreachCode.BOUNDS)],
        ),
    ],
)
def test_whom_a_grid_compares_is_told_by_marks_and_answers(
    file: ScoringFile, found: list[tuple[str, BreachCode]]
) -> None:
    assert faults(file) == found


def test_a_round_that_does_not_judge_what_tells_whom_to_compare_compares_all() -> None:
    file = public_market(compare_among="valeur >= 6", rounds={"letter": {"criteria": ["cout"]}})
    assert (file.at("letter").compare_among, file.at("dossier").compare_among) == (None, "valeur >= 6")


def test_the_rules_say_whom_the_grid_compares() -> None:
    said = rules_told(sections_of_grid(AMONG))["criteria"]
    assert any(
        one.startswith("Le plus bas, le plus haut et la moyenne se cherchent parmi les seuls projets")
        for one in said
    )


def test_a_condition_on_what_cannot_be_divided_is_not_true_even_where_nobody_asks_why() -> None:
    divided = read_expression("1 / emplois > 0", {"emplois": Kind.NUMBER}, Kind.BOOL)
    assert held(divided, [{"emplois": Decimal(0)}, {"emplois": Decimal(2)}], 2).tolist() == [False, True]


def test_an_attribute_of_another_kind_than_the_grid_says_stops_the_list_and_is_named() -> None:
    file = grid({**JOBS, "computed": [{"when": "emplois >= 3", "mark": 3}]}, attributes=ATTRIBUTES)
    with pytest.raises(ConditionError) as refused:
        column(file, "emploi", {"A": {"emplois": "trois"}})
    assert refused.value.condition == "3"
