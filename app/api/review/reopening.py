"""Experts who disagree, reviews given back to their experts, and their last day, as JSON."""

from datetime import date, datetime

from fastapi import APIRouter

from app.api.bodies import Sent, Text, Version
from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.rectifications import RectificationShape, rectifications_of
from app.api.shapes import Number, Shape
from app.db.base import key_of
from app.db.rectifications import Subject
from app.domain.access import Permission
from app.edge.numbers import Key
from app.services.cases import open_case
from app.services.review import due_days, gaps, reopened
from app.services.route_access import CASE, allow

router = APIRouter(tags=["instruction"], responses=RESPONSES)


class GapShape(Shape):
    """``wide``: beyond the gap of the grid. ``reason``: why the reviews were closed without one more expert."""

    wide: bool
    spread: Number
    read_by: int
    wanted: int
    asks_another: bool
    reason: str
    by: str
    at: datetime | None


class Reopening(Sent):
    reason: Text
    version: Version


class LastDay(Sent):
    due_on: date


class LastDayShape(Shape):
    expert_id: int
    due_at: datetime


@router.get("/applications/{reference}/reviews/gap", summary="L’écart entre les experts")
@allow(CASE)
def gap(work: ApiReading, reference: str) -> GapShape | None:
    found = gaps.gap_of(work, open_case(work, reference, Permission.READ_REVIEWS))
    return None if found is None else GapShape.model_validate(found, from_attributes=True)


@router.post(
    "/applications/{reference}/reviews/{expert_id}/reopen", summary="Rendre une expertise à son expert"
)
@allow(CASE)
def reopen(work: ApiWriting, reference: str, expert_id: Key, sent: Reopening) -> list[RectificationShape]:
    made = reopened.reopen(work, reference, expert_id, sent.reason, version=sent.version)
    return rectifications_of(work, Subject.REVIEW, made.subject_id)


@router.get(
    "/applications/{reference}/reviews/{expert_id}/returned", summary="Les expertises rendues, puis reprises"
)
@allow(CASE)
def returned(work: ApiReading, reference: str, expert_id: Key) -> list[RectificationShape]:
    case = open_case(work, reference, Permission.READ_REVIEWS)
    return rectifications_of(work, Subject.REVIEW, key_of(reopened.review_of(work, case, expert_id)))


@router.put(
    "/applications/{reference}/reviews/{expert_id}/due_on", summary="Fixer le dernier jour d’une expertise"
)
@allow(CASE)
def move(work: ApiWriting, reference: str, expert_id: Key, sent: LastDay) -> LastDayShape:
    review = due_days.move(work, reference, expert_id, sent.due_on)
    return LastDayShape.model_validate(review, from_attributes=True)
