"""The money down the list: the worked examples of real calls, to the euro, and each option alone."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.domain.allocation import Outcome, PotUse, allocate
from app.domain.allocation.order import as_text
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.expressions import ExpressionError, Kind, Value
from tests.domain.ranked import candidate, codes, outcomes, row, served

NAMES = {"kind": Kind.TEXT, "zone": Kind.TEXT, "farmers": Kind.NUMBER, "cost": Kind.NUMBER}
COLLECTIVE = {
    "key": "collective",
    "label": "Projets collectifs",
    "when": "kind == 'collective'",
    "share": "0.3",
    "order": "farmers descending",
}
INDIVIDUAL = {
    "key": "individual",
    "label": "Projets individuels",
    "when": "kind == 'individual'",
    "share": "0.7",
    "threshold": "25",
    "spills_to": ["collective"],
}
HAUTS_DE_FRANCE = [
    candidate("C1", 7, 200_000, kind="collective", farmers=Decimal(12)),
    candidate("C2", 7, 150_000, kind="collective", farmers=Decimal(9)),
    candidate("C3", 7, 100_000, kind="collective", farmers=Decimal(5)),
    candidate("I1", 1, 300_000, score="40", kind="individual"),
    candidate("I2", 2, 250_000, score="31", kind="individual"),
    candidate("I3", 3, 100_000, score="24", kind="individual"),
]


def rule(**said: Any) -> RankingRule:
    return RankingRule.model_validate(said)


def pots(*those: dict[str, Any], **said: Any) -> RankingRule:
    return rule(pots=list(those), **said)


# -- the worked examples


def test_two_tiers_with_one_way_spill_over_give_the_worked_example_to_the_euro() -> None:
    found = allocate(HAUTS_DE_FRANCE, pots(COLLECTIVE, INDIVIDUAL), 1_000_000_00, names=NAMES)
    assert outcomes(found) == {
        "C1": "funded",
        "C2": "funded",
        "C3": "funded",
        "I1": "funded",
        "I2": "funded",
        "I3": "below_threshold",
    }
    assert found.pots == (
        PotUse("collective", "Projets collectifs", 300_000_00, 150_000_00, 0, 450_000_00, 0),
        PotUse("individual", "Projets individuels", 700_000_00, 0, 150_000_00, 550_000_00, 0),
    )
    assert found.spent == 1_000_000_00
    assert codes(found, "C2") == ["in_pot", "spilled", "fits"]
    assert dict(found.award("C2").steps[1].said) == {
        "received_cents": 50_000_00,
        "donors": ("Projets individuels",),
    }


def test_without_spill_over_the_same_call_leaves_its_surplus() -> None:
    found = allocate(
        HAUTS_DE_FRANCE, pots(COLLECTIVE, {**INDIVIDUAL, "spills_to": []}), 1_000_000_00, names=NAMES
    )
    assert served(found) == ["I1", "I2", "C1"]
    assert [pot.left for pot in found.pots] == [100_000_00, 150_000_00]


def test_the_reverse_spill_over_is_not_assumed() -> None:
    poor = [candidate("C1", 1, 100_000, kind="collective", farmers=Decimal(3)), *HAUTS_DE_FRANCE[3:5]]
    found = allocate(poor, pots(COLLECTIVE, INDIVIDUAL), 600_000_00, names=NAMES)
    assert outcomes(found) == {"C1": "funded", "I1": "funded", "I2": "unfunded"}
    both = pots({**COLLECTIVE, "spills_to": ["individual"]}, INDIVIDUAL)
    assert outcomes(allocate(poor, both, 600_000_00, names=NAMES))["I2"] == "unfunded"
    assert outcomes(allocate(poor, both, 650_000_00, names=NAMES))["I2"] == "funded"


def test_an_exhausted_stock_lets_lower_ranked_projects_of_the_other_zone_through() -> None:
    """Fabriques de territoire: thirty winners for a wave, stocks of four in the suburbs and forty in the country."""
    suburbs = [candidate(f"Q{rank}", rank, 50_000, zone="qpv") for rank in range(1, 7)]
    country = [candidate(f"R{rank:02d}", rank, 50_000, zone="rural") for rank in range(7, 36)]
    fabriques = rule(winners=30, quotas=[{"by": "zone", "stocks": {"qpv": 4, "rural": 40}}])
    found = allocate([*suburbs, *country], fabriques, None)
    assert served(found)[:5] == ["Q1", "Q2", "Q3", "Q4", "R07"]
    assert [one.reference for one in found.awards if one.outcome is Outcome.QUOTA] == ["Q5", "Q6"]
    assert len(served(found)) == 30
    assert served(found)[-1] == "R32"
    assert codes(found, "R33") == ["winners_reached"]


def test_the_best_of_each_topic_is_served_before_pure_ranking_when_thresholds_and_money_allow() -> None:
    topics = ["a", "a", "b", "a", "c", "d"]
    proposals = [candidate(f"P{n}", n, 100, score=str(20 - n), topic=one) for n, one in enumerate(topics, 1)]
    first = rule(quotas=[{"by": "topic", "first": 1}])
    assert served(allocate(proposals, first, 400_00)) == ["P1", "P3", "P5", "P6"]
    assert served(allocate(proposals, first, 500_00)) == ["P1", "P2", "P3", "P5", "P6"]
    assert served(allocate(proposals, rule(), 400_00)) == ["P1", "P2", "P3", "P4"]
    assert served(allocate(proposals, first, 200_00)) == ["P1", "P3"]
    found = allocate(proposals, first, 400_00)
    assert codes(found, "P6") == ["served_first", "fits"]
    above = pots(
        {"key": "all", "label": "Tous", "share": "1", "threshold": "15"}, quotas=[{"by": "topic", "first": 1}]
    )
    assert outcomes(allocate(proposals, above, 400_00))["P6"] == "below_threshold"


def test_first_come_first_served() -> None:
    late = candidate("A", 1, 60, score="19", hours=5)
    early = candidate("B", 2, 60, score="11", hours=1)
    found = allocate([late, early], rule(order="filed_at"), 100_00)
    assert [(one.reference, one.outcome.value) for one in found.awards] == [
        ("B", "funded"),
        ("A", "unfunded"),
    ]


# -- the order


def test_an_order_goes_by_an_answer_in_the_direction_that_is_said_and_the_unanswered_come_last() -> None:
    three = [
        candidate("A", 1, 10, cost=Decimal(5)),
        candidate("B", 2, 10),
        candidate("C", 3, 10, cost=Decimal(9)),
    ]
    for order, expected in (("cost", "CAB"), ("cost descending", "CAB"), ("cost ascending", "ACB")):
        found = allocate(three, rule(order=order), None)
        assert "".join(one.reference for one in found.awards) == expected
        assert codes(found, "B") == ["order_unknown", "fits"]
    backwards = allocate(three, rule(order="reference descending"), None)
    assert "".join(one.reference for one in backwards.awards) == "CBA"


def test_what_comes_then_separates_the_ex_aequo_of_the_order() -> None:
    tied = [candidate("A", 1, 60, hours=2), candidate("B", 1, 60, hours=1)]
    assert served(allocate(tied, rule(), 100_00)) == []
    assert served(allocate(tied, rule(then=["filed_at"]), 100_00)) == ["B"]
    own = pots({"key": "all", "label": "Tous", "share": "1", "then": ["reference"]})
    assert served(allocate(tied, own, 100_00)) == ["A"]


# -- the cut, and the ex aequo at the line


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        ("strict", {"A": 60, "B": 0, "C": 0}),
        ("skip", {"A": 60, "B": 0, "C": 30}),
        ("partial", {"A": 60, "B": 40, "C": 0}),
    ],
)
def test_the_first_that_does_not_fit(cut: str, expected: dict[str, int]) -> None:
    found = allocate(row([60, 70, 30]), rule(cut=cut), 100_00)
    assert {one.reference: one.amount // 100 for one in found.awards} == expected


def test_each_who_is_not_served_is_told_why() -> None:
    found = allocate(row([60, 70, 30]), rule(), 100_00)
    assert [codes(found, one) for one in "ABC"] == [["fits"], ["does_not_fit"], ["line_closed"]]
    assert dict(found.award("B").steps[0].said) == {"amount_cents": 70_00, "left_cents": 40_00}
    assert dict(found.award("C").steps[0].said) == {"at": ("B",)}


def test_the_last_one_gets_nothing_under_its_least_share() -> None:
    half = rule(cut="partial", least_share="0.5")
    assert outcomes(allocate(row([60, 80]), half, 100_00)) == {"A": "funded", "B": "partial"}
    found = allocate(row([60, 81]), half, 100_00)
    assert outcomes(found) == {"A": "funded", "B": "unfunded"}
    assert codes(found, "B") == ["partial_too_small"]
    assert outcomes(allocate(row([100, 81]), half, 100_00))["B"] == "unfunded"


def test_ex_aequo_who_cannot_all_be_served_are_cut_together() -> None:
    tied = [candidate("A", 1, 50), candidate("B", 2, 40), candidate("C", 2, 40), candidate("D", 4, 5)]
    found = allocate(tied, rule(), 100_00)
    assert served(found) == ["A"]
    assert codes(found, "B") == codes(found, "C") == ["tie_does_not_fit"]
    assert dict(found.award("B").steps[0].said) == {
        "count": 2,
        "amount_cents": 80_00,
        "left_cents": 50_00,
    }
    assert dict(found.award("D").steps[0].said) == {"at": ("B", "C")}
    assert served(allocate(tied, rule(cut="skip"), 100_00)) == ["A"]


def test_where_the_cut_skips_ex_aequo_share_one_fate_and_nobody_passes_over_one_that_fits_alone() -> None:
    tied = [
        candidate("A", 1, 50),
        candidate("B", 2, 60),
        candidate("C", 2, 40),
        candidate("D", 4, 5),
    ]
    found = allocate(tied, rule(cut="skip"), 100_00)
    assert served(found) == ["A"]
    assert codes(found, "B") == codes(found, "C") == ["tie_does_not_fit"]
    assert dict(found.award("D").steps[0].said) == {"at": ("B", "C")}
    wide = [*tied[:2], candidate("C", 2, 70), tied[3]]
    assert served(allocate(wide, rule(cut="skip"), 100_00)) == ["A", "D"]
    assert served(allocate(wide, rule(), 100_00)) == ["A"]


def test_where_the_cut_is_partial_the_ex_aequo_share_what_is_left_in_proportion() -> None:
    tied = [candidate("A", 1, 50), candidate("B", 2, 90), candidate("C", 2, 60)]
    found = allocate(tied, rule(cut="partial"), 100_00)
    assert {one.reference: one.amount for one in found.awards} == {"A": 50_00, "B": 30_00, "C": 20_00}
    cents = [dataclasses.replace(one, amount=7) for one in tied]
    assert served(allocate(cents, rule(cut="partial"), 8)) == ["A"]


def test_a_tie_above_the_number_of_winners_or_a_quota_is_cut_together() -> None:
    tied = [candidate("A", 1, 1, zone="x"), candidate("B", 2, 1, zone="x"), candidate("C", 2, 1, zone="y")]
    found = allocate([*tied, candidate("D", 4, 1, zone="y")], rule(winners=2), None)
    assert served(found) == ["A"]
    assert codes(found, "B") == ["tie_above_winners"]
    assert codes(found, "D") == ["winners_held"]
    assert served(allocate([*tied, candidate("D", 4, 1)], rule(winners=2, cut="skip"), None)) == ["A"]
    same = [candidate("B", 2, 1, zone="x"), candidate("C", 2, 1, zone="x"), candidate("D", 2, 1, zone="y")]
    lower = [candidate("E", 5, 1), candidate("F", 6, 1, zone="x")]
    found = allocate([*same, *lower], rule(quotas=[{"by": "zone", "most": 1}]), None)
    assert outcomes(found) == {"B": "quota", "C": "quota", "D": "funded", "E": "funded", "F": "quota"}
    assert codes(found, "B") == ["tie_above_quota"]
    assert codes(found, "F") == ["quota_held"]


def test_the_place_of_winner_that_ex_aequo_wait_for_goes_to_no_other_pot() -> None:
    tied = [candidate("A", 1, 1, zone="a"), candidate("B", 1, 1, zone="a"), candidate("C", 3, 1, zone="b")]
    found = allocate(tied, pots(*ZONES, winners=1), 100_00, names=NAMES)
    assert served(found) == []
    assert codes(found, "C")[-1] == "winners_held"


def test_no_ex_aequo_go_first_for_a_place_that_only_one_of_them_could_have() -> None:
    three = [candidate("A", 1, 1, zone="x"), candidate("B", 1, 1, zone="y"), candidate("C", 3, 1, zone="z")]
    first = rule(winners=1, quotas=[{"by": "zone", "first": 1}])
    assert served(allocate(three, first, None)) == []


def test_ex_aequo_whom_no_quota_could_serve_for_want_of_money_leave_their_place_to_the_next() -> None:
    three = [
        candidate("A", 1, 90, zone="x"),
        candidate("B", 1, 80, zone="x"),
        candidate("C", 3, 10, zone="x"),
    ]
    quota = rule(cut="skip", quotas=[{"by": "zone", "most": 1}])
    assert served(allocate(three, quota, 50_00)) == ["C"]


def test_no_number_of_winners_is_passed_by_a_last_one_served_in_part() -> None:
    found = allocate(row([60, 70, 30]), rule(cut="partial", winners=1), 100_00)
    assert outcomes(found) == {"A": "funded", "B": "unfunded", "C": "unfunded"}
    tied = [candidate("A", 1, 60), candidate("B", 2, 30), candidate("C", 2, 40)]
    assert served(allocate(tied, rule(cut="partial", winners=2), 100_00)) == ["A"]
    assert served(allocate(tied, rule(cut="partial", winners=2), 200_00)) == ["A"]


ZONES = [{"key": key, "label": key, "when": f"zone == '{key}'", "amount": "100"} for key in "ab"]


def test_one_served_in_part_keeps_its_place_before_those_who_come_lower() -> None:
    three = [candidate(name, n, 60, zone=zone) for n, (name, zone) in enumerate(("Xa", "Ya", "Zb"), 1)]
    found = allocate(three, pots(*ZONES, cut="partial", winners=2), 200_00, names=NAMES)
    assert {one.reference: one.amount for one in found.awards} == {"X": 60_00, "Y": 40_00, "Z": 0}
    assert codes(found, "Z") == ["in_pot", "winners_reached"]
    same = [dataclasses.replace(one, attributes={**one.attributes, "kind": "k"}) for one in three]
    quota = pots(*ZONES, cut="partial", quotas=[{"by": "kind", "most": 2}])
    assert outcomes(allocate(same, quota, 200_00, names=NAMES)) == {
        "X": "funded",
        "Y": "partial",
        "Z": "quota",
    }


@pytest.mark.parametrize(("given", "amount"), [(90, 50_00), (80, 60_00)])
def test_one_served_in_part_is_completed_by_what_another_pot_leaves(given: int, amount: int) -> None:
    spilling = [{**ZONES[0], "spills_to": ["b"]}, ZONES[1]]
    four = [candidate("X", 1, 60, zone="b"), candidate("Y", 2, 60, zone="b"), candidate("Z", 3, 5, zone="b")]
    four.append(candidate("W", 4, given, zone="a"))
    found = allocate(four, pots(*spilling, cut="partial", winners=3), 200_00, names=NAMES)
    assert found.award("Y").amount == amount
    assert codes(found, "Y") == ["in_pot", "spilled", "fits" if amount == 60_00 else "partly"]
    assert outcomes(found)["W"] == "funded"
    assert codes(found, "Z") == ["in_pot", "winners_reached" if amount == 60_00 else "line_closed"]
    assert dict(found.award("Z").steps[1].said) == ({"late": True} if amount == 60_00 else {"at": ("Y",)})


def test_what_others_leave_when_the_winners_are_reached_is_told_apart_from_the_money_and_from_the_winners() -> (
    None
):
    spilling = [{**ZONES[0], "spills_to": ["b"]}, {**ZONES[1], "cut": "skip"}]
    four = [
        candidate("X", 1, 120, zone="b"),
        candidate("Y", 2, 50, zone="a"),
        candidate("Z", 3, 60, zone="b"),
    ]
    found = allocate(four, pots(*spilling, winners=1), 200_00, names=NAMES)
    assert served(found) == ["Y"]
    assert [dict(found.award(one).steps[1].said) for one in "XZ"] == [{"late": True}, {}]


# -- quotas


def test_a_stock_counts_its_value_and_most_counts_each_of_the_others_even_those_without_answer() -> None:
    five = [
        candidate("A", 1, 1, lot=True),
        candidate("B", 2, 1, lot=True),
        candidate("C", 3, 1, lot=False),
        candidate("D", 4, 1),
        candidate("E", 5, 1),
    ]
    found = allocate(five, rule(quotas=[{"by": "lot", "most": 1, "stocks": {"true": 2}}]), None)
    assert served(found) == ["A", "B", "C", "D"]
    assert dict(found.award("E").steps[0].said) == {"by": "lot", "value": "", "most": 1}


def test_ex_aequo_more_numerous_than_the_first_places_go_in_their_turn() -> None:
    four = [candidate("A", 1, 60, topic="x")]
    four += [
        candidate("B", 2, 30, topic="y"),
        candidate("C", 2, 30, topic="y"),
        candidate("D", 4, 50, topic="z"),
    ]
    assert served(allocate(four, rule(quotas=[{"by": "topic", "first": 1}]), 120_00)) == ["A", "D"]
    assert served(allocate(four, rule(quotas=[{"by": "topic", "first": 2}]), 120_00)) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (Decimal("12.50"), "12.5"),
        (Decimal(100), "100"),
        (date(2026, 3, 2), "2026-03-02"),
        (("a", "b"), "a,b"),
        ("qpv", "qpv"),
    ],
)
def test_an_answer_is_counted_as_a_file_writes_it(value: Value | None, text: str) -> None:
    assert as_text(value) == text


# -- pots


def test_an_application_belongs_to_the_first_pot_whose_condition_is_true_or_to_none() -> None:
    lots = pots(
        {"key": "large", "label": "Grands", "when": "cost > 100", "share": "0.5"},
        {"key": "town", "label": "Villes", "when": "zone == 'town'", "amount": "50"},
    )
    three = [
        candidate("A", 1, 10, cost=Decimal(200), zone="town"),
        candidate("B", 2, 10, zone="town"),
        candidate("C", 3, 10, zone="field"),
    ]
    found = allocate(three, lots, 100_00, names=NAMES)
    assert [(one.pot, one.outcome.value) for one in found.awards] == [
        ("large", "funded"),
        ("town", "funded"),
        ("", "no_pot"),
    ]
    assert dict(found.award("C").steps[0].said) == {"pots": ("Grands", "Villes")}
    assert [pot.allocated for pot in found.pots] == [50_00, 50_00]


def test_a_condition_that_cannot_be_computed_is_said_and_one_that_cannot_be_read_is_refused() -> None:
    ratio = pots({"key": "a", "label": "Sobres", "when": "cost / farmers > 1", "share": "1"})
    odd = candidate("A", 1, 10, cost=Decimal(1), farmers=Decimal(0))
    found = allocate([odd], ratio, 100_00, names=NAMES)
    assert (found.award("A").outcome, codes(found, "A")) == (Outcome.NO_POT, ["pot_unreadable"])
    with pytest.raises(ExpressionError):
        allocate([odd], ratio, 100_00)


def test_the_thirds_of_an_envelope_add_up_and_pots_never_pass_it() -> None:
    third = [{"key": key, "label": key, "when": f"zone == '{key}'", "share": "0.3333"} for key in "abc"]
    found = allocate([], pots(*third), 100_01, names=NAMES)
    assert [pot.allocated for pot in found.pots] == [33_34, 33_33, 33_33]
    amounts = pots(
        {"key": "a", "label": "a", "when": "zone == 'a'", "amount": "80"},
        {"key": "b", "label": "b", "amount": "80"},
    )
    assert [pot.allocated for pot in allocate([], amounts, 100_00, names=NAMES).pots] == [80_00, 20_00]
    assert [pot.allocated for pot in allocate([], amounts, None, names=NAMES).pots] == [80_00, 80_00]


def test_a_pot_without_bound_gives_without_bound() -> None:
    open_pot = {
        "key": "open",
        "label": "Ouverte",
        "when": "zone == 'a'",
        "share": "0.5",
        "spills_to": ["small"],
    }
    small = {"key": "small", "label": "Petite", "amount": "10"}
    found = allocate(row([30, 40]), pots(open_pot, small), None, names=NAMES)
    assert served(found) == ["A", "B"]
    assert found.pots == (
        PotUse("open", "Ouverte", None, 0, 60_00, 0, None),
        PotUse("small", "Petite", 10_00, 60_00, 0, 70_00, 0),
    )


def test_surpluses_of_several_pots_are_pooled_and_the_donor_first_looks_to_its_own() -> None:
    def pot(key: str, *spills_to: str, **said: str) -> dict[str, Any]:
        return {
            "key": key,
            "label": key,
            "when": f"zone == '{key}'",
            "amount": "100",
            "spills_to": spills_to,
            **said,
        }

    asks = [("a", 60), ("b", 70), ("c", 100), ("c", 50), ("c", 30)]
    five = [candidate(f"{key}{n}", n, euros, zone=key) for n, (key, euros) in enumerate(asks, 1)]
    chain = pots(pot("a", "c"), pot("b", "c"), pot("c"))
    found = allocate(five, chain, None, names=NAMES)
    assert served(found) == ["a1", "b2", "c3", "c4"]
    assert [(one.given, one.received, one.left) for one in found.pots] == [
        (40_00, 0, 0),
        (10_00, 0, 20_00),
        (0, 50_00, 0),
    ]
    waits = [*five, candidate("a9", 9, 60, zone="a")]
    keeps = pots(pot("a", "c", cut="partial"), pot("b", "c"), pot("c"))
    found = allocate(waits, keeps, None, names=NAMES)
    assert (outcomes(found)["a9"], outcomes(found)["c4"]) == ("partial", "unfunded")
    picky = pots(pot("a", "c", cut="partial", least_share="0.9"), pot("b", "c"), pot("c"))
    found = allocate(waits, picky, None, names=NAMES)
    assert (outcomes(found)["a9"], outcomes(found)["c4"]) == ("unfunded", "funded")


def test_what_skipped_in_a_pot_is_served_by_what_another_leaves() -> None:
    mixed = [
        candidate("A", 1, 80, zone="a"),
        candidate("B", 2, 120, zone="b"),
        candidate("C", 3, 90, zone="b"),
    ]
    two = pots(
        {"key": "a", "label": "a", "when": "zone == 'a'", "amount": "200", "spills_to": ["b"]},
        {"key": "b", "label": "b", "amount": "100", "cut": "skip"},
    )
    assert served(allocate(mixed, two, 300_00, names=NAMES)) == ["A", "B", "C"]
    mixed[0] = candidate("A", 1, 150, zone="a")
    found = allocate(mixed, two, 300_00, names=NAMES)
    assert served(found) == ["A", "C"]
    assert dict(found.award("B").steps[1].said) == {"amount_cents": 120_00, "left_cents": 60_00}


def test_pots_that_spill_in_a_ring_still_end() -> None:
    ring = pots(
        *(
            {"key": a, "label": a, "when": f"zone == '{a}'", "amount": "10", "spills_to": [b]}
            for a, b in ("ab", "bc", "ca")
        )
    )
    found = allocate([candidate("A", 1, 20, zone="c")], ring, None, names=NAMES)
    assert served(found) == ["A"]


def test_the_number_of_winners_goes_to_the_best_places_of_all_the_pots() -> None:
    four = [candidate(name, rank, 10, zone=name[0]) for rank, name in enumerate(("b1", "a2", "b3", "a4"), 1)]
    two = pots(
        {"key": "a", "label": "a", "when": "zone == 'a'", "share": "0.5"},
        {"key": "b", "label": "b", "share": "0.5"},
        winners=3,
    )
    assert served(allocate(four, two, 100_00, names=NAMES)) == ["b1", "a2", "b3"]
    equal = [dataclasses.replace(one, rank=1) for one in four]
    assert served(allocate(equal, two, 100_00, names=NAMES)) == []


def test_a_split_makes_a_pot_for_each_panel_and_adds_up_to_the_cent() -> None:
    three = [
        candidate("A", 1, 10, panel="LS"),
        candidate("B", 2, 10, panel="SH"),
        candidate("C", 3, 10, panel="PE"),
    ]
    found = allocate(three, rule(split={"by": "panel", "in_proportion_to": "count"}), 20_00)
    assert [(pot.key, pot.allocated) for pot in found.pots] == [("LS", 6_67), ("PE", 6_67), ("SH", 6_66)]
    asked = [candidate("A", 1, 30, panel="LS"), candidate("B", 2, 10, panel="SH"), candidate("C", 3, 10)]
    found = allocate(asked, rule(split={"by": "panel"}), 40_00)
    assert outcomes(found) == {"A": "funded", "B": "funded", "C": "no_pot"}
    assert [pot.allocated for pot in found.pots] == [30_00, 10_00]
    assert served(allocate(asked, rule(split={"by": "panel"}), None)) == ["A", "B"]
    nothing = allocate([candidate("A", 1, 0, panel="LS")], rule(split={"by": "panel"}), 40_00)
    assert [(one.allocated, one.spent) for one in nothing.pots] == [(0, 0)]


# -- what is refused


def test_a_list_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        allocate([candidate("A", 1, 1), candidate("A", 2, 1)], rule(), None)
    with pytest.raises(ValueError, match="zero or more"):
        allocate([candidate("A", 1, -1)], rule(), None)
    with pytest.raises(KeyError):
        allocate([], rule(), None).award("A")
