"""Interests declared before reading a wave, as JSON: what is shown of it, and all that is said at once."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from app.api.bodies import MOST_KEYS, Keyed, Name, Sent
from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.shapes import Shape
from app.services.ranking import wave_interests
from app.services.route_access import SIGNED_IN, allow

router = APIRouter(prefix="/calls/{slug}/interests", tags=["instruction"], responses=RESPONSES)


class ShownApplication(Shape):
    """``attested_at`` : quand vous avez attesté n’y avoir aucun intérêt."""

    reference: str
    organisation: str
    title: str
    city: str
    attested_at: datetime | None


class InterestsSaid(Sent):
    """``interests`` : par référence, la nature ; ``read`` : ce qui est lu, que ``no_other`` dit sans intérêt."""

    wave: Name
    interests: Keyed[Name] = Field(default_factory=dict)
    read: Annotated[list[Name], Field(max_length=MOST_KEYS)] = Field(default_factory=list)
    no_other: bool = False


class InterestsKept(Shape):
    declared: int
    attested: bool


@router.get("", summary="Les candidatures d’une vague, avant de les juger")
@allow(SIGNED_IN)
def listed(
    work: ApiReading, slug: str, wave: Annotated[str | None, Query(max_length=80)] = None
) -> list[ShownApplication]:
    found = wave_interests.before_reading(work, slug, wave)
    return [ShownApplication.model_validate(one, from_attributes=True) for one in found.lines]


@router.post("", summary="Déclarer ses intérêts dans une vague, et n’en avoir dans aucune autre")
@allow(SIGNED_IN)
def say(work: ApiWriting, slug: str, sent: InterestsSaid) -> InterestsKept:
    declared, attested = wave_interests.declare(
        work, slug, sent.wave, sent.interests, sent.read, sent.no_other
    )
    return InterestsKept(declared=declared, attested=attested)
