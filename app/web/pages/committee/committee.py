"""The committees on which a person sits, or which they prepare."""

from fastapi import APIRouter, Request, Response

from app.db.committee import committee
from app.services.call_folders import folder_of
from app.services.desk import desks
from app.services.route_access import SIGNED_IN, allow
from app.web.dependencies import Reading, page

router = APIRouter()


@router.get("/comite")
@allow(SIGNED_IN)
def committees(request: Request, work: Reading) -> Response:
    rows = [(one, folder_of(one)) for one in desks.committees(work)]
    seated = committee.seated(work.session, work.person_id)
    return page(request, work, "committee/list.html", rows=rows, seated=seated)
