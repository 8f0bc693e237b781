"""A version of a convention as a file: a draft is named so, what was sent is what everybody received."""

from fastapi import Request, Response

from app.edge.attachments import given, typeset
from app.services.convention.reading import ReadConvention
from app.services.wiring import Wiring
from app.services.work import Work


def convention_file(request: Request, wired: Wiring, work: Work, found: ReadConvention) -> Response:
    """The draft, typeset for its reader; what was sent, as it was printed."""
    name = f"convention-{found.row.number}-v{found.row.version}.pdf"
    if found.paper is None:
        return typeset(wired.pdf, f"projet-{name}", found.document)
    return given(request, wired, work, name, found.paper)
