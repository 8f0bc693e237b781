"""The JSON interface, told to people: one page made from its schema, without a script or another site."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.services.route_access import ANYONE, allow
from app.web.dependencies import Reading, page

router = APIRouter()


@router.get("/api/docs")
@allow(ANYONE)
def reference(request: Request, work: Reading) -> Response:
    schema: dict[str, Any] = request.app.state.openapi()
    operations = [
        (method.upper(), path, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return page(
        request,
        work,
        "info/api.html",
        schema=schema,
        operations=operations,
        server=schema["servers"][0]["url"],
    )
