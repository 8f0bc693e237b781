"""The rules of a call as JSON: the sections that a page and the annex on paper show."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from app.api.dependencies import ApiReading
from app.api.problems import RESPONSES
from app.api.shapes import Shape
from app.domain.documents.rules import Items, Paragraph, Table
from app.services.ranking import call_rules
from app.services.route_access import SIGNED_IN, allow
from app.words.calls.rules.document import sections_of

router = APIRouter(prefix="/calls", tags=["appels"], responses=RESPONSES)

BlockShape = Annotated[Paragraph | Items | Table, Field(discriminator="kind")]


class PartShape(Shape):
    key: str
    title: str
    blocks: tuple[BlockShape, ...]


class RuleSectionShape(PartShape):
    parts: tuple[PartShape, ...]


class RulesShape(Shape):
    """The rules in French, since the day they were frozen; the checksum is that of the call."""

    call: str
    title: str
    edition: str
    frozen_at: datetime
    checksum: str
    sections: tuple[RuleSectionShape, ...]


@router.get("/{slug}/rules", summary="Les règles de sélection d’un appel, en phrases")
@allow(SIGNED_IN)
def read(work: ApiReading, slug: str) -> RulesShape:
    _, document = call_rules.rules(work, slug, sections_of)
    return RulesShape(
        call=slug,
        title=document.call_title,
        edition=document.edition,
        frozen_at=document.issued_at,
        checksum=document.content_sha256,
        sections=tuple(RuleSectionShape.model_validate(one) for one in document.sections),
    )
