"""A slip in an opinion of the committee put right, until a decision is released on it."""

from collections.abc import Mapping
from typing import Any

from app.db import journal
from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import CommitteeOpinion, Sitting
from app.db.rectifications import Rectification, Subject, rectifications_of
from app.domain.access import Permission
from app.domain.documents import Opinion as Advice
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode
from app.domain.workflow import Action, Stage
from app.domain.workflow.committee import ADVISED
from app.services.cases import Case, open_case
from app.services.committee.replaced_minutes import opinion_rectified
from app.services.rectifying import rectify as keep
from app.services.road.acts.committee import FAVOURABLE, fault, say
from app.services.road.acts.payloads import RectifiedOpinion, read_payload
from app.services.road.transitions import perform
from app.services.work import Work


def rectify(
    work: Work, reference: str, opinion_id: int, sent: Mapping[str, Any] | RectifiedOpinion
) -> Rectification:
    """Put an opinion right, its sitting closed or not: what was recorded first stays readable, with why it changed.

    ``sent``: see ``RectifiedOpinion``. Another kind of opinion takes the application to its stage, and sets aside what
    was decided on the former one, which nobody was told. The minutes of a closed sitting are replaced.

    Raises Forbidden, Hidden, Invalid (what the first recording refuses; another kind once something followed it),
    Stale when somebody rectified it since, Conflict OPINION_RELEASED.
    """
    case, opinion, sitting = opinion_of(work, reference, opinion_id, lock=True)
    refuse_released(work, case)
    said = sent if isinstance(sent, RectifiedOpinion) else read_payload(RectifiedOpinion, sent)
    stage = Stage(said.opinion.value)
    favourable, conditional = stage in FAVOURABLE, stage is Stage.RECOMMENDED_WITH_CONDITIONS
    amount = said.amount if favourable else None
    faults = []
    moves = stage is not opinion.opinion
    if moves and not leads(work, case, opinion):
        faults.append(Fault("opinion", Reason.of(ReasonCode.OPINION_FOLLOWED)))
    if conditional and not said.conditions:
        faults.append(Fault("conditions", Reason.of(ReasonCode.REQUIRED)))
    if not favourable and not said.comment:
        faults.append(Fault("comment", Reason.of(ReasonCode.REQUIRED)))
    wrong = fault(work, case, key_of(sitting), stage, said, amount, by=opinion.given_at)
    if wrong is not None:
        faults.append(wrong)
    if faults:
        raise Invalid(*faults)
    was = as_kept(opinion)
    opinion.opinion = stage
    say(work, case, opinion, said, amount, said.conditions if conditional else "")
    work.session.add(opinion)
    call = case.application.call_id
    made = keep(
        work,
        Subject.OPINION,
        key_of(opinion),
        was,
        as_kept(opinion),
        said.reason,
        version=said.version,
        call_id=call,
        application_id=case.id,
    )
    if moves:
        _set_decision_aside(work, case)
        perform(work.as_system(), reference, Action.FOLLOW_OPINION.value)
    if sitting.closed_at is not None:
        opinion_rectified(work, sitting, opinion, made)
    return made


def opinion_of(
    work: Work, reference: str, opinion_id: int, *, lock: bool = False
) -> tuple[Case, CommitteeOpinion, Sitting]:
    """An opinion on this application, with its sitting, for who may put it right. Raises Forbidden, Hidden."""
    case = open_case(work, reference, Permission.RECTIFY_OPINION, lock=lock)
    opinion = opinion_on(work, case, opinion_id, lock=lock)
    sitting = (committee.locked_sitting if lock else committee.sitting)(work.session, opinion.sitting_id)
    if sitting is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="sitting")
    return case, opinion, sitting


def opinion_on(work: Work, case: Case, opinion_id: int, *, lock: bool = False) -> CommitteeOpinion:
    """Raises Hidden unless this opinion is one on this application."""
    opinion = (committee.locked_opinion if lock else committee.opinion_by_id)(work.session, opinion_id)
    if opinion is None or opinion.application_id != case.id:
        raise Hidden(ReasonCode.NOT_FOUND, what="opinion")
    return opinion


def opinions_on(work: Work, case: Case) -> list[tuple[CommitteeOpinion, int]]:
    """The opinions on an application, the first first, each with how many times it was put right."""
    found = committee.every_opinion(work.session, case.id)
    made = rectifications_of(work.session, Subject.OPINION, {key_of(one) for one in found})
    return [(one, sum(row.subject_id == one.id for row in made)) for one in found]


def refuse_released(work: Work, case: Case) -> None:
    """Raises Conflict OPINION_RELEASED once a decision was released on the application."""
    decision = committee.decision(work.session, case.id, afresh=True)
    if decision is not None and decision.released_at is not None:
        raise Conflict(ReasonCode.OPINION_RELEASED, at=decision.released_at, zone=str(case.zone))


def is_released(work: Work, case: Case) -> bool:
    """Was a decision released on this application, so that its opinions stay as they are?"""
    decision = committee.decision(work.session, case.id)
    return decision is not None and decision.released_at is not None


def leads(work: Work, case: Case, opinion: CommitteeOpinion) -> bool:
    """Does the application stand where this opinion led it, nothing having followed?"""
    last = committee.opinion(work.session, case.id)
    stands = case.application.stage is opinion.opinion and opinion.opinion in ADVISED
    return stands and last is not None and last.id == opinion.id


def kind_of(opinion: CommitteeOpinion) -> Advice:
    """What the committee advised, as the minutes say it."""
    return Advice(opinion.opinion.value)


def as_kept(opinion: CommitteeOpinion) -> dict[str, Any]:
    """An opinion as a rectification keeps it: cents, the stage by its value."""
    return {
        "opinion": opinion.opinion.value,
        "amount": opinion.amount,
        "conditions": opinion.conditions,
        "observations": opinion.observations,
        "reasons": opinion.reasons,
        "votes_for": opinion.votes_for,
        "votes_against": opinion.votes_against,
        "abstentions": opinion.abstentions,
        "casting_vote": opinion.casting_vote or False,
    }


def _set_decision_aside(work: Work, case: Case) -> None:
    """What was decided on another opinion is decided again: nobody was told of it."""
    decision = committee.decision(work.session, case.id)
    if decision is None:
        return
    data = {"outcome": decision.outcome.value, "amount_cents": decision.amount}
    work.session.delete(decision)
    work.session.flush()
    journal.write(
        work.session,
        work.actor,
        "set_decision_aside",
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data=data,
    )
