"""What any visitor may read of the service itself: accessibility, personal data, legal notices."""

from datetime import timedelta
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app.services.calls import calls
from app.services.route_access import ANYONE, allow
from app.web.dependencies import Reading, Wired, page
from app.web.navigation import navigation

router = APIRouter()
SECURITY_HOLDS: Final = timedelta(days=180)
"""Under the year that RFC 9116 allows."""


@router.get("/accessibilite")
@allow(ANYONE)
def accessibility(request: Request, work: Reading) -> Response:
    return page(request, work, "info/accessibility.html")


@router.get("/plan-du-site")
@allow(ANYONE)
def site_map(request: Request, work: Reading) -> Response:
    """Every page that this reader may open from anywhere, in one list."""
    shown = calls.current(work)
    return page(
        request,
        work,
        "info/site_map.html",
        calls=[one.row for one in shown],
        past=calls.any_past(work),
        pages=[
            (address, label)
            for address, label, _ in navigation(work.actor, request.url.path, request.app.state.addresses)
            if address != "/"
        ],
    )


@router.get("/.well-known/security.txt")
@allow(ANYONE)
def security(wired: Wired) -> Response:
    """Who to tell of a weakness, and until when this holds (RFC 9116)."""
    settings = wired.settings
    told = {
        "Contact": f"mailto:{settings.security_contact or settings.authority_contact}",
        "Expires": f"{wired.clock().date() + SECURITY_HOLDS:%Y-%m-%d}T00:00:00Z",
        "Preferred-Languages": "fr, en",
        "Canonical": f"{settings.base_url}/.well-known/security.txt",
    }
    return PlainTextResponse("".join(f"{name}: {value}\n" for name, value in told.items()))


@router.get("/donnees-personnelles")
@allow(ANYONE)
def personal_data(request: Request, work: Reading) -> Response:
    return page(request, work, "info/personal_data.html")


@router.get("/mentions-legales")
@allow(ANYONE)
def legal_notices(request: Request, work: Reading) -> Response:
    return page(request, work, "info/legal_notices.html")
