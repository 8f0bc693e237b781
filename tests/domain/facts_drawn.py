"""Facts about an application, drawn at random or said one at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from app.domain.errors import Reason, ReasonCode
from app.domain.workflow import Facts, Outcome

A_MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_around = st.integers(-2, 2).map(lambda seconds: A_MONDAY + timedelta(seconds=seconds))
_few = st.integers(0, 2)
_names = st.lists(st.sampled_from(("statuts", "rib")), max_size=2).map(tuple)


def just(**said: Any) -> Facts:
    """Nothing stands in the way but what is said."""
    return Facts(**{"now": A_MONDAY, **said})


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    return Facts(
        now=A_MONDAY,
        opens_at=draw(st.none() | _around),
        due_at=draw(st.none() | _around),
        form_faults=draw(_few),
        pieces_missing=draw(_names),
        declarations_missing=draw(_few),
        budget=draw(st.none() | st.just(Reason.of(ReasonCode.BUDGET_UNBALANCED))),
        unanswered=draw(st.none() | st.just(Reason.of(ReasonCode.NOTHING_ANSWERED))),
        checks=draw(_few),
        checks_open=draw(_few),
        checks_failed=draw(_names),
        reviewers=draw(_few),
        reviewers_wanted=draw(_few),
        reviews_in=draw(_few),
        consensus_missing=draw(st.booleans()),
        colleges_unnamed=draw(_names),
        colleges_silent=draw(_names),
        sitting=draw(st.none() | st.just(Reason.of(ReasonCode.SITTING_MISSING))),
        quorum=draw(st.none() | st.just(Reason.of(ReasonCode.QUORUM_MISSING))),
        decision=draw(st.none() | st.sampled_from(Outcome)),
        draw_fixed_at=draw(st.none() | st.just(A_MONDAY)),
        convention_missing=draw(_names),
        indicators_missing=draw(_names),
        payments_pending=draw(_few),
    )
