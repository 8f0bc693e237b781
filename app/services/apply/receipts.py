"""The acknowledgement of a filing: frozen with it, from what it holds and nothing else."""

from datetime import date

from app.db import people
from app.db.apply import filings
from app.db.apply.filings import Filing
from app.db.documents import FrozenDocument
from app.domain.answers import is_blank
from app.domain.budget import total
from app.domain.call_file.call import Authority
from app.domain.call_file.forms import TITLE
from app.domain.documents import (
    Answer,
    AnswerSection,
    Filed,
    FiledPiece,
    Office,
    ReceiptDocument,
    Remedies,
)
from app.domain.documents.written import DocumentKind
from app.domain.errors import Hidden, ReasonCode
from app.domain.people import APPLICANT_PARTS, Part
from app.services import frozen
from app.services.apply import forms
from app.services.apply.filings import Frozen, silence_of
from app.services.apply.plans import plan_of
from app.services.cases import Case, open_case
from app.services.frozen import Paper
from app.services.ports import Say
from app.services.work import Work

READERS = APPLICANT_PARTS | {Part.OFFICER, Part.MANAGER, Part.AUDITOR}


def receipt(work: Work, reference: str, form: str, number: int) -> Paper:
    """The acknowledgement of one filing, for its team, the officers and the auditor. Raises Hidden."""
    case = open_case(work, reference)
    filing = next(
        (f for f in filings.filings(work.session, case.id) if f.form == form and f.number == number),
        None,
    )
    if filing is None or not case.parts & READERS:
        raise Hidden(ReasonCode.NOT_FOUND, what=form)
    kept = frozen.frozen(work, DocumentKind.RECEIPT, _subject(case, filing), filing.number)
    if kept is not None:
        return kept
    checked = forms.check(work, case, filing.form, filing.content)
    value = _receipt(work, case, filing, checked, silence_of(work, case, filing))
    return _paper(case, filing, value)


def freeze(work: Work, case: Case, filed: Frozen, silence: date | None) -> FrozenDocument:
    """Keep the acknowledgement of what was just filed, in the transaction that files it.

    ``silence``: the day when the silence of the authority is a refusal.
    """
    value = _receipt(work, case, filed.filing, filed.checked, silence)
    return frozen.freeze(work, _paper(case, filed.filing, value))


def _subject(case: Case, filing: Filing) -> str:
    return f"{case.application.reference}:{filing.form}"


def _paper(case: Case, filing: Filing, value: ReceiptDocument) -> Paper:
    return Paper(
        DocumentKind.RECEIPT,
        _subject(case, filing),
        filing.number,
        value,
        case.application.call_id,
        case.id,
    )


def _receipt(
    work: Work, case: Case, filing: Filing, checked: forms.Checked, silence: date | None
) -> ReceiptDocument:
    """The acknowledgement of a filing (CRPA L112-3, L112-11, R112-5, R112-11-1)."""
    call = case.folder.call
    mine = filing.filed_by == work.actor.person_id
    filer = work.actor if mine else people.by_id(work.session, filing.filed_by)
    dossier = filing.form == forms.DOSSIER
    office, who = call.authority, filing.content["organisation"]
    return ReceiptDocument(
        office=office_of(office),
        reference=case.application.reference,
        call_title=call.title,
        filed=Filed(filing.form),
        version=filing.number,
        project_title=title_of(filing) or filing.content["organisation"]["name"],
        organisation=who["name"],
        applicant=filer.name or filer.email if filer else "",
        received_at=filing.filed_at,
        zone=call.timezone,
        sha256=filing.sha256,
        remedies=Remedies(office.court),
        implicit_refusal_on=silence,
        silence_months=call.silent_rejection_months,
        pieces=_pieces(case, filing),
        sections=answer_sections(checked, work.say),
        budget=plan_of(case, filing.content) if dossier else None,
        requested_cents=_requested(case, checked) if dossier else None,
        siret=who["siret"] or "",
        rna=who["rna"] or "",
        legal_form=who["legal_form"],
        address=who.get("address", ""),
        representative=", ".join(
            part for part in (who.get("representative_name", ""), who.get("representative_title", "")) if part
        ),
        declarations=tuple(
            one.text for one in case.folder.dossier.declarations if dossier and one.key in checked.declared
        ),
    )


def office_of(authority: Authority) -> Office:
    """The service in charge, as a document that leaves names it (CRPA R112-5)."""
    return Office(
        authority.name,
        authority.service,
        f"{authority.address}, {authority.postal_code} {authority.city}",
        authority.email,
        authority.phone,
    )


def title_of(filing: Filing) -> str:
    """The title of the project as it was filed."""
    raw = filing.content["answers"].get(TITLE)
    return raw.strip() if isinstance(raw, str) else ""


def _requested(case: Case, checked: forms.Checked) -> int | None:
    rules = case.folder.dossier.budget
    return total(checked.budget.requested(rules)) if checked.budget else None


def _pieces(case: Case, filing: Filing) -> tuple[FiledPiece, ...]:
    labels = {piece.key: piece.label for piece in case.folder.dossier.pieces}
    return tuple(
        FiledPiece(labels.get(one["piece"], one["piece"]), one["name"], one["size"], one["sha256"])
        for one in filing.content.get("pieces", [])
    )


def answer_sections(checked: forms.Checked, say: Say) -> tuple[AnswerSection, ...]:
    """The answers to the questions that were asked of this applicant, section by section, in words."""
    return tuple(
        AnswerSection(
            section.title,
            tuple(
                Answer(question.label, "" if is_blank(raw) or raw is None else say(question, raw))
                for question in checked.visible(section)
                for raw in (checked.raws.get(question.key),)
            ),
        )
        for section in checked.form.sections
    )
