"""Which marks the reviewers have to agree on after their reviews."""

from decimal import Decimal

from app.domain.scoring import agreed_criteria
from tests.domain.grids import EUROPE, alone, criterion, grid, judged, marks, parted, reviews, with_


def test_nothing_is_agreed_unless_the_grid_says_so() -> None:
    assert agreed_criteria(EUROPE) == ()
    assert agreed_criteria(with_(EUROPE, aggregate_on="totals")) == ()


def test_a_grid_of_consensus_wants_every_mark_agreed() -> None:
    for on in ("criteria", "totals"):
        file = with_(EUROPE, aggregation="consensus", aggregate_on=on)
        assert agreed_criteria(file) == file.criteria


def test_one_criterion_alone_may_be_agreed() -> None:
    file = grid(criterion("a", aggregation="consensus"), criterion("b"))
    assert [one.key for one in agreed_criteria(file)] == ["a"]
    file = with_(file, aggregation="consensus", criteria=[criterion("a"), criterion("b", aggregation="min")])
    assert [one.key for one in agreed_criteria(file)] == ["a"]


def test_what_is_agreed_is_not_one_more_reviewer() -> None:
    file = with_(EUROPE, aggregation="consensus", gap="2")
    given = reviews(excellence="4 5", impact="4 5", implementation="4 4")
    agreed = judged(file, {**given, "consensus": marks(excellence="1", impact="4", implementation="4")})
    assert [one.marks for one in agreed.criteria] == [(4, 5), (4, 5), (4, 4)]
    assert [one.mark for one in agreed.criteria] == [1, 4, 4]
    assert (agreed.totals, agreed.asks_one_more) == ((12, 14), False)


def test_a_criterion_tells_what_its_parts_gave() -> None:
    file = grid(parted("merit", "10", criterion("idea", "6"), criterion("plan", "4")), criterion("free", "5"))
    merit, free = alone(file, idea="5", plan="2.5", free="1").criteria
    assert [(one.key, one.mark, one.points, one.marks) for one in merit.parts] == [
        ("idea", 5, 6, (5,)),
        ("plan", Decimal("2.5"), 2, (Decimal("2.5"),)),
    ]
    assert (merit.mark, merit.highest, merit.points, merit.marks, free.parts) == (8, 10, 8, (), ())
