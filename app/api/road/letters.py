"""The letters by which decisions are notified, in JSON's addresses."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.api.dependencies import ApiReading, Wired
from app.api.problems import RESPONSES
from app.edge.letters import letter_file
from app.edge.numbers import MOST
from app.services.road import letters
from app.services.route_access import CASE, allow

router = APIRouter(tags=["candidatures"], responses=RESPONSES)


@router.get(
    "/applications/{reference}/letter.pdf",
    summary="La lettre qui notifie la décision",
    response_class=Response,
)
@allow(CASE)
def letter(
    request: Request,
    work: ApiReading,
    wired: Wired,
    reference: str,
    version: Annotated[int | None, Query(ge=1, le=MOST, description="Une lettre, même remplacée.")] = None,
) -> Response:
    return letter_file(request, wired, work, letters.letter(work, reference, version))
