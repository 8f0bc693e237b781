"""Each guard of the road, both ways."""

from datetime import timedelta

import pytest

from app.domain.errors import Reason, ReasonCode
from app.domain.workflow import Facts, Outcome
from app.domain.workflow.facts import (
    Guard,
    budget_sound,
    checklist_done,
    checklist_failing,
    consensus_found,
    convention_printable,
    deadline_over,
    decided,
    declarations_made,
    draw_held,
    form_filled,
    has_opened,
    in_time,
    indicators_reported,
    never_drawn,
    payments_settled,
    pieces_joined,
    reviewers_assigned,
    reviews_in,
    sitting_held,
    undecided,
)
from tests.domain.facts_drawn import A_MONDAY, just

A_SECOND = timedelta(seconds=1)
UNBALANCED = Reason.of(ReasonCode.BUDGET_UNBALANCED, difference=1)
NO_QUORUM = Reason.of(ReasonCode.QUORUM_MISSING, present=1)


@pytest.mark.parametrize(
    ("guard", "facts"),
    [
        (in_time, just()),
        (in_time, just(due_at=A_MONDAY)),
        (in_time, just(due_at=A_MONDAY + A_SECOND)),
        (has_opened, just()),
        (has_opened, just(opens_at=A_MONDAY)),
        (deadline_over, just(due_at=A_MONDAY - A_SECOND)),
        (form_filled, just()),
        (pieces_joined, just()),
        (declarations_made, just()),
        (budget_sound, just()),
        (checklist_done, just()),
        (checklist_failing, just()),
        (checklist_failing, just(checks=3, checks_open=1, checks_failed=("Article 3",))),
        (reviewers_assigned, just(reviewers=2, reviewers_wanted=2)),
        (reviews_in, just(reviews_in=1)),
        (reviews_in, just(reviews_in=2, reviewers_wanted=2)),
        (consensus_found, just(reviews_in=2)),
        (sitting_held, just()),
        (decided(Outcome.AWARD), just(decision=Outcome.AWARD)),
        (draw_held, just()),
        (undecided, just()),
        (never_drawn, just()),
        (convention_printable, just()),
        (indicators_reported, just()),
        (payments_settled, just()),
    ],
)
def test_a_guard_lets_through(guard: Guard, facts: Facts) -> None:
    assert guard(facts) is None


@pytest.mark.parametrize(
    ("guard", "facts", "reason"),
    [
        (
            in_time,
            just(due_at=A_MONDAY - A_SECOND),
            Reason.of(ReasonCode.DEADLINE_PASSED, due_at=A_MONDAY - A_SECOND, now=A_MONDAY),
        ),
        (
            has_opened,
            just(opens_at=A_MONDAY + A_SECOND),
            Reason.of(ReasonCode.NOT_OPEN_YET, opens_at=A_MONDAY + A_SECOND),
        ),
        (deadline_over, just(), Reason.of(ReasonCode.DEADLINE_NOT_PASSED, due_at=None)),
        (
            deadline_over,
            just(due_at=A_MONDAY),
            Reason.of(ReasonCode.DEADLINE_NOT_PASSED, due_at=A_MONDAY),
        ),
        (form_filled, just(form_faults=3), Reason.of(ReasonCode.FORM_INCOMPLETE, count=3)),
        (
            pieces_joined,
            just(pieces_missing=("Statuts",)),
            Reason.of(ReasonCode.PIECES_MISSING, pieces=("Statuts",)),
        ),
        (
            declarations_made,
            just(declarations_missing=1),
            Reason.of(ReasonCode.DECLARATIONS_MISSING, count=1),
        ),
        (budget_sound, just(budget=UNBALANCED), UNBALANCED),
        (
            checklist_done,
            just(checks_open=2, checks_failed=("Article 3",)),
            Reason.of(ReasonCode.CHECKLIST_INCOMPLETE, count=2),
        ),
        (
            checklist_done,
            just(checks_failed=("Article 3",)),
            Reason.of(ReasonCode.CHECKLIST_FAILED, articles=("Article 3",)),
        ),
        (
            checklist_failing,
            just(checks=3, checks_open=2),
            Reason.of(ReasonCode.CHECKLIST_INCOMPLETE, count=2),
        ),
        (checklist_failing, just(checks=3), Reason.of(ReasonCode.CHECKLIST_HOLDS)),
        (
            reviewers_assigned,
            just(reviewers=1, reviewers_wanted=2),
            Reason.of(ReasonCode.REVIEWERS_MISSING, reviewers=1, wanted=2),
        ),
        (reviews_in, just(), Reason.of(ReasonCode.REVIEWS_MISSING, reviews=0, wanted=1)),
        (
            reviews_in,
            just(reviews_in=1, reviewers_wanted=2),
            Reason.of(ReasonCode.REVIEWS_MISSING, reviews=1, wanted=2),
        ),
        (
            reviewers_assigned,
            just(colleges_unnamed=("Usagers",)),
            Reason.of(ReasonCode.COLLEGES_MISSING, colleges=("Usagers",)),
        ),
        (
            reviews_in,
            just(reviews_in=1, colleges_silent=("Usagers",)),
            Reason.of(ReasonCode.COLLEGES_MISSING, colleges=("Usagers",)),
        ),
        (consensus_found, just(consensus_missing=True), Reason.of(ReasonCode.CONSENSUS_MISSING)),
        (
            sitting_held,
            just(sitting=Reason.of(ReasonCode.SITTING_MISSING), quorum=NO_QUORUM),
            Reason.of(ReasonCode.SITTING_MISSING),
        ),
        (sitting_held, just(quorum=NO_QUORUM), NO_QUORUM),
        (decided(Outcome.AWARD), just(), Reason.of(ReasonCode.DECISION_MISSING)),
        (draw_held, just(draw_fixed_at=A_MONDAY), Reason.of(ReasonCode.DRAW_PENDING, at=A_MONDAY)),
        (
            decided(Outcome.AWARD),
            just(decision=Outcome.REJECT),
            Reason.of(ReasonCode.DECISION_DIFFERS, decided=Outcome.REJECT, wanted=Outcome.AWARD),
        ),
        (undecided, just(decision=Outcome.REJECT), Reason.of(ReasonCode.DECISION_RECORDED)),
        (never_drawn, just(drawn_at=A_MONDAY), Reason.of(ReasonCode.LIST_DRAWN, at=A_MONDAY)),
        (
            convention_printable,
            just(convention_missing=("beneficiary.siret",)),
            Reason.of(ReasonCode.CONVENTION_INCOMPLETE, missing=("beneficiary.siret",)),
        ),
        (
            indicators_reported,
            just(indicators_missing=("Usagers",)),
            Reason.of(ReasonCode.INDICATORS_MISSING, indicators=("Usagers",)),
        ),
        (payments_settled, just(payments_pending=1), Reason.of(ReasonCode.PAYMENTS_PENDING, count=1)),
    ],
)
def test_a_guard_says_why_not(guard: Guard, facts: Facts, reason: Reason) -> None:
    assert guard(facts) == reason
