"""The financing plan of a dossier: kept as it is typed, added by the server, with the highest aid and why."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from app.domain.access import Permission
from app.domain.budget import total
from app.domain.call_file.forms import DossierFile
from app.domain.errors import Hidden, Reason, ReasonCode, Stale
from app.edge.numbers import version_stated
from app.services.apply import forms
from app.services.apply.forms import Checked
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other
from app.web.pages.apply.forms import KEEP, trail_of, writable
from app.web.views.apply import budget_tables
from app.web.views.apply.form_pages import home_of, is_late, total_requested
from app.words.apply import forms as form_words
from app.words.calls import aid
from app.words.refused import reasons

router = APIRouter(prefix="/candidatures/{reference}/dossier/budget")
TITLE = "Plan de financement"


@router.get("")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    return _page(request, work, open_case(work, reference, Permission.READ_DRAFT))


@router.post("")
@allow(CASE)
def save(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    """Keep the plan; what prevents its filing is told at once, and it is kept all the same."""
    case = open_case(work, reference, Permission.WRITE_FORM)
    rules = case.folder.dossier.budget
    typed, stated = budget_tables.read_form(form, rules), str(form.get("version", ""))
    try:
        with attempt(work):
            forms.save_budget(work, reference, typed, version=version_stated(stated))
    except Stale as refused:
        return _page(request, work, case, status=409, crossed=Crossed(typed, refused.reason))
    if forms.check(work, case, forms.DOSSIER).budget_faults:
        return _page(request, work, case, status=422)
    here, after = f"{home_of(case, forms.DOSSIER)}/budget", f"{home_of(case, forms.DOSSIER)}/pieces"
    return flash(request, see_other(here if form.get(KEEP) else after), "ok", form_words.BUDGET_SAVED)


@dataclass(frozen=True)
class Crossed:
    """What was typed while somebody else changed the same boxes, and which."""

    typed: budget_tables.RawBudget
    reason: Reason


def _page(
    request: Request, work: Work, case: Case, *, status: int = 200, crossed: Crossed | None = None
) -> Response:
    checked = forms.check(work, case, forms.DOSSIER)
    if not isinstance(checked.form, DossierFile):
        raise Hidden(ReasonCode.NOT_FOUND, what="budget")
    rules = checked.form.budget
    kept = budget_tables.values(checked.budget_raw)
    found = budget_tables.errors(checked.budget_faults, rules) if any(kept.values()) or status != 200 else []
    if crossed:
        found = budget_tables.crossings(crossed.reason.values["fields"], kept)
    highest = forms.aid_of(case, checked)
    opened = forms.opened(work, case)
    frozen = opened is not None and not opened.budget
    return page(
        request,
        work,
        "apply/budget.html",
        status=status,
        case=case,
        title=TITLE,
        home=home_of(case, forms.DOSSIER),
        rules=rules,
        rule=aid.rule_sentences(rules),
        tables=budget_tables.tables(rules, _totals(checked)),
        values=_both(crossed, kept) if crossed else kept,
        crossed=reasons.sentence(crossed.reason) if crossed else "",
        draft_version=checked.version,
        errors=found,
        boxes=dict(found),
        highest=highest,
        why=aid.aid_sentences(highest) if highest else (),
        requested=total_requested(checked),
        saved=status == 422,
        writable=writable(case, forms.DOSSIER) and not frozen,
        frozen=frozen,
        late=is_late(case, work.now),
        trail=trail_of(case, forms.DOSSIER, TITLE),
    )


def _both(crossed: Crossed, kept: dict[str, str]) -> dict[str, str]:
    """What the person typed where they changed something, and what is kept everywhere else."""
    typed, mine = budget_tables.values(crossed.typed), crossed.reason.values["mine"]
    return kept | {box: typed.get(box, "") for box in map(budget_tables.box_of, mine)}


def _totals(checked: Checked) -> dict[str, int]:
    budget = checked.budget
    return {
        "expenses": total(budget.expenses) if budget else 0,
        "income": total(budget.income) if budget else 0,
        "in_kind_uses": total(budget.in_kind_uses) if budget else 0,
        "in_kind_sources": total(budget.in_kind_sources) if budget else 0,
    }
