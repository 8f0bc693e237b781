"""Lines of the checklist put right after the verdict, as JSON."""

from typing import Literal

from fastapi import APIRouter

from app.api.bodies import Sent, Text, Version
from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.rectifications import RectificationShape, rectifications_of
from app.api.shapes import Shape
from app.db.base import key_of
from app.db.rectifications import Subject
from app.db.screening.screening import Verdict
from app.domain.access import Permission
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.screening import rectified_lines
from app.services.work import Work

router = APIRouter(
    prefix="/applications/{reference}/checklist/{rule}/rectifications",
    tags=["instruction"],
    responses=RESPONSES,
)


class LineRectified(Sent):
    """``version``: how many rectifications of this line were read."""

    verdict: Verdict
    note: Text = ""
    reason: Text
    version: Version


class LineRectifications(Shape):
    """``contradicted``: what the lines say now against the verdict that was given: ``admitted`` with a line that
    fails, ``refused`` without any; null when they agree.
    """

    rectifications: tuple[RectificationShape, ...]
    contradicted: Literal["admitted", "refused"] | None


@router.get("", summary="Ce qui a été rectifié d’une ligne de la grille")
@allow(CASE)
def of_line(work: ApiReading, reference: str, rule: str) -> LineRectifications:
    return _shape(work, open_case(work, reference, Permission.READ_CHECKLIST), rule)


@router.put("", summary="Rectifier une ligne de la grille, après le verdict")
@allow(CASE)
def rectify_line(work: ApiWriting, reference: str, rule: str, sent: LineRectified) -> LineRectifications:
    said = sent.model_dump()
    rectified_lines.rectify(
        work, reference, rule, said["verdict"], said["note"], said["reason"], version=said["version"]
    )
    return _shape(work, open_case(work, reference, Permission.READ_CHECKLIST), rule)


def _shape(work: Work, case: Case, rule: str) -> LineRectifications:
    check, found = rectified_lines.check_of(work, case, rule), rectified_lines.contradiction(work, case)
    return LineRectifications(
        rectifications=tuple(rectifications_of(work, Subject.CHECK, key_of(check))),
        contradicted=found.value if found is not None else None,
    )
