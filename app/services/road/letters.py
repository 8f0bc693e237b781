"""The letter of a decision: frozen with the act that notifies it, from what the mail of the same act says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from app.db import documents
from app.db.documents import FrozenDocument
from app.domain.documents import LetterDocument, Notified, UnmetRule
from app.domain.documents.written import DocumentKind, fingerprint, written
from app.domain.errors import Hidden, ReasonCode
from app.domain.people import APPLICANT_PARTS, Part
from app.domain.workflow import Action, Group, Stage
from app.services import frozen
from app.services.apply.receipts import office_of
from app.services.cases import Case, open_case
from app.services.frozen import Paper
from app.services.work import Work

NOTIFIED: Final[Mapping[Action, Notified]] = {
    Action.DECLINE: Notified.DECLINED,
    Action.DECLARE_INADMISSIBLE: Notified.INADMISSIBLE,
    Action.AWARD: Notified.AWARDED,
    Action.KEEP_ON_RESERVE: Notified.ON_RESERVE,
    Action.REJECT: Notified.REJECTED,
}
"""The acts that an applicant is notified of by a letter."""
READERS: Final = APPLICANT_PARTS | {Part.OFFICER, Part.MANAGER, Part.AUDITOR}


def freeze(work: Work, case: Case, action: Action, said: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the letter of this act, in its transaction; what the journal says of it. Nothing for an act without letter.

    ``said``: what the act says, as its mail reads it.
    """
    if action not in NOTIFIED:
        return {}
    before = _last(work, case)
    number = before.number + 1 if before is not None else 1
    letter = _letter(work, case, NOTIFIED[action], number, said)
    value = replace(letter, content_sha256=fingerprint(written(letter)))
    paper = Paper(
        DocumentKind.LETTER, _subject(case), number, value, case.application.call_id, case.application.id
    )
    kept = frozen.freeze(work, paper)
    return {"document": kept.id, "content_sha256": kept.sha256}


def letter(work: Work, reference: str, number: int | None = None) -> Paper:
    """The letter that was notified, for its team, the officers and the auditor; ``number``: that one, though another
    came since. Raises Hidden when there is none.
    """
    case = open_case(work, reference)
    row = None
    if case.parts & READERS:
        subject, kind = _subject(case), DocumentKind.LETTER
        row = (
            documents.last(work.session, kind, subject)
            if number is None
            else documents.find(work.session, kind, subject, number)
        )
    if row is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="letter")
    return frozen.paper_of(row)


def notified(work: Work, case: Case) -> FrozenDocument | None:
    """The last letter on this application that this reader may read; one question, where there may be one."""
    ended = case.application.stage in (Stage.DECLINED, Stage.INADMISSIBLE)
    return _last(work, case) if case.parts & READERS and (ended or case.released) else None


def _last(work: Work, case: Case) -> FrozenDocument | None:
    return documents.last(work.session, DocumentKind.LETTER, _subject(case))


def _subject(case: Case) -> str:
    return case.application.reference


def _letter(
    work: Work, case: Case, notified: Notified, number: int, said: Mapping[str, Any]
) -> LetterDocument:
    call, who = case.folder.call, case.organisation
    day = said.get("deliberated_on")
    return LetterDocument(
        office=office_of(call.authority),
        reference=case.application.reference,
        version=number,
        call_title=call.title,
        project_title=case.application.title or who.name,
        organisation=who.name,
        notified=notified,
        issued_at=work.now,
        zone=call.timezone,
        appeal=call.appeal,
        content_sha256="",
        address=who.whole_address,
        representative=", ".join(
            part for part in (who.representative_name, who.representative_title) if part
        ),
        amount_cents=said.get("amount_cents") or None,
        conditions=said.get("conditions", ""),
        reasons=said.get("reasons", "") or said.get("reason", ""),
        unmet=tuple(UnmetRule(one["article"], one["refusal"], one["note"]) for one in said.get("failed", ())),
        deliberation=said.get("deliberation", ""),
        deliberated_on=date.fromisoformat(day) if day else None,
        author=work.actor.name or call.contact.service,
        convention=Group.CONVENTION in case.folder.groups,
    )
