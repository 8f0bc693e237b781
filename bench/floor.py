"""The floor under every page: the frame of the house alone, rendered by one route of a bare FastAPI.

No database, no session, no header of ours: what Starlette, FastAPI and Jinja ask for a page that says nothing.
"""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from app.domain.people import VISITOR
from app.services.wiring import Wiring
from app.web.navigation import navigation
from app.web.templating import make_environment

FLOOR = "Un simple gabarit dans FastAPI"


def bare(wired: Wiring) -> FastAPI:
    """One route at « / », as the first page of FastAPI's own documentation on templates has it."""
    app = FastAPI(openapi_url=None)
    environment = make_environment()

    @app.get("/")
    def layout(request: Request) -> HTMLResponse:
        return HTMLResponse(
            environment.get_template("layout.html").render(
                request=request,
                actor=VISITOR,
                csrf="",
                settings=wired.settings,
                now=wired.clock(),
                nav=navigation(VISITOR, "/", ("/",)),
                flashes=[],
                version=app.version,
                request_id="",
            )
        )

    return app
