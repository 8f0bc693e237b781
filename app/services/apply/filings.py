"""Filing: the draft becomes a frozen version with its SHA-256, and an acknowledgement can be printed from it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from app.db.apply import files, filings
from app.db.apply.filings import Filing
from app.db.base import canonical_json
from app.db.journal import Happened
from app.db.screening import screening
from app.domain.deadlines import Span, end_of_day, silent_rejection_on
from app.domain.workflow import Action, Stage
from app.services.apply import forms
from app.services.cases import Case
from app.services.work import Work

A_WEEK = timedelta(days=7)


class Frozen(NamedTuple):
    """What was just filed, and the same as it was checked."""

    filing: Filing
    checked: forms.Checked


def freeze(work: Work, case: Case, name: str) -> Frozen:
    """Keep a copy of the draft as it is now, with the files joined to it; nothing can change it later."""
    content = {**to_freeze(work, case, name), "filed_at": work.now.isoformat()}
    checked = forms.check(work, case, name, content)
    last = filings.last_filing(work.session, case.id, name)
    forms.mirror(work, case, checked)
    filing = Filing(
        application_id=case.id,
        form=name,
        number=last.number + 1 if last else 1,
        content=content,
        sha256=hashlib.sha256(canonical_json(content).encode()).hexdigest(),
        filed_by=work.person_id,
        filed_at=work.now,
    )
    work.session.add(filing)
    if case.application.filed_at is None:
        case.application.filed_at = work.now
    work.session.add(case.application)
    work.session.flush()
    return Frozen(filing, checked)


def to_freeze(work: Work, case: Case, name: str) -> dict[str, Any]:
    """What a filing would keep now: the whole of what its page shows before it is sent. ``reply``: what a completion
    says in words."""
    draft, who = forms.draft_of(work, case, name), case.organisation
    return {
        "call": case.folder.call.slug,
        "checksum": case.call.checksum,
        "reference": case.application.reference,
        "form": name,
        "answers": draft.content["answers"],
        "budget": draft.content.get("budget", {}),
        "declarations": draft.content.get("declarations", []),
        "pieces": [
            {
                "piece": file.piece,
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "handle": file.handle,
            }
            for file in (files.joined(work.session, case.id) if name == forms.DOSSIER else [])
        ],
        "organisation": {
            "name": who.name,
            "siret": who.siret,
            "rna": who.rna,
            "legal_form": who.legal_form,
            "address": who.whole_address,
            "representative_name": who.representative_name,
            "representative_title": who.representative_title,
        },
        **({"reply": reply} if (reply := reply_of(draft.content)) else {}),
    }


def reply_of(content: Mapping[str, Any]) -> str:
    """What is answered in words to a request for completion, in a draft or in a filing."""
    return str(content.get("reply", ""))


def wait_in_silence(work: Work, case: Case, filing: Filing | None = None) -> date | None:
    """While the authority owes an answer, the deadline is the day when its silence is a refusal (CRPA L231-4, 3°).

    ``filing``: the last one, when it is known. Gives that day.
    """
    day = silence_on(work, case) if filing is None else silence_of(work, case, filing)
    case.application.due_at = None if day is None else end_of_day(day, case.zone)
    work.session.add(case.application)
    return day


def silence_on(work: Work, case: Case) -> date | None:
    """The day when the silence of the authority is a refusal, for what it has to answer; None when nothing was filed.

    A dossier is received when it is first filed, and what is asked of its team suspends the delay (CRPA L114-5). A
    letter is the first step of the same request of money: the same rule, from the letter as last filed.
    """
    filed = last(work, case)
    return None if filed is None else silence_of(work, case, filed)


def silence_of(work: Work, case: Case, filing: Filing) -> date:
    """The same, for what its acknowledgement tells: that of a letter is not moved by the dossier that followed it."""
    call, received = case.folder.call, filing.filed_at
    asked: tuple[Span, ...] = ()
    if filing.form == forms.DOSSIER:
        if filing.number > 1:
            received = filings.first_filed_at(work.session, case.id, forms.DOSSIER) or received
        asked = tuple(one.suspends for one in screening.completions(work.session, case.id))
    return silent_rejection_on(received, call.silent_rejection_months, call.zone, asked)


def last(work: Work, case: Case) -> Filing | None:
    """What was filed last: the dossier, or the letter when there is no dossier yet."""
    return filings.last_filing(work.session, case.id, forms.DOSSIER) or filings.last_filing(
        work.session, case.id, forms.LETTER
    )


def last_content(work: Work, case: Case) -> dict[str, Any]:
    """The content of the last filing; empty when nothing was filed."""
    filing = last(work, case)
    return filing.content if filing else {}


def returned(entries: Sequence[Happened], stage: Stage) -> Happened | None:
    """The act that gave the letter back to be written again; None when it is being written for the first time."""
    moved = next((one for one in reversed(entries) if one.target is not None), None)
    back = moved is not None and stage is Stage.LETTER_DRAFT and moved.verb == Action.RETURN_LETTER.value
    return moved if back else None
