"""A list that is fixed for its draw: what it says, what may still enter it, what a seed may be."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from app.domain.allocation import Band, allocate, draw
from app.domain.call_file.grid.ranking import RankingRule
from app.domain.call_file.names import Names
from app.domain.errors import Reason, ReasonCode
from app.domain.expressions import Kind
from app.domain.ranking import Entry
from app.domain.ranking.draw import BEFORE_THE_LIST, LONGEST_SEED, fix, may_still_enter, seed_fault, seed_of
from app.domain.ranking.entries import Entries
from app.domain.ranking.listing import Listing
from app.domain.ranking.result import rank_panel, result_of
from app.domain.scoring import Panel, ReviewMarks
from app.domain.workflow import Stage
from tests.domain.grids import criterion, grid
from tests.domain.ranked import candidate
from tests.factories import AN_OPEN_DAY

ONE = grid(criterion("merit", "10", ("0", "10", "1")))
DRAWN = RankingRule.model_validate({"lottery": {"width": 0}})
MARKS = {"A": "9", "B": "7", "C": "7", "D": "7", "E": "2"}
SEED = "4-8-15-16-23"


def listed(
    rule: RankingRule = DRAWN,
    *,
    left_out: str = "",
    amounts: dict[str, int] | None = None,
    seed: str | None = None,
    held: Band | None = None,
) -> Listing:
    names = [name for name in MARKS if name not in left_out]
    entries = Entries.of([Entry(name, (amounts or {}).get(name, 100_00)) for name in names])
    marks = [ReviewMarks(name, "x", {"merit": Decimal(MARKS[name])}) for name in names]
    panel = Panel.of(names, marks, ["merit"])
    return rank_panel(ONE, rule, Names(), entries, panel, 200_00, seed, held).listing


def served(found: Listing) -> list[str]:
    return [one.reference for one in found.places if one.funded]


def test_a_fixed_list_keeps_every_line_and_its_hash() -> None:
    found = fix(listed())
    assert found.text == (
        "1;A;9.00;100.00;funded\n"
        "2;B;7.00;100.00;to_draw\n2;C;7.00;100.00;to_draw\n2;D;7.00;100.00;to_draw\n"
        "5;E;2.00;100.00;unfunded\n"
    )
    assert found.band == Band(frozenset("BCD"), frozenset("A"))
    assert found.sha256 == sha256(found.text.encode()).hexdigest()


def test_what_has_no_mark_or_no_rank_stands_in_the_list_without_them() -> None:
    strict = ONE.model_copy(update={"threshold": Decimal(5)})
    entries = [Entry(name, 100_00) for name in "ABC"]
    reviews = [ReviewMarks("A", "x", {"merit": Decimal(9)}), ReviewMarks("B", "x", {"merit": Decimal(2)})]
    found = fix(result_of(strict, DRAWN, Names(), entries, reviews).listing)
    assert found.text == "1;A;9.00;100.00;funded\n;B;2.00;100.00;\n;C;;100.00;\n"
    assert not found.band.members


def test_a_fixed_band_stands_whatever_becomes_of_the_list_and_of_the_money() -> None:
    held = fix(listed()).band
    order = draw(SEED, "BCD")
    assert [one.reference for one in listed(seed=SEED, held=held).places] == ["A", *order, "E"]
    assert served(listed(seed=SEED, held=held)) == ["A", order[0]]
    dearer = {"A": 200_00}
    assert served(listed(amounts=dearer)) == ["A"]
    assert fix(listed(amounts=dearer)).band.members == frozenset()
    assert served(listed(amounts={"A": 150_00, order[0]: 50_00}, seed=SEED, held=held)) == ["A", order[0]]
    gone = order[0]
    left = listed(left_out=gone, seed=SEED, held=held)
    assert served(left) == ["A", order[1]]
    assert [one.reference for one in left.places] == ["A", *order[1:], "E"]
    assert served(listed(left_out="BCD", seed=SEED, held=held)) == ["A", "E"]


def test_a_fixed_list_without_seed_waits_for_it() -> None:
    found = listed(held=fix(listed()).band)
    assert [one.reference for one in found.places if one.outcome == "to_draw"] == ["B", "C", "D"]


def test_those_of_a_fixed_draw_stand_in_its_order_in_each_pot() -> None:
    north = {"key": "north", "label": "Nord", "share": "0.5", "when": "zone == 'n'"}
    pots = [north, {"key": "south", "label": "Sud", "share": "0.5"}]
    two = RankingRule.model_validate({"pots": pots, "lottery": {"width": 0}})
    six = [candidate(name, 1, 100, zone=name[0]) for name in ("n1", "s1", "n2", "s2", "n3", "s3")]
    held = Band(frozenset(one.reference for one in six), frozenset())
    found = allocate(six, two, 200_00, names={"zone": Kind.TEXT}, seed=SEED, held=held)
    order = [one.reference for one in found.awards]
    assert [one for one in order if one[0] == "n"] == list(draw(SEED, ["n1", "n2", "n3"]))
    assert [one for one in order if one[0] == "s"] == list(draw(SEED, ["s1", "s2", "s3"]))


@pytest.mark.parametrize("stage", sorted(BEFORE_THE_LIST))
def test_a_draft_may_enter_until_its_deadline_and_what_is_examined_until_it_is_settled(stage: Stage) -> None:
    draft = stage in (Stage.LETTER_DRAFT, Stage.DOSSIER_DRAFT)
    passed = AN_OPEN_DAY - timedelta(minutes=1)
    assert may_still_enter(stage, AN_OPEN_DAY, AN_OPEN_DAY)
    assert may_still_enter(stage, None, AN_OPEN_DAY)
    assert may_still_enter(stage, passed, AN_OPEN_DAY) is not draft


@pytest.mark.parametrize("stage", [Stage.REVIEWED, Stage.EXPIRED, Stage.INADMISSIBLE, Stage.AWARDED])
def test_what_is_in_the_list_or_out_of_it_does_not_enter(stage: Stage) -> None:
    assert not may_still_enter(stage, None, AN_OPEN_DAY)


@pytest.mark.parametrize("seed", [SEED, "Loto.2027-03-15:4,8/15_16+23", "a" * LONGEST_SEED])
def test_a_seed_is_what_everybody_types_alike(seed: str) -> None:
    assert seed_fault(seed) is None


def test_the_spaces_of_what_was_typed_become_hyphens() -> None:
    assert seed_of(" 4 8  15 16 23 ") == SEED


@pytest.mark.parametrize(
    ("seed", "fault"),
    [
        ("", Reason.of(ReasonCode.REQUIRED)),
        ("a" * (LONGEST_SEED + 1), Reason.of(ReasonCode.TOO_LONG, max=LONGEST_SEED)),
        *(
            (one, Reason.of(ReasonCode.NOT_A_SEED, read=one))
            for one in ("$HOME", 'a"b', "é", "a\nb", "`ls`", "4 8", "4--8", "-4", "4.")
        ),
    ],
)
def test_what_a_shell_would_change_is_no_seed(seed: str, fault: Reason) -> None:
    assert seed_fault(seed) == fault
