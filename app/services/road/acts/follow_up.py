"""The effects of the three rendezvous: each is recorded, and opens its instalment."""

from typing import Any, Final

from app.db.follow_up import follow_up, payments
from app.db.follow_up.follow_up import Rendezvous
from app.db.follow_up.payments import PaymentState
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.domain.workflow import Action
from app.services.cases import Case
from app.services.road.acts.act import Acts, act, nothing_more
from app.services.road.acts.payloads import FinalMeeting, Kickoff, Meeting, Midterm, Motivated, Note
from app.services.work import Work


def hold_kickoff(work: Work, case: Case, payload: Kickoff) -> dict[str, Any]:
    """The physical meeting at the start, with a study of the financing plan."""
    if not payload.plan_studied:
        raise Invalid(Fault("plan_studied", Reason.of(ReasonCode.REQUIRED)))
    return _hold(work, case, "kickoff", payload)


def hold_midterm(work: Work, case: Case, payload: Midterm) -> dict[str, Any]:
    """The steering committee at mid-financing: intermediate assessment and adjustments."""
    return _hold(work, case, "midterm", payload, payload.adjustments)


def hold_final(work: Work, case: Case, payload: FinalMeeting) -> dict[str, Any]:
    """The final assessment, on the indicators of the convention, with the prospects."""
    return _hold(work, case, "final", payload, payload.prospects)


def _hold(work: Work, case: Case, kind: str, payload: Meeting, adjustments: str = "") -> dict[str, Any]:
    """Keep a rendezvous that was held, not before the one that it follows, and open its instalment."""
    today = work.now.astimezone(case.folder.call.zone).date()
    if payload.held_on > today:
        raise Invalid(Fault("held_on", Reason.of(ReasonCode.IN_THE_FUTURE, read=payload.held_on)))
    held = [
        one.held_on for one in follow_up.rendezvous(work.session, case.id) if one.kind != kind and one.held_on
    ]
    if held and payload.held_on < max(held):
        raise Invalid(Fault("held_on", Reason.of(ReasonCode.TOO_EARLY, read=payload.held_on, min=max(held))))
    meeting = follow_up.rendezvous_of(work.session, case.id, kind) or Rendezvous(
        application_id=case.id, kind=kind, planned_on=payload.held_on
    )
    meeting.held_on, meeting.place = payload.held_on, payload.place
    meeting.attendees, meeting.minutes = payload.attendees, payload.minutes
    meeting.adjustments = adjustments
    meeting.recorded_by, meeting.recorded_at = work.person_id, work.now
    work.session.add(meeting)
    opened = []
    for payment in payments.of_application(work.session, case.id):
        if payment.opened_by == kind and payment.state is PaymentState.PLANNED:
            payment.state, payment.opened_at = PaymentState.OPEN, work.now
            payment.version += 1
            work.session.add(payment)
            opened.append({"label": payment.label, "amount_cents": payment.amount})
    work.session.flush()
    return {"kind": kind, "held_on": payload.held_on.isoformat(), "opened": opened}


def terminate(work: Work, case: Case, payload: Motivated) -> dict[str, Any]:
    """End the convention early: what is not paid is cancelled; what was paid stays in the ledger."""
    paid = 0
    for payment in payments.of_application(work.session, case.id):
        if payment.state is PaymentState.PAID:
            paid += payment.paid_amount or 0
        else:
            payment.state = PaymentState.CANCELLED
            payment.cancelled_because = payload.reason
            payment.version += 1
            work.session.add(payment)
    work.session.flush()
    return {"paid_cents": paid}


ACTS: Final[Acts] = {
    Action.HOLD_KICKOFF: act(Kickoff, hold_kickoff),
    Action.HOLD_MIDTERM: act(Midterm, hold_midterm),
    Action.HOLD_FINAL: act(FinalMeeting, hold_final),
    Action.CLOSE: act(Note, nothing_more),
    Action.TERMINATE: act(Motivated, terminate, final=True),
}
