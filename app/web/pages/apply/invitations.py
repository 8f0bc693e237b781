"""The invitation into a team that waits for the answer of who has a duty: read, accepted, declined."""

from fastapi import APIRouter, Request, Response

from app.services.review import answering
from app.services.route_access import SIGNED_IN, allow
from app.web.dependencies import Reading, Writing, flash, page, see_other
from app.words.apply import team as team_words
from app.words.roles import TEAM_RIGHTS, TEAM_ROLES

router = APIRouter(prefix="/invitations/{reference}")


@router.get("")
@allow(SIGNED_IN)
def invitation(request: Request, work: Reading, reference: str) -> Response:
    found = answering.offered(work, reference)
    role = found.invitation.role
    return page(
        request,
        work,
        "apply/invitation.html",
        offered=found,
        role=TEAM_ROLES[role],
        rights=TEAM_RIGHTS[role],
        trail=[("/candidatures", "Mes candidatures"), ("", "Invitation")],
    )


@router.post("/accepter")
@allow(SIGNED_IN)
def accept(request: Request, work: Writing, reference: str) -> Response:
    answering.accept(work, reference)
    return flash(request, see_other(f"/candidatures/{reference}"), "ok", team_words.ACCEPTED)


@router.post("/decliner")
@allow(SIGNED_IN)
def decline(request: Request, work: Writing, reference: str) -> Response:
    answering.decline(work, reference)
    return flash(request, see_other("/candidatures"), "ok", team_words.DECLINED)
