"""The letters by which decisions are notified, as their reader keeps them."""

from fastapi import APIRouter, Request, Response

from app.edge.letters import letter_file
from app.edge.numbers import number_asked
from app.services.road import letters
from app.services.route_access import CASE, allow
from app.web.dependencies import Reading, Wired

router = APIRouter()


@router.get("/candidatures/{reference}/lettre.pdf")
@allow(CASE)
def letter(request: Request, work: Reading, wired: Wired, reference: str, version: str = "") -> Response:
    """The last letter that was notified; ``version``: that of this number, though another came since."""
    return letter_file(request, wired, work, letters.letter(work, reference, number_asked(version)))
