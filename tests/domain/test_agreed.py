"""Which marks the reviewers have to agree on after their reviews."""

from app.domain.scoring import agreed_criteria
from tests.domain.grids import EUROPE, criterion, grid, with_


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
