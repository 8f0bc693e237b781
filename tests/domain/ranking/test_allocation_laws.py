"""What holds for every list, every rule and every envelope."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.allocation import Allocation, Candidate, Outcome, allocate, promote, strict_cut
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.explanation import StepCode
from app.domain.expressions import Kind
from tests.domain.ranked import A_MONDAY

NAMES = {"zone": Kind.TEXT, "kind": Kind.TEXT, "size": Kind.NUMBER}
CUTS = st.sampled_from(["strict", "skip", "partial"])
WORD = st.sampled_from(["x", "y", "z"])


@st.composite
def lists(draw: st.DrawFn, tied: bool = True) -> list[Candidate]:
    """Up to twelve candidates with ranks that may be equal and answers that may be absent."""
    found: list[Candidate] = []
    rank = 1
    for index in range(draw(st.integers(0, 12))):
        if not (tied and draw(st.booleans())):
            rank = index + 1
        answers: dict[str, Any] = {
            "zone": draw(WORD),
            "kind": draw(WORD),
            "size": Decimal(draw(st.integers(0, 3))),
        }
        absent = draw(st.sampled_from(["", "", "zone", "kind", "size"]))
        answers.pop(absent, None)
        amount = draw(st.integers(0, 50))
        found.append(Candidate(f"R{index:02d}", rank, Decimal(100 - rank), amount, A_MONDAY, answers))
    return found


@st.composite
def rules(draw: st.DrawFn) -> RankingRule:
    """Any rule that a file may write."""
    said: dict[str, Any] = {
        "order": draw(st.sampled_from(["score", "filed_at", "reference", "size", "size ascending"])),
        "cut": draw(CUTS),
        "least_share": draw(st.sampled_from([0, "0.5"])),
        "winners": draw(st.sampled_from([None, 1, 3])),
        "quotas": draw(st.lists(quotas(), max_size=2)),
        "reserve": draw(st.sampled_from([None, {}, {"size": 2}])),
        "lottery": draw(st.sampled_from([None, {"width": 0}, {"width": 3}, {}])),
    }
    shape = draw(st.sampled_from(["whole", "split", "pots"]))
    if shape == "split":
        said["split"] = {"by": "zone", "in_proportion_to": draw(st.sampled_from(["count", "amount"]))}
    if shape == "pots":
        said["pots"] = [draw(pot(key)) for key in "xyz"]
    return RankingRule.model_validate(said)


@st.composite
def quotas(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "by": draw(st.sampled_from(["zone", "kind"])),
        "most": draw(st.sampled_from([None, 1, 2])),
        "stocks": draw(st.dictionaries(WORD, st.integers(0, 2))),
        "first": draw(st.integers(0, 2)),
    }


@st.composite
def pot(draw: st.DrawFn, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "label": key,
        "when": draw(st.sampled_from([f"zone == '{key}'", f"kind == '{key}'", None])),
        "amount": draw(st.sampled_from(["0", "0.4", "0.9", "2"])),
        "order": draw(st.sampled_from([None, "size", "reference"])),
        "threshold": draw(st.sampled_from([None, 95])),
        "cut": draw(st.one_of(st.none(), CUTS)),
        "spills_to": draw(st.lists(WORD, unique=True)),
    }


ENVELOPES = st.one_of(st.none(), st.integers(0, 300))
SEEDS = st.sampled_from([None, "a public seed"])


def account_holds(found: Allocation, envelope: int | None) -> None:
    spent: Counter[str] = Counter()
    for award in found.awards:
        assert award.amount >= 0
        assert bool(award.amount) <= award.served
        spent[award.pot] += award.amount
    for use in found.pots:
        assert use.spent == spent[use.key]
        assert min(use.spent, use.given, use.received) >= 0
        if use.allocated is not None and use.left is not None:
            assert use.left >= 0
            assert use.allocated + use.received == use.spent + use.given + use.left
    assert sum(use.received for use in found.pots) == sum(use.given for use in found.pots)
    if envelope:
        assert sum(use.allocated or 0 for use in found.pots) <= envelope
        assert found.spent <= envelope


def bounds_hold(found: Allocation, candidates: list[Candidate], rule: RankingRule) -> None:
    by_reference = {one.reference: one for one in candidates}
    winners = [by_reference[award.reference] for award in found.awards if award.served]
    assert rule.winners is None or len(winners) <= rule.winners
    for quota in rule.quotas:
        for value, count in Counter(str(one.attributes.get(quota.by, "")) for one in winners).items():
            most = quota.stocks.get(value, quota.most)
            assert most is None or count <= most


@given(lists(), rules(), ENVELOPES, SEEDS, st.integers())
def test_money_is_never_passed_bounds_hold_and_the_order_of_the_input_changes_nothing(
    candidates: list[Candidate], rule: RankingRule, envelope: int | None, seed: str | None, shuffle: int
) -> None:
    band = [one.reference for one in candidates[2:6]]
    found = allocate(candidates, rule, envelope, names=NAMES, seed=seed, band=band)
    account_holds(found, envelope)
    bounds_hold(found, candidates, rule)
    assert sorted(award.reference for award in found.awards) == [one.reference for one in candidates]
    assert all(award.steps for award in found.awards)
    assert seed is None or not found.to_draw
    for award in found.awards:
        whole = next(one.amount for one in candidates if one.reference == award.reference)
        expected = {Outcome.FUNDED: award.amount == whole, Outcome.PARTIAL: 0 < award.amount < whole}
        assert expected.get(award.outcome, award.amount == 0)
    mixed = list(candidates)
    Random(shuffle).shuffle(mixed)
    assert allocate(mixed, rule, envelope, names=NAMES, seed=seed, band=band[::-1]) == found


@given(lists(), rules(), ENVELOPES, st.data())
def test_a_withdrawal_takes_nothing_from_the_others_and_passes_no_bound(
    candidates: list[Candidate], rule: RankingRule, envelope: int | None, data: st.DataObject
) -> None:
    found = allocate(candidates, rule, envelope, names=NAMES, seed="a public seed")
    won = [award.reference for award in found.awards if award.served]
    gone = data.draw(st.lists(st.sampled_from(won), unique=True)) if won else []
    after = promote(candidates, rule, found, gone, date(2027, 1, 1))
    account_holds(after, envelope)
    bounds_hold(after, candidates, rule)
    for before, now in zip(found.awards, after.awards, strict=True):
        if before.reference in gone:
            assert (now.outcome, now.amount) == (Outcome.WITHDRAWN, 0)
        else:
            assert now.amount >= before.amount


@given(st.lists(st.integers(0, 40), max_size=30), st.one_of(st.none(), st.integers(0, 400)))
def test_the_cut_on_arrays_is_that_of_the_list(amounts: list[int], envelope: int | None) -> None:
    candidates = [Candidate(f"{n:03d}", n, None, amount, A_MONDAY) for n, amount in enumerate(amounts)]
    found = allocate(candidates, RankingRule(), envelope)
    assert strict_cut(np.array(amounts, dtype=np.int64), envelope).tolist() == [
        award.served for award in found.awards
    ]


def test_the_cut_on_arrays_refuses_what_it_cannot_add() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        strict_cut(np.array([1, -1], dtype=np.int64), 10)
    with pytest.raises(ValueError, match="sixty-four"):
        strict_cut(np.array([2**62, 2**62], dtype=np.int64), 10)
    assert strict_cut(np.array([1, 2], dtype=np.int64), 2**70).tolist() == [True, True]


@given(
    lists(), st.integers(1, 300), st.integers(0, 100), st.sampled_from([None, 2]), st.sampled_from([None, 2])
)
def test_a_larger_envelope_never_takes_from_anyone_when_the_cut_is_strict(
    candidates: list[Candidate], envelope: int, more: int, winners: int | None, most: int | None
) -> None:
    rule = RankingRule.model_validate({"winners": winners, "quotas": [{"by": "zone", "most": most}]})
    small = allocate(candidates, rule, envelope)
    large = allocate(candidates, rule, envelope + more)
    assert {one.reference for one in small.awards if one.served} <= {
        one.reference for one in large.awards if one.served
    }


@given(lists(tied=False), rules(), ENVELOPES)
def test_the_last_one_who_gets_nothing_might_as_well_not_have_come(
    candidates: list[Candidate], rule: RankingRule, envelope: int | None
) -> None:
    plain = in_rank_order(rule)
    found = allocate(candidates, plain, envelope, names=NAMES)
    if not found.awards or found.awards[-1].served:
        return
    without = [one for one in candidates if one.reference != found.awards[-1].reference]
    assert allocate(without, plain, envelope, names=NAMES).awards == found.awards[:-1]


def in_rank_order(rule: RankingRule) -> RankingRule:
    """The same rule, where nothing but the rank says who comes before whom."""
    plain = {"split": None, "lottery": None, "order": "score"}
    quotas = tuple(one.model_copy(update={"first": 0}) for one in rule.quotas)
    pots = tuple(one.model_copy(update={"order": None}) for one in rule.pots)
    return rule.model_copy(update={**plain, "quotas": quotas, "pots": pots})


def without_spill(rule: RankingRule) -> RankingRule:
    return rule.model_copy(
        update={"pots": tuple(one.model_copy(update={"spills_to": ()}) for one in rule.pots)}
    )


TWO_OF_A_POT_THEN_ONE_OF_ANOTHER = [
    Candidate(name, rank, None, 60, A_MONDAY, {"zone": zone})
    for rank, (name, zone) in enumerate(("Xx", "Yx", "Zy"), start=1)
]
TWO_WINNERS = RankingRule.model_validate(
    {
        "cut": "partial",
        "winners": 2,
        "pots": [{"key": key, "label": key, "when": f"zone == '{key}'", "amount": "1"} for key in "xy"],
    }
)


@example(TWO_OF_A_POT_THEN_ONE_OF_ANOTHER, TWO_WINNERS, None)
@given(lists(), rules(), ENVELOPES)
def test_whoever_comes_lower_takes_no_place_and_no_money_from_one_above(
    candidates: list[Candidate], rule: RankingRule, envelope: int | None
) -> None:
    """What each would get if nobody came after it, by the own money of the pots, it gets in the whole list too;
    and no more where nothing spills."""
    plain = in_rank_order(rule)
    alone = without_spill(plain)
    whole = allocate(candidates, plain, envelope, names=NAMES)
    unspilled = allocate(candidates, alone, envelope, names=NAMES)
    for rank in {one.rank for one in candidates}:
        above = [one for one in candidates if one.rank <= rank]
        for award in allocate(above, alone, envelope, names=NAMES).awards:
            assert unspilled.award(award.reference).amount == award.amount
            assert unspilled.award(award.reference).served == award.served
            assert whole.award(award.reference).amount >= award.amount
            assert whole.award(award.reference).served >= award.served


@given(lists(), rules(), ENVELOPES)
def test_the_reason_of_who_gets_nothing_is_true(
    candidates: list[Candidate], rule: RankingRule, envelope: int | None
) -> None:
    plain = in_rank_order(rule).model_copy(update={"reserve": None})
    found = allocate(candidates, plain, envelope, names=NAMES)
    ranks = {one.reference: one.rank for one in candidates}
    lowest = max((ranks[one.reference] for one in found.awards if one.served), default=0)
    cuts = {one.key: one.cut or plain.cut for one in plain.pots} or {"": plain.cut}
    for award in found.awards:
        if award.outcome is not Outcome.UNFUNDED:
            continue
        why = award.steps[-1]
        if why.code is StepCode.WINNERS_REACHED and not why.said:
            assert ranks[award.reference] > lowest
        if why.code is StepCode.DOES_NOT_FIT and cuts[award.pot] == "partial":
            assert why.said["left_cents"] == 0
        if why.code is StepCode.WINNERS_REACHED:
            assert plain.winners == sum(one.served for one in found.awards)


TWO_FIRST_OF_TWO_POTS = [
    Candidate(f"R0{index}", rank, Decimal(100 - rank), 0, A_MONDAY, {"zone": zone} if zone else {})
    for index, (rank, zone) in enumerate(((1, "z"), (1, "x"), (3, ""), (4, "z"), (5, "x")))
]
ONE_WINNER_DRAWN = RankingRule.model_validate(
    {"winners": 1, "split": {"by": "zone", "in_proportion_to": "count"}, "lottery": {"width": 3}}
)


@example(TWO_FIRST_OF_TWO_POTS, ONE_WINNER_DRAWN, None, ["a"])
@given(lists(), rules(), ENVELOPES, st.lists(st.text("abc", min_size=1), min_size=1, max_size=5))
def test_what_is_said_before_the_draw_stands_whatever_it_gives(
    candidates: list[Candidate], rule: RankingRule, envelope: int | None, seeds: list[str]
) -> None:
    band = [one.reference for one in candidates[2:6]]
    before = allocate(candidates, rule, envelope, names=NAMES, band=band)
    for seed in seeds:
        after = allocate(candidates, rule, envelope, names=NAMES, seed=seed, band=band)
        for one in before.awards:
            if one.served or (one.outcome is not Outcome.TO_DRAW and not before.to_draw):
                assert after.award(one.reference).served == one.served
            elif one.steps[-1].code is StepCode.BEYOND_DRAW:
                assert not after.award(one.reference).served


def test_ten_thousand_candidates_in_pots_with_quotas_are_allotted_to_the_cent() -> None:
    chance = Random(7)
    many = [
        Candidate(
            f"R{n:05d}",
            n + 1,
            Decimal(chance.randint(0, 100)),
            chance.randint(1, 200) * 1000,
            A_MONDAY,
            {"zone": chance.choice("xyz"), "kind": chance.choice("xyz")},
        )
        for n in range(10_000)
    ]
    rule = RankingRule.model_validate(
        {
            "cut": "skip",
            "winners": 6000,
            "quotas": [{"by": "kind", "most": 2500, "first": 5}],
            "pots": [
                {"key": "x", "label": "x", "when": "zone == 'x'", "share": "0.5", "spills_to": ["y"]},
                {"key": "y", "label": "y", "share": "0.5"},
            ],
            "reserve": {},
        }
    )
    found = allocate(many, rule, 500_000_000, names=NAMES)
    account_holds(found, 500_000_000)
    bounds_hold(found, many, rule)
    assert found.spent > 499_990_000
    assert found == allocate([replace(one) for one in reversed(many)], rule, 500_000_000, names=NAMES)
