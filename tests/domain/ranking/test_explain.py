"""Each step from mark to rank is in the tree, and each reason for having none."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.domain.explanation import StepCode as C
from app.domain.ranking import explain
from app.domain.ranking.beside import Beside
from app.words.ranking.explanations import sentence
from tests.domain.explained import NINE, criterion, grid, listed, told

WORDS = {"kind": "levels", "levels": [{"key": "weak", "label": "Faible"}, {"key": "good", "label": "Bon"}]}


def test_a_mean_its_points_the_total_and_the_money_are_all_steps() -> None:
    file = grid(criterion("impact", "3"), criterion("team", "2"), out_of="25")
    found = listed(
        file, {"A": {"x": {"impact": "4", "team": "3"}, "y": {"impact": "5", "team": "3"}}}, euros=100
    )
    tree = explain(found, "A")
    assert [one.code for one in tree.steps] == [C.POINTS, C.POINTS, C.TOTAL, C.FITS]
    assert tree.said == {"reference": "A", "rank": 1, "of": 1}
    assert tree.steps[0].said["points"] == Fraction(27, 2)
    assert tree.steps[0].steps[0].said["marks"] == (4, 5)
    assert tree.steps[2].said["points"] == (Fraction(27, 2), Fraction(6))


def test_what_is_shown_what_does_not_apply_and_what_nobody_could_assess_are_said() -> None:
    file = grid(
        criterion("impact"),
        criterion("tone", counts="nothing", weight="0", scale=WORDS),
        criterion("rural", when="zone == 'rural'"),
        criterion("team", scale={"min": "0", "max": "5", "step": "1", "cannot_assess": True}),
        attributes=[{"key": "zone", "label": "Zone"}],
        out_of="15",
    )
    marks = {"A": {"x": {"impact": "4", "tone": "1", "team": None}}}
    found = listed(file, marks, attributes={"A": {"zone": "urbain"}})
    tree = explain(found, "A")
    assert [one.code for one in tree.steps][:5] == [
        C.POINTS,
        C.SHOWN,
        C.NOT_APPLICABLE,
        C.NOT_ASSESSED,
        C.TOTAL,
    ]
    assert tree.steps[1].said["word"] == "Bon"
    assert tree.steps[4].said["rescaled"] is True


def test_parts_groups_bonus_and_malus_have_their_steps() -> None:
    file = grid(
        criterion(
            "impact",
            group="core",
            parts=[criterion("reach") | {"weight": "1"}, criterion("depth") | {"weight": "1"}],
        ),
        criterion("fame", counts="bonus"),
        criterion("delay", counts="malus"),
        groups=[{"key": "core", "label": "Cœur"}],
        out_of="10",
    )
    marks = {"A": {"x": {"reach": "4", "depth": "3", "fame": "1", "delay": "2"}}}
    tree = explain(listed(file, marks), "A")
    assert [one.code for one in tree.steps] == [C.POINTS, C.POINTS, C.POINTS, C.GROUP, C.TOTAL, C.FITS]
    assert [one.code for one in tree.steps[0].steps] == [C.POINTS, C.POINTS]
    assert tree.steps[4].said["points"] == (7, 1, -2)


def test_totals_of_reviewers_are_joined_where_the_file_says_so() -> None:
    file = grid(criterion("impact"), out_of="5", aggregate_on="totals", aggregation="median")
    marks = {"A": {"x": {"impact": "4"}, "y": {"impact": "5"}, "z": {"impact": "1"}}}
    step = explain(listed(file, marks), "A").steps[1]
    assert (step.code, step.said["totals"], step.said["total"]) == (C.TOTAL_OF_REVIEWS, (1, 4, 5), 4)
    third = grid(
        criterion("impact", weight="0.2"), out_of="1", aggregate_on="totals", rounding={"decimals": 0}
    )
    step = explain(listed(third, {"A": {"x": {"impact": "1"}, "y": {"impact": "3"}}}), "A").steps[1]
    assert sentence(step).replace("\u202f", " ").replace("\u00a0", " ") == (
        "Totaux des experts : 0,2 ; 0,6 ; moyenne : 0 sur 1 (arrondi au plus près à 0 décimale)."
    )


def test_a_grid_that_counts_nothing_has_no_total() -> None:
    file = grid(criterion("tone", counts="nothing", weight="0", scale=WORDS))
    assert told(listed(file, {"A": {"x": {"tone": "1"}}}), "A") == [C.SHOWN, C.FITS]


def test_equals_name_each_other_and_what_put_them_apart() -> None:
    file = grid(criterion("impact"), criterion("team"), out_of="10", tie_breaks=["impact"])
    by = {"A": ("4", "4"), "B": ("5", "3"), "C": ("4", "4"), "D": ("1", "1")}
    found = listed(file, {name: {"x": {"impact": a, "team": b}} for name, (a, b) in by.items()})
    first, second, third, last = (explain(found, name) for name in ("B", "A", "C", "D"))
    assert [one.code for one in first.steps][3:] == [C.AHEAD, C.FITS]
    assert first.steps[3].said == {"other": "A", "by": "impact", "mine": 5, "theirs": 4}
    assert [one.code for one in second.steps][3:] == [C.TIED, C.BEHIND, C.FITS]
    assert second.steps[3].said == {"others": ("C",), "rank": 2}
    assert [one.code for one in third.steps][3:] == [C.TIED, C.FITS]
    assert [one.code for one in last.steps][3:] == [C.FITS]


def test_a_weight_that_only_ranks_has_its_step() -> None:
    file = grid(criterion("impact", ranking_weight="1.5"), criterion("team"), out_of="10")
    step = explain(listed(file, {"A": {"x": {"impact": "4", "team": "3"}}}), "A").steps[3]
    assert (step.code, step.said) == (C.RANKING_SCORE, {"score": 9, "weights": (1.5, 1)})


@pytest.mark.parametrize(
    ("more", "marks", "code"),
    [
        ({}, {}, C.NO_REVIEW),
        ({"least": 2, "reviewers": 2}, {"x": {"impact": "4"}}, C.TOO_FEW_REVIEWS),
        ({"aggregation": "consensus"}, {"x": {"impact": "4"}}, C.NO_CONSENSUS),
        ({"everyone": True}, {"x": {}, "y": {"impact": "4"}}, C.NOT_EVERYONE),
        ({}, {"x": {"impact": None}}, C.NOTHING_ASSESSED),
        (
            {"gates": [{"key": "g", "label": "Porte", "conditions": ["impact > 4"]}]},
            {"x": {"impact": "4"}},
            C.GATE_CLOSED,
        ),
        (
            {
                "knock_outs": [
                    {"label": "Trop", "when": "total > 5"},
                    {"label": "Trop peu", "when": "total < 5"},
                ]
            },
            {"x": {"impact": "4"}},
            C.ELIMINATED,
        ),
        ({"threshold": "90 %"}, {"x": {"impact": "4"}}, C.BELOW_TOTAL),
    ],
)
def test_each_reason_for_having_no_rank_is_a_step(
    more: dict[str, Any], marks: dict[str, Any], code: C
) -> None:
    found = listed(grid(criterion("impact"), out_of="5", **more), {"A": marks} if marks else {}, also=["A"])
    tree = explain(found, "A")
    assert tree.code is C.UNRANKED
    assert tree.steps[-1].code is code


def test_a_criterion_and_a_group_below_their_thresholds_say_by_what() -> None:
    file = grid(
        criterion("impact", threshold="3", knock_out=True, group="core"),
        criterion("team", group="each"),
        criterion(
            "risk", scale=NINE, counts="nothing", weight="0", threshold="4", knock_out=True, group="each"
        ),
        criterion("tone", scale=WORDS, counts="nothing", weight="0", threshold="good", knock_out=True),
        groups=[
            {"key": "core", "label": "Cœur", "threshold": "4"},
            {"key": "each", "label": "Tous", "each": "4", "at_least": "2"} | {"at_least": 2},
        ],
        out_of="10",
    )
    marks = {"A": {"x": {"impact": "2.5", "team": "3", "risk": "6", "tone": "0"}}}
    steps = [one for one in explain(listed(file, marks), "A").steps if one.code.value.startswith("below")]
    assert [one.code for one in steps] == [C.BELOW_CRITERION] * 3 + [C.BELOW_GROUP, C.BELOW_EACH]
    assert steps[0].said["bound"] == 3
    assert steps[1].said["reversed"] is True
    assert steps[2].said["word"] == "Bon"
    assert steps[4].said["below"] == ("Team", "Risk")


def test_a_threshold_fixed_by_the_money_is_said() -> None:
    file = grid(criterion("impact"), out_of="5", cut={"budget_multiple": "2"})
    marks = {name: {"x": {"impact": mark}} for name, mark in (("A", "5"), ("B", "4"), ("C", "3"))}
    found = listed(file, marks, euros=100)
    assert [(one.reference, one.rank) for one in found.places] == [("A", 1), ("B", 2), ("C", None)]
    assert explain(found, "C").steps[-1].said == {"total": 3, "bound": 4}


def test_a_figure_beside_the_total_is_told_for_those_who_have_it_only() -> None:
    found = listed(grid(criterion("impact")), {"A": {"x": {"impact": "4"}}, "B": {"x": {"impact": "3"}}})
    beside = Beside("percentile", {"B": Decimal(75)}, {}, lower_is_better=True)
    told_of = {name: [one.code for one in explain(found, name, [beside]).steps] for name in "AB"}
    assert [C.BESIDE in codes for codes in told_of.values()] == [False, True]
