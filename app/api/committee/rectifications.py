"""What was put right of the committee's matters, as JSON."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import Field

from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.rectifications import RectificationShape, rectifications_of
from app.api.shapes import Euros, Shape
from app.db.base import key_of
from app.db.rectifications import Subject
from app.domain.access import Permission
from app.domain.documents import Opinion
from app.domain.typed.conditions import conditions_in
from app.edge.numbers import Key
from app.services.cases import open_case
from app.services.committee import committee
from app.services.road import rectified_opinions
from app.services.road.acts.payloads import RectifiedOpinion
from app.services.route_access import CASE, SIGNED_IN, allow


class OpinionShape(Shape):
    """What the committee advised, in one sitting. ``rectified``: how many times it was put right."""

    id: int
    sitting: int
    opinion: Opinion
    amount: Euros | None
    conditions: tuple[str, ...] = Field(description="Une par paragraphe de ce qui est envoyé.")
    observations: str
    reasons: str
    votes_for: int
    votes_against: int
    abstentions: int
    casting_vote: bool
    presided_by: int | None = Field(
        description="Qui a présidé ce point, quand un intérêt en écarte qui préside la séance."
    )
    given_at: datetime
    rectified: int


router = APIRouter(tags=["comité"], responses=RESPONSES)


@router.get("/calls/{slug}/sittings/{sitting}/rectifications", summary="Ce qui a été rectifié d’une séance")
@allow(SIGNED_IN)
def of_sitting(work: ApiReading, slug: str, sitting: Key) -> list[RectificationShape]:
    found = committee.sitting_of(work, slug, sitting)
    return rectifications_of(work, Subject.SITTING, key_of(found))


@router.post(
    "/applications/{reference}/committee-opinions/{opinion}/rectifications",
    status_code=201,
    summary="Rectifier un avis du comité, tant que la décision n’est pas publiée",
)
@allow(CASE)
def rectify_opinion(work: ApiWriting, reference: str, opinion: Key, sent: RectifiedOpinion) -> dict[str, int]:
    made = rectified_opinions.rectify(work, reference, opinion, sent)
    return {"rectification": made.number}


@router.get(
    "/applications/{reference}/committee-opinions/{opinion}/rectifications",
    summary="Ce qui a été rectifié d’un avis du comité",
)
@allow(CASE)
def of_opinion(work: ApiReading, reference: str, opinion: Key) -> list[RectificationShape]:
    case = open_case(work, reference, Permission.READ_COMMITTEE)
    found = rectified_opinions.opinion_on(work, case, opinion)
    return rectifications_of(work, Subject.OPINION, key_of(found))


@router.get("/applications/{reference}/committee-opinions", summary="Les avis du comité, le premier d’abord")
@allow(CASE)
def opinions(work: ApiReading, reference: str) -> list[OpinionShape]:
    case = open_case(work, reference, Permission.READ_COMMITTEE)
    return [
        OpinionShape(
            id=key_of(one),
            sitting=one.sitting_id,
            opinion=rectified_opinions.kind_of(one),
            amount=one.amount,
            conditions=conditions_in(one.conditions),
            observations=one.observations,
            reasons=one.reasons,
            votes_for=one.votes_for,
            votes_against=one.votes_against,
            abstentions=one.abstentions,
            casting_vote=bool(one.casting_vote),
            presided_by=one.presided_by,
            given_at=one.given_at,
            rectified=count,
        )
        for one, count in rectified_opinions.opinions_on(work, case)
    ]
