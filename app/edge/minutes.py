"""The minutes of a sitting as a file: its name says whether it is a draft or an extract, as its title does."""

from fastapi import Request, Response

from app.domain.documents import MinutesDocument
from app.domain.documents.written import DocumentKind
from app.edge.attachments import given, typeset
from app.services.frozen import Paper
from app.services.wiring import Wiring
from app.services.work import Work


def minutes_file(
    request: Request, wired: Wiring, work: Work, sitting: str, found: Paper | MinutesDocument
) -> Response:
    """The draft of an open sitting, else what is kept of a closed one."""
    if isinstance(found, MinutesDocument):
        return typeset(wired.pdf, f"projet-releve-{sitting}.pdf", found)
    part = "extrait-" if found.kind is DocumentKind.EXTRACT else ""
    return given(request, wired, work, f"{part}releve-{sitting}.pdf", found)
