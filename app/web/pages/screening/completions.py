"""What the applicant is asked to complete: each request, the answer in words, what the authority may do about it."""

from fastapi import APIRouter, Request, Response

from app.domain.access import Permission
from app.domain.errors import Forbidden, Invalid, ReasonCode, Stale
from app.domain.workflow import Action, Stage
from app.edge.numbers import version_stated
from app.services.apply import completions, forms
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.apply.filing_changes import lines_of
from app.web.views.road.officer_road import buttons
from app.web.views.screening.completions import completions as requests
from app.web.views.trails import trail_of
from app.words.refused import reasons

router = APIRouter()
TITLE = "Demandes de complément"
CHANGING = frozenset({Action.EXTEND_COMPLETION, Action.CORRECT_COMPLETION, Action.WITHDRAW_COMPLETION})


@router.get("/candidatures/{reference}/complements")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    return _page(request, work, _readable(work, reference))


@router.post("/candidatures/{reference}/complements")
@allow(CASE)
def answer(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    """Keep what the team answers in words; nothing is sent."""
    case, sent = _readable(work, reference), texts(form)
    typed = sent.get("reply", "")
    try:
        with attempt(work):
            forms.save_reply(work, reference, typed, version=version_stated(sent.get("version", "")))
    except Invalid as refused:
        return _page(request, work, case, typed=typed, error=reasons.sentence(refused.reason), status=422)
    except Stale as refused:
        return _page(request, work, case, typed=typed, crossed=reasons.sentence(refused.reason), status=409)
    told = "Votre réponse est gardée. Elle part avec le complément, quand vous l’envoyez."
    return flash(request, see_other(f"/candidatures/{reference}/complements"), "ok", told)


def _readable(work: Work, reference: str) -> Case:
    case = open_case(work, reference)
    if not (case.may(Permission.READ_DRAFT) or case.may(Permission.READ_CHECKLIST)):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=("owner", "officer", "manager", "auditor"))
    return case


def _page(
    request: Request,
    work: Work,
    case: Case,
    *,
    typed: str | None = None,
    error: str = "",
    crossed: str = "",
    status: int = 200,
) -> Response:
    """``typed``: what was refused; ``crossed``: who wrote meanwhile, whose text is shown beside."""
    team = case.may(Permission.READ_DRAFT)
    waits = case.application.stage is Stage.COMPLETION_REQUESTED
    kept = completions.reply(work, case) if team and waits else ""
    aside = completions.set_aside(work, case) if team else ()
    return page(
        request,
        work,
        "screening/completions.html",
        status=status,
        case=case,
        title=TITLE,
        requests=requests(work, case),
        team=team,
        answering=waits and case.may(Permission.WRITE_FORM),
        kept=kept,
        typed=kept if typed is None else typed,
        draft_version=forms.draft_of(work, case, forms.DOSSIER).version if team else 0,
        errors={"reply": error} if error else {},
        crossed=crossed,
        aside=lines_of(case.folder, case.folder.dossier, aside),
        buttons=tuple(one for one in buttons(work, case) if one.action in CHANGING and not one.why),
        trail=trail_of(case, TITLE),
    )
