"""What a grid must agree on, one fault at a time."""

from typing import Any

import pytest

from app.domain.call_file.breach import BreachCode as C
from app.domain.call_file.names import Names
from app.domain.expressions import Kind
from tests.domain.grids import (
    CULTURE,
    EUROPE,
    HALVES,
    HEALTH,
    HEALTH_INSTITUTES,
    INNOVATION,
    NORTH_SEA,
    SMALL_FIRMS,
    criterion,
    faults,
    grid,
    levels,
    parted,
    scale,
    with_,
)

LOW = scale("1", "9", "1", lower_is_better=True)
WORDS = levels("weak", "good")
VALUED = levels("weak", "good", values="1 4")
PART: dict[str, Any] = {"key": "half", "label": "Moitié", "weight": "5", "scale": scale(*HALVES)}
VOTE = criterion("vote", "10")


@pytest.mark.parametrize(
    "file", [CULTURE, EUROPE, HEALTH, HEALTH_INSTITUTES, INNOVATION, NORTH_SEA, SMALL_FIRMS]
)
def test_a_real_grid_has_no_fault(file: Any) -> None:
    assert faults(file) == []


def one(marks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return criterion("vote", "10", marks, **more)


@pytest.mark.parametrize(
    ("by", "at", "code"),
    [
        ({}, "", C.SCALE_BOUNDS),
        ({"min": "0"}, "", C.SCALE_BOUNDS),
        (scale("5", "5", "1"), ".max", C.SCALE),
        (scale("0", "5", "2"), ".step", C.SCALE_STEP),
        (scale(*HALVES, levels=WORDS["levels"]), ".levels", C.LEVELS_IDLE),
        (scale(*HALVES, labels=[{"value": "6", "label": "Six"}]), ".labels.0.value", C.LABEL_UNREACHABLE),
        (
            scale(*HALVES, labels=[{"value": "3", "to": "6", "label": "Six"}]),
            ".labels.0.value",
            C.LABEL_UNREACHABLE,
        ),
        (
            scale(
                *HALVES,
                labels=[
                    {"value": "3", "to": "5", "label": "Haut"},
                    {"value": "4", "label": "Quatre"},
                    {"value": "0", "to": "3", "label": "Bas"},
                ],
            ),
            ".labels.0.value",
            C.BANDS_OVERLAP,
        ),
        (levels("weak", values="1"), ".levels", C.LEVELS),
        ({**levels("a", "b", "c", values="0 1 2"), "kind": "yes_no"}, ".levels", C.LEVELS),
        ({**VALUED, "labels": [{"value": "1", "label": "Un"}]}, ".labels", C.LABELS_IDLE),
        (levels("weak", "good", values="1 1"), ".levels", C.LEVEL_TWICE),
        (levels("weak", "weak", values="1 2"), ".levels.1.key", C.KEY_TWICE),
    ],
)
def test_a_scale_that_does_not_hold_is_told_where(by: dict[str, Any], at: str, code: C) -> None:
    found = faults(grid(one(by)))
    assert (f"criteria.0.scale{at}", code) in found
    assert len(found) <= 2


def test_two_bands_side_by_side_do_not_overlap() -> None:
    labels = [{"value": "0", "to": "2.5", "label": "Bas"}, {"value": "3", "to": "5", "label": "Haut"}]
    assert faults(grid(one(scale(*HALVES, labels=labels)))) == []


def test_levels_have_all_a_value_or_none_and_none_cannot_be_counted() -> None:
    half = levels("weak", "good", "best", values="1 2")
    assert faults(grid(one(half))) == [
        ("criteria.0.scale.levels.2", C.LEVEL_VALUE),
        ("criteria.0.counts", C.NOT_COUNTABLE),
    ]
    assert faults(grid(one(WORDS))) == [("criteria.0.counts", C.NOT_COUNTABLE)]
    assert faults(grid(one(WORDS, counts="nothing"))) == []


def test_a_criterion_has_a_scale_or_parts_and_not_both() -> None:
    both = {**parted("vote", "10", PART), "scale": scale(*HALVES)}
    bare = {"key": "vote", "label": "Vote", "weight": "10"}
    assert [faults(grid(each)) for each in (both, bare)] == [[("criteria.0", C.SCALE_OR_PARTS)]] * 2
    wrong = parted("vote", "10", {**PART, "scale": scale("5", "0", "1")})
    assert faults(grid(wrong)) == [("criteria.0.parts.0.scale.max", C.SCALE)]


def test_a_knock_out_needs_a_threshold() -> None:
    assert faults(grid(criterion("vote", "10", knock_out=True))) == [("criteria.0.knock_out", C.KNOCK_OUT)]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"criteria": [criterion("min", "10")]}, [("criteria.0.key", C.KEY_RESERVED)]),
        ({"criteria": [criterion("total", "10")]}, [("criteria.0.key", C.KEY_RESERVED)]),
        (
            {"criteria": [VOTE, criterion("vote", "0")]},
            [("criteria.1.key", C.KEY_TWICE)],
        ),
        ({"criteria": [parted("half", "10", PART)]}, [("criteria.0.parts.0.key", C.KEY_TWICE)]),
        (
            {"criteria": [parted("a", "10", PART), criterion("half", "0")]},
            [("criteria.0.parts.0.key", C.KEY_TWICE)],
        ),
        ({"criteria": [parted("a", "10", PART, PART)]}, [("criteria.0.parts.1.key", C.KEY_TWICE)]),
        (
            {"criteria": [criterion("vote", "10", group="vote")], "groups": [{"key": "vote", "label": "V"}]},
            [("criteria.0.key", C.KEY_TWICE)],
        ),
        ({"attributes": [{"key": "vote", "label": "V"}]}, [("criteria.0.key", C.KEY_TWICE)]),
        ({"criteria": [criterion("vote", "10", group="kin")]}, [("criteria.0.group", C.UNKNOWN_KEY)]),
        ({"criteria": [criterion("vote", "10", reads=["ghost"])]}, [("criteria.0.reads.0", C.UNKNOWN_KEY)]),
        ({"groups": [{"key": "kin", "label": "K"}]}, [("groups.0.key", C.GROUP_EMPTY)]),
        ({"least": 2}, [("least", C.TOO_MANY)]),
        (
            {"gates": [{"key": "g", "label": "G", "conditions": ["vote > 1"], "needs": 2}]},
            [("gates.0.needs", C.TOO_MANY)],
        ),
        (
            {"gates": [{"key": "g", "label": "G", "conditions": ["ghost > 1"]}]},
            [("gates.0.conditions.0", C.EXPRESSION)],
        ),
        ({"knock_outs": [{"label": "K", "when": "vote"}]}, [("knock_outs.0.when", C.EXPRESSION)]),
        ({"criteria": [criterion("vote", "10", when="vote > 1")]}, [("criteria.0.when", C.EXPRESSION)]),
        ({"tie_breaks": ["vote", "ghost"]}, [("tie_breaks.1", C.UNKNOWN_KEY)]),
        ({"tie_breaks": ["filed_at", "committee_order", "amount", "total"]}, []),
        ({"out_of": "11"}, [("out_of", C.WEIGHTS)]),
        ({"out_of": None}, [("out_of", C.WEIGHTS)]),
        ({"criteria": [criterion("vote", "10", counts="bonus")]}, [("out_of", C.OUT_OF_IDLE)]),
        (
            {
                "weighting": "factor",
                "out_of": "14",
                "criteria": [criterion("up", "1"), criterion("down", "1", LOW)],
            },
            [("weighting", C.DIRECTIONS)],
        ),
    ],
)
def test_what_a_grid_says_beside_its_scales_must_hold_together(
    more: dict[str, Any], wanted: list[tuple[str, C]]
) -> None:
    assert faults(with_(grid(VOTE), **more)) == wanted


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("0", C.THRESHOLD_ALWAYS),
        ("5", None),
        ("5.5", C.THRESHOLD_NEVER),
        ("0 %", C.THRESHOLD_ALWAYS),
        ("100 %", None),
        ("good", C.UNKNOWN_KEY),
    ],
)
def test_a_threshold_on_a_criterion_is_one_that_some_reach_and_others_not(said: str, code: C | None) -> None:
    wanted = [] if code is None else [("criteria.0.threshold", code)]
    assert faults(grid(criterion("vote", "10", threshold=said))) == wanted


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("0", C.THRESHOLD_NEVER),
        ("1", None),
        ("9", C.THRESHOLD_ALWAYS),
        ("50 %", C.PERCENT_REVERSED),
    ],
)
def test_on_a_reversed_scale_a_threshold_is_a_most(said: str, code: C | None) -> None:
    wanted = [] if code is None else [("criteria.0.threshold", code)]
    assert faults(grid(one(LOW, threshold=said))) == wanted


def test_a_threshold_may_be_a_level_of_the_scale() -> None:
    assert faults(grid(one(VALUED, threshold="good"))) == []
    assert faults(grid(one(VALUED, threshold="best"))) == [("criteria.0.threshold", C.UNKNOWN_KEY)]
    assert faults(grid(parted("vote", "10", PART, threshold="best"))) == [
        ("criteria.0.threshold", C.UNKNOWN_KEY)
    ]


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ({"threshold": "11"}, [("groups.0.threshold", C.THRESHOLD_NEVER)]),
        ({"threshold": "good"}, [("groups.0.threshold", C.UNKNOWN_KEY)]),
        ({"threshold": "60 %", "each": "3", "at_least": 1}, []),
        ({"each": "50 %"}, []),
        ({"each": "good"}, [("groups.0.each", C.UNKNOWN_KEY)] * 2),
        ({"each": "3", "at_least": 3}, [("groups.0.at_least", C.TOO_MANY)]),
    ],
)
def test_the_thresholds_of_a_group_speak_of_its_criteria(
    rule: dict[str, Any], wanted: list[tuple[str, C]]
) -> None:
    half = {**PART, "weight": "0"}
    file = grid(
        criterion("vote", "10", group="kin"),
        parted("whole", "0", half, group="kin"),
        criterion("apart", "0"),
        groups=[{"key": "kin", "label": "K", **rule}],
    )
    assert faults(file) == wanted


def test_the_threshold_of_a_grid_is_of_the_sum_it_is_compared_with() -> None:
    file = grid(VOTE, threshold="6", threshold_on="unweighted")
    assert faults(file) == [("threshold", C.THRESHOLD_NEVER)]
    assert faults(with_(file, threshold_on="weighted")) == []
    assert faults(with_(file, threshold="good")) == [("threshold", C.UNKNOWN_KEY)]


@pytest.mark.parametrize(
    ("rounds", "wanted"),
    [
        ({"letter": {"criteria": ["vote"], "thresholds": {"vote": "4"}, "threshold": "8"}}, []),
        ({"letter": {"criteria": ["ghost"]}}, [("rounds.letter.criteria.0", C.UNKNOWN_KEY)]),
        (
            {"letter": {"criteria": ["vote"], "thresholds": {"plan": "4"}}},
            [("rounds.letter.thresholds.plan", C.UNKNOWN_KEY)],
        ),
        (
            {"letter": {"criteria": ["vote"], "thresholds": {"vote": "good"}}},
            [("rounds.letter.thresholds.vote", C.UNKNOWN_KEY)],
        ),
        (
            {"audition": {"criteria": ["vote"], "threshold": "11"}},
            [("rounds.audition.threshold", C.THRESHOLD_NEVER)],
        ),
        ({"dossier": {"criteria": ["vote"]}}, [("criteria.1.key", C.NEVER_JUDGED)]),
    ],
)
def test_a_round_judges_criteria_of_the_grid_by_thresholds_that_exist(
    rounds: dict[str, Any], wanted: list[tuple[str, C]]
) -> None:
    assert faults(grid(VOTE, criterion("plan", "10"), rounds=rounds)) == wanted


def test_a_round_keeps_the_groups_that_it_judges() -> None:
    file = grid(
        criterion("vote", "10", group="kin"),
        criterion("plan", "10", group="other"),
        groups=[{"key": "kin", "label": "K", "each": "3"}, {"key": "other", "label": "O", "threshold": "5"}],
        rounds={"letter": {"criteria": ["vote"]}},
    )
    assert [group.key for group in file.at("letter").groups] == ["kin"]


def test_names_of_the_dossier_are_asked_only_when_they_are_known() -> None:
    file = grid(
        criterion("vote", "10", reads=["answer"], when="answer > 1"),
        tie_breaks=["answer"],
        gates=[{"key": "g", "label": "G", "conditions": ["answer > 1"]}],
    )
    assert faults(file, None) == []
    assert faults(file, Names({"answer": Kind.NUMBER})) == []
    assert len(faults(file)) == 4


def test_conditions_know_levels_by_their_keys_and_attributes_by_their_options() -> None:
    file = grid(
        VOTE,
        criterion("grade", "0", WORDS, counts="nothing"),
        criterion("go", "0", {"kind": "go_no_go"}, counts="nothing"),
        attributes=[{"key": "zone", "label": "Z", "options": ["rural"]}],
        knock_outs=[
            {"label": "A", "when": "grade == 'weak' or not go or zone == 'rural'"},
            {"label": "B", "when": "grade == 'superb'"},
            {"label": "C", "when": "zone == 'moon'"},
        ],
    )
    assert faults(file) == [("knock_outs.1.when", C.EXPRESSION), ("knock_outs.2.when", C.EXPRESSION)]
