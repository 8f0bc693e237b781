"""What a consulted service is asked: its list; the opinion itself is given on the application's page ``avis``."""

from fastapi import APIRouter, Request, Response

from app.domain.people import Role
from app.domain.road import ENDED
from app.services.desk import desks
from app.services.route_access import allow
from app.web.dependencies import Reading, page

router = APIRouter()


@router.get("/avis-demandes")
@allow(Role.CONSULTED)
def asked(request: Request, work: Reading) -> Response:
    return page(request, work, "screening/my_opinions.html", rows=desks.consulted_desk(work), ended=ENDED)
