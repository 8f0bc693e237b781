"""The money down the list is that of the slow reference, and ex aequo share one fate."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.allocation import Candidate, allocate, weights_of
from app.domain.call_file.grid.ranking import RankingRule, Split
from tests.domain.money_reference import served_by
from tests.domain.ranked import A_MONDAY
from tests.domain.ranking.test_allocation_laws import (
    ENVELOPES,
    NAMES,
    in_rank_order,
    lists,
    rules,
    without_spill,
)


@given(lists(), rules(), ENVELOPES, st.booleans())
def test_the_money_is_that_of_the_reference(
    candidates: list[Candidate], rule: RankingRule, envelope: int | None, divided: bool
) -> None:
    plain = without_spill(in_rank_order(rule)).model_copy(update={"reserve": None})
    if divided and not plain.pots:
        plain = plain.model_copy(update={"split": Split(by="zone", in_proportion_to="count")})
    found = allocate(candidates, plain, envelope, names=NAMES)
    served = {one.reference: one.amount for one in found.awards if one.served}
    assert served == served_by(candidates, plain, envelope)


@given(lists(), rules(), ENVELOPES)
def test_ex_aequo_of_one_pot_and_one_quota_share_one_fate(
    candidates: list[Candidate], rule: RankingRule, envelope: int | None
) -> None:
    found = allocate(candidates, in_rank_order(rule), envelope, names=NAMES)
    fates: dict[tuple[Any, ...], set[bool]] = {}
    for one in candidates:
        award = found.award(one.reference)
        if award.outcome not in ("no_pot", "below_threshold"):
            same = (one.rank, award.pot, one.attributes.get("zone"), one.attributes.get("kind"))
            fates.setdefault(same, set()).add(award.served)
    assert all(len(fate) == 1 for fate in fates.values())


@given(lists(), rules(), ENVELOPES)
def test_nobody_is_served_over_a_better_one_who_would_have_been_served_without_its_equals(
    candidates: list[Candidate], rule: RankingRule, envelope: int | None
) -> None:
    plain = without_spill(in_rank_order(rule))
    whole = allocate(candidates, plain, envelope, names=NAMES)
    for one in candidates:
        if whole.award(one.reference).served:
            continue
        above = [other for other in candidates if other.rank < one.rank] + [one]
        if not allocate(above, plain, envelope, names=NAMES).award(one.reference).served:
            continue
        below = [
            other.reference
            for other in candidates
            if other.rank > one.rank
            and whole.award(other.reference).pot == whole.award(one.reference).pot
            and other.attributes == one.attributes
        ]
        assert not any(whole.award(reference).served for reference in below)


BOTH_WAYS = [
    {"key": key, "label": key, "when": f"zone == '{key}'", "amount": "1", "spills_to": [to]}
    for key, to in ("xy", "yx")
]


@given(lists(), st.sampled_from(["strict", "skip", "partial"]), st.sampled_from([None, 3]))
def test_where_two_pots_give_to_each_other_the_order_of_the_file_changes_nothing(
    candidates: list[Candidate], cut: str, winners: int | None
) -> None:
    said = {"cut": cut, "winners": winners}
    one, other = (
        allocate(candidates, RankingRule.model_validate({**said, "pots": pots}), None, names=NAMES)
        for pots in (BOTH_WAYS, BOTH_WAYS[::-1])
    )
    assert [(award.reference, award.amount) for award in one.awards] == [
        (award.reference, award.amount) for award in other.awards
    ]


def eligible(reference: str, rank: int, cents: int, zone: str) -> Candidate:
    return Candidate(reference, rank, Decimal(100 - rank), cents, A_MONDAY, {"zone": zone})


def test_what_two_pots_leave_to_each_other_goes_to_the_best_placed_of_both() -> None:
    four = [
        eligible("X1", 1, 80, "x"),
        eligible("Y1", 2, 70, "y"),
        eligible("Y2", 3, 45, "y"),
        eligible("X2", 4, 40, "x"),
    ]
    for pots in (BOTH_WAYS, BOTH_WAYS[::-1]):
        rule = RankingRule.model_validate({"pots": pots, "cut": "skip"})
        found = allocate(four, rule, None, names=NAMES)
        assert [one.reference for one in found.awards if one.served] == ["X1", "Y1", "Y2"]


def test_ex_aequo_of_two_pots_whose_common_money_serves_one_of_them_are_left_to_the_committee() -> None:
    four = [
        eligible("X1", 1, 80, "x"),
        eligible("Y1", 1, 70, "y"),
        eligible("X2", 3, 40, "x"),
        eligible("Y2", 3, 40, "y"),
        eligible("Y3", 5, 35, "y"),
    ]
    rule = RankingRule.model_validate({"pots": BOTH_WAYS, "cut": "skip"})
    found = allocate(four, rule, None, names=NAMES)
    assert [one.reference for one in found.awards if one.served] == ["X1", "Y1"]
    assert [one.steps[-1].code for one in found.awards[2:]] == [
        "tie_does_not_fit",
        "tie_does_not_fit",
        "line_closed",
    ]
    richer = [replace(one, amount=25) if one.rank == 3 else one for one in four]
    found = allocate(richer, rule, None, names=NAMES)
    assert [one.reference for one in found.awards if one.served] == ["X1", "Y1", "X2", "Y2"]


@pytest.mark.parametrize(
    ("how", "shares"), [("count", [6_000, 3_000, 3_000]), ("amount", [4_000, 2_000, 6_000])]
)
def test_a_split_counts_all_the_eligible_with_a_rank_or_without(how: str, shares: list[int]) -> None:
    rule = RankingRule.model_validate({"split": {"by": "zone", "in_proportion_to": how}})
    ranked = [eligible("A", 1, 100, "che"), eligible("D", 1, 100, "che"), eligible("B", 3, 100, "lif")]
    assert rule.split is not None
    weights = weights_of(rule.split, [("che", 100), ("lif", 100), ("soc", 300), ("che", 100), (None, 900)])
    found = allocate(ranked, rule, 12_000, names=NAMES, weights=weights)
    assert [one.allocated for one in found.pots] == shares
    assert [one.left for one in found.pots] == [shares[0] - 200, shares[1] - 100, shares[2]]


def test_what_a_part_of_a_split_leaves_goes_to_the_best_of_all_only_if_the_rule_says_so() -> None:
    three = [eligible("A", 1, 60, "x"), eligible("B", 2, 60, "x"), eligible("C", 3, 10, "y")]
    said = {"by": "zone", "in_proportion_to": "count"}
    weights = {"x": 1, "y": 1}
    kept, spilt = (
        allocate(
            three,
            RankingRule.model_validate({"split": {**said, "spills": spills}}),
            130,
            names=NAMES,
            weights=weights,
        )
        for spills in (False, True)
    )
    assert [one.amount for one in kept.awards] == [60, 0, 10]
    assert [one.amount for one in spilt.awards] == [60, 60, 10]
    assert [(one.given, one.received, one.left) for one in spilt.pots] == [(0, 55, 0), (55, 0, 0)]
