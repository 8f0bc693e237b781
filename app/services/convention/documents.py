"""The convention as it would be printed now: every figure read from the decision and the record, none retyped."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.db import journal
from app.db.committee import committee
from app.db.committee.committee import Decision
from app.db.convention import conventions
from app.db.convention.conventions import Convention
from app.db.follow_up import follow_up
from app.db.follow_up.follow_up import IndicatorRow
from app.domain.answers import is_blank
from app.domain.call_file.convention import ConventionFile
from app.domain.call_file.follow_up import FollowUpFile
from app.domain.call_file.kinds import KINDS
from app.domain.deadlines import add_months
from app.domain.documents import (
    Authority,
    Beneficiary,
    ConventionDocument,
    ExtraArticle,
    Indicator,
    PlannedInstalment,
    Rendezvous,
    Signatory,
    Standing,
    missing,
)
from app.domain.documents.written import fingerprint, written
from app.domain.errors import Hidden, ReasonCode
from app.domain.typed.conditions import conditions_in
from app.domain.workflow import Action
from app.services.apply import filings
from app.services.apply.plans import plan_of
from app.services.cases import Case
from app.services.work import Work

PRIVATE_FORMS = frozenset({"association", "foundation", "company", "cooperative"})
COMMITTED_FORMS = frozenset({"association", "foundation"})
DECISIONS = frozenset({"record_decision", Action.AGREE.value})
A_DAY = timedelta(days=1)
COMPANY_FORMS = frozenset({"company", "cooperative"})
RATE_DIGITS = Decimal("0.0001")
_INDICATOR = re.compile(r"indicators\[(\d+)\]")


def convention_document(
    work: Work,
    case: Case,
    *,
    number: str,
    version: int = 1,
    starts_on: date | None = None,
    drafted_at: datetime | None = None,
) -> ConventionDocument:
    """The draft of the convention of this application. Raises Hidden when its call has no convention."""
    file, after = case.folder.convention, case.folder.follow_up
    if file is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="convention")
    decision = committee.decision(work.session, case.id)
    starts_on = starts_on or work.now.astimezone(case.folder.call.zone).date()
    amount = decision.amount if decision and decision.amount else None
    eligible = case.application.eligible or None
    opinion = committee.opinion(work.session, case.id)
    sitting = committee.sitting(work.session, opinion.sitting_id) if opinion else None
    zone = case.folder.call.zone
    document = ConventionDocument(
        number=number,
        version=version,
        title=file.title,
        authority=_authority(case, decision),
        beneficiary=_beneficiary(case, file),
        visas=file.visas,
        recitals=file.preamble,
        reference=case.application.reference,
        call_title=case.folder.call.title,
        project_title=case.application.title,
        project_description=_description(work, case),
        start_on=starts_on,
        end_on=add_months(starts_on, file.duration_months) - A_DAY,
        rendezvous=_rendezvous(after, starts_on),
        indicators=tuple(_indicator(row, after) for row in follow_up.indicators(work.session, case.id)),
        publicity=file.publicity,
        court=file.court,
        place=case.folder.call.authority.city,
        drafted_at=drafted_at or work.now,
        content_sha256="",
        signatories=_signatories(case),
        amount_cents=amount,
        eligible_cents=eligible if amount else None,
        basis=case.folder.dossier.budget.basis,
        rate=(Decimal(amount) / eligible).quantize(RATE_DIGITS) if amount and eligible else None,
        instalments=_instalments(file, after, amount),
        financing_plan=plan_of(case, filings.last_content(work, case), amount) if amount else None,
        conditions=conditions_in(decision.conditions) if decision else (),
        extra_articles=tuple(ExtraArticle(one.title, one.paragraphs) for one in file.articles),
        committee_opinion_on=sitting.held_at.astimezone(zone).date() if sitting else None,
        retention_years=case.folder.call.retention_years,
        followed=after is not None,
        standing=Standing.DRAFT,
    )
    return replace(document, content_sha256=fingerprint(written(document)))


def draft_of(work: Work, case: Case, row: Convention) -> ConventionDocument:
    """The convention that is being drafted, as it would be sent now."""
    return convention_document(
        work,
        case,
        number=row.number,
        version=row.version,
        starts_on=row.starts_on,
        drafted_at=row.drafted_at,
    )


def missing_in_convention(work: Work, case: Case) -> tuple[str, ...]:
    """The names of what the convention would lack if it were printed now; empty when it may be."""
    current = conventions.current(work.session, case.id)
    number = current.number if current else "0"
    document = convention_document(
        work, case, number=number, starts_on=current.starts_on if current else None
    )
    changed = ("beneficiary.decided",) if _another_since_the_decision(work, case) else ()
    return (*changed, *(_by_label(name, document) for name in missing(document)))


def _another_since_the_decision(work: Work, case: Case) -> bool:
    """Did the beneficiary take another name or another SIRET after the decision, which named the one that filed?

    A SIRET that was not given yet may be.
    """
    decision, filing = committee.decision(work.session, case.id), filings.last(work, case)
    if decision is None or filing is None:
        return False
    described: Mapping[str, Any] = filing.content["organisation"]
    decided = described
    for entry in journal.story_of(work.session, case.id):
        if entry.verb == "describe_organisation" and entry.at >= filing.filed_at:
            described = entry.data
        elif entry.verb in DECISIONS:
            decided = described
    who = case.organisation
    return who.name != decided["name"] or (decided["siret"] or who.siret) != who.siret


def _by_label(name: str, document: ConventionDocument) -> str:
    """« indicators[2].target » with the label of the indicator in the place of its number, when it has one."""
    found = _INDICATOR.match(name)
    label = document.indicators[int(found[1]) - 1].label.strip() if found else ""
    return f"indicators[{label}]{name[found.end() :]}" if found and label else name


def _authority(case: Case, decision: Decision | None) -> Authority:
    authority = case.folder.call.authority
    return Authority(
        name=authority.name,
        designation=authority.called,
        address=f"{authority.address}, {authority.postal_code} {authority.city}",
        siret=authority.siret or "",
        represented_by=authority.signatory.name or authority.signatory.title,
        deliberation_reference=decision.deliberation if decision else "",
        deliberation_on=decision.deliberated_on if decision else None,
    )


def _beneficiary(case: Case, file: ConventionFile) -> Beneficiary:
    """The beneficiary; French statutes bind it only before a French authority, which has a SIRET."""
    who, french = case.organisation, bool(case.folder.call.authority.siret)
    representative = ", ".join(part for part in (who.representative_name, who.representative_title) if part)
    return Beneficiary(
        name=who.name,
        designation=file.beneficiary_called,
        legal_form=who.legal_form,
        siret=who.siret or "",
        address=who.whole_address,
        represented_by=representative if who.representative_name else "",
        rna=who.rna or "",
        private_law=french and who.legal_form in PRIVATE_FORMS,
        republican_commitment=french and who.legal_form in COMMITTED_FORMS,
        company=french and who.legal_form in COMPANY_FORMS,
    )


def _signatories(case: Case) -> tuple[Signatory, ...]:
    authority, who = case.folder.call.authority, case.organisation
    return (
        Signatory(
            authority.name, authority.signatory.name or authority.signatory.title, authority.signatory.title
        ),
        Signatory(who.name, who.representative_name, who.representative_title),
    )


def _description(work: Work, case: Case) -> str:
    """The project in its holder's words: the first long answer of the last filing."""
    content = filings.last_content(work, case)
    for question in case.folder.questions:
        raw = content.get("answers", {}).get(question.key)
        if KINDS[question.kind].prose and isinstance(raw, str) and not is_blank(raw):
            return raw.strip()
    return ""


def _rendezvous(after: FollowUpFile | None, starts_on: date) -> tuple[Rendezvous, ...]:
    if after is None:
        return ()
    return tuple(
        Rendezvous(one.label, one.purpose, add_months(starts_on, one.after_months), one.agenda)
        for _, one in after.rendezvous.in_order()
    )


def _indicator(row: IndicatorRow, after: FollowUpFile | None) -> Indicator:
    said = after.indicator(row.key) if after else None
    quantitative = row.nature == "quantitative"
    return Indicator(
        label=row.label,
        nature="quantitative" if quantitative else "qualitative",
        proof=row.proof,
        unit=row.unit,
        baseline=row.baseline,
        target=row.target,
        baseline_required=bool(said and said.baseline_required and quantitative),
        target_required=bool(said and said.target_required and quantitative),
    )


def _instalments(
    file: ConventionFile, after: FollowUpFile | None, amount: int | None
) -> tuple[PlannedInstalment, ...]:
    """The instalments, in cents that add up to the grant."""
    labels = {kind: one.label for kind, one in after.rendezvous.in_order()} if after else {}
    return tuple(
        PlannedInstalment(
            one.label, labels.get(one.opened_by, one.opened_by.value), one.share, part, one.pieces
        )
        for one, part in file.split_instalments(amount or 0)
    )
