"""From scores to ranks: the order, what separates equals, and what nothing separates."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.call_file.grid.scoring import Aggregation, ScoringFile
from app.domain.expressions import Value
from app.domain.ranking import Entries, Entry, Link, Ranked, rank
from app.domain.ranking.order import shown
from app.domain.scoring.exact import Exact
from app.domain.scoring.joining import between_reviews
from tests.domain.grids import (
    EUROPE,
    HALVES,
    HEALTH_INSTITUTES,
    INNOVATION,
    Row,
    criterion,
    grid,
    levels,
    marks,
    reviews,
    scale,
    table,
    votes,
    with_,
)
from tests.domain.snsf import GRADES

A_MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PARTNERSHIP = grid(
    criterion("partenariat", "60", HALVES, threshold="3", knock_out=True),
    criterion("enjeu", "40", HALVES),
    threshold="60",
    tie_breaks=("partenariat", "filed_at"),
)
Case = tuple[str, str, int, int]
"""Partnership, stake, hours after the opening, euros."""


def ranked(
    file: ScoringFile,
    panel: Mapping[str, Mapping[str, Row]],
    *,
    attributes: Mapping[str, Mapping[str, Value]] | None = None,
    euros: Mapping[str, int] | None = None,
    hours: Mapping[str, int] | None = None,
    envelope: int = 0,
) -> Ranked:
    known, amounts, filed = attributes or {}, euros or {}, hours or {}
    entries = [
        Entry(
            name,
            amounts.get(name, 0) * 100,
            A_MONDAY + timedelta(hours=filed[name]) if name in filed else None,
            known.get(name),
        )
        for name in panel
    ]
    return rank(table(file, panel, known), Entries.of(entries), envelope * 100)


def pairs(**texts: str) -> dict[str, dict[str, Row]]:
    """A="4 4": partnership and stake, one reviewer."""
    return {
        name: {"r0": dict(zip(("partenariat", "enjeu"), map(Decimal, text.split()), strict=True))}
        for name, text in texts.items()
    }


def listed(found: Ranked) -> list[tuple[str, int, bool]]:
    rows = zip(found.order.places, found.order.ranks, found.order.tied, strict=True)
    return [(found.entries.references[at], int(number), bool(tied)) for at, number, tied in rows]


def out(found: Ranked) -> list[str]:
    return [found.entries.references[at] for at in found.unranked]


def swiss(how: Aggregation) -> dict[str, int]:
    grades = GRADES["p1"].split()
    panel = {
        f"{n:02d}": reviews(vote=" ".join(str(7 - int(one)) for one in word))
        for n, word in enumerate(grades, 1)
    }
    found = ranked(votes(how), panel)
    return {found.entries.references[at]: number for at, number in sorted(found.rank_of.items())}


def test_by_the_mean_the_swiss_panel_ranks_as_its_source_says() -> None:
    assert list(swiss(Aggregation.MEAN).values()) == [1, 2, 2, 2, 5, 6, 7, 7, 9, 10, 11, 12, 13, 13, 15]


def test_by_the_median_the_eighth_overtakes_the_sixth_and_the_seventh() -> None:
    by_median = swiss(Aggregation.MEDIAN)
    assert [by_median[n] for n in ("01", "08", "06", "07")] == [1, 2, 7, 7]


def test_by_the_lowest_mark_the_second_falls_behind_the_twelfth() -> None:
    by_lowest = swiss(Aggregation.MIN)
    assert [by_lowest[n] for n in ("12", "02")] == [1, 12]


def test_innovation_actions_rank_by_the_weighted_score_those_whose_plain_sum_passes() -> None:
    keys = ("excellence", "impact", "implementation")
    panel = {
        name: {"r0": marks(**dict(zip(keys, text.split(), strict=True)))}
        for name, text in (("P1", "5 4 4"), ("P2", "4 5 4"), ("P3", "3 3 3.5"))
    }
    found = ranked(INNOVATION, panel)
    assert [*found.references()] == ["P2", "P1"]
    assert [found.scored.ranking.at(at) for at in range(3)] == [15, Fraction(31, 2), 11]
    assert out(found) == ["P3"]


def test_where_lower_is_better_the_lowest_total_comes_first() -> None:
    found = ranked(
        HEALTH_INSTITUTES, {name: reviews(impact=text) for name, text in (("A", "2 2"), ("B", "1 2"))}
    )
    assert listed(found) == [("B", 1, False), ("A", 2, False)]


def test_a_tie_goes_to_the_main_criterion_then_to_the_first_filed() -> None:
    panel = pairs(LATE="4 4", MAIN="5 2.5", EARLY="4 4")
    found = ranked(PARTNERSHIP, panel, hours={"LATE": 2, "EARLY": 1})
    assert {found.scored.total.at(at) for at in range(3)} == {80}
    assert listed(found) == [("MAIN", 1, False), ("EARLY", 2, False), ("LATE", 3, False)]


def test_those_that_nothing_separates_share_a_rank_and_the_next_is_pushed_down() -> None:
    found = ranked(PARTNERSHIP, pairs(B="4 4", A="4 4", C="3.5 4"))
    assert listed(found) == [("A", 1, True), ("B", 1, True), ("C", 3, False)]
    assert [found.equals_of(at) for at in range(3)] == [("B",), ("A",), ()]


def test_what_is_not_retained_has_no_rank_and_comes_last_by_its_total() -> None:
    found = ranked(PARTNERSHIP, {**pairs(LOW="2.5 5", UNDER="3 2.5", IN="3 3"), "A_NONE": {}})
    assert listed(found) == [("IN", 1, False)]
    assert out(found) == ["LOW", "UNDER", "A_NONE"]


def test_nobody_to_rank_makes_an_empty_list() -> None:
    for file in (PARTNERSHIP, with_(PARTNERSHIP, tie_breaks=[{"by": "enjeu", "prefer": "uncovered"}])):
        found = ranked(file, {})
        assert (listed(found), out(found), found.rank_of) == ([], [], {})


def test_a_grid_without_tie_break_shares_the_rank() -> None:
    found = ranked(with_(PARTNERSHIP, tie_breaks=[]), pairs(A="5 2.5", B="4 4"))
    assert listed(found) == [("A", 1, True), ("B", 1, True)]


def test_another_figure_than_the_score_may_give_the_rank() -> None:
    panel = pairs(A="5 5", B="4 4", C="4 4.5")
    entries = Entries.of([Entry(name) for name in "ABC"])
    main = Link("expected_rank", np.array([3, 1, 2], dtype=np.int64))
    found = rank(table(PARTNERSHIP, panel), entries, main=main)
    assert [*found.references()] == ["B", "C", "A"]
    assert found.order.chain[0] is main


LOW = scale("1", "5", "1", lower_is_better=True)
TIED = grid(
    criterion("vote", "10", group="kin"),
    criterion("risk", "0", LOW),
    criterion("grade", "0", levels("weak", "good"), counts="nothing"),
    criterion("more", "0", group="kin"),
    groups=({"key": "kin", "label": "Famille"},),
    out_of="10",
)


@pytest.mark.parametrize(
    ("by", "prefer", "first"),
    [
        ("risk", "higher", "B"),
        ("risk", "lower", "A"),
        ("grade", "higher", "A"),
        ("grade", "lower", "B"),
        ("members", "higher", "A"),
        ("members", "lower", "B"),
        ("sme", "higher", "A"),
        ("zone", "lower", "B"),
        ("filed_at", "lower", "A"),
        ("filed_at", "higher", "B"),
        ("amount", "lower", "B"),
        ("committee_order", "higher", "B"),
        ("committee_order", "lower", "B"),
    ],
)
def test_equals_are_separated_by_a_criterion_or_by_what_is_known_of_them(
    by: str, prefer: str, first: str
) -> None:
    given = {
        "A": {"r0": marks(vote="4", risk="3", grade="1", more="0")},
        "B": {"r0": marks(vote="4", risk="2", grade="0", more="0")},
    }
    attributes: dict[str, dict[str, Value]] = {
        "A": {"members": Decimal(5), "sme": True, "zone": "sud", "committee_order": Decimal(2)},
        "B": {"members": Decimal(3), "sme": False, "zone": "nord", "committee_order": Decimal(1)},
    }
    file = with_(TIED, tie_breaks=[{"by": by, "prefer": prefer}])
    found = ranked(file, given, attributes=attributes, euros={"A": 20, "B": 10}, hours={"A": 1, "B": 2})
    assert next(found.references()) == first
    assert not any(tied for _, _, tied in listed(found))


@pytest.mark.parametrize(("by", "prefer", "first"), [("kin", "higher", "A"), ("kin", "lower", "B")])
def test_equals_are_separated_by_a_group(by: str, prefer: str, first: str) -> None:
    file = grid(
        criterion("vote", "10", group="kin"),
        criterion("other", "10"),
        groups=({"key": "kin", "label": "Famille"},),
        tie_breaks=({"by": by, "prefer": prefer},),
    )
    given = {"A": {"r0": marks(vote="4", other="3")}, "B": {"r0": marks(vote="3", other="4")}}
    assert next(ranked(file, given).references()) == first


@pytest.mark.parametrize(
    ("by", "prefer", "first"),
    [("total", "higher", "A"), ("total", "lower", "B"), ("ranking_score", "higher", "A")],
)
def test_another_main_figure_leaves_the_score_to_separate_equals(by: str, prefer: str, first: str) -> None:
    for file, panel in (
        (with_(PARTNERSHIP, tie_breaks=[{"by": by, "prefer": prefer}]), pairs(A="5 5", B="4 4")),
        (
            with_(HEALTH_INSTITUTES, tie_breaks=[{"by": by, "prefer": prefer}]),
            {name: reviews(impact=text) for name, text in (("A", "1"), ("B", "2"))},
        ),
    ):
        entries = Entries.of([Entry(name) for name in panel])
        same = Link("expected_rank", np.zeros(2, dtype=np.int64))
        found = rank(table(file, panel), entries, main=same)
        assert next(found.references()) == first


@pytest.mark.parametrize(
    ("by", "prefer", "first"),
    [
        ("median", "higher", "B"),
        ("median", "lower", "A"),
        ("spread", "lower", "A"),
        ("spread", "higher", "B"),
        ("reference", "lower", "A"),
        ("reference", "higher", "B"),
    ],
)
def test_equals_are_separated_by_what_their_reviewers_said_or_by_reference(
    by: str, prefer: str, first: str
) -> None:
    file = grid(criterion("vote", "10", ("0", "10", "1")), tie_breaks=({"by": by, "prefer": prefer},))
    given = {
        "A": {
            "r1": marks(vote="5"),
            "r2": marks(vote="5"),
            "r3": marks(vote="8"),
            "consensus": marks(vote="0"),
        },
        "B": {"r1": marks(vote="2"), "r2": marks(vote="8"), "r3": marks(vote="8")},
    }
    found = ranked(file, given)
    assert next(found.references()) == first
    figures = {"median": (5, 8), "spread": (3, 6), "reference": ("A", "B")}[by]
    assert tuple(shown(by, found.scored, found.entries, at) for at in (0, 1)) == figures


def test_on_a_reversed_scale_the_better_median_is_the_lower() -> None:
    file = with_(HEALTH_INSTITUTES, tie_breaks=["median"])
    given = {
        "A": {name: marks(impact=mark) for name, mark in (("r1", "1"), ("r2", "4"), ("r3", "4"))},
        "B": {name: marks(impact=mark) for name, mark in (("r1", "3"), ("r2", "3"), ("r3", "3"))},
    }
    assert next(ranked(file, given).references()) == "B"


def test_an_attribute_keeps_its_name_and_nobody_is_between_no_reviews() -> None:
    file = with_(
        grid(criterion("vote", "10"), attributes=({"key": "median", "label": "Médiane", "kind": "number"},)),
        tie_breaks=["median"],
    )
    given = {name: {"r0": marks(vote="4")} for name in "AB"}
    found = ranked(file, given, attributes={"B": {"median": Decimal(1)}})
    assert [*found.references()] == ["B", "A"]
    assert between_reviews(table(file, {"A": {}}).panel, Exact.zeros(0))["median"].at(0) == 0


def test_a_bare_tie_break_prefers_agreement_the_first_filed_and_the_first_reference() -> None:
    file = grid(criterion("vote", "10"), tie_breaks=("spread", "filed_at", "reference", "median", "vote"))
    assert [one.prefer for one in file.tie_breaks] == ["lower", "lower", "lower", "higher", "higher"]


def test_whoever_does_not_have_the_attribute_stands_last_either_way() -> None:
    given = {name: {"r0": marks(vote="4", risk="3", grade="1", more="0")} for name in "ABC"}
    attributes = {"B": {"members": Decimal(1)}, "C": {"members": Decimal(2)}}
    for prefer, wanted in (("higher", ["C", "B", "A"]), ("lower", ["B", "C", "A"])):
        file = with_(TIED, tie_breaks=[{"by": "members", "prefer": prefer}])
        assert [*ranked(file, given, attributes=attributes).references()] == wanted


def test_what_the_chain_looked_at_is_shown_for_each() -> None:
    file = with_(TIED, tie_breaks=["risk", "kin", "total", "members", "sme", "day"])
    attributes: dict[str, dict[str, Value]] = {
        "A": {"members": Decimal(5), "sme": True, "day": A_MONDAY.date(), "zone": "sud"}
    }
    found = ranked(file, {"A": {"r0": marks(vote="4", risk="3", grade="1", more="0")}}, attributes=attributes)
    read = [
        shown(by, found.scored, found.entries, 0)
        for by in ("risk", "kin", "total", "ranking_score", "members", "sme", "day", "ghost")
    ]
    assert read == [3, 8, 8, 8, 5, True, "2026-03-02", None]
    assert [link.by for link in found.order.chain] == ["ranking_score", *(one.by for one in file.tie_breaks)]


COVERED = with_(EUROPE, tie_breaks=[{"by": "topic", "prefer": "uncovered"}, "excellence"])


def europe(**texts: str) -> dict[str, dict[str, Row]]:
    keys = ("excellence", "impact", "implementation")
    return {name: {"r0": marks(**dict(zip(keys, text.split(), strict=True)))} for name, text in texts.items()}


def test_of_two_equals_the_one_whose_topic_none_above_covers_comes_first() -> None:
    panel = europe(TOP="5 5 5", SAME="5 4 4", NEW="4 5 4", LAST="3 3 4")
    attributes = {
        "TOP": {"topic": "a"},
        "SAME": {"topic": "a"},
        "NEW": {"topic": "b"},
        "LAST": {"topic": "c"},
    }
    found = ranked(COVERED, panel, attributes=attributes)
    assert [*found.references()] == ["TOP", "NEW", "SAME", "LAST"]
    assert not any(tied for _, _, tied in listed(found))
    assert [*ranked(EUROPE, panel, attributes=attributes).references()] == ["TOP", "SAME", "NEW", "LAST"]


def test_coverage_is_counted_again_after_each_place() -> None:
    panel = europe(A1="5 4 4", A2="4.5 4.5 4", B1="4 4.5 4.5")
    attributes = {"A1": {"topic": "a"}, "A2": {"topic": "a"}, "B1": {"topic": "b"}}
    assert [*ranked(COVERED, panel, attributes=attributes).references()] == ["A1", "B1", "A2"]


def test_an_application_without_topic_covers_nothing_new_and_equals_stay_equals() -> None:
    panel = europe(A="4 4 4", B="4 4 4", C="4 4 4", D="4 4 4")
    attributes = {"A": {"topic": "a"}, "B": {"topic": "b"}}
    assert listed(ranked(COVERED, panel, attributes=attributes)) == [
        ("A", 1, True),
        ("B", 1, True),
        ("C", 3, True),
        ("D", 3, True),
    ]


CUT = with_(EUROPE, threshold=None, cut={"budget_multiple": 3, "at_least": "2.5"})


@pytest.mark.parametrize(
    ("envelope", "cut", "through"),
    [
        (100, "12", ["A", "B", "C"]),
        (67, "13", ["A", "B"]),
        (83, "12", ["A", "B", "C"]),
        (1000, "10", ["A", "B", "C", "D", "E"]),
        (0, None, ["A", "B", "C", "D", "E"]),
    ],
)
def test_the_money_fixes_the_threshold_of_the_first_stage_afterwards(
    envelope: int, cut: str | None, through: list[str]
) -> None:
    panel = europe(A="5 5 5", B="4 5 4", C="4 4 4", D="4 3 3", E="4 3 3")
    found = ranked(CUT, panel, euros=dict.fromkeys("ABCDE", 100), envelope=envelope)
    assert found.cut == (None if cut is None else Decimal(cut))
    assert sorted(found.references()) == through
    assert out(found) == sorted(set("ABCDE") - set(through))


def test_equals_are_let_through_together_and_nobody_standing_fixes_nothing() -> None:
    panel = europe(A="5 5 5", B="4 4 4", C="4 4 4")
    assert len(ranked(CUT, panel, euros=dict.fromkeys("ABC", 100), envelope=66).order.places) == 3
    assert ranked(CUT, europe(A="1 5 5"), envelope=100).cut is None


def test_where_lower_is_better_the_cut_is_a_most() -> None:
    file = with_(HEALTH_INSTITUTES, cut={"budget_multiple": 1})
    panel = {name: reviews(impact=text) for name, text in (("A", "1"), ("B", "3"), ("C", "5"))}
    found = ranked(file, panel, euros=dict.fromkeys("ABC", 100), envelope=200)
    assert (found.cut, [*found.references()], out(found)) == (30, ["A", "B"], ["C"])


def test_entries_are_sorted_and_a_reference_is_given_once() -> None:
    entries = Entries.of([Entry("B", 200), Entry("A", 100, A_MONDAY)])
    assert ([*entries.references], entries.amounts.tolist()) == (["A", "B"], [100, 200])
    assert [*entries.attributes] == [{"amount": 1, "filed_at": A_MONDAY}, {"amount": 2}]
    assert entries.filed[0] == int(A_MONDAY.timestamp()) * 1_000_000 < entries.filed[1]
    with pytest.raises(ValueError, match="given twice"):
        Entries.of([Entry("A"), Entry("A")])


_half = st.integers(0, 4).map(lambda n: str(3 + Decimal(n) / 2))
_cases = st.dictionaries(
    st.sampled_from("ABCDEFGH"), st.tuples(_half, _half, st.integers(0, 2), st.sampled_from(("a", "b", None)))
)
_ties = st.lists(
    st.sampled_from(
        (
            {"by": "topic", "prefer": "uncovered"},
            {"by": "topic", "prefer": "lower"},
            {"by": "partenariat"},
            {"by": "enjeu", "prefer": "lower"},
            {"by": "filed_at", "prefer": "lower"},
        )
    ),
    max_size=3,
)


@settings(max_examples=80, deadline=None)
@given(_cases, _ties, st.integers(0, 600), st.integers())
def test_the_order_of_the_input_never_changes_the_list(
    cases: dict[str, tuple[str, str, int, str | None]],
    ties: list[dict[str, str]],
    envelope: int,
    seed: int,
) -> None:
    file = with_(PARTNERSHIP, tie_breaks=ties, cut={"budget_multiple": 1})

    def of(names: list[str]) -> tuple[list[tuple[str, int, bool]], list[str], Fraction | None]:
        panel = pairs(**{name: f"{cases[name][0]} {cases[name][1]}" for name in names})
        topics: dict[str, dict[str, Value]] = {
            name: {"topic": topic} for name in names if (topic := cases[name][3]) is not None
        }
        hours = {name: cases[name][2] for name in names}
        euros = dict.fromkeys(names, 100)
        found = ranked(file, panel, attributes=topics, hours=hours, euros=euros, envelope=envelope)
        return listed(found), out(found), found.cut

    mixed = [*cases]
    Random(seed).shuffle(mixed)
    rows, left, _ = of([*cases])
    assert of(mixed) == of([*cases])
    assert sorted([*(name for name, _, _ in rows), *left]) == sorted(cases)
    assert [number for _, number, _ in rows] == sorted(number for _, number, _ in rows)
    assert all(tied == (sum(number == other for _, other, _ in rows) > 1) for _, number, tied in rows)
