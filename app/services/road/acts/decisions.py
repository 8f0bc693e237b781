"""The effects of a released decision, and of the agreement reached at a common table."""

from datetime import date
from typing import Any, Final

from app.db.committee import committee
from app.db.committee.committee import Decision
from app.domain.errors import Fault, Invalid, NotReady, Reason, ReasonCode
from app.domain.typed.motives import motivates
from app.domain.workflow import Action, Outcome
from app.services.cases import Case
from app.services.follow_up.indicators import plan_indicators
from app.services.ranking import envelopes
from app.services.road.acts.act import Acts, act
from app.services.road.acts.payloads import Agreement, Note, Nothing
from app.services.work import Work


def award(work: Work, case: Case, _payload: Nothing) -> dict[str, Any]:
    """The decision becomes public to the applicant, and the indicators of the convention may be set.

    One award released alone stays inside the envelope like those of a whole wave.
    """
    decision = committee.decision(work.session, case.id)
    _require_deliberation(case, decision)
    if decision is not None and decision.released_at is None:
        envelopes.spend(work.session, case.application.wave_id, decision.amount)
    told = _release(work, case)
    plan_indicators(work, case)
    return told


def keep_on_reserve(work: Work, case: Case, _payload: Nothing) -> dict[str, Any]:
    return _release(work, case)


def reject(work: Work, case: Case, _payload: Nothing) -> dict[str, Any]:
    """Raises NotReady for reasons that were recorded before a motive was asked."""
    decision = committee.decision(work.session, case.id)
    if decision is not None and not motivates(decision.reasons):
        raise NotReady(ReasonCode.NOT_A_MOTIVE, read=decision.reasons, reference=case.application.reference)
    return _release(work, case)


def _require_deliberation(case: Case, decision: Decision | None) -> None:
    """Raises NotReady where the assembly decides and the decision does not say by which deliberation, and of which day.

    It decides on all that asks for money, and where the call has a convention, which cites it: to keep on reserve and
    to refuse are decisions on the same request. A released decision no longer changes.
    """
    if decision is None or (decision.deliberation and decision.deliberated_on):
        return
    if decision.amount or case.application.requested or case.folder.convention:
        raise NotReady(ReasonCode.DELIBERATION_MISSING, reference=case.application.reference)


def _release(work: Work, case: Case) -> dict[str, Any]:
    decision = committee.decision(work.session, case.id)
    if decision is None:
        raise NotReady(ReasonCode.DECISION_MISSING)
    _require_deliberation(case, decision)
    decision.released_at = work.now
    case.application.due_at = None
    work.session.add(decision)
    work.session.add(case.application)
    work.session.flush()
    return {
        "amount_cents": decision.amount,
        "conditions": decision.conditions,
        "reasons": decision.reasons,
        "deliberation": decision.deliberation,
        "deliberated_on": _iso(decision.deliberated_on),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def join_table(work: Work, case: Case, _payload: Note) -> dict[str, Any]:
    """A place at the common table: nothing is ranked, nothing is waited for by law any more."""
    case.application.due_at = None
    work.session.add(case.application)
    return {}


def agree(work: Work, case: Case, payload: Agreement) -> dict[str, Any]:
    """What the table agreed on, as the assembly approved it, is the decision that the convention will print.

    Raises Invalid for a deliberation that is still to come: nothing could have been approved.
    """
    if payload.deliberated_on > work.now.astimezone(case.folder.call.zone).date():
        raise Invalid(
            Fault("deliberated_on", Reason.of(ReasonCode.IN_THE_FUTURE, read=payload.deliberated_on))
        )
    decision = committee.decision(work.session, case.id) or Decision(
        application_id=case.id, outcome=Outcome.AWARD, recorded_by=work.person_id, recorded_at=work.now
    )
    if decision.released_at is None:
        envelopes.spend(work.session, case.application.wave_id, payload.amount)
    decision.amount, decision.conditions = payload.amount, payload.commitments
    decision.deliberation, decision.deliberated_on = payload.deliberation, payload.deliberated_on
    decision.recorded_by, decision.recorded_at, decision.released_at = work.person_id, work.now, work.now
    work.session.add(decision)
    work.session.flush()
    plan_indicators(work, case)
    return {"amount_cents": payload.amount}


ACTS: Final[Acts] = {
    Action.AWARD: act(Nothing, award),
    Action.KEEP_ON_RESERVE: act(Nothing, keep_on_reserve),
    Action.REJECT: act(Nothing, reject, final=True),
    Action.JOIN_TABLE: act(Note, join_table),
    Action.AGREE: act(Agreement, agree),
}
