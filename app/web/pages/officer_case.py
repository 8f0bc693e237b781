"""One application on the authority's desk: the dossier as filed on the left, what may be done on the right."""

from fastapi import Request, Response

from app.domain.people import Part
from app.services.cases import Case
from app.services.work import Work
from app.web.dependencies import page
from app.web.views.officer_case import instalments, officer_case
from app.web.views.officer_links import links_of
from app.words import grid_results, labels

DESK_PARTS = frozenset({Part.OFFICER, Part.MANAGER, Part.AUDITOR})


def show(request: Request, work: Work, case: Case) -> Response:
    """The page of an application for who reads it for the authority."""
    desk = officer_case(work, case)
    return page(
        request,
        work,
        "officer/case.html",
        case=case,
        desk=desk,
        links=links_of(case),
        said=labels,
        words=grid_results,
        plan=instalments(desk.payments),
        trail=trail_of(case),
    )


def trail_of(case: Case, *here: str) -> list[tuple[str, str]]:
    """The way back: the call (its dashboard for who has the desk, else its public page), the application, the page."""
    reference = case.application.reference
    address = f"/candidatures/{reference}" if here else ""
    call = f"/bureau/appels/{case.call.slug}" if case.parts & DESK_PARTS else f"/appels/{case.call.slug}"
    return [
        (call, case.folder.call.short_title),
        (address, reference),
        *(("", one) for one in here),
    ]
