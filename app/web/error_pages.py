"""A refusal as a page: the status of its family, its sentence, and what to do next.

A page asked for by who has not signed in leads to the sign-in page and back. A form sent by who has lost the session,
or whose token has expired, comes back whole, ready to be sent again. Of any other form that is refused without its own
page, the words that were typed are shown, to be copied: nothing that was typed is lost.
"""

import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from app.domain.errors import Hidden, Invalid, ReasonCode, Refusal
from app.edge.outages import FAILURES, outage_of
from app.edge.statuses import status_of
from app.web import cookies, csrf
from app.web.dependencies import actor_of, frame, recognise
from app.words.labels import Audience
from app.words.refused import outages, reasons
from app.words.refused import statuses as refusals

TEMPLATES = frozenset({403, 404, 409, 422, 429, 500, 503})

log: structlog.stdlib.BoundLogger = structlog.get_logger("maillage.outages")

APPLICATION = re.compile(r"/candidatures/[\w-]+")
NEVER_SHOWN = frozenset({csrf.FIELD, "password"})

Handler = Callable[[Request, Any], Awaitable[Response]]


async def on_refusal(request: Request, refused: Refusal) -> Response:
    code = refused.reason.code
    if code is ReasonCode.SIGN_IN_FIRST:
        return _sign_in_first(request)
    if code is ReasonCode.FORM_EXPIRED and csrf.same_origin(request) and _posted(request):
        return _kept(request, signed_in=True)
    context: dict[str, Any] = (
        {} if isinstance(refused, Hidden) else {"sentence": reasons.told(refused.reason, _audience(request))}
    )
    if isinstance(refused, Invalid):
        context["faults"] = [
            (one.field, reasons.sentence(one.reason, _audience(request))) for one in refused.faults
        ]
    response = error_page(request, status_of(refused), typed=_typed(request), **context)
    if code is ReasonCode.TOO_MANY_TRIES:
        response.headers["Retry-After"] = str(60 * int(refused.reason.values.get("minutes", 1)))
    return response


def _typed(request: Request) -> list[str]:
    """The words of the form that was refused, as they were typed; a number, a key or an address is typed again."""
    if request.method in csrf.SAFE or not csrf.same_origin(request):
        return []
    texts = [
        value.strip()
        for name, value in _posted(request).multi_items()
        if isinstance(value, str) and name not in NEVER_SHOWN
    ]
    return [text for text in texts if len(text.split()) > 1]


def _audience(request: Request) -> Audience:
    """In whose words: who has a role reads those of the authority."""
    return Audience.OFFICER if actor_of(request).appointments else Audience.APPLICANT


def error_page(request: Request, status: int, **context: Any) -> Response:
    """The page of this status; one without a page of its own is told by the general one."""
    about = APPLICATION.match(request.url.path)
    if about and status != 404:
        context["back"] = about[0]
    if status in TEMPLATES:
        return frame(request, actor_of(request), f"errors/{status}.html", status=status, **context)
    given = {
        "number": status,
        "title": refusals.title(status),
        "sentence": refusals.sentence(status),
        **context,
    }
    return frame(request, actor_of(request), "errors/refusal.html", status=status, **given)


def _posted(request: Request) -> FormData:
    found: FormData = getattr(request.state, "posted", FormData())
    return found


def _sign_in_first(request: Request) -> Response:
    if request.method in csrf.SAFE:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/connexion?vers={quote(asked, safe='/')}", status_code=303)
    if not csrf.same_origin(request):
        return error_page(request, 403)
    return _kept(request, signed_in=False)


def _kept(request: Request, *, signed_in: bool) -> Response:
    """The form that was sent, whole, to be sent again: after signing in, or with a fresh token."""
    fields = [(name, value) for name, value in _posted(request).multi_items() if name != csrf.FIELD]
    use, bound_to = (csrf.FORM, "") if signed_in else (csrf.RESUME, request.url.path)
    return frame(
        request,
        actor_of(request),
        "identity/resume.html",
        status=403,
        again=csrf.FormToken(request, use=use, bound_to=bound_to),
        address=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        kept=[(name, value) for name, value in fields if isinstance(value, str)],
        lost_files=[value.filename for _, value in fields if not isinstance(value, str) and value.filename],
        lost_session=not signed_in,
    )


async def on_http_error(request: Request, error: HTTPException) -> Response:
    """404, 405, 413… that the frame raises by itself, before any page has asked who is there."""
    try:
        await run_in_threadpool(recognise, request)
    except FAILURES as failure:
        return await on_outage(request, failure)
    return error_page(request, error.status_code, **_told_of(request, error.status_code))


async def on_outage(request: Request, error: Exception) -> Response:
    """A part of the service does not answer: which, when to come back, and the words that were typed."""
    outage = outage_of(error)
    if outage is None:
        raise error
    log.error("outage", part=outage.part.value, kind=type(error).__name__)
    said = outages.sentence(outage.part, lost=outage.lost)
    answer = error_page(request, outage.status, sentence=said, typed=_typed(request))
    answer.headers.update(outage.headers)
    return answer


def _told_of(request: Request, status: int) -> dict[str, Any]:
    """The limit that a sending went above, and the page where it was sent from."""
    if status != HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return {}
    most = cookies.wiring_of(request).settings.upload_max_bytes
    told: dict[str, Any] = {"sentence": refusals.too_heavy(most)}
    if APPLICATION.match(request.url.path):
        told["links"] = [(request.url.path, "Revenir à la page et choisir un fichier plus léger")]
    return told


async def on_unreadable(request: Request, _error: RequestValidationError) -> Response:
    """A page whose address or form has not the shape that it asks for."""
    return error_page(request, 422)


def handlers() -> dict[Any, Handler]:
    return {
        Refusal: on_refusal,
        HTTPException: on_http_error,
        RequestValidationError: on_unreadable,
        **dict.fromkeys(FAILURES, on_outage),
    }
