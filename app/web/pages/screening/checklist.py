"""The admissibility checklist: each article, what the dossier answers alone, what the officer judges."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from app.db import people
from app.db.screening import screening
from app.db.screening.screening import Check, Verdict
from app.domain.access import Permission
from app.domain.call_file.admissibility import AdmissibilityRule
from app.domain.crossing import print_of
from app.domain.errors import Hidden, Invalid, Reason, ReasonCode, Stale
from app.domain.workflow import Stage
from app.services.apply import filings, forms
from app.services.cases import Case, open_case
from app.services.review import reviews
from app.services.route_access import CASE, allow
from app.services.screening import checklist
from app.services.screening.rectified_lines import contradiction
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.apply.filed import filed_forms
from app.web.views.road.officer_road import buttons, next_of
from app.web.views.screening.rectified import rectified_lines
from app.web.views.trails import trail_of
from app.words import labels
from app.words.labels import Audience
from app.words.refused import reasons
from app.words.screening.evidence import evidence

router = APIRouter()
JUDGED_AT = (Stage.DOSSIER_SUBMITTED, Stage.COMPLETION_REQUESTED)


@dataclass(frozen=True)
class Row:
    """A line of the checklist with what was read, what was judged and by whom, what was typed.

    ``seen``: the print of the line as this person read it.
    """

    rule: AdmissibilityRule
    automatic: bool | None
    read: tuple[tuple[str, str], ...]
    check: Check | None
    judge: str
    verdict: str
    note: str
    seen: str


@router.get("/candidatures/{reference}/recevabilite")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    return _grid(request, work, open_case(work, reference, Permission.READ_CHECKLIST), {}, {})


@router.post("/candidatures/{reference}/recevabilite")
@allow(CASE)
def judge(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    """Keep one line (the button of the line) or every line whose verdict or note changed; all or none."""
    case = open_case(work, reference, Permission.JUDGE_CHECKLIST)
    sent = texts(form)
    if alone := _notes_alone(work, case, sent):
        return _grid(request, work, case, sent, alone)
    try:
        with attempt(work):
            kept = _judge(work, case, sent)
    except Invalid as refused:
        errors = {one.field: reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults}
        return _grid(request, work, case, sent, errors)
    except Stale as refused:
        shown = _crossed(work, case, sent, refused)
        return _grid(request, work, case, shown, {}, crossed=refused.reason)
    if sent.get("ligne") and (others := _others(work, case, sent)):
        return _grid(request, work, case, others, {}, kept=bool(kept))
    told = "Rien n’a changé dans la grille." if not kept else "La grille est enregistrée."
    where = f"/candidatures/{reference}/recevabilite" + (f"#{sent['ligne']}" if sent.get("ligne") else "")
    return flash(request, see_other(where), "ok" if kept else "info", told)


def _notes_alone(work: Work, case: Case, sent: dict[str, str]) -> dict[str, str]:
    """The notes that were typed beside no verdict: no line keeps them, and they would be lost."""
    told = "Dites aussi si la ligne est conforme : une note ne se garde pas seule."
    keys = [line.rule.key for line in checklist.lines(work, case)]
    return {
        f"note-{key}": told
        for key in keys
        if sent.get("ligne", key) == key
        and sent.get(f"verdict-{key}", "") not in tuple(Verdict)
        and sent.get(f"note-{key}", "").strip()
    }


def _judge(work: Work, case: Case, sent: dict[str, str]) -> int:
    typed, read = {}, {}
    for line in checklist.lines(work, case):
        key = line.rule.key
        verdict, note = sent.get(f"verdict-{key}", ""), sent.get(f"note-{key}", "").strip()
        if sent.get("ligne", key) != key or verdict not in tuple(Verdict):
            continue
        typed[key] = (Verdict(verdict), note)
        if seen := sent.get(f"lu-{key}", ""):
            read[key] = seen
    return checklist.judge_lines(work, case.application.reference, typed, read)


def _others(work: Work, case: Case, sent: dict[str, str]) -> dict[str, str]:
    """What was typed in other lines than the one whose button was pressed; nothing when none was changed."""
    touched = {
        line.rule.key
        for line in checklist.lines(work, case)
        if line.rule.key != sent["ligne"]
        and sent.get(f"lu-{line.rule.key}", "") not in ("", print_of(_typed(sent, line.rule.key)))
    }
    return {name: text for name, text in sent.items() if name.partition("-")[2] in touched}


def _crossed(work: Work, case: Case, sent: dict[str, str], refused: Stale) -> dict[str, str]:
    """What was typed in the lines that this person changed; the others are shown as they now are."""
    crossed = {one.removeprefix("checklist.") for one in refused.reason.values["fields"]}
    left = {
        line.rule.key
        for line in checklist.lines(work, case)
        if line.rule.key not in crossed
        and sent.get(f"lu-{line.rule.key}") == print_of(_typed(sent, line.rule.key))
    }
    return {
        name: text
        for name, text in sent.items()
        if not name.startswith("lu-") and name.partition("-")[2] not in left
    }


def _kept(check: Check | None) -> str:
    return checklist.said(check.verdict.value, check.note) if check else checklist.said("", "")


def _typed(sent: dict[str, str], key: str) -> str:
    return checklist.said(sent.get(f"verdict-{key}", ""), sent.get(f"note-{key}", ""))


def _grid(
    request: Request,
    work: Work,
    case: Case,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    crossed: Reason | None = None,
    kept: bool | None = None,
) -> Response:
    """``crossed``: who judged the same lines meanwhile; both are then shown, and the person chooses. ``kept``: one
    line was sent alone, and others that were changed are still to be sent; was it another verdict?
    """
    if case.folder.admissibility is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="admissibility")
    return page(
        request,
        work,
        "screening/checklist.html",
        status=409 if crossed else 422 if errors else 200,
        case=case,
        rows=_rows(work, case, sent),
        kept=kept,
        crossed=reasons.sentence(crossed, Audience.OFFICER) if crossed else "",
        theirs={one.removeprefix("checklist.") for one in (crossed.values["fields"] if crossed else ())},
        errors=errors,
        writes=case.may(Permission.JUDGE_CHECKLIST) and case.application.stage in JUDGED_AT,
        rectified=rectified_lines(work, screening.checks(work.session, case.id).values()),
        rectifies=case.may(Permission.JUDGE_CHECKLIST) and case.application.stage not in JUDGED_AT,
        contradicted=contradiction(work, case),
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
                sent.get(f"lu-{rule.key}") or print_of(_kept(check)),
            )
        )
    return tuple(rows)
