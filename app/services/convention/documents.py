"""The convention as it would be printed now: every figure read from the decision and the record, none retyped."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.db.committee import committee
from app.db.committee.committee import Decision
from app.db.convention import conventions
from app.db.follow_up import follow_up
from app.db.follow_up.follow_up import IndicatorRow
from app.domain.answers import is_blank
from app.domain.budget import BudgetLine, total
from app.domain.budget_form import read_budget
from app.domain.call_file.convention import ConventionFile
from app.domain.call_file.follow_up import FollowUpFile
from app.domain.call_file.forms import QuestionKind
from app.domain.deadlines import add_months
from app.domain.documents import (
    Authority,
    Beneficiary,
    ConventionDocument,
    ExtraArticle,
    FinancingPlan,
    Funding,
    Indicator,
    Instalment,
    Rendezvous,
    Signatory,
    missing,
)
from app.domain.documents import BudgetLine as PrintedLine
from app.domain.errors import Hidden, ReasonCode
from app.domain.money import split
from app.services.apply import filings
from app.services.cases import Case
from app.services.work import Work

PRIVATE_FORMS = frozenset({"association", "foundation", "company", "cooperative"})
COMMITTED_FORMS = frozenset({"association", "foundation"})
RATE_DIGITS = Decimal("0.0001")
_INDICATOR = re.compile(r"indicators\[(\d+)\]")


def convention_document(
    work: Work, case: Case, *, number: str, version: int = 1, starts_on: date | None = None, sha256: str = ""
) -> ConventionDocument:
    """The convention of this application. Raises Hidden when its call has no convention."""
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
    return ConventionDocument(
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
        end_on=add_months(starts_on, file.duration_months),
        rendezvous=_rendezvous(after, starts_on),
        indicators=tuple(_indicator(row, after) for row in follow_up.indicators(work.session, case.id)),
        publicity=file.publicity,
        court=file.court,
        place=case.folder.call.authority.city,
        drafted_at=work.now,
        content_sha256=sha256 or "0" * 64,
        signatories=_signatories(case),
        amount_cents=amount,
        eligible_cents=eligible if amount else None,
        basis=case.folder.dossier.budget.basis,
        rate=(Decimal(amount) / eligible).quantize(RATE_DIGITS) if amount and eligible else None,
        instalments=_instalments(file, after, amount),
        financing_plan=financing_plan(work, case, amount) if amount else None,
        conditions=tuple(part for part in decision.conditions.split("\n\n") if part) if decision else (),
        extra_articles=tuple(ExtraArticle(one.title, one.paragraphs) for one in file.articles),
        committee_opinion_on=sitting.held_at.astimezone(zone).date() if sitting else None,
        retention_years=case.folder.call.retention_years,
        followed=after is not None,
    )


def missing_in_convention(work: Work, case: Case) -> tuple[str, ...]:
    """The names of what the convention would lack if it were printed now; empty when it may be."""
    current = conventions.current(work.session, case.id)
    number = current.number if current else "0"
    document = convention_document(
        work, case, number=number, starts_on=current.starts_on if current else None
    )
    return tuple(_by_label(name, document) for name in missing(document))


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
        address=f"{who.address}, {who.postal_code} {who.city}" if who.address else "",
        represented_by=representative if who.representative_name else "",
        rna=who.rna or "",
        private_law=french and who.legal_form in PRIVATE_FORMS,
        republican_commitment=french and who.legal_form in COMMITTED_FORMS,
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
        if question.kind is QuestionKind.LONG_TEXT and isinstance(raw, str) and not is_blank(raw):
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
) -> tuple[Instalment, ...]:
    """The instalments, in cents that add up to the grant."""
    if not amount or not file.instalments:
        return ()
    cents = split(amount, [one.share for one in file.instalments])
    labels = {kind: one.label for kind, one in after.rendezvous.in_order()} if after else {}
    return tuple(
        Instalment(one.label, labels.get(one.opened_by, one.opened_by.value), one.share, part, one.pieces)
        for one, part in zip(file.instalments, cents, strict=True)
    )


def financing_plan(work: Work, case: Case, awarded_cents: int) -> FinancingPlan | None:
    """The budget as it was filed, for a convention; what was asked is secured once it is awarded whole."""
    return plan_of(case, filings.last_content(work, case), awarded_cents)


def plan_of(case: Case, content: Mapping[str, Any], awarded_cents: int = 0) -> FinancingPlan | None:
    """The budget of one filing, for a document; None when it has none."""
    form = case.folder.dossier
    if "budget" not in content:
        return None
    budget, _ = read_budget(content["budget"], form.budget)
    asked = form.budget.authority_account
    whole = total([line for line in budget.income if line.account == asked])
    state = Funding.SECURED if 0 < whole <= awarded_cents else Funding.REQUESTED

    def printed(lines: tuple[BudgetLine, ...], *, in_kind: bool = False) -> tuple[PrintedLine, ...]:
        return tuple(
            PrintedLine(
                line.label,
                total([line]),
                line.account,
                state if line.account == asked and not in_kind else None,
                in_kind,
            )
            for line in lines
        )

    return FinancingPlan(
        expenses=printed(budget.expenses) + printed(budget.in_kind_uses, in_kind=True),
        income=printed(budget.income) + printed(budget.in_kind_sources, in_kind=True),
    )
