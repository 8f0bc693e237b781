"""The door: the only place where an application changes stage.

In one transaction, in this order: open and lock the application; refuse a stale version; ask the table; run the
action's effect; write the stage if nobody else did; write the journal; put the mail in the outbox. The edge commits.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.db import journal
from app.db.apply import applications
from app.db.follow_up import follow_up
from app.domain.errors import Hidden, Invalid, ReasonCode, Stale, WrongStage
from app.domain.workflow import Action, Choice, Transition
from app.services import mails
from app.services.apply.forms import Checked
from app.services.cases import Case, open_case
from app.services.ports import Mail
from app.services.road import letters
from app.services.road.acts.payloads import as_sent, read_payload
from app.services.road.acts.records import ACTS
from app.services.road.facts import gather
from app.services.work import Work

NOT_IN_JOURNAL = frozenset({"attendees", "minutes"})
"""Who came to a meeting and what was said there: kept with the rendezvous, where they can be corrected or erased
(GDPR, art. 17); the journal is for ever."""


def choices(
    work: Work, case: Case, checked: Checked | None = None, sitting: int | None = None
) -> tuple[Choice, ...]:
    """What this person may do now with the application, and why not for what is not open: for the buttons.

    ``checked``: the form that is being written, when it was checked already. ``sitting``: that on the screen.
    """
    if not case.parts:
        return ()
    facts = gather(work, case, checked, sitting)
    return case.workflow.allowed_actions(case.application.stage, case.parts, facts)


def perform(
    work: Work,
    reference: str,
    action: str,
    sent: Mapping[str, Any] | None = None,
    *,
    version: int | None = None,
) -> Case:
    """Do this action to this application. ``version`` is what the person was reading, when they say it.

    Raises Hidden, Forbidden, Invalid, Stale (somebody acted since: who, what, when), WrongStage, TooLate, NotReady.
    """
    done = _done(work, reference, action, sent, version)
    case = done.case
    if done.message is not None:
        key = f"{reference}:{action}:{case.application.version}"
        mails.write_to_team(work, done.message, case.id, done.told, key=key)
    return case


def told_if_done(
    work: Work,
    reference: str,
    action: str,
    sent: Mapping[str, Any] | None = None,
    *,
    version: int | None = None,
) -> Mail | None:
    """The mail that the team would receive, were this action done: it is done, then undone. None without one.

    Raises what ``perform`` raises.
    """
    trial = work.session.begin_nested()
    try:
        done = _done(work, reference, action, sent, version)
        if done.message is None:
            return None
        return mails.as_the_team_reads(work, done.message, done.case.id, done.told)
    finally:
        trial.rollback()
        work.session.expire_all()


class Done(NamedTuple):
    """What an action did: to which application, with which mail for its team, saying what."""

    case: Case
    message: str | None
    told: dict[str, Any]


def _done(
    work: Work, reference: str, action: str, sent: Mapping[str, Any] | None, version: int | None
) -> Done:
    case = open_case(work, reference, lock=True)
    try:
        known = Action(action)
    except ValueError as error:
        raise Hidden(ReasonCode.UNKNOWN_ACTION, action=action) from error
    application = case.application
    if version is not None and version != application.version:
        raise Stale(ReasonCode.STALE, stage=case.stage_shown, action=known, **who_moved(work, case))
    line = decide(work, case, known, sitting_of(sent))
    act = ACTS[known]
    payload = read_payload(act.payload, sent or {})
    source = application.stage
    told = act.effect(work, case, payload)
    work.session.flush()
    target = line.reaches(source)
    if not applications.move(work.session, application, target, work.now):
        raise Stale(ReasonCode.STALE, action=known, **who_moved(work, case))
    data = {**as_sent(payload), **told}
    data |= letters.freeze(work, case, known, data)
    proof = {key: value for key, value in data.items() if key not in NOT_IN_JOURNAL}
    journal.write(
        work.session,
        work.actor,
        known.value,
        work.now,
        call_id=application.call_id,
        application_id=application.id,
        source=source.value,
        target=target.value,
        data=proof,
    )
    message = line.message.value if line.message is not None else None
    return Done(case, message, {**mails.mail_values(work, case), **data})


def sitting_of(sent: Mapping[str, Any] | None) -> int | None:
    """The sitting that an act names; None without one, and for what is no key: its payload then says so."""
    named = str((sent or {}).get("sitting") or "")
    return int(named) if named.isdecimal() and len(named) < 10 else None


def decide(work: Work, case: Case, action: Action, sitting: int | None = None) -> Transition:
    """The line of the table that this action would follow now, or the refusal that the door would give."""
    facts = gather(work, case, sitting=sitting)
    try:
        return case.workflow.decide(case.application.stage, action, case.parts, facts)
    except WrongStage as refused:
        told = {**refused.reason.values, "stage": case.stage_shown, **who_moved(work, case)}
        raise WrongStage(refused.reason.code, **told) from refused


def who_moved(work: Work, case: Case) -> dict[str, Any]:
    """Who moved the application last, by what, when: what a refused person is told.

    The applicant is told that the authority acted, never which person nor by what opinion.
    """
    entry = journal.last_move(work.session, case.id)
    if entry is None:
        return {}
    shown = case.stage_shown is case.application.stage
    return {
        "by": entry.actor_name if shown else "",
        "did": entry.verb if shown else "",
        "at": entry.at,
    }


def repeated(work: Work, case: Case, action: str, sent: Mapping[str, Any] | None = None) -> bool:
    """Was this action the last move of the application, by this very person, in the same words? (a double click, a
    replayed form)
    """
    entry = journal.last_move(work.session, case.id)
    if entry is None or entry.verb != action or entry.actor_id != work.actor.person_id:
        return False
    try:
        said = as_sent(read_payload(ACTS[Action(action)].payload, sent or {}))
    except Invalid:
        return False
    meetings = follow_up.rendezvous(work.session, case.id)
    return all(
        any(getattr(one, key) == words for one in meetings)
        if key in NOT_IN_JOURNAL
        else entry.data.get(key) == words
        for key, words in said.items()
    )
