"""``create_app``: mounts the pages, the JSON, the static files and the refusals; nothing else."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import Mount

from app import api
from app.api import health, problems, schema
from app.api.texts import SeenTexts
from app.edge.arrivals import Arrivals
from app.edge.methods import Methods
from app.services.route_access import ANYONE, allow
from app.services.wiring import Wiring
from app.web import error_pages, pages
from app.web.access_log import AccessLog, Crashes
from app.web.kept import KeptPages
from app.web.security import ASIDE, Security
from app.web.static_files import HashedFiles
from app.web.templating import STATIC, make_environment
from app.web.theme import theme_css

API = "/api/v1"
VERSION = version("maillage")


def create_app(wiring: Wiring, *, compiled: Path | None = None) -> FastAPI:
    """The whole service as one ASGI application, around what ``app.bootstrap`` wired.

    An address with one more slash is another address: the redirection would name the host that the request claims.

    ``compiled``: a folder that keeps the compiled templates from one start to the next.
    """
    service = FastAPI(
        title="Maillage",
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    figures = health.Figures(wiring)
    json = create_api(wiring)
    service.mount(API, json)
    service.mount("/static", HashedFiles(directory=STATIC), name="static")
    for router in (health.router, _theme(wiring), *pages.ROUTERS):
        service.router.routes.extend(router.routes)
    for family, handler in error_pages.handlers().items():
        service.add_exception_handler(family, handler)
    state = service.state
    state.wiring, state.figures, state.openapi = wiring, figures, json.openapi
    state.watch = health.Watch(wiring)
    state.templates = make_environment(bytecode=compiled)
    state.kept = KeptPages()
    state.addresses = addresses(pages.ROUTERS)
    addressed = [route for router in api.ROUTERS for route in router.routes]
    service.add_middleware(Methods, routes=[Mount(API, routes=addressed), *service.router.routes])
    service.add_middleware(Crashes, on_crash=_crash)
    service.add_middleware(
        Security,
        https=wiring.settings.cookie_secure,
        max_bytes=wiring.settings.upload_max_bytes + ASIDE,
    )
    service.add_middleware(Arrivals, clock=wiring.clock)
    service.add_middleware(AccessLog, observe=figures.observe)
    return service


def create_api(wiring: Wiring) -> FastAPI:
    """The JSON of ``/api/v1``, with its own refusals and its own schema."""
    json = FastAPI(
        title="Maillage",
        version=VERSION,
        servers=[{"url": API}],
        root_path_in_servers=False,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=schema.operation_id,
    )
    json.openapi = schema.describer(json, api.ROUTERS)  # type: ignore[method-assign]
    json.state.wiring = wiring
    json.add_middleware(SeenTexts)
    for router in api.ROUTERS:
        json.include_router(router)
    for family, handler in problems.handlers().items():
        json.add_exception_handler(family, handler)
    return json


def addresses(routers: Iterable[APIRouter]) -> frozenset[str]:
    """The addresses that a page without parameters answers at."""
    paths = {route.path for router in routers for route in router.routes if isinstance(route, APIRoute)}
    return frozenset(path for path in paths if "{" not in path)


def _theme(wiring: Wiring) -> APIRouter:
    router = APIRouter()
    sheet = theme_css(wiring.settings)

    @router.get("/theme.css")
    @allow(ANYONE)
    def theme() -> Response:
        return Response(sheet, media_type="text/css", headers={"Cache-Control": "public, max-age=86400"})

    return router


def _crash(request: Request) -> Response:
    return error_pages.error_page(request, 500)
