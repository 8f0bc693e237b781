"""The journal of the house, for the auditor: the latest first, and whether its chain still holds."""

from fastapi import APIRouter, Request, Response

from app.db import applications, journal
from app.db.base import key_of
from app.domain.people import Role
from app.services import desks
from app.services.route_access import allow
from app.web.dependencies import Reading, page
from app.web.views.officer_desk import page_number
from app.words.actions import journal_word

router = APIRouter()


@router.get("/journal")
@allow(Role.AUDITOR)
def read(request: Request, work: Reading, verifier: str = "") -> Response:
    """A page of the journal; ``?verifier=1`` recomputes the whole chain."""
    number = page_number(request)
    entries = desks.audit(work, number)
    about = applications.with_ids(work.session, {one.application_id for one in entries if one.application_id})
    return page(
        request,
        work,
        "admin/journal.html",
        entries=[(one, journal_word(one.verb)) for one in entries],
        references={key_of(one): one.reference for one in about},
        checked=journal.verify(work.session) if verifier else None,
        number=number,
        pages=number + (len(entries) == desks.PER_PAGE),
    )
