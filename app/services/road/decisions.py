"""The decision of the authority: recorded while provisional, then released for a whole wave at once."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from app.db import journal, people
from app.db.apply import applications
from app.db.base import key_of
from app.db.calls import calls
from app.db.calls.calls import Wave
from app.db.committee import committee
from app.db.committee.committee import Decision
from app.db.ranking import draws
from app.db.review import interests
from app.domain.access import Permission
from app.domain.errors import (
    Conflict,
    Fault,
    Forbidden,
    Hidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    Stale,
    WrongStage,
)
from app.domain.money import plain_euros
from app.domain.people import Role
from app.domain.typed.motives import motivates
from app.domain.workflow import Action, Outcome, Stage, Workflow
from app.services.calls.calls import OpenedCall, by_slug
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_WORDS, whole
from app.services.ranking import amounts, envelopes
from app.services.road.transitions import perform
from app.services.seals import fingerprint
from app.services.work import Work

RELEASING = {
    Outcome.AWARD: Action.AWARD,
    Outcome.RESERVE: Action.KEEP_ON_RESERVE,
    Outcome.REJECT: Action.REJECT,
}


def record(
    work: Work,
    reference: str,
    outcome: Outcome,
    *,
    amount: int = 0,
    conditions: str = "",
    reasons: str = "",
    deliberation: str = "",
    deliberated_on: date | None = None,
    version: int | None = None,
) -> Decision:
    """Record what the authority decides on an application; nobody is told until the release. Cents.

    ``version``: the one that was read; 0, that nothing was recorded yet; None, that whatever is recorded is replaced.
    Raises Invalid (an award without money, more than was asked or than the call's rule allows, a refusal without
    a motive, an award against the committee's advice without one, a deliberation before the filing or still to come, a
    text too long), WrongStage, Stale (with what is kept) when another was recorded since, Conflict once it was
    released (unless the application waits on the reserve list).
    """
    case = open_case(work, reference, Permission.RECORD_DECISION, lock=True)
    if not any(line.action is Action.AWARD for line in case.workflow.leaving(case.application.stage)):
        raise WrongStage(ReasonCode.WRONG_STAGE, stage=case.application.stage, action="record_decision")
    faults = _faults(work, case, outcome, amount, reasons)
    decided = {
        field: whole(field, text, most, faults)
        for field, text, most in (
            ("conditions", conditions, LONGEST_WORDS),
            ("reasons", reasons, LONGEST_WORDS),
            ("deliberation", deliberation, 80),
        )
    }
    if (wrong := _fault_of_day(work, case, deliberated_on)) is not None:
        faults.append(wrong)
    if faults:
        raise Invalid(*faults)
    decision = committee.decision(work.session, case.id, afresh=True) or Decision(
        application_id=case.id,
        outcome=outcome,
        recorded_by=work.person_id,
        recorded_at=work.now,
        version=0,
    )
    if decision.released_at is not None and decision.outcome is not Outcome.RESERVE:
        raise Conflict(ReasonCode.DECISION_RELEASED, at=decision.released_at)
    said: dict[str, Any] = {
        "outcome": outcome,
        "amount": amount if outcome is not Outcome.REJECT else 0,
        **decided,
        "deliberated_on": deliberated_on,
    }
    if version is not None and decision.version != version:
        if all(getattr(decision, field) == value for field, value in said.items()):
            return decision
        raise _stale(work, decision)
    for field, value in said.items():
        setattr(decision, field, value)
    decision.recorded_by, decision.recorded_at = work.person_id, work.now
    decision.released_at = None
    decision.version += 1
    work.session.add(decision)
    work.session.flush()
    journal.write(
        work.session,
        work.actor,
        "record_decision",
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data={"outcome": outcome.value, "amount_cents": decision.amount},
    )
    return decision


def _stale(work: Work, decision: Decision) -> Stale:
    """By whom the decision was recorded meanwhile, when, and what it says."""
    by, own = people.named(work.session, {decision.recorded_by}), decision.recorded_by == work.person_id
    day = decision.deliberated_on
    return Stale(
        ReasonCode.STALE,
        by=by[decision.recorded_by].name,
        own=own,
        at=decision.recorded_at,
        fields=("decision",),
        version=decision.version,
        kept={
            "outcome": decision.outcome.value,
            "amount": plain_euros(decision.amount),
            "conditions": decision.conditions,
            "reasons": decision.reasons,
            "deliberation": decision.deliberation,
            "deliberated_on": day.isoformat() if day else None,
        },
    )


def _faults(work: Work, case: Case, outcome: Outcome, amount: int, reasons: str) -> list[Fault]:
    faults = []
    if outcome is Outcome.AWARD and case.application.requested and amount <= 0:
        faults.append(Fault("amount", Reason.of(ReasonCode.REQUIRED)))
    if (wrong := amounts.too_much(work, case, amount)) is not None:
        faults.append(wrong)
    if outcome is Outcome.REJECT and not reasons.strip():
        faults.append(Fault("reasons", Reason.of(ReasonCode.JUSTIFICATION_MISSING)))
    elif outcome is Outcome.REJECT and not motivates(reasons):
        faults.append(Fault("reasons", Reason.of(ReasonCode.NOT_A_MOTIVE, read=reasons[:200])))
    advice = committee.opinion(work.session, case.id)
    against = advice is not None and advice.opinion is Stage.NOT_RECOMMENDED
    if outcome is Outcome.AWARD and against and not motivates(reasons):
        faults.append(Fault("reasons", Reason.of(ReasonCode.AGAINST_ADVICE)))
    return faults


def _fault_of_day(work: Work, case: Case, deliberated_on: date | None) -> Fault | None:
    """An assembly deliberates on what was filed already, and not in the future."""
    zone, filed_at = case.folder.call.zone, case.application.filed_at
    if deliberated_on is None:
        return None
    if deliberated_on > work.now.astimezone(zone).date():
        return Fault("deliberated_on", Reason.of(ReasonCode.IN_THE_FUTURE, read=deliberated_on))
    if filed_at is not None and deliberated_on < (first := filed_at.astimezone(zone).date()):
        return Fault("deliberated_on", Reason.of(ReasonCode.TOO_EARLY, read=deliberated_on, min=first))
    return None


def pending(work: Work, opened: OpenedCall, wave: Wave) -> list[tuple[str, Decision | None]]:
    """The applications of a wave that await a decision or its release, with what was recorded.

    Without those in which the person at work has an interest.
    """
    hidden = interests.interests_of_person(work.session, work.person_id)
    found = [
        one
        for one in applications.in_wave(work.session, key_of(wave), _pending_stages(opened))
        if key_of(one) not in hidden
    ]
    decided = committee.decisions_of(work.session, {key_of(one) for one in found})
    return [(one.reference, decided.get(key_of(one))) for one in found]


def _pending_stages(opened: OpenedCall) -> frozenset[Stage]:
    workflow = Workflow.for_call(opened.folder.groups)
    return frozenset(
        stage for line in workflow.transitions if line.action is Action.AWARD for stage in line.sources
    )


class ToRelease(NamedTuple):
    """What a release would make known, as one person reads it; ``sha256``: its fingerprint, which the release asks."""

    decisions: tuple[tuple[str, Decision], ...]
    sha256: str


def to_release(work: Work, opened: OpenedCall, wave: Wave) -> ToRelease:
    """The decisions of a wave that are recorded and not released, without those that an interest hides."""
    return to_release_among(pending(work, opened, wave))


def to_release_among(found: Iterable[tuple[str, Decision | None]]) -> ToRelease:
    """The same among these, which await a decision or its release.

    The fingerprint covers which decisions they are and how many times each was recorded.
    """
    waiting = tuple((one, said) for one, said in found if said is not None and said.released_at is None)
    versions = sorted((reference, decision.version) for reference, decision in waiting)
    return ToRelease(waiting, fingerprint(json.dumps(versions)))


def release(work: Work, slug: str, wave_key: str, *, read_sha256: str | None = None) -> tuple[str, ...]:
    """Release every recorded decision of a wave, together: stages move, mails go, in one transaction.

    Every application is taken before the first one moves, then the wave: what is weighed is what is released, and
    nobody who acts on one of them meanwhile waits for this while this waits for them.

    ``read_sha256``: the fingerprint of what was read (``to_release``); None, that whatever is recorded is released.
    Raises Stale, with both fingerprints, when one was recorded anew since or joined them, NotReady when nothing was
    recorded, between the two acts of a draw, or when the awards exceed the envelope, Forbidden unless a manager
    without interest in any application that waits (CGCT L2131-11).
    """
    opened = by_slug(work, slug)
    work.require(Role.MANAGER, call_id=opened.id)
    wave = calls.wave_by_key(work.session, opened.id, wave_key)
    if wave is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=wave_key)
    found = applications.in_wave(work.session, key_of(wave), _pending_stages(opened), lock=True)
    calls.locked_wave(work.session, key_of(wave))
    if interests.interests_of_person(work.session, work.person_id) & {key_of(one) for one in found}:
        raise Forbidden(ReasonCode.INTEREST_DECLARED, wave=wave.name)
    decided = committee.decisions_of(work.session, {key_of(one) for one in found}, afresh=True)
    waiting, present = to_release_among((one.reference, decided.get(key_of(one))) for one in found)
    if not waiting:
        raise NotReady(ReasonCode.NOTHING_TO_RELEASE)
    if (held_up := draw_pending(work, opened, wave)) is not None:
        raise NotReady(held_up.code, **held_up.values)
    if read_sha256 is not None and read_sha256 != present:
        raise Stale(ReasonCode.DECISIONS_CHANGED, read=read_sha256, present=present)
    awarded = envelopes.account(work.session, wave).awarded
    total = awarded + sum(d.amount for _, d in waiting if d.outcome is Outcome.AWARD)
    if wave.envelope and total > wave.envelope:
        raise NotReady(ReasonCode.ENVELOPE_EXCEEDED, total_cents=total, envelope_cents=wave.envelope)
    for reference, decision in waiting:
        perform(work, reference, RELEASING[decision.outcome].value)
    wave.released_at = wave.released_at or work.now
    work.session.add(wave)
    work.session.flush()
    data = {"wave": wave_key, "count": len(waiting)}
    journal.write(work.session, work.actor, "release_decisions", work.now, call_id=opened.id, data=data)
    return tuple(reference for reference, _ in waiting)


def draw_pending(work: Work, opened: OpenedCall, wave: Wave) -> Reason | None:
    """Why the draw of a wave holds its release up, while its list is fixed and its seed is not published."""
    held = draws.of_wave(work.session, key_of(wave))
    if held is None or held.published is not None:
        return None
    return Reason.of(ReasonCode.DRAW_PENDING, at=held.draw.fixed_at, zone=opened.folder.call.timezone)
