"""The team of an application: who reads, who writes, who files."""

from fastapi import APIRouter, Request, Response

from app.domain.access import Permission
from app.domain.errors import Conflict, Invalid, ReasonCode
from app.domain.people import TeamRole
from app.edge.rates import limit
from app.services.apply import invitations
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Wired, Writing, attempt, flash, page, see_other, texts
from app.web.views.apply.form_pages import home_of
from app.web.views.trails import trail_of
from app.words.apply import team as team_words
from app.words.refused import reasons
from app.words.roles import TEAM_RIGHTS, TEAM_ROLES

router = APIRouter(prefix="/candidatures/{reference}/equipe")


@router.get("")
@allow(CASE)
def team(request: Request, work: Reading, reference: str) -> Response:
    return _page(request, work, open_case(work, reference, Permission.READ_DRAFT), {}, {})


@router.post("")
@allow(CASE)
def invite(request: Request, work: Writing, wired: Wired, form: Posted, reference: str) -> Response:
    case, sent = open_case(work, reference, Permission.MANAGE_TEAM), texts(form)
    wanted = sent.get("role", "")
    if wanted not in tuple(TeamRole):
        return _page(request, work, case, sent, {"role": team_words.CHOOSE}, status=422)
    limit(wired, "invitation", str(work.person_id))
    try:
        with attempt(work):
            invitations.invite_to_team(
                work, reference, sent.get("email", ""), TeamRole(wanted), sent.get("name", "")
            )
    except Invalid as refused:
        errors = {one.field: reasons.sentence(one.reason) for one in refused.faults}
        return _page(request, work, case, sent, errors, status=422)
    except Conflict as refused:
        return _page(request, work, case, sent, {"role": reasons.sentence(refused.reason)}, status=422)
    return flash(request, see_other(f"{home_of(case)}/equipe"), "ok", team_words.INVITED)


@router.post("/retirer")
@allow(CASE)
def remove(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case = open_case(work, reference, Permission.MANAGE_TEAM)
    here = f"{home_of(case)}/equipe"
    try:
        with attempt(work):
            invitations.remove_from_team(work, reference, texts(form).get("email", ""))
    except Conflict as refused:
        if refused.reason.code is not ReasonCode.LAST_OWNER:
            raise
        return flash(request, see_other(here), "no", reasons.sentence(refused.reason))
    return flash(request, see_other(here), "ok", team_words.REMOVED)


def _page(
    request: Request,
    work: Work,
    case: Case,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
) -> Response:
    return page(
        request,
        work,
        "apply/team.html",
        status=status,
        case=case,
        home=home_of(case),
        mates=invitations.team(work, case),
        roles=TEAM_ROLES,
        rights=TEAM_RIGHTS,
        options=[(role.value, TEAM_ROLES[role], TEAM_RIGHTS[role]) for role in TeamRole],
        may_manage=case.may(Permission.MANAGE_TEAM),
        sent=sent,
        errors=errors,
        trail=trail_of(case, "L’équipe"),
    )
