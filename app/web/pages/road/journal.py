"""The journal: the whole house's for the auditor, with the state of its chain; one application's for its desk."""

from fastapi import APIRouter, Request, Response

from app.db import journal, proof
from app.db.apply import applications
from app.db.base import key_of
from app.domain.access import Permission
from app.domain.people import Role
from app.services.cases import open_case
from app.services.desk import desks
from app.services.route_access import CASE, allow
from app.web.dependencies import Reading, page
from app.web.views.desk.rows import beyond_the_end, page_number
from app.web.views.readers import meetings
from app.web.views.road.officer_case import events
from app.web.views.trails import trail_of
from app.words.proof import BROKEN
from app.words.road.actions import journal_word

router = APIRouter()


@router.get("/journal")
@allow(Role.AUDITOR)
def read(request: Request, work: Reading, verifier: str = "") -> Response:
    """A page of the journal; ``?verifier=1`` recomputes the whole chain."""
    number = page_number(request)
    entries, masked = desks.audit(work, number)
    if back := beyond_the_end(request, number, entries):
        return back
    about = applications.with_ids(work.session, {one.application_id for one in entries if one.application_id})
    return page(
        request,
        work,
        "road/journal.html",
        entries=[(one, journal_word(one.verb)) for one in entries],
        references={key_of(one): one.reference for one in about},
        masked=masked,
        checked=proof.verify(work.session) if verifier else None,
        broken=BROKEN,
        number=number,
        pages=number + (len(entries) == desks.PER_PAGE),
    )


@router.get("/candidatures/{reference}/journal")
@allow(CASE)
def of_application(request: Request, work: Reading, reference: str) -> Response:
    case = open_case(work, reference, Permission.READ_JOURNAL)
    entries = events(journal.story_of(work.session, case.id), meetings(case))
    return page(
        request,
        work,
        "road/officer_journal.html",
        case=case,
        entries=entries,
        trail=trail_of(case, "Journal"),
    )
