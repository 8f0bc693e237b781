"""Putting a line of the checklist right after the verdict: what was judged, what is, and the compulsory reason."""

from functools import partial

from fastapi import APIRouter, Request, Response

from app.db.rectifications import Rectification
from app.db.screening.screening import Verdict
from app.domain.access import Permission
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.screening import rectified_lines
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, flash, page, see_other, texts, version_seen
from app.web.rectifying import put_right, status_of
from app.web.views.screening.rectified import rectified_lines as in_words
from app.web.views.trails import trail_of
from app.words import labels

router = APIRouter(prefix="/candidatures/{reference}/recevabilite/{rule}/rectifier")


@router.get("")
@allow(CASE)
def ask(request: Request, work: Reading, reference: str, rule: str) -> Response:
    return _form(request, work, open_case(work, reference, Permission.JUDGE_CHECKLIST), rule, {}, {})


@router.post("")
@allow(CASE)
def rectify(request: Request, work: Writing, form: Posted, reference: str, rule: str) -> Response:
    case, sent = open_case(work, reference, Permission.JUDGE_CHECKLIST), texts(form)
    told = "C’est rectifié. Ce qui était jugé reste lisible, avec votre raison."
    return put_right(
        work,
        partial(_rectify, work, case, rule, sent),
        partial(_form, request, work, case, rule, sent),
        lambda _made: flash(request, see_other(f"/candidatures/{reference}/recevabilite#{rule}"), "ok", told),
    )


def _rectify(work: Work, case: Case, rule: str, sent: dict[str, str]) -> Rectification:
    """The form holds the note of before: left as it was, it does not go with a verdict that it contradicts."""
    verdict, note, reason = (sent.get(name, "") for name in ("verdict", "note", "reason"))
    if verdict not in tuple(Verdict):
        raise Invalid(Fault("verdict", Reason.of(ReasonCode.REQUIRED)))
    became, was = Verdict(verdict), rectified_lines.check_of(work, case, rule)
    if (was.verdict, became) == (Verdict.FAILS, Verdict.HOLDS) and note.split() == was.note.split():
        note = ""
    return rectified_lines.rectify(
        work, case.application.reference, rule, became, note, reason, version=version_seen(sent)
    )


def _form(
    request: Request,
    work: Work,
    case: Case,
    rule: str,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    crossed: str = "",
) -> Response:
    """``crossed``: who put the line right meanwhile; what was typed is in the form."""
    check = rectified_lines.check_of(work, case, rule)
    file, before = case.folder.admissibility, in_words(work, [check]).get(rule, ())
    back = f"/candidatures/{case.application.reference}/recevabilite"
    return page(
        request,
        work,
        "screening/rectify_line.html",
        status=status_of(errors, crossed),
        case=case,
        rule=file.rule(rule) if file is not None else None,
        check=check,
        said=labels.VERDICTS,
        here=f"{back}/{rule}/rectifier",
        back=back,
        zone=case.zone,
        version=len(before),
        rectified=before,
        sent={"verdict": check.verdict.value, "note": check.note, **sent},
        errors=errors,
        crossed=crossed,
        trail=trail_of(case, "Rectifier une ligne"),
    )
