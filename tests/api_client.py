"""Programs in front of the service: each person of the cast with a bearer token, whose answers are checked."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import httpx2
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.db.session import Database
from app.domain.people import Actor
from app.services.identity.tokens import create_token
from app.services.wiring import Wiring
from app.services.work import Work
from tests import factories, loop
from tests.edges import serve, wire
from tests.factories import Cast
from tests.fakes import FakeClock, FakeJobs
from tests.remembered import once

API = "/api/v1"


@dataclass(frozen=True)
class Caller:
    """One person's program. Each call says which status it expects, and returns the JSON (or the bytes)."""

    client: TestClient
    token: str | None
    actor: Actor

    @property
    def id(self) -> int:
        """The key of the person."""
        assert self.actor.person_id is not None
        return self.actor.person_id

    def ask(self, method: str, path: str, **sent: Any) -> httpx2.Response:
        headers = {
            **sent.pop("headers", {}),
            **({"Authorization": f"Bearer {self.token}"} if self.token else {}),
        }
        return self.client.request(method, API + path, headers=headers, **sent)

    def call(self, method: str, path: str, expected: int, **sent: Any) -> Any:
        answer = self.ask(method, path, **sent)
        assert answer.status_code == expected, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        if not answer.content:
            return None
        return answer.json() if "json" in answer.headers["content-type"] else answer.content

    def get(self, path: str, expected: int = 200, **sent: Any) -> Any:
        return self.call("GET", path, expected, **sent)

    def put(self, path: str, json: Any = None, expected: int = 200) -> Any:
        return self.call("PUT", path, expected, json=json)

    def post(self, path: str, json: Any = None, expected: int = 200, **sent: Any) -> Any:
        return self.call("POST", path, expected, **({} if json is None else {"json": json}), **sent)

    def act(
        self, reference: str, action: str, json: Mapping[str, Any] | None = None, expected: int = 200
    ) -> Any:
        return self.post(f"/applications/{reference}/actions/{action}", dict(json or {}), expected)


@dataclass(frozen=True)
class Callers:
    """The service around one database, its clock, and a program for each person of one call."""

    wired: Wiring
    app: FastAPI
    clock: FakeClock
    tokens: Mapping[int | None, str]
    cast: Cast

    @classmethod
    def around(cls, database: Database, slug: str, clock: FakeClock, **parts: Any) -> Self:
        """Open the call, appoint its people, give each a token."""
        clock.now = max(clock.now, factories.AN_OPEN_DAY)
        wired = wire(database, clock=clock, jobs=FakeJobs(), **parts)
        with database.write() as session:
            work = factories.work(session, now=clock.now)
            cast = factories.cast(work, slug)
            tokens = once(work, ("tokens", slug), lambda noted, _: tokens_of(noted, cast))
        return cls(wired, serve(wired), clock, tokens, cast)

    def of(self, actor: Actor | None) -> Caller:
        """This person's program; None: nobody's."""
        known = actor or Actor()
        client = TestClient(self.app, base_url=self.wired.settings.base_url, follow_redirects=False)
        client.portal = loop.portal()
        return Caller(client, self.tokens.get(known.person_id), known)

    def named(self, name: str) -> Caller:
        return self.of(everybody(self.cast).get(name))


def tokens_of(work: Work, cast: Cast) -> dict[int | None, str]:
    """A token for each person of a cast."""
    return {
        actor.person_id: create_token(work, actor.person_id or 0, "tests", days=3000)
        for actor in everybody(cast).values()
    }


def everybody(cast: Cast) -> dict[str, Actor]:
    """The people of a cast by name: owner, editor…, expert1, member1…"""
    found: dict[str, Actor] = {}
    for one in fields(cast):
        value = getattr(cast, one.name)
        if isinstance(value, tuple):
            found |= {f"{one.name[:-1]}{rank}": actor for rank, actor in enumerate(value, start=1)}
        else:
            found[one.name] = value
    return found
