"""The draw around the line, the reserve list, and who moves up."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.domain.allocation import Band, Candidate, PotUse, allocate, digest, draw, promote
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.expressions import Kind
from tests.domain.ranked import candidate, codes, outcomes, row, served

SEED = "Loto 2027-03-15 : 4 8 15 16 23"
NAMES = {"zone": Kind.TEXT}
TODAY = date(2027, 3, 1)


def rule(**said: Any) -> RankingRule:
    return RankingRule.model_validate(said)


# -- the draw


def test_the_order_of_the_draw_is_that_of_the_hashes_which_anyone_can_compute() -> None:
    assert digest("2027", "A") == hashlib.sha256(b"2027:A").hexdigest()
    assert digest("2027", "A").startswith("f12eabaf6cd8")
    assert (
        draw(SEED, "ABCDE")
        == draw(SEED, "EDCBA")
        == tuple(sorted("ABCDE", key=lambda one: digest(SEED, one)))
    )


SWISS = [candidate(f"#{n:02d}", n, 100) for n in range(1, 16)]
GROUP = ["#02", "#03", "#04", "#05", "#06"]
"""Mock panel of the Swiss National Science Foundation: five fundable, four of them drawn from a group of five."""


def test_without_a_published_seed_nobody_is_drawn() -> None:
    found = allocate(SWISS, rule(lottery={}), 500_00, band=GROUP)
    assert served(found) == ["#01"]
    assert list(found.to_draw) == GROUP
    assert dict(found.award("#02").steps[0].said) == {
        "count": 5,
        "amount_cents": 500_00,
        "left_cents": 400_00,
    }
    assert outcomes(found)["#07"] == "unfunded"
    assert codes(found, "#07") == ["line_closed"]


def test_who_asks_for_more_than_any_draw_can_leave_does_not_wait_for_it() -> None:
    near = [
        candidate(name, n, 100, score=score)
        for n, (name, score) in enumerate(
            (("A", "88.67"), ("B", "80"), ("C", "79.33"), ("D", "78.67"), ("E", "78"), ("F", "60")), 1
        )
    ]
    small = candidate("G", 7, 40, score="50")
    skips = rule(lottery={"width": 2}, cut="skip")
    found = allocate([*near, small], skips, 350_00)
    assert found.to_draw == ("B", "C", "D", "E", "G")
    assert (outcomes(found)["F"], codes(found, "F")) == ("unfunded", ["beyond_draw"])
    assert dict(found.award("F").steps[0].said) == {"amount_cents": 100_00, "left_cents": 99_99}
    drawn = allocate([*near, small], skips, 350_00, seed=SEED)
    assert (outcomes(drawn)["F"], outcomes(drawn)["G"]) == ("unfunded", "funded")


def test_with_its_seed_four_are_drawn_from_the_group_of_five() -> None:
    found = allocate(SWISS, rule(lottery={}), 500_00, seed=SEED, band=GROUP)
    order = draw(SEED, GROUP)
    assert served(found) == sorted(["#01", *order[:4]])
    assert outcomes(found)[order[4]] == "drawn_out"
    assert codes(found, order[0]) == ["drawn", "fits"]
    assert codes(found, order[4]) == ["drawn", "does_not_fit"]
    assert dict(found.award(order[1]).steps[0].said) == {
        "place": 2,
        "count": 5,
        "seed": SEED,
        "digest": digest(SEED, order[1]),
    }
    assert found == allocate(SWISS[::-1], rule(lottery={}), 500_00, seed=SEED, band=GROUP[::-1])


def test_one_that_is_not_of_the_band_keeps_its_side_of_the_line() -> None:
    found = allocate(SWISS, rule(lottery={}), 500_00, seed=SEED, band=["#03", "#06"])
    assert {"#01", "#02", "#04", "#05"} < set(served(found))
    assert len(served(found)) == 5


@pytest.mark.parametrize(
    ("width", "members"), [("0", []), ("1", ["B", "C"]), ("1.5", ["B", "C"]), ("2", ["A", "B", "C", "D"])]
)
def test_the_band_is_made_of_those_within_a_few_points_of_the_last_who_is_reached(
    width: str, members: list[str]
) -> None:
    marks = {"A": "82", "B": "80", "C": "79", "D": "78", "E": "70"}
    five = [candidate(name, n, 50, score=mark) for n, (name, mark) in enumerate(marks.items(), 1)]
    found = allocate(five, rule(lottery={"width": width}), 100_00)
    assert list(found.to_draw) == members
    assert "E" not in served(found)
    assert len(served(allocate(five, rule(lottery={"width": width}), 100_00, seed=SEED))) == 2


@pytest.mark.parametrize("cut", ["strict", "skip", "partial"])
def test_a_lottery_of_no_width_separates_only_the_ex_aequo_of_the_line(cut: str) -> None:
    four = [candidate("A", 1, 60, score="90")]
    four += [candidate(name, 2, 40, score="80") for name in "BC"]
    found = allocate(four, rule(cut=cut, lottery={"width": 0}), 100_00)
    assert outcomes(found) == {"A": "funded", "B": "to_draw", "C": "to_draw"}
    winner, loser = draw(SEED, "BC")
    drawn = allocate(four, rule(cut=cut, lottery={"width": 0}), 100_00, seed=SEED)
    assert served(drawn) == ["A", winner]
    assert outcomes(drawn)[loser] == "drawn_out"


def test_a_tie_that_only_the_number_of_winners_cuts_is_drawn_too() -> None:
    three = [candidate("A", 1, 1, score="90"), *(candidate(name, 2, 1, score="80") for name in "BC")]
    found = allocate(three, rule(winners=2, lottery={"width": 0}), None)
    assert outcomes(found) == {"A": "funded", "B": "to_draw", "C": "to_draw"}
    assert len(served(allocate(three, rule(winners=2, lottery={"width": 0}), None, seed=SEED))) == 2


@pytest.mark.parametrize(("envelope", "band"), [(400_00, "BC"), (0, "BC"), (100_00, "B"), (100_00, "")])
def test_where_a_draw_would_change_nothing_there_is_none(envelope: int, band: str) -> None:
    for seed in (None, SEED):
        found = allocate(row([100, 100, 100]), rule(lottery={}), envelope, seed=seed, band=list(band))
        assert found == allocate(row([100, 100, 100]), rule(), envelope)


def test_a_list_without_scores_or_where_nobody_is_reached_has_no_band() -> None:
    assert allocate(SWISS, rule(lottery={"width": 3}), 500_00).to_draw == ()
    assert allocate(row([100, 100]), rule(lottery={"width": 3}), 50_00).to_draw == ()
    tied = [candidate(name, 1, 100, score="80") for name in "AB"]
    assert allocate(tied, rule(lottery={"width": 3}), 50_00).to_draw == ()


def test_those_whom_a_draw_may_still_reach_wait_for_it() -> None:
    amounts = row([50, 40, 60, 10, 5])
    skipping = rule(cut="skip", lottery={})
    found = allocate(amounts, skipping, 100_00, band=["B", "C"])
    assert outcomes(found) == {
        "A": "funded",
        "B": "to_draw",
        "C": "to_draw",
        "D": "to_draw",
        "E": "to_draw",
    }
    assert codes(found, "D") == ["after_draw"]
    assert codes(allocate(amounts, rule(lottery={}), 100_00, band=["B", "C"]), "D") == ["line_closed"]
    zoned = [
        candidate(name, n, 10, zone=zone)
        for n, (name, zone) in enumerate(zip("ABCD", "xxxy", strict=True), 1)
    ]
    quota = rule(quotas=[{"by": "zone", "most": 1}], winners=1, lottery={})
    found = allocate(zoned, quota, None, band=["A", "B", "D"])
    assert outcomes(found) == {"A": "to_draw", "B": "to_draw", "C": "to_draw", "D": "to_draw"}


def test_a_band_that_the_settled_quotas_leave_to_one_needs_no_draw() -> None:
    four = [
        candidate(name, n, 50, zone=zone)
        for n, (name, zone) in enumerate(zip("ABCD", "xxyy", strict=True), 1)
    ]
    quota = rule(quotas=[{"by": "zone", "stocks": {"x": 1}}], lottery={})
    found = allocate(four, quota, 120_00, band=["B", "C"])
    assert outcomes(found) == {"A": "funded", "B": "quota", "C": "funded", "D": "unfunded"}
    all_out = rule(quotas=[{"by": "zone", "stocks": {"x": 0}}], lottery={})
    assert outcomes(allocate(four, all_out, 70_00, band=["A", "B"])) == {
        "A": "quota",
        "B": "quota",
        "C": "funded",
        "D": "unfunded",
    }


def two_pots(**said: Any) -> RankingRule:
    north = {"key": "north", "label": "Nord", "when": "zone == 'n'", "share": "0.5", **said.pop("north", {})}
    return rule(pots=[north, {"key": "south", "label": "Sud", "share": "0.5"}], lottery={}, **said)


SIX = [candidate(f"{'ns'[n % 2]}{n}", n + 1, 50, zone="ns"[n % 2]) for n in range(6)]


def test_the_bands_of_pots_that_nothing_links_are_drawn_apart() -> None:
    found = allocate(SIX, two_pots(), 120_00, names=NAMES, band=["n0", "n2"])
    assert outcomes(found) == {
        "n0": "to_draw",
        "s1": "funded",
        "n2": "to_draw",
        "s3": "unfunded",
        "n4": "unfunded",
        "s5": "unfunded",
    }
    both = allocate(SIX, two_pots(), 120_00, names=NAMES, seed=SEED, band=["n0", "n2", "s1", "s3"])
    assert sorted(one[0] for one in served(both)) == ["n", "s"]


@pytest.mark.parametrize("link", [{"winners": 3}, {"north": {"spills_to": ["south"]}}])
def test_where_pots_share_something_a_draw_to_come_holds_them_all(link: dict[str, Any]) -> None:
    found = allocate(SIX, two_pots(**link), 120_00, names=NAMES, band=["n0", "n2"])
    assert set(outcomes(found).values()) == {"to_draw"}


def test_equal_places_of_two_pots_do_not_mix_their_bands() -> None:
    equal = [candidate(name, 1, 50, zone=name[0]) for name in ("n1", "n2", "s1", "s2")]
    found = allocate(equal, two_pots(), 120_00, names=NAMES, band=["n1", "n2"])
    assert outcomes(found) == {"n1": "to_draw", "n2": "to_draw", "s1": "unfunded", "s2": "unfunded"}


def in_two_pots(*names: str) -> list[Candidate]:
    """Ex aequo, each in the pot of its first letter."""
    return [candidate(name, 1, 50, score="80", zone=name[0]) for name in names]


BY_ZONE: dict[str, Any] = {"split": {"by": "zone"}, "lottery": {"width": 0}}


@pytest.mark.parametrize(
    ("names", "winners"), [(["n1", "s1"], 1), (["n1", "n2", "s1"], 1), (["n1", "n2", "s1", "s2"], 3)]
)
def test_ex_aequo_of_two_pots_for_too_few_places_of_winners_are_drawn_together(
    names: list[str], winners: int
) -> None:
    equal, last = in_two_pots(*names), candidate("n9", 9, 50, score="10", zone="n")
    few = rule(winners=winners, **BY_ZONE)
    before = allocate([*equal, last], few, None)
    assert outcomes(before) == {**dict.fromkeys(names, "to_draw"), "n9": "to_draw"}
    assert {dict(before.award(name).steps[-1].said)["count"] for name in names} == {len(names)}
    for seed in (SEED, "a", "b", "c"):
        order = draw(seed, names)
        after = allocate([*equal, last], few, None, seed=seed)
        assert sorted(served(after)) == sorted(order[:winners])
        assert {outcomes(after)[name] for name in order[winners:]} == {"drawn_out"}
        assert outcomes(after)["n9"] == "unfunded"
        held = Band(frozenset(names), frozenset())
        fixed = allocate([*equal, last], few, None, seed=seed, held=held)
        assert outcomes(fixed) == outcomes(after)


def test_who_is_alone_in_its_band_and_has_no_equal_in_another_waits_for_no_draw() -> None:
    two = [candidate("n1", 1, 50, score="80", zone="n"), candidate("s1", 2, 50, score="79", zone="s")]
    assert outcomes(allocate(two, rule(winners=1, **BY_ZONE), None)) == {"n1": "funded", "s1": "unfunded"}


def test_a_band_whose_pot_can_pay_it_does_not_wait_for_that_of_another_at_the_same_place() -> None:
    equal = in_two_pots("n1", "n2", "s1", "s2")
    pots = [
        {"key": key, "label": key, "when": f"zone == '{key}'", "amount": m}
        for key, m in (("n", 50), ("s", 100))
    ]
    found = allocate(
        equal, rule(pots=pots, winners=4, lottery={}), 150_00, names=NAMES, band=["n1", "n2", "s1", "s2"]
    )
    assert outcomes(found) == {"n1": "to_draw", "n2": "to_draw", "s1": "funded", "s2": "funded"}


def test_bands_that_no_pot_can_pay_wait_together_where_the_pots_share_the_winners() -> None:
    names = ["n1", "n2", "s1", "s2"]
    pots = [{"key": key, "label": key, "when": f"zone == '{key}'", "amount": 50} for key in ("n", "s")]
    shared = rule(pots=pots, winners=4, lottery={})
    found = allocate(in_two_pots(*names), shared, 100_00, names=NAMES, band=names)
    assert outcomes(found) == dict.fromkeys(names, "to_draw")


def test_a_best_of_its_topic_is_not_drawn() -> None:
    topics = [
        candidate(name, n, 50, topic=topic)
        for n, (name, topic) in enumerate(zip("ABC", "xxy", strict=True), 1)
    ]
    first = rule(quotas=[{"by": "topic", "first": 1}], lottery={})
    assert outcomes(allocate(topics, first, 100_00, band=["B", "C"])) == {
        "A": "funded",
        "B": "unfunded",
        "C": "funded",
    }


# -- the reserve list


def test_those_who_wait_are_on_the_reserve_in_order_and_ex_aequo_share_a_place() -> None:
    four = [candidate("A", 1, 100), candidate("B", 2, 60), candidate("C", 3, 60), candidate("D", 3, 60)]
    found = allocate(four, rule(reserve={"until": "2027-06-30"}), 100_00)
    assert [(one.reference, one.place) for one in found.awards] == [("A", None), ("B", 1), ("C", 2), ("D", 2)]
    assert codes(found, "C") == ["line_closed", "on_reserve"]
    assert dict(found.award("C").steps[1].said) == {"place": 2, "until": date(2027, 6, 30)}
    short = allocate(four, rule(reserve={"size": 2}), 100_00)
    assert outcomes(short) == {"A": "funded", "B": "reserve", "C": "unfunded", "D": "unfunded"}
    assert codes(short, "D") == ["line_closed", "reserve_full"]


def test_a_quota_and_a_draw_lead_to_the_reserve_and_a_threshold_does_not() -> None:
    three = [candidate("A", 1, 10, score="30", zone="x"), candidate("B", 2, 10, score="20", zone="x")]
    three.append(candidate("C", 3, 10, score="10", zone="x"))
    pot = {"key": "all", "label": "Tous", "share": "1", "threshold": "15"}
    found = allocate(three, rule(pots=[pot], quotas=[{"by": "zone", "most": 1}], reserve={}), 100_00)
    assert outcomes(found) == {"A": "funded", "B": "reserve", "C": "below_threshold"}
    drawn = allocate(SWISS, rule(lottery={}, reserve={}), 500_00, seed=SEED, band=GROUP)
    assert drawn.award(draw(SEED, GROUP)[4]).place == 1
    assert drawn.award("#07").place == 2


# -- who moves up


def test_when_a_winner_withdraws_the_first_of_the_reserve_moves_up() -> None:
    four, reserve = row([60, 40, 50, 30]), rule(reserve={"until": "2027-06-30"})
    found = allocate(four, reserve, 100_00)
    after = promote(four, reserve, found, ["A"], TODAY)
    assert outcomes(after) == {"A": "withdrawn", "B": "funded", "C": "funded", "D": "reserve"}
    assert codes(after, "A") == ["fits", "withdrew"]
    assert codes(after, "C")[-2:] == ["promoted", "fits"]
    assert [(one.amount, one.cumulated) for one in after.awards] == [
        (0, 0),
        (40_00, 40_00),
        (50_00, 90_00),
        (0, 90_00),
    ]
    assert after.pots == (PotUse("", "", 100_00, 0, 0, 90_00, 10_00),)
    assert after.award("D") == dataclass_with(found.award("D"), cumulated=90_00)
    again = promote(four, reserve, after, ["C"], TODAY)
    assert served(again) == ["B", "D"]


def dataclass_with(award: Any, **changed: Any) -> Any:
    return type(award)(**{name: getattr(award, name) for name in award.__slots__} | changed)


def test_the_reserve_keeps_its_cut_its_quotas_and_its_last_day() -> None:
    four = row([40, 40, 70, 30])
    strict, skip = rule(reserve={"until": "2027-06-30"}), rule(cut="skip", reserve={})
    assert served(promote(four, strict, allocate(four, strict, 100_00), ["A"], TODAY)) == ["B"]
    found = allocate(row([40, 40, 70, 45]), skip, 100_00)
    assert served(promote(row([40, 40, 70, 45]), skip, found, ["A"], TODAY)) == ["B", "D"]
    late = promote(four, strict, allocate(four, strict, 100_00), ["A", "B"], date(2027, 7, 1))
    assert served(late) == []
    assert late.pots[0].left == 100_00
    assert codes(late, "C")[-1] == "reserve_over"
    zoned = [
        candidate(name, n, 50, zone=zone)
        for n, (name, zone) in enumerate(zip("ABCD", "xyxy", strict=True), 1)
    ]
    quota = rule(quotas=[{"by": "zone", "most": 1, "first": 1}], reserve={})
    found = allocate(zoned, quota, 100_00)
    assert served(promote(zoned, quota, found, ["B"], TODAY)) == ["A", "D"]
    winners = rule(winners=2, reserve={})
    assert served(promote(zoned, winners, allocate(zoned, winners, None), ["A"], TODAY)) == ["B", "C"]


def test_who_was_served_in_part_is_completed_first() -> None:
    three, partial = row([50, 30, 60]), rule(cut="partial", reserve={})
    found = allocate(three, partial, 100_00)
    after = promote(three, partial, found, ["B"], TODAY)
    assert [one.amount for one in after.awards] == [50_00, 0, 50_00]
    assert (outcomes(after)["C"], codes(after, "C")) == ("partial", ["partly", "completed"])
    both = promote(three, partial, found, ["A"], TODAY)
    assert (outcomes(both)["C"], both.pots[0].left) == ("funded", 10_00)
    four = row([50, 30, 60, 40])
    after = promote(four, partial, allocate(four, partial, 100_00), ["A"], TODAY)
    assert [one.amount for one in after.awards] == [0, 30_00, 60_00, 10_00]


def test_freed_money_stays_in_its_pot_unless_the_pot_spills() -> None:
    four = [candidate(name, n, 50, zone=name[0]) for n, name in enumerate(("n1", "s1", "s2", "x1"), 1)]
    north = {"key": "north", "label": "Nord", "when": "zone == 'n'", "share": "0.5"}
    south = {"key": "south", "label": "Sud", "when": "zone == 's'", "share": "0.5"}
    apart = rule(pots=[north, south], reserve={})
    after = promote(four, apart, allocate(four, apart, 100_00, names=NAMES), ["n1"], TODAY)
    assert outcomes(after) == {"n1": "withdrawn", "s1": "funded", "s2": "reserve", "x1": "no_pot"}
    spilling = rule(pots=[{**north, "spills_to": ["south"]}, south], reserve={})
    after = promote(four, spilling, allocate(four, spilling, 100_00, names=NAMES), ["n1"], TODAY)
    assert served(after) == ["s1", "s2"]
    panels = rule(split={"by": "zone"}, reserve={})
    found = allocate(four, panels, 100_00)
    assert served(found) == ["s1"]
    assert served(promote(four, panels, found, ["s1"], TODAY)) == ["s2"]


def test_without_bound_there_is_nothing_to_move() -> None:
    three = rule(winners=1)
    found = allocate(row([5, 5]), three, None)
    after = promote(row([5, 5]), three, found, ["A"], TODAY)
    assert outcomes(after) == {"A": "withdrawn", "B": "unfunded"}
    assert after.pots == (PotUse("", "", None, 0, 0, 0, None),)


def test_a_withdrawal_before_the_draw_or_of_who_won_nothing_is_refused() -> None:
    waiting = allocate(SWISS, rule(lottery={}), 500_00, band=GROUP)
    with pytest.raises(ValueError, match="draw"):
        promote(SWISS, rule(lottery={}), waiting, ["#01"], TODAY)
    found = allocate(row([60, 60]), rule(), 100_00)
    with pytest.raises(ValueError, match="served"):
        promote(row([60, 60]), rule(), found, ["B"], TODAY)
    with pytest.raises(KeyError):
        promote(row([60, 60]), rule(), found, ["Z"], TODAY)


def test_a_partial_without_bound_is_completed_whole() -> None:
    """An envelope that was bounded when the list was made, and is no more."""
    found = allocate(row([60, 60]), rule(cut="partial", reserve={}), 100_00)
    open_now = type(found)(found.awards, (PotUse("", "", None, 0, 0, 100_00, None),))
    after = promote(row([60, 60]), rule(cut="partial", reserve={}), open_now, [], TODAY)
    assert outcomes(after) == {"A": "funded", "B": "funded"}
    assert after.award("B").amount == Decimal(60_00)
