"""Every route says who may use it, and whoever asks for more than a visitor's page is asked who they are."""

import inspect
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Mount

from app.api import dependencies as api
from app.db.session import Database
from app.main import create_app
from app.services.route_access import ANYONE, declared
from app.web import dependencies as web
from tests.edges import wire

KNOWS_WHO_ACTS = {
    *(api.reading_work, api.writing_work),
    *(web.reading_work, web.writing_work, web.preparing_work),
}
WRITES = {api.writing_work, web.writing_work, web.preparing_work}
LATER = "with writing(wired, work) as later"


@pytest.fixture(scope="module")
def service() -> FastAPI:
    return create_app(wire(Database.open("sqlite:////nowhere/maillage.db")))


def routes(of: FastAPI, prefix: str = "") -> Iterator[tuple[str, APIRoute]]:
    for found in iter_route_contexts(of.routes):
        route = found.original_route
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            yield from routes(route.app, prefix + route.path)
        elif isinstance(route, APIRoute):
            yield f"{prefix}{route.path} {sorted(route.methods or ())}", route


def asked(dependant: Dependant) -> set[object]:
    return {dependant.call} | {one for nested in dependant.dependencies for one in asked(nested)}


def test_the_walk_finds_pages_and_json(service: FastAPI) -> None:
    found = dict(routes(service))
    assert "/connexion ['GET']" in found
    assert any(name.startswith("/api/v1/") for name in found)
    assert len(found) > 20


def test_every_route_declares_who_may_use_it(service: FastAPI) -> None:
    assert [name for name, route in routes(service) if declared(route.endpoint) is None] == []


def test_every_route_that_is_not_for_anyone_asks_who_acts(service: FastAPI) -> None:
    blind = [
        name
        for name, route in routes(service)
        if ANYONE not in (declared(route.endpoint) or {ANYONE})
        and not asked(route.dependant) & KNOWS_WHO_ACTS
    ]
    assert blind == []


def test_every_route_that_changes_something_has_a_transaction_that_may_write(service: FastAPI) -> None:
    readers = [
        name
        for name, route in routes(service)
        if (route.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}
        and not asked(route.dependant) & WRITES
        and LATER not in inspect.getsource(route.endpoint)
    ]
    assert readers == []
