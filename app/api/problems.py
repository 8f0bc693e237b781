"""Every refusal as a problem detail (RFC 9457), in French: what is wrong, in which field, and what to do next."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from app.api.texts import UnseenSigns
from app.domain.errors import Invalid, ReasonCode, Refusal
from app.edge.outages import FAILURES, outage_of
from app.edge.statuses import status_of
from app.words.refused import outages, reasons
from app.words.refused import statuses as refusals

log: structlog.stdlib.BoundLogger = structlog.get_logger("maillage.outages")

MEDIA_TYPE = "application/problem+json"
LONGEST_FIELD = 100
"""Signs of a field that an answer names."""

Handler = Callable[[Request, Any], Awaitable[Response]]


class FieldFault(BaseModel):
    """One thing wrong in what was sent."""

    field: str = Field(examples=["budget.total"])
    code: str = Field(examples=["not_money"])
    detail: str = Field(examples=["Écrivez un montant en euros, par exemple 12 345,67."])


class Problem(BaseModel):
    """What went wrong. ``code`` never changes; ``title``, ``detail`` and ``next_step`` are for people."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str = Field(examples=["Ce n’est plus possible"])
    status: int = Field(examples=[409])
    detail: str = Field(examples=["La candidature est « Déposée » : cet acte ne part pas de là."])
    code: str = Field(examples=["wrong_stage"])
    next_step: str = Field("", examples=["Relisez la candidature, puis recommencez."])
    faults: list[FieldFault] = Field(default_factory=list)
    version: int | None = Field(
        None, description="Quand quelqu’un a écrit avant vous : la version à renvoyer pour garder la vôtre."
    )
    kept: dict[str, Any] = Field(
        default_factory=dict,
        description="Quand quelqu’un a écrit avant vous : ce qui est gardé, dans la forme de ce que vous envoyez.",
    )
    request_id: str = Field("", examples=["4f1f7ce3a1d24e0b"])


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, description in (
        (401, "No bearer token, or one that is unknown, revoked or expired"),
        (403, "Known, but not for this person to do"),
        (404, "Not there, or not for this person to know"),
        (409, "Too late, from the wrong stage, or somebody acted first"),
        (422, "What was sent cannot be read or kept: one fault per field"),
        (429, "Too many tries: wait"),
    )
}
"""Give it to a router: ``APIRouter(responses=RESPONSES)``."""


def problem(request: Request, status: int, *, headers: dict[str, str] | None = None, **more: Any) -> Response:
    """The problem of this status, with the general words where ``more`` gives none."""
    told = {
        "title": refusals.title(status),
        "detail": refusals.sentence(status),
        "code": refusals.code(status),
        **more,
    }
    body = Problem(status=status, request_id=getattr(request.state, "request_id", ""), **told)
    return JSONResponse(body.model_dump(), status, headers, MEDIA_TYPE)


async def on_refusal(request: Request, refused: Refusal) -> Response:
    status = status_of(refused)
    faults = [
        FieldFault(field=_named(one.field), code=one.reason.code.value, detail=reasons.sentence(one.reason))
        for one in (refused.faults if isinstance(refused, Invalid) else ())
    ]
    return problem(
        request,
        status,
        headers=_headers(status, refused),
        detail=reasons.sentence(refused.reason),
        code=refused.reason.code.value,
        next_step=reasons.next_step(refused.reason),
        faults=faults,
        version=refused.reason.values.get("version"),
        kept=refused.reason.values.get("kept", {}),
    )


def _named(field: str) -> str:
    """The field as an answer names it: a key that nobody knows may be as long as what was sent."""
    return field if len(field) <= LONGEST_FIELD else f"{field[:LONGEST_FIELD]}…"


def _headers(status: int, refused: Refusal) -> dict[str, str] | None:
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    if status == 429:
        return {"Retry-After": str(60 * int(refused.reason.values.get("minutes", 1)))}
    return None


async def on_http_error(request: Request, error: HTTPException) -> Response:
    """404, 405, 413… that the frame raises by itself, and a text that holds what nothing shows."""
    if isinstance(error, UnseenSigns):
        return problem(request, 422, code=ReasonCode.UNREADABLE.value, detail=refusals.UNSEEN)
    return problem(request, error.status_code, headers=dict(error.headers or {}))


async def on_unreadable(request: Request, error: RequestValidationError) -> Response:
    """What was sent has not the shape that the endpoint asks for."""
    faults = [
        FieldFault(
            field=_named(".".join(str(step) for step in one["loc"][1:]) or str(one["loc"][0])),
            code=str(one["type"]),
            detail=refusals.field_fault(one["type"]),
        )
        for one in error.errors()
    ]
    return problem(request, 422, code=ReasonCode.UNREADABLE.value, faults=faults)


async def on_outage(request: Request, error: Exception) -> Response:
    """A part of the service does not answer: which, and when to come back."""
    outage = outage_of(error)
    if outage is None:
        raise error
    log.error("outage", part=outage.part.value, kind=type(error).__name__)
    said = outages.sentence(outage.part, lost=outage.lost)
    code = f"{outage.part.value}_{'lost' if outage.lost else 'unreachable'}"
    return problem(request, outage.status, headers=outage.headers, detail=said, code=code)


async def on_crash(request: Request, _error: Exception) -> Response:
    return problem(request, 500)


def handlers() -> dict[Any, Handler]:
    return {
        Refusal: on_refusal,
        HTTPException: on_http_error,
        RequestValidationError: on_unreadable,
        **dict.fromkeys(FAILURES, on_outage),
        Exception: on_crash,
    }
