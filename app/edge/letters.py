"""The letter of a decision as a file."""

from fastapi import Request, Response

from app.edge.attachments import given
from app.services.frozen import Paper
from app.services.wiring import Wiring
from app.services.work import Work


def letter_file(request: Request, wired: Wiring, work: Work, found: Paper) -> Response:
    """The letter, as it was notified."""
    return given(request, wired, work, f"lettre-{found.subject}-{found.number}.pdf", found)
