"""Interests as JSON, for who appoints: those there are, what was said of them put right, or lifted."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from app.api.bodies import Id, Name, Sent, Text, Version
from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.rectifications import RectificationShape, rectifications_of
from app.api.shapes import Shape
from app.db import people
from app.db.base import key_of
from app.db.review import interests as kept
from app.domain.access import Permission
from app.domain.interests import Kind, Nature
from app.edge.numbers import Key
from app.services.cases import Case, open_case
from app.services.review import declaring, rectified_interests
from app.services.route_access import CASE, allow
from app.services.work import Work

router = APIRouter(prefix="/applications/{reference}/interests", tags=["instruction"], responses=RESPONSES)
_ONE = "/{holder_id}/{interest}"


class InterestShape(Shape):
    """``kind`` : ``declared`` et ``found`` se rectifient et se lèvent, les autres tiennent à un fait."""

    person_id: int
    name: str
    kind: Kind
    said: str
    since: datetime


class InterestPutRight(Sent):
    """``said`` : la nature déclarée, ou le motif de ce qui est reconnu ; ``version`` : les rectifications lues."""

    said: Text
    reason: Text
    version: Version


class InterestLifted(Sent):
    """``lifted_on`` : vide, aujourd’hui ; ``version`` : les rectifications lues."""

    lifted_on: date | None = None
    reason: Text
    version: Version


@router.get("", summary="Qui a un intérêt dans une candidature, et lequel")
@allow(CASE)
def listed(work: ApiReading, reference: str) -> list[InterestShape]:
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS)
    found = kept.interests_in(work.session, case.id)
    named = people.named(work.session, {one.person_id for one in found})
    return [
        InterestShape(
            person_id=one.person_id,
            name=named[one.person_id].name,
            kind=one.kind,
            said=one.said,
            since=one.since,
        )
        for one in found
    ]


class InterestHeard(Sent):
    """``heard`` : ce que la personne a dit de vive voix."""

    person_id: Id
    nature: Annotated[Name, Field(json_schema_extra={"enum": [one.value for one in Nature]})]
    heard: Text


@router.post("/heard", status_code=204, summary="Enregistrer l’intérêt dit de vive voix par une personne")
@allow(CASE)
def enter(work: ApiWriting, reference: str, sent: InterestHeard) -> None:
    declaring.enter(work, reference, sent.person_id, sent.nature, sent.heard)


@router.get(f"{_ONE}/rectifications", summary="Ce qui a été rectifié d’un intérêt")
@allow(CASE)
def rectified(work: ApiReading, reference: str, holder_id: Key, interest: Kind) -> list[RectificationShape]:
    return _told(work, open_case(work, reference, Permission.ASSIGN_REVIEWERS), holder_id, interest)


@router.put(_ONE, summary="Rectifier la nature ou le motif d’un intérêt")
@allow(CASE)
def rectify(
    work: ApiWriting, reference: str, holder_id: Key, interest: Kind, sent: InterestPutRight
) -> list[RectificationShape]:
    made = rectified_interests.rectify(
        work, reference, holder_id, interest, sent.said, sent.reason, version=sent.version
    )
    return rectifications_of(work, made.subject, made.subject_id)


@router.post(f"{_ONE}/lift", summary="Lever un intérêt, à compter d’un jour")
@allow(CASE)
def lift(
    work: ApiWriting, reference: str, holder_id: Key, interest: Kind, sent: InterestLifted
) -> list[RectificationShape]:
    made = rectified_interests.lift(
        work, reference, holder_id, interest, sent.lifted_on, sent.reason, version=sent.version
    )
    return rectifications_of(work, made.subject, made.subject_id)


def _told(work: Work, case: Case, person_id: int, kind: Kind) -> list[RectificationShape]:
    row = rectified_interests.said(work, case, person_id, kind)
    return rectifications_of(work, rectified_interests.subject_of(row), key_of(row))
