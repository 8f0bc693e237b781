"""The admissibility checklist: each article, what the dossier answers alone, what the officer judges."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from app.db import people
from app.db.screening import Check, Verdict
from app.domain.access import Deed
from app.domain.call_file.admissibility import AdmissibilityRule
from app.domain.errors import Fault, Hidden, Invalid, ReasonCode
from app.domain.workflow import Stage
from app.services import checklist, filings, forms, reviews
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.officer_case import buttons, next_of
from app.web.views.officer_filed import filed_forms
from app.web.views.trails import trail_of
from app.words import labels, reasons
from app.words.evidence import evidence
from app.words.labels import Audience

router = APIRouter()
JUDGED_AT = (Stage.DOSSIER_SUBMITTED, Stage.COMPLETION_REQUESTED)


@dataclass(frozen=True)
class Row:
    """A line of the checklist with what was read, what was judged and by whom, what was typed."""

    rule: AdmissibilityRule
    automatic: bool | None
    read: tuple[tuple[str, str], ...]
    check: Check | None
    judge: str
    verdict: str
    note: str


@router.get("/candidatures/{reference}/recevabilite")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    return _grid(request, work, open_case(work, reference, Deed.READ_CHECKLIST), {}, {})


@router.post("/candidatures/{reference}/recevabilite")
@allow(CASE)
def judge(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    """Keep one line (the button of the line) or every line whose verdict or note changed; all or none."""
    case = open_case(work, reference, Deed.JUDGE_CHECKLIST)
    sent = texts(form)
    try:
        with attempt(work):
            kept = _judge(work, case, sent)
    except Invalid as refused:
        errors = {one.field: reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults}
        return _grid(request, work, case, sent, errors)
    told = "Rien n’a changé dans la grille." if not kept else "La grille est enregistrée."
    where = f"/candidatures/{reference}/recevabilite" + (f"#{sent['ligne']}" if sent.get("ligne") else "")
    return flash(request, see_other(where), "ok" if kept else "info", told)


def _judge(work: Work, case: Case, sent: dict[str, str]) -> int:
    faults: list[Fault] = []
    kept = 0
    for line in checklist.lines(work, case):
        key, check = line.rule.key, line.check
        typed, note = sent.get(f"verdict-{key}", ""), sent.get(f"note-{key}", "").strip()
        if sent.get("ligne", key) != key or typed not in tuple(Verdict):
            continue
        if check is not None and (check.verdict.value, check.note) == (typed, note):
            continue
        try:
            checklist.judge(work, case.application.reference, key, Verdict(typed), note)
            kept += 1
        except Invalid as refused:
            faults.extend(refused.faults)
    if faults:
        raise Invalid(*faults)
    return kept


def _grid(request: Request, work: Work, case: Case, sent: dict[str, str], errors: dict[str, str]) -> Response:
    if case.folder.admissibility is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="admissibility")
    return page(
        request,
        work,
        "officer/checklist.html",
        status=422 if errors else 200,
        case=case,
        rows=_rows(work, case, sent),
        errors=errors,
        writes=case.may(Deed.JUDGE_CHECKLIST) and case.application.stage in JUDGED_AT,
        forms=filed_forms(work, case),
        buttons=buttons(work, case),
        next=next_of(work, case, reviews.remaining(work, case)),
        said=labels.VERDICTS,
        trail=trail_of(case, "Recevabilité"),
    )


def _rows(work: Work, case: Case, sent: dict[str, str]) -> tuple[Row, ...]:
    lines = checklist.lines(work, case)
    checked = forms.check(work, case, forms.DOSSIER, filings.last_content(work, case))
    named = people.named(
        work.session, {one.check.judged_by for one in lines if one.check and one.check.judged_by}
    )
    rows = []
    for line in lines:
        rule, check = line.rule, line.check
        read = evidence(case.folder, rule.automatic, checked.raws, checked.known) if rule.automatic else ()
        judge = named.get(check.judged_by or 0) if check else None
        rows.append(
            Row(
                rule,
                line.automatic,
                read,
                check,
                judge.name if judge else "",
                sent.get(f"verdict-{rule.key}", check.verdict.value if check else ""),
                sent.get(f"note-{rule.key}", check.note if check else ""),
            )
        )
    return tuple(rows)
