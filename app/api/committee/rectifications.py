"""What was put right of the committee's matters, as JSON."""

from fastapi import APIRouter

from app.api.dependencies import ApiReading
from app.api.problems import RESPONSES
from app.api.rectifications import RectificationShape, rectifications_of
from app.db.base import key_of
from app.db.rectifications import Subject
from app.edge.numbers import Key
from app.services.committee import committee
from app.services.route_access import SIGNED_IN, allow

router = APIRouter(tags=["comité"], responses=RESPONSES)


@router.get("/calls/{slug}/sittings/{sitting}/rectifications", summary="Ce qui a été rectifié d’une séance")
@allow(SIGNED_IN)
def of_sitting(work: ApiReading, slug: str, sitting: Key) -> list[RectificationShape]:
    found = committee.sitting_of(work, slug, sitting)
    return rectifications_of(work, Subject.SITTING, key_of(found))
