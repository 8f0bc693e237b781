"""What any visitor may read of the service itself: accessibility, personal data, legal notices."""

from fastapi import APIRouter, Request, Response

from app.services.route_access import ANYONE, allow
from app.web.dependencies import Reading, page

router = APIRouter()


@router.get("/accessibilite")
@allow(ANYONE)
def accessibility(request: Request, work: Reading) -> Response:
    return page(request, work, "info/accessibility.html")


@router.get("/donnees-personnelles")
@allow(ANYONE)
def personal_data(request: Request, work: Reading) -> Response:
    return page(request, work, "info/personal_data.html")


@router.get("/mentions-legales")
@allow(ANYONE)
def legal_notices(request: Request, work: Reading) -> Response:
    return page(request, work, "info/legal_notices.html")
