"""The effects of filing, of inviting and of leaving."""

from typing import Any, Final

from app.domain.deadlines import end_of_day
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.domain.workflow import Action
from app.services.apply import filings, forms, receipts
from app.services.cases import Case
from app.services.given_days import given
from app.services.road.acts.act import Acts, act
from app.services.road.acts.payloads import (
    Invitation,
    MaybeReasoned,
    Motivated,
    Nothing,
    Payload,
    Reasoned,
)
from app.services.screening import checklist
from app.services.work import Work


def submit_letter(work: Work, case: Case, _payload: Nothing) -> dict[str, Any]:
    """Freeze the letter; from now on the authority owes an answer."""
    return _told(work, case, filings.freeze(work, case, forms.LETTER))


def submit_dossier(work: Work, case: Case, _payload: Nothing) -> dict[str, Any]:
    """Freeze the dossier, start the delay of the implicit refusal, and answer what the checklist answers alone."""
    filed = filings.freeze(work, case, forms.DOSSIER)
    told = _told(work, case, filed)
    checklist.judge_automatically(work, case, filed.checked)
    return told


def _told(work: Work, case: Case, filed: filings.Frozen) -> dict[str, Any]:
    filing = filed.filing
    silence = filings.wait_in_silence(work, case, filing)
    return {
        "form": filing.form,
        "number": filing.number,
        "sha256": filing.sha256,
        "document": receipts.freeze(work, case, filed, silence).id,
        "filed_at": work.now.isoformat(),
        "silence_at": case.application.due_at.isoformat() if case.application.due_at else None,
    }


def invite(work: Work, case: Case, payload: Invitation) -> dict[str, Any]:
    """Open the dossier until its deadline: the one given, else that of the wave.

    Raises Invalid when that deadline has passed already: nobody is invited to what is closed; and for a day before the
    one that the call published, or a year away.
    """
    zone = case.folder.call.zone
    promised = case.wave.dossier_due_at
    due_at = given(work, case, payload.due_on, promised) if payload.due_on else promised
    if due_at <= work.now:
        raise Invalid(Fault("due_on", Reason.of(ReasonCode.IN_THE_PAST, read=due_at.astimezone(zone).date())))
    case.application.due_at = due_at
    work.session.add(case.application)
    return {"due_at": due_at.isoformat()}


def return_letter(work: Work, case: Case, _payload: Reasoned) -> dict[str, Any]:
    """Give the letter back until the deadline of the wave, or a week from now when that is too near."""
    wave_due = case.wave.letter_due_at or case.wave.dossier_due_at
    week = end_of_day(
        (work.now.astimezone(case.folder.call.zone) + filings.A_WEEK).date(), case.folder.call.zone
    )
    case.application.due_at = max(wave_due, week)
    work.session.add(case.application)
    return {"due_at": case.application.due_at.isoformat()}


def end(work: Work, case: Case, _payload: Payload) -> dict[str, Any]:
    """Nothing is waited for any more; what was written is kept."""
    case.application.due_at = None
    work.session.add(case.application)
    return {}


ACTS: Final[Acts] = {
    Action.SUBMIT_LETTER: act(Nothing, submit_letter),
    Action.INVITE: act(Invitation, invite),
    Action.DECLINE: act(Motivated, end, final=True),
    Action.RETURN_LETTER: act(Reasoned, return_letter),
    Action.SUBMIT_DOSSIER: act(Nothing, submit_dossier),
    Action.WITHDRAW: act(MaybeReasoned, end),
    Action.EXPIRE: act(Nothing, end),
}
