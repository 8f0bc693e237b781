"""The page of one application: its team reads the road and the next step; the others go to their own desk."""

from fastapi import APIRouter, Request, Response

from app.domain.people import APPLICANT_PARTS, Part
from app.services.cases import open_case
from app.services.route_access import CASE, allow
from app.web.dependencies import Reading, page, see_other
from app.web.pages.road import officer_case
from app.web.views.road.applicant_case import applicant_case

router = APIRouter()

DESK_PARTS = frozenset(
    {Part.OFFICER, Part.MANAGER, Part.AUDITOR, Part.FINANCE, Part.MEMBER, Part.PRESIDENT, Part.SYSTEM}
)


@router.get("/candidatures/{reference}")
@allow(CASE)
def show(request: Request, work: Reading, reference: str) -> Response:
    case = open_case(work, reference)
    if case.parts & DESK_PARTS:
        return officer_case.show(request, work, case)
    if not case.parts & APPLICANT_PARTS:
        desk = f"/expertises/{reference}" if Part.EXPERT in case.parts else f"/candidatures/{reference}/avis"
        return see_other(desk)
    return page(
        request,
        work,
        "road/case.html",
        case=case,
        seen=applicant_case(work, case),
        trail=[("/candidatures", "Mes candidatures"), ("", reference)],
    )
