"""Reviewers in colleges: joined apart, then by the weights of the colleges."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.call_file.breach import BreachCode
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.call_file.names import Names
from app.domain.ranking import Entries, Entry, explain, listing, rank
from app.domain.ranking.listing import Listing
from app.domain.ranking.robustness import firmness
from app.domain.scoring import CONSENSUS, Panel, ReviewMarks, Scored, score_panel
from app.domain.scoring.colleges import short_colleges
from app.domain.simulation import Rules, try_rules
from app.words.calls.rules.document import sections_of_grid
from app.words.ranking.explanations import lines
from app.words.review.grid_results import formula_rule
from tests.domain.grids import criterion, faults, grid, scale
from tests.words.rules_told import SPACES, told

TEN = scale("0", "10", "1", cannot_assess=True)
EXPERTS = {"key": "experts", "label": "Experts", "weight": 60}
USERS = {"key": "usagers", "label": "Usagers", "weight": 40}
OF = {"a": "experts", "b": "experts", "x": "usagers", "y": "usagers"}
Marks = Mapping[str, str]


def apart(*more: dict[str, Any], **said: Any) -> ScoringFile:
    return grid(criterion("m", "10", TEN), *more, **{"colleges": [EXPERTS, USERS], "reviewers": 4, **said})


def read(file: ScoringFile, colleges: Mapping[str, str] = OF, **by: Marks) -> Scored:
    """The scores of applications, of which reviewers gave these marks for `m`; "-" for none."""
    rows = [
        ReviewMarks(name, who, {"m": None if mark == "-" else Decimal(mark)}, college=colleges.get(who))
        for name, marks in by.items()
        for who, mark in marks.items()
    ]
    return score_panel(file, Panel.of(by, rows, [leaf.key for leaf in file.leaves]))


def total(file: ScoringFile, colleges: Mapping[str, str] = OF, **marks: str) -> Fraction:
    return read(file, colleges, A=marks).total.at(0)


def listed(scored: Scored) -> Listing:
    entries = Entries.of([Entry(one) for one in scored.panel.applications])
    return listing(rank(scored, entries), RankingRule(), 0)


def why(found: Listing, reference: str) -> list[str]:
    return [text.translate(SPACES) for _, text in lines(explain(found, reference))]


def test_the_marks_of_each_college_are_joined_then_weighed() -> None:
    assert total(apart(), a="9", b="7", x="5") == Fraction("6.8")
    assert total(apart(aggregation="min"), a="9", b="7", x="5", y="6") == Fraction("6.2")


def test_the_totals_of_each_college_are_joined_then_weighed() -> None:
    file = apart(aggregate_on="totals", aggregation="median")
    assert total(file, a="9", b="7", x="5", y="-") == Fraction("6.8")


def test_a_college_that_could_not_assess_leaves_its_weight_to_the_others() -> None:
    assert total(apart(), a="9", b="7", x="-") == 8
    assert not read(apart(), A={"a": "-", "x": "-"}).scored[0]


def test_marks_are_rounded_once_the_colleges_are_joined_even_after_a_root() -> None:
    rule = {"rounding": {"marks": {"decimals": 0}}}
    assert total(apart(**rule), a="9", b="8", x="4") == 7  # 8.5 × 0.6 + 4 × 0.4 = 6.7
    assert total(apart(aggregation="geometric_mean", **rule), a="9", b="4", x="4") == 5  # 5.2


def test_the_surer_weigh_more_in_their_own_college() -> None:
    file = apart(confidence={"weighs": True})
    rows = [
        ReviewMarks("A", "a", {"m": Decimal(10)}, 3, "experts"),
        ReviewMarks("A", "b", {"m": Decimal(2)}, 1, "experts"),
        ReviewMarks("A", "x", {"m": Decimal(5)}, 5, "usagers"),
    ]
    scored = score_panel(file, Panel.of(["A"], rows, ["m"]))
    assert scored.total.at(0) == Fraction("6.8")
    assert "Experts – Notes : 2 ; 10 ; moyenne : 8." in why(listed(scored), "A")


def test_where_nobody_says_a_college_all_are_joined_together() -> None:
    scored = read(apart(), {}, A={"a": "9", "b": "7", "x": "5"})
    assert (scored.total.at(0), bool(scored.scored[0])) == (7, True)
    assert "Notes : 5 ; 7 ; 9 ; moyenne : 7." in why(listed(scored), "A")


def test_without_the_reviews_of_a_college_there_is_no_rank_and_it_is_told() -> None:
    found = listed(read(apart(), A={"a": "9", "b": "9"}, B={"a": "1", "x": "1"}))
    assert [(one.reference, one.rank) for one in found.places] == [("B", 1), ("A", None)]
    assert why(found, "A")[-1] == "0 expertise rendue du collège « Usagers », alors qu’il en faut 1."
    free = apart(colleges=[EXPERTS, {**USERS, "least": 0}])
    assert read(free, A={"a": "9", "b": "9"}).scored[0]


def test_the_other_reasons_to_have_no_rank_stay() -> None:
    file = apart(everyone=True)
    found = listed(read(file, A={"a": "9", "x": "1"}, B={"a": "1", "b": "3", "x": "1"}))
    assert why(found, "A")[-1] == "Tous les membres ne se sont pas prononcés."


def test_the_explanation_goes_college_by_college() -> None:
    found = listed(read(apart(), A={"a": "9", "b": "7", "x": "5", "y": "-"}))
    assert why(found, "A")[1:5] == [
        "M : 6,8 × 10 ÷ 10 = 6,8.",
        "Collèges : Experts, 8 (poids 60) et Usagers, 5 (poids 40), soit 6,8.",
        "Experts – Notes : 7 ; 9 ; moyenne : 8.",
        "Usagers – Note : 5 ; 1 expert ne s’est pas prononcé.",
    ]
    silent = listed(read(apart(), A={"a": "9", "b": "7", "x": "-"}))
    assert "Collèges : Experts, 8 (poids 60), soit 8." in why(silent, "A")
    totals = listed(read(apart(aggregate_on="totals"), A={"a": "9", "b": "7", "x": "5"}))
    assert why(totals, "A")[-4:-1] == [
        "Totaux des experts : 5 ; 7 ; 9 ; réunis par collège, selon leurs poids : 6,8 sur 10 (arrondi au plus près à 2 "
        "décimales).",
        "Experts – Totaux : 7 ; 9 ; moyenne : 8.",
        "Usagers – Total : 5.",
    ]


def test_a_college_is_short_of_the_reviews_that_it_owes() -> None:
    file = apart(colleges=[EXPERTS, {**USERS, "least": 2}])
    assert short_colleges(file, ["experts", "usagers"]) == ("Usagers",)
    assert short_colleges(file, ["usagers", "usagers", "experts"]) == ()


@pytest.mark.parametrize("colleges", [[EXPERTS, USERS], []], ids=["in colleges", "together"])
def test_a_part_that_nobody_could_assess_is_explained_as_such(colleges: list[dict[str, object]]) -> None:
    parts = [{"key": key, "label": key.upper(), "weight": 1, "scale": TEN} for key in ("p", "q")]
    file = grid({"key": "m", "label": "M", "weight": 10, "parts": parts}, colleges=colleges, reviewers=2)
    rows = [
        ReviewMarks("A", who, {"p": Decimal(5), "q": None}, college=OF[who] if colleges else None)
        for who in ("a", "x")
    ]
    told_ = why(listed(score_panel(file, Panel.of(["A"], rows, ["p", "q"]))), "A")
    assert "Aucune note ; 2 experts ne se sont pas prononcés." in told_


def test_the_firmness_knows_who_has_just_the_reviews_of_a_college() -> None:
    found = listed(
        read(apart(), A={"a": "9", "b": "7", "x": "5"}, B={"a": "4", "b": "4", "x": "4", "y": "4"})
    )
    firm = {one.reference: one for one in firmness(found, RankingRule())}
    assert (firm["A"].just_enough, firm["B"].just_enough) == (True, False)
    assert (firm["A"].best, firm["A"].worst) == (1, 1)


@pytest.mark.parametrize(
    ("more", "told_"),
    [
        ({}, []),
        ({"colleges": [EXPERTS]}, [("colleges", BreachCode.COLLEGE_ALONE)]),
        ({"colleges": [EXPERTS, EXPERTS]}, [("colleges.1.key", BreachCode.KEY_TWICE)]),
        ({"reviewers": 1}, [("colleges", BreachCode.TOO_MANY)]),
        ({"aggregation": "sum", "out_of": 10}, [("aggregation", BreachCode.COLLEGE_JOINING)]),
        ({"aggregation": "consensus"}, [("aggregation", BreachCode.COLLEGE_JOINING)]),
    ],
)
def test_colleges_that_cannot_be_are_a_fault(
    more: dict[str, Any], told_: list[tuple[str, BreachCode]]
) -> None:
    assert faults(apart(**more)) == told_


def test_a_criterion_of_which_the_mark_is_agreed_by_all_has_no_colleges() -> None:
    file = apart(criterion("c", "10", TEN, aggregation="consensus"))
    assert faults(file) == [("criteria.1.aggregation", BreachCode.COLLEGE_JOINING)]


def test_the_rules_say_what_each_college_weighs() -> None:
    found = told(sections_of_grid(apart()))["marks"]
    assert (
        "Les experts forment des collèges : « Experts », 60 % et « Usagers », 40 %. Les notes se réunissent dans "
        "chacun, puis d’un collège à l’autre selon ces poids ; celui qui n’a rien pu noter laisse le sien aux autres."
    ) in found
    assert (
        "Un projet n’est classé qu’avec ces expertises au moins : 1 de « Experts » et 1 de « Usagers »."
        in found
    )
    free = apart(
        colleges=[{**EXPERTS, "least": 0}, {**USERS, "least": 0}],
        aggregate_on="totals",
        aggregation="geometric_mean",
    )
    others = told(sections_of_grid(free))["marks"]
    assert any("Les totaux se réunissent dans chacun" in one for one in others)
    assert any("arrondie à 4 décimales" in one for one in others)
    assert not any("ces expertises au moins" in one for one in others)
    assert "dans chaque collège d’experts" in formula_rule(apart())


def test_invented_reviewers_sit_in_the_colleges() -> None:
    file = apart(colleges=[{**EXPERTS, "least": 2}, USERS])
    tried = try_rules(Rules(file, RankingRule(), Names(), None, 0), count=20, readers=4, seed="x")
    scored = tried.result.listing.ranked.scored
    read_ones = scored.reviews > 0
    assert read_ones.any()
    assert scored.scored.tolist() == read_ones.tolist()
    assert set(scored.panel.college.tolist() if scored.panel.college is not None else ()) == {
        "experts",
        "usagers",
    }


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("abxy"), st.integers(0, 10)), max_size=12),
    st.integers(0, 1000),
)
def test_the_order_in_which_reviews_come_changes_nothing(rows: list[tuple[str, str, int]], seed: int) -> None:
    marks = {(name, who): mark for name, who, mark in rows}
    reviews = [
        ReviewMarks(name, who, {"m": Decimal(mark)}, college=OF[who]) for (name, who), mark in marks.items()
    ]
    mixed = Random(seed).sample(reviews, len(reviews))
    found, other = (score_panel(apart(), Panel.of("ABC", some, ["m"])) for some in (reviews, mixed))
    assert [found.total.at(at) for at in range(3)] == [other.total.at(at) for at in range(3)]
    for at, name in enumerate("ABC"):
        by: dict[str, list[int]] = {}
        for (one, who), mark in marks.items():
            if one == name:
                by.setdefault(OF[who], []).append(mark)
        weights = {"experts": 60, "usagers": 40}
        whole = sum(weights[key] for key in by)
        wanted = sum(Fraction(sum(some), len(some)) * weights[key] for key, some in by.items()) / (whole or 1)
        assert found.total.at(at) == round(wanted * 100 + Fraction(1, 10**9)) / Fraction(100)


def test_the_mark_of_all_has_no_college() -> None:
    rows = [
        ReviewMarks("A", "a", {"m": Decimal(9)}, college="experts"),
        ReviewMarks("A", CONSENSUS, {"m": Decimal(1)}),
    ]
    assert score_panel(apart(), Panel.of(["A"], rows, ["m"])).total.at(0) == 9
