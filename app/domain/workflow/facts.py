"""What the guards of the road may ask, and the guards themselves: each answers None, or why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.deadlines import is_late
from app.domain.errors import Reason, ReasonCode
from app.domain.workflow.stages import Stage


class Outcome(StrEnum):
    """What the authority decides; it stays provisional until it is released."""

    AWARD = "award"
    RESERVE = "reserve"
    REJECT = "reject"


@dataclass(frozen=True)
class Facts:
    """What is true of one application at one instant, for its guards. Gathered by the services.

    ``due_at`` is the deadline of what the present stage waits for: the letter, the dossier, the completion,
    or, for what has been filed, the day on which silence means refusal (CRPA L231-4). ``draw_fixed_at`` is the
    instant when the list of its wave was fixed for a draw whose seed is not published yet; ``drawn_at``, for any draw.
    ``advised`` is the stage of the committee's opinion since it was put right, when the application does not stand
    there and nobody was told.
    """

    now: datetime
    opens_at: datetime | None = None
    due_at: datetime | None = None
    form_faults: int = 0
    pieces_missing: tuple[str, ...] = ()
    declarations_missing: int = 0
    budget: Reason | None = None
    unanswered: Reason | None = None
    checks: int = 0
    checks_open: int = 0
    checks_failed: tuple[str, ...] = ()
    reviewers: int = 0
    reviewers_wanted: int = 0
    reviews_in: int = 0
    consensus_missing: bool = False
    colleges_unnamed: tuple[str, ...] = ()
    colleges_silent: tuple[str, ...] = ()
    sitting: Reason | None = None
    quorum: Reason | None = None
    decision: Outcome | None = None
    draw_fixed_at: datetime | None = None
    drawn_at: datetime | None = None
    advised: Stage | None = None
    convention_missing: tuple[str, ...] = ()
    indicators_missing: tuple[str, ...] = ()
    payments_pending: int = 0


Guard = Callable[[Facts], Reason | None]


def in_time(facts: Facts) -> Reason | None:
    """Has the deadline not passed, by the server's clock? The very instant of the deadline is in time."""
    if facts.due_at is not None and is_late(facts.now, facts.due_at):
        return Reason.of(ReasonCode.DEADLINE_PASSED, due_at=facts.due_at, now=facts.now)
    return None


def has_opened(facts: Facts) -> Reason | None:
    """Has the intake opened?"""
    if facts.opens_at is not None and facts.now < facts.opens_at:
        return Reason.of(ReasonCode.NOT_OPEN_YET, opens_at=facts.opens_at)
    return None


def deadline_over(facts: Facts) -> Reason | None:
    """Has the deadline passed, so that the application may lapse?"""
    if facts.due_at is None or not is_late(facts.now, facts.due_at):
        return Reason.of(ReasonCode.DEADLINE_NOT_PASSED, due_at=facts.due_at)
    return None


def form_filled(facts: Facts) -> Reason | None:
    """Is every compulsory answer given and readable?"""
    return Reason.of(ReasonCode.FORM_INCOMPLETE, count=facts.form_faults) if facts.form_faults else None


def pieces_joined(facts: Facts) -> Reason | None:
    """Is every compulsory document joined?"""
    if facts.pieces_missing:
        return Reason.of(ReasonCode.PIECES_MISSING, pieces=facts.pieces_missing)
    return None


def declarations_made(facts: Facts) -> Reason | None:
    """Is every compulsory declaration made?"""
    if facts.declarations_missing:
        return Reason.of(ReasonCode.DECLARATIONS_MISSING, count=facts.declarations_missing)
    return None


def budget_sound(facts: Facts) -> Reason | None:
    """Do the charges equal the products, and the request its own line?"""
    return facts.budget


def something_answered(facts: Facts) -> Reason | None:
    """Did the applicant change something that was asked, or answer in words?"""
    return facts.unanswered


def checklist_done(facts: Facts) -> Reason | None:
    """Has every line of the admissibility checklist been judged, and none failed?"""
    if facts.checks_open:
        return Reason.of(ReasonCode.CHECKLIST_INCOMPLETE, count=facts.checks_open)
    if facts.checks_failed:
        return Reason.of(ReasonCode.CHECKLIST_FAILED, articles=facts.checks_failed)
    return None


def checklist_failing(facts: Facts) -> Reason | None:
    """Is a line of the checklist judged to fail? Where a call has one, nothing else makes a file inadmissible."""
    if facts.checks_failed or not facts.checks:
        return None
    if facts.checks_open:
        return Reason.of(ReasonCode.CHECKLIST_INCOMPLETE, count=facts.checks_open)
    return Reason.of(ReasonCode.CHECKLIST_HOLDS)


def reviewers_assigned(facts: Facts) -> Reason | None:
    """Are there as many reviewers as the call's file wants, in each of its colleges?"""
    if facts.reviewers < facts.reviewers_wanted:
        return Reason.of(
            ReasonCode.REVIEWERS_MISSING, reviewers=facts.reviewers, wanted=facts.reviewers_wanted
        )
    return _of_colleges(facts.colleges_unnamed)


def reviews_in(facts: Facts) -> Reason | None:
    """Has every review that the call's file wants come in, from each of its colleges?"""
    if facts.reviews_in < max(facts.reviewers_wanted, 1):
        return Reason.of(
            ReasonCode.REVIEWS_MISSING, reviews=facts.reviews_in, wanted=max(facts.reviewers_wanted, 1)
        )
    return _of_colleges(facts.colleges_silent)


def _of_colleges(short: tuple[str, ...]) -> Reason | None:
    """The colleges of reviewers of which some are missing, by their labels."""
    return Reason.of(ReasonCode.COLLEGES_MISSING, colleges=short) if short else None


def consensus_found(facts: Facts) -> Reason | None:
    """Are the marks agreed by all recorded, where the grid wants them?"""
    return Reason.of(ReasonCode.CONSENSUS_MISSING) if facts.consensus_missing else None


def sitting_held(facts: Facts) -> Reason | None:
    """Is the sitting that is on the screen held for this application, with its quorum for this very item?"""
    return facts.sitting or facts.quorum


def opinion_rectified(facts: Facts) -> Reason | None:
    """Does the opinion on record, put right, say another stage than the one where the application stands?"""
    return None if facts.advised is not None else Reason.of(ReasonCode.ALREADY_DONE)


def decided(outcome: Outcome) -> Guard:
    """Has the authority recorded this very outcome, which nobody was told yet?"""

    def guard(facts: Facts) -> Reason | None:
        if facts.decision is None:
            return Reason.of(ReasonCode.DECISION_MISSING)
        if facts.decision is not outcome:
            return Reason.of(ReasonCode.DECISION_DIFFERS, decided=facts.decision, wanted=outcome)
        return None

    return guard


def draw_held(facts: Facts) -> Reason | None:
    """Is no draw begun in its wave without its seed? What is drawn for is not decided before the draw."""
    if facts.draw_fixed_at is not None:
        return Reason.of(ReasonCode.DRAW_PENDING, at=facts.draw_fixed_at)
    return None


def undecided(facts: Facts) -> Reason | None:
    """Has the authority recorded nothing yet, not even provisionally?"""
    return None if facts.decision is None else Reason.of(ReasonCode.DECISION_RECORDED)


def never_drawn(facts: Facts) -> Reason | None:
    """Has no list of its wave been fixed for a draw? What was drawn for keeps the marks that put it there."""
    return None if facts.drawn_at is None else Reason.of(ReasonCode.LIST_DRAWN, at=facts.drawn_at)


def convention_printable(facts: Facts) -> Reason | None:
    """Is everything that the convention prints on record? (Nothing printed may differ from the decision.)"""
    if facts.convention_missing:
        return Reason.of(ReasonCode.CONVENTION_INCOMPLETE, missing=facts.convention_missing)
    return None


def indicators_reported(facts: Facts) -> Reason | None:
    """Does every indicator of the convention have the value that this rendezvous looks at?"""
    if facts.indicators_missing:
        return Reason.of(ReasonCode.INDICATORS_MISSING, indicators=facts.indicators_missing)
    return None


def payments_settled(facts: Facts) -> Reason | None:
    """Is every instalment paid or given up?"""
    if facts.payments_pending:
        return Reason.of(ReasonCode.PAYMENTS_PENDING, count=facts.payments_pending)
    return None
