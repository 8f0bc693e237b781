"""Requests for completion as JSON: what was asked, what was answered; the answer in words, before it is sent.

They are made, extended, corrected, withdrawn and answered by the actions of the application.
"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header

from app.api.apply.schemas import ReplyShape
from app.api.bodies import Sent, Text
from app.api.dependencies import ApiReading, ApiWriting
from app.api.problems import RESPONSES
from app.api.shapes import Shape
from app.db.screening import screening
from app.domain.access import Permission
from app.domain.errors import Forbidden, ReasonCode
from app.edge.numbers import version_stated
from app.services.apply import forms
from app.services.cases import open_case
from app.services.route_access import CASE, allow

router = APIRouter(prefix="/applications/{reference}/completions", tags=["instruction"], responses=RESPONSES)


class CompletionShape(Shape):
    """A request as it was sent. ``state``: waiting, answered, replaced (extended or corrected), withdrawn."""

    id: int
    text: str
    sections: tuple[str, ...]
    questions: tuple[str, ...]
    pieces: tuple[str, ...]
    budget: bool
    asked_at: datetime
    due_at: datetime
    state: str
    ended_at: datetime | None
    answer: str | None
    why: str | None


class ReplySent(Sent):
    text: Text


@router.get("", summary="Les demandes de complément et leurs réponses, dans l’ordre")
@allow(CASE)
def listed(work: ApiReading, reference: str) -> list[CompletionShape]:
    case = open_case(work, reference)
    if not (case.may(Permission.READ_DRAFT) or case.may(Permission.READ_CHECKLIST)):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=("owner", "officer", "manager", "auditor"))
    return [CompletionShape.model_validate(one) for one in screening.completions(work.session, case.id)]


@router.put("/reply", summary="Répondre en mots à ce qui est demandé, sans encore l’envoyer")
@allow(CASE)
def reply(
    work: ApiWriting, reference: str, sent: ReplySent, if_match: Annotated[str | None, Header()] = None
) -> ReplyShape:
    draft = forms.save_reply(work, reference, sent.text, version=version_stated(if_match or ""))
    return ReplyShape(text=draft.content.get("reply", ""), version=draft.version)
