"""Filing: the draft becomes a frozen version with its SHA-256, and an acknowledgement can be printed from it."""

import hashlib
from datetime import timedelta
from typing import Any

from app.db.apply import files, filings
from app.db.apply.filings import Filing
from app.db.base import canonical_json
from app.domain.deadlines import end_of_day, silent_rejection_on
from app.services.apply import forms
from app.services.cases import Case
from app.services.work import Work

A_WEEK = timedelta(days=7)


def freeze(work: Work, case: Case, name: str) -> Filing:
    """Keep a copy of the draft as it is now, with the files joined to it; nothing can change it later."""
    draft = forms.draft_of(work, case, name)
    forms.mirror(work, case, draft)
    who = case.organisation
    content = {
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
            "address": f"{who.address}, {who.postal_code} {who.city}" if who.address else "",
            "representative_name": who.representative_name,
            "representative_title": who.representative_title,
        },
        "filed_at": work.now.isoformat(),
    }
    last = filings.last_filing(work.session, case.id, name)
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
    return filing


def start_silence(work: Work, case: Case) -> None:
    """From a filing on, the deadline is the day when silence means refusal (CRPA L231-4, 3°)."""
    call = case.folder.call
    day = silent_rejection_on(work.now, call.silent_rejection_months, call.zone)
    case.application.due_at = end_of_day(day, call.zone)


def last(work: Work, case: Case) -> Filing | None:
    """What was filed last: the dossier, or the letter when there is no dossier yet."""
    return filings.last_filing(work.session, case.id, forms.DOSSIER) or filings.last_filing(
        work.session, case.id, forms.LETTER
    )


def last_content(work: Work, case: Case) -> dict[str, Any]:
    """The content of the last filing; empty when nothing was filed."""
    filing = last(work, case)
    return filing.content if filing else {}
