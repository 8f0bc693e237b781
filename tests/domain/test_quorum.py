"""The quorum of one item: who has an interest in it counts on neither side."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Reason, ReasonCode
from app.domain.quorum import Quorum, item_quorum

HALF = Decimal("0.5")


@pytest.mark.parametrize(
    ("members", "present", "recused", "expected"),
    [
        (range(15), range(8), (), Quorum(15, 8, 8)),
        (range(15), range(7), (), Quorum(15, 7, 8)),
        (range(15), range(8), (0,), Quorum(14, 7, 7)),
        (range(15), range(8), (14,), Quorum(14, 8, 7)),
        (range(2), range(1), (0, 1), Quorum(0, 0, 1)),
        ((), (), (), Quorum(0, 0, 1)),
    ],
)
def test_the_quorum_is_half_of_those_without_interest_rounded_up(
    members: range, present: range, recused: tuple[int, ...], expected: Quorum
) -> None:
    assert (
        item_quorum(
            members=frozenset(members), present=frozenset(present), recused=frozenset(recused), share=HALF
        )
        == expected
    )


def test_a_quorum_that_is_met_refuses_nothing_and_one_that_is_not_says_the_figures() -> None:
    assert Quorum(15, 8, 8).refusal is None
    assert Quorum(15, 7, 8).refusal == Reason.of(
        ReasonCode.QUORUM_MISSING, present=7, required=8, eligible=15
    )


_people = st.frozensets(st.integers(0, 12))


@given(_people, _people, _people, st.sampled_from((HALF, Decimal("0.3333"), Decimal(1))))
def test_nobody_recused_ever_helps_to_meet_it(
    members: frozenset[int], there: frozenset[int], recused: frozenset[int], share: Decimal
) -> None:
    present = members & there
    counted = item_quorum(members=members, present=present, recused=recused, share=share)
    without = item_quorum(
        members=members - recused, present=present - recused, recused=frozenset(), share=share
    )
    assert counted == without
