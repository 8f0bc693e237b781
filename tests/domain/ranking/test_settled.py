"""What is settled is served first and not played again; the rule goes down the others with what is left."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.allocation import Allocation, Band, Candidate, Settled, allocate
from app.domain.call_file.grid.ranking import Lottery, Pot, Quota, RankingRule
from app.domain.explanation import StepCode
from app.domain.expressions import Kind
from app.domain.ranking import Listing, Ranked, listing
from tests.domain.explained import FILED
from tests.domain.ranked import outcomes, row, served
from tests.domain.ranking.test_listing import ranked

SKIP = RankingRule(cut="skip")
POTS = RankingRule(
    pots=(
        Pot(key="one", label="Un", when="amount > 4", share="0.5", spills_to=("two",)),
        Pot(key="two", label="Deux", share="0.5"),
    )
)
RULES = (RankingRule(), SKIP, RankingRule(cut="partial"), RankingRule(winners=2))
NOTHING = Settled()
AMOUNT = {"amount": Kind.NUMBER}


def held(euros: int) -> Settled:
    return Settled(euros * 100, wins=True)


def settling(found: Ranked, said: dict[str, Settled]) -> Ranked:
    at = {reference: place for place, reference in enumerate(found.entries.references)}
    return replace(
        found, entries=replace(found.entries, settled={at[name]: one for name, one in said.items()})
    )


def told(found: Listing) -> dict[str, tuple[bool, int, int]]:
    """By application: is it served, with how much, and what that makes down to it; euros."""
    return {one.reference: (one.funded, one.awarded // 100, one.cumulated // 100) for one in found.places}


def test_the_settled_are_served_first_and_the_list_goes_on_with_what_is_left() -> None:
    """100: the second holds 45, the third nothing any more; 55 are left for the first (40), then 15 for the last."""
    found = settling(ranked([(5, 40), (4, 49), (3, 49), (2, 20)]), {"A1": held(45), "A2": NOTHING})
    strict = listing(found, RankingRule(), 100_00)
    assert told(strict) == {
        "A0": (True, 40, 85),
        "A1": (True, 45, 45),
        "A2": (False, 0, 45),
        "A3": (False, 0, 105),
    }
    assert (strict.spent, strict.pots[0].left) == (85_00, 15_00)
    assert [one.settled for one in strict.places] == [False, True, True, False]
    assert [one.steps[-1].code for one in strict.places] == [
        StepCode.FITS,
        StepCode.SETTLED,
        StepCode.SETTLED,
        StepCode.DOES_NOT_FIT,
    ]


def test_what_is_settled_below_the_line_is_served_over_who_waits_above_it() -> None:
    found = settling(ranked([(5, 40), (4, 40), (3, 45)]), {"A2": held(45)})
    assert told(listing(found, RankingRule(), 100_00)) == {
        "A0": (True, 40, 85),
        "A1": (False, 0, 125),
        "A2": (True, 45, 45),
    }


def test_what_is_settled_without_a_rank_takes_its_money_too() -> None:
    found = settling(ranked([(5, 40), (4, 40), (0, 30)]), {"A2": held(30)})
    for rule in (RankingRule(), SKIP):
        known = listing(found, rule, 100_00)
        assert (known.place("A2").rank, known.place("A2").awarded) == (None, 30_00)
        assert [known.place(one).funded for one in ("A0", "A1", "A2")] == [True, False, True]
        assert known.spent == 70_00


def test_who_keeps_what_was_paid_is_no_winner_and_leaves_the_place_to_the_next() -> None:
    rows = row([40, 40, 40])
    one, two, three = rows
    ended = [replace(one, settled=Settled(18_00)), two, three]
    found = allocate(ended, RankingRule(winners=2), 200_00)
    assert served(found) == ["B", "C"]
    assert (found.award("A").amount, found.pots[0].left) == (18_00, 102_00)
    kept = allocate([replace(one, settled=held(40)), two, three], RankingRule(winners=2), 200_00)
    assert served(kept) == ["A", "B"]


def test_more_settled_than_there_is_leaves_nothing_and_says_by_how_much() -> None:
    one, two, three = row([40, 40, 0])
    found = allocate([replace(one, settled=held(120)), two, three], SKIP, 100_00)
    assert outcomes(found) == {"A": "funded", "B": "unfunded", "C": "funded"}
    assert found.pots[0].left == -20_00


def test_what_one_pot_settles_beyond_its_own_is_taken_from_the_other() -> None:
    rule = RankingRule(
        pots=(
            Pot(key="one", label="Un", when="big", share="0.5"),
            Pot(key="two", label="Deux", share="0.5"),
        )
    )
    one, two = row([40, 30], big=True), row([20, 20], big=False)
    rows = [replace(one[0], settled=held(70)), one[1]]
    rows += [replace(each, reference=f"{each.reference}2") for each in two]
    found = allocate(rows, rule, 100_00, names={"big": Kind.BOOL})
    assert served(found) == ["A", "A2"]
    assert [(pot.spent, pot.received, pot.given, pot.left) for pot in found.pots] == [
        (70_00, 20_00, 0, 0),
        (20_00, 0, 20_00, 10_00),
    ]


def test_a_value_served_first_counts_who_won_already() -> None:
    rule = RankingRule(cut="skip", quotas=(Quota(by="topic", first=1),))
    rows = [*row([40, 40], topic="air"), *row([40], topic="sea")]
    rows[2] = replace(rows[2], reference="C", rank=3)
    assert served(allocate(rows, rule, 80_00)) == ["A", "C"]
    rows[0] = replace(rows[0], settled=held(40))
    assert served(allocate(rows, rule, 80_00)) == ["A", "C"]


_rows = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=9)
_said = st.dictionaries(
    st.integers(0, 8), st.builds(Settled, st.integers(0, 12).map(lambda euros: euros * 100), st.booleans())
)


def some(rows: list[tuple[int, int]], said: dict[int, Settled]) -> Ranked:
    known = {f"A{place}": one for place, one in said.items() if place < len(rows)}
    return settling(ranked(rows), known)


@given(_rows, _said, st.integers(1, 40), st.sampled_from(RULES))
def test_what_is_given_and_what_is_left_make_the_envelope(
    rows: list[tuple[int, int]], said: dict[int, Settled], euros: int, rule: RankingRule
) -> None:
    known = listing(some(rows, said), rule, euros * 100)
    given_ = sum(one.awarded for one in known.places)
    assert known.spent == given_
    assert given_ + (known.pots[0].left or 0) == euros * 100
    settled = sum(one.awarded for one in known.places if one.settled)
    assert given_ - settled <= max(0, euros * 100 - settled)


@given(_rows, _said, st.integers(0, 40))
def test_the_rule_on_arrays_gives_what_the_general_rule_gives(
    rows: list[tuple[int, int]], said: dict[int, Settled], euros: int
) -> None:
    found = some(rows, said)
    quick, slow = listing(found, RankingRule(), euros * 100), general(found, euros)
    assert quick.pots == slow.pots
    assert {one.reference: (one.funded, one.awarded, one.steps) for one in quick.places if one.rank} == {
        one.reference: (one.served, one.amount, one.steps)
        for one in slow.awards
        if quick.place(one.reference).rank
    }


def general(found: Ranked, euros: int) -> Allocation:
    """What ``allocate`` gives of the same list."""
    ranks = found.rank_of
    rows = [
        Candidate(
            reference,
            ranks.get(at, len(ranks) + 1),
            None,
            int(found.entries.amounts[at]),
            FILED,
            settled=found.entries.settled.get(at),
        )
        for at, reference in enumerate(found.entries.references)
        if at in ranks or at in found.entries.settled
    ]
    return allocate(rows, RankingRule(), euros * 100)


@given(_rows, st.integers(1, 40), st.sets(st.integers(0, 8)), st.sampled_from((*RULES, POTS)))
def test_settling_what_the_list_proposes_changes_nothing_for_the_others(
    rows: list[tuple[int, int]], euros: int, which: set[int], rule: RankingRule
) -> None:
    if rule.cut.value == "partial":
        return
    found = ranked(rows)
    before = listing(found, rule, euros * 100, names=AMOUNT)
    said = {
        one.reference: Settled(one.awarded, wins=True)
        for one in before.places
        if one.funded and int(one.reference[1:]) in which
    }
    after = listing(settling(found, said), rule, euros * 100, names=AMOUNT)
    assert [(one.reference, one.funded, one.awarded) for one in after.places] == [
        (one.reference, one.funded, one.awarded) for one in before.places
    ]


def test_who_was_drawn_keeps_its_place_in_the_draw_once_it_is_settled() -> None:
    rows, rule = row([40, 40, 40]), RankingRule(lottery=Lottery(width=0))
    band = Band(frozenset({"B", "C"}), frozenset({"A"}))
    before = allocate(rows, rule, 80_00, seed="2026", held=band)
    (won,) = [one for one in served(before) if one != "A"]
    settled = [replace(one, settled=held(40)) if one.reference == won else one for one in rows]
    after = allocate(settled, rule, 80_00, seed="2026", held=band)
    assert [(one.reference, one.amount) for one in after.awards] == [
        (one.reference, one.amount) for one in before.awards
    ]
    for name in ("B", "C"):
        drawn = [step.said["place"] for step in after.award(name).steps if step.code is StepCode.DRAWN]
        assert drawn == [
            step.said["place"] for step in before.award(name).steps if step.code is StepCode.DRAWN
        ]
    every = [replace(one, settled=held(40)) for one in rows]
    known = allocate(every, rule, 80_00, seed="2026", held=band)
    assert [one.reference for one in known.awards] == [one.reference for one in before.awards]
