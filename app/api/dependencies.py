"""What a JSON endpoint is handed: who the bearer token says, and one transaction.

::

    @router.get("/applications/{reference}")
    @allow(CASE)
    def read(work: ApiReading, reference: str) -> ApplicationRead: ...

``ApiReading`` sees one snapshot; ``ApiWriting`` is committed before the answer leaves, rolled back when it raises.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from app.domain.errors import Forbidden, ReasonCode
from app.edge.arrivals import arrived_at
from app.edge.rates import limit, origin_of
from app.services.identity import tokens
from app.services.route_access import admit
from app.services.wiring import Wiring
from app.services.work import Work
from app.words.apply.answers import answer_text

READERS_AT_ONCE, WRITERS_AT_ONCE = 8, 8

bearer = HTTPBearer(auto_error=False, description="The person’s own token, made by `maillage admin token`.")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


async def wiring(request: Request) -> Wiring:
    found: Wiring = request.app.state.wiring
    return found


Wired = Annotated[Wiring, Depends(wiring)]


def _work(request: Request, wired: Wiring, given: Bearer, session: Session) -> Work:
    now = arrived_at(request)
    actor = tokens.actor_of_token(session, given.credentials if given else None, now)
    if given is not None and not actor.signed_in:
        limit(wired, "token", origin_of(request))
        raise Forbidden(ReasonCode.SIGN_IN_FIRST)
    admit(request.scope["endpoint"], actor)
    return Work(session, actor, now, wired.jobs, wired.settings.base_url, answer_text, origin_of(request))


def reading_work(request: Request, wired: Wired, given: Bearer) -> Iterator[Work]:
    with wired.database.read() as session:
        yield _work(request, wired, given, session)


def writing_work(request: Request, wired: Wired, given: Bearer) -> Iterator[Work]:
    with wired.database.write() as session:
        yield _work(request, wired, given, session)


@contextmanager
def writing(wired: Wiring, work: Work) -> Iterator[Work]:
    """The same person's work in a transaction of its own that may write, after what was slow to prepare."""
    with wired.database.write() as session:
        yield replace(work, session=session)


ApiPreparing = Annotated[Work, Depends(reading_work, scope="function", max_concurrency=READERS_AT_ONCE)]
"""A snapshot to check what is slow to prepare: ``let_go`` of it before waiting, then act in ``writing``."""

ApiReading = Annotated[Work, Depends(reading_work, scope="function", max_concurrency=READERS_AT_ONCE)]
ApiWriting = Annotated[Work, Depends(writing_work, scope="function", max_concurrency=WRITERS_AT_ONCE)]
