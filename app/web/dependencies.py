"""What a page is handed, and how it answers.

::

    @router.get("/candidatures/{reference}")
    @allow(CASE)
    def road(request: Request, work: Reading, reference: str) -> Response:
        return page(request, work, "applications/road.html", case=open_case(work, reference))

    @router.post("/candidatures/{reference}/equipe")
    @allow(CASE)
    def invite(request: Request, work: Writing, form: Posted, reference: str) -> Response:
        try:
            with attempt(work):
                applications.invite(work, reference, texts(form))
        except Invalid as refused:
            return page(request, work, "apply/team.html", status=422, faults=refused.faults)
        return flash(request, see_other(f"/candidatures/{reference}/equipe"), "ok", INVITED)

``Reading`` sees one snapshot. ``Writing`` is one transaction, committed after the function and before the answer
leaves, rolled back when it raises; its form's token is checked. Both know who is signed in (``VISITOR`` when nobody
is) and refuse whom the endpoint does not ``allow``. A refusal that is caught to draw the form again belongs in
``attempt``, which undoes what was half done. What is slow to prepare (a password, a file) is prepared in
``Preparing``, which holds no lock, then done in ``writing``.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile

from app.domain.errors import Forbidden, ReasonCode
from app.domain.people import VISITOR, Actor
from app.edge.arrivals import arrived_at
from app.edge.numbers import whole_number
from app.edge.rates import origin_of
from app.edge.signs import shown
from app.services.identity import sign_in
from app.services.route_access import admit
from app.services.wiring import Wiring
from app.services.work import Work
from app.web import cookies, csrf
from app.web.navigation import navigation
from app.web.security import OF_SOMEBODY
from app.words.apply.answers import answer_text

READERS_AT_ONCE, WRITERS_AT_ONCE = 12, 8
"""Fewer than the threads and the connections: who waits for the database waits without holding a thread."""

FLASH_SECONDS = 60
MAX_FIELDS, MAX_FILES = 2000, 20


async def wiring(request: Request) -> Wiring:
    return cookies.wiring_of(request)


Wired = Annotated[Wiring, Depends(wiring)]


async def posted(request: Request) -> AsyncIterator[FormData]:
    """The form that was sent; empty for a request without one. Kept, so that a lost session loses no text."""
    if request.method in csrf.SAFE:
        yield FormData()
        return
    async with request.form(max_fields=MAX_FIELDS, max_files=MAX_FILES) as sent:
        form = FormData(
            [
                (shown(name), shown(value) if isinstance(value, str) else value)
                for name, value in sent.multi_items()
            ]
        )
        request.state.posted = form
        yield form


Posted = Annotated[FormData, Depends(posted)]


def texts(form: FormData) -> dict[str, str]:
    """The texts of a form by name, the last one of each, without its token; files left out."""
    return {
        name: value for name, value in form.multi_items() if isinstance(value, str) and name != csrf.FIELD
    }


def version_seen(sent: Mapping[str, str]) -> int:
    """The version that the page showed; 0, older than any, when the form does not say it."""
    return whole_number(sent.get("seen", "")) or 0


def prints_in(sent: Mapping[str, str]) -> dict[str, str]:
    """The print of each field as its reader read it: « lu-KEY »."""
    return {name.removeprefix("lu-"): text for name, text in sent.items() if name.startswith("lu-") and text}


def uploads(form: FormData, name: str) -> list[UploadFile]:
    """The files sent under this name; a file box left empty gives none."""
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]


def _work(request: Request, wired: Wiring, session: Session) -> Work:
    now = arrived_at(request)
    actor = sign_in.actor_of_session(session, cookies.get(request, cookies.SESSION), now)
    request.state.actor = actor
    work = Work(session, actor, now, wired.jobs, wired.settings.base_url, answer_text, origin_of(request))
    admit(request.scope["endpoint"], actor)
    return work


def reading_work(request: Request, wired: Wired) -> Iterator[Work]:
    with wired.database.read() as session:
        yield _work(request, wired, session)


def writing_work(request: Request, wired: Wired, form: Posted) -> Iterator[Work]:
    with wired.database.write() as session:
        work = _work(request, wired, session)
        if request.method not in csrf.SAFE and not csrf.genuine(request, str(form.get(csrf.FIELD, ""))):
            raise Forbidden(ReasonCode.FORM_EXPIRED)
        yield work


def preparing_work(request: Request, wired: Wired, form: Posted) -> Iterator[Work]:
    """A snapshot to check and prepare an act that is slow to prepare; ``writing`` then does it.

    A password is hashed and a file is scanned here: nobody waits for the lock of a writing transaction meanwhile.
    """
    with wired.database.read() as session:
        work = _work(request, wired, session)
        if not csrf.genuine(request, str(form.get(csrf.FIELD, ""))):
            raise Forbidden(ReasonCode.FORM_EXPIRED)
        yield work


@contextmanager
def writing(wired: Wiring, work: Work) -> Iterator[Work]:
    """The same person's work in a transaction of its own that may write: committed when the block ends well."""
    with wired.database.write() as session:
        yield replace(work, session=session)


Preparing = Annotated[Work, Depends(preparing_work, scope="function", max_concurrency=READERS_AT_ONCE)]
Reading = Annotated[Work, Depends(reading_work, scope="function", max_concurrency=READERS_AT_ONCE)]
Writing = Annotated[Work, Depends(writing_work, scope="function", max_concurrency=WRITERS_AT_ONCE)]


def attempt(work: Work) -> AbstractContextManager[Any]:
    """A part of the transaction that is undone when it raises, so that the rest may go on."""
    return work.session.begin_nested()


def page(request: Request, work: Work, template: str, *, status: int = 200, **context: Any) -> Response:
    """The page of this template, with its frame: who is signed in, where they may go, what was just done."""
    return frame(request, work.actor, template, status=status, **context)


def frame(request: Request, actor: Actor, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page without a database: for refusals and for what never changes."""
    wired = cookies.wiring_of(request)
    flashes, shown = _flashes(request)
    environment = cast(Environment, request.app.state.templates)
    given: Mapping[str, Any] = {
        "request": request,
        "actor": actor,
        "csrf": csrf.FormToken(request),
        "settings": wired.settings,
        "now": wired.clock(),
        "nav": navigation(actor, request.url.path, request.app.state.addresses),
        "flashes": flashes,
        "version": request.app.version,
        "request_id": request.state.request_id,
    }
    html = environment.get_template(template).render({**given, **context})
    response = HTMLResponse(html, status_code=status, headers=OF_SOMEBODY if actor.signed_in else None)
    csrf.leave(request, response)
    if shown:
        cookies.drop(request, response, cookies.FLASH)
    return response


def recognise(request: Request) -> None:
    """Read who asks, from the cookie of the session, when no page has done so yet."""
    wired, token = cookies.wiring_of(request), cookies.get(request, cookies.SESSION)
    if token and not hasattr(request.state, "actor"):
        with wired.database.read() as session:
            request.state.actor = sign_in.actor_of_session(session, token, arrived_at(request))


def actor_of(request: Request) -> Actor:
    """Who was found to be signed in earlier in this request; a visitor when nobody was looked for."""
    found: Actor = getattr(request.state, "actor", VISITOR)
    return found


def flash(request: Request, response: Response, tone: str, sentence: str) -> Response:
    """Say this sentence on the next page (tone: ok, info, turn or no) and give the response back."""
    packed = urlsafe_b64encode(json.dumps([[tone, sentence]]).encode()).decode()
    cookies.put(request, response, cookies.FLASH, packed, seconds=FLASH_SECONDS)
    return response


def _flashes(request: Request) -> tuple[list[list[str]], bool]:
    kept = cookies.get(request, cookies.FLASH)
    return (json.loads(urlsafe_b64decode(kept)), True) if kept else ([], False)


def see_other(address: str) -> Response:
    """Go and read this page: a form that was sent is not sent again by reloading (303)."""
    return RedirectResponse(address, status_code=303)
