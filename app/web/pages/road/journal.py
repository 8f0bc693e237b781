"""The journal: the whole house's for the auditor, with the state of its chain; one application's for its desk."""

from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.db import journal
from app.domain.access import Permission
from app.domain.people import Role
from app.edge.searches import sought
from app.edge.sheets import sheet
from app.services.cases import open_case
from app.services.desk import audits, desks, verifications
from app.services.desk.audits import Line
from app.services.route_access import CASE, allow
from app.web.dependencies import Reading, Wired, Writing, flash, page, see_other
from app.web.views.desk.rows import beyond_the_end, page_number
from app.web.views.road.officer_case import events
from app.web.views.trails import trail_of
from app.words.proof import BROKEN, VERIFICATION_ASKED
from app.words.road.actions import journal_choices, journal_word
from app.words.road.journal import COLUMNS, cells, said_in

router = APIRouter()
ASKED: Final = ("qui", "acte", "candidature", "du", "au")


def _asked(request: Request) -> dict[str, str]:
    return {name: text for name in ASKED if (text := request.query_params.get(name, "").strip())}


@router.get("/journal")
@allow(Role.AUDITOR)
def read(request: Request, work: Reading, wired: Wired) -> Response:
    """A page of the journal, of all of it or of what is looked for, and what its last verification showed."""
    number, asked = page_number(request), _asked(request)
    audit = audits.audit(work, sought(asked, wired.settings.zone))
    lines = audit.page(work.session, number)
    if back := beyond_the_end(request, number, lines):
        return back
    return page(
        request,
        work,
        "road/journal.html",
        lines=[(line, journal_word(line.entry.verb), said_in(line)) for line in lines],
        verbs=journal_choices(),
        asked={name: asked.get(name, "") for name in ASKED},
        query=urlencode(asked),
        masked=audit.masked,
        verified=verifications.verified(work),
        broken=BROKEN,
        number=number,
        pages=number + (len(lines) == desks.PER_PAGE),
    )


@router.post("/journal/verification")
@allow(Role.AUDITOR)
def verify(request: Request, work: Writing) -> Response:
    """Have the whole record read again by a job; asked for twice, it is read once."""
    verifications.ask(work)
    return flash(request, see_other("/journal"), "ok", VERIFICATION_ASKED)


@router.get("/journal.csv")
@allow(Role.AUDITOR)
def whole(request: Request, work: Reading, wired: Wired) -> Response:
    """The same, from its first line to its last, as a sheet."""
    zone = wired.settings.zone
    audit = audits.audit(work, sought(_asked(request), zone))

    def row(line: Line) -> tuple[str, ...]:
        return cells(line, zone)

    return sheet("journal.csv", COLUMNS, map(row, audit.whole(wired.database)))


@router.get("/candidatures/{reference}/journal")
@allow(CASE)
def of_application(request: Request, work: Reading, reference: str) -> Response:
    case = open_case(work, reference, Permission.READ_JOURNAL)
    entries = events(work, case, journal.story_of(work.session, case.id))
    return page(
        request,
        work,
        "road/officer_journal.html",
        case=case,
        entries=entries,
        trail=trail_of(case, "Journal"),
    )
