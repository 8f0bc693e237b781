"""The experts' words on one application: what the committee and the officers read, criterion by criterion."""

from fastapi import APIRouter, Request, Response

from app.db import people
from app.db.base import key_of
from app.db.review import interests, marks, reviews
from app.domain.access import Permission
from app.services.cases import open_case
from app.services.review.consensus import finished
from app.services.review.gaps import gap_of
from app.services.review.panels import applying, grid_of
from app.services.review.removals import removals
from app.services.route_access import CASE, allow
from app.web.dependencies import Reading, page
from app.web.views.review import side_by_side
from app.web.views.review.returned import returned
from app.web.views.trails import trail_of

router = APIRouter()


@router.get("/candidatures/{reference}/expertises")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    """The reviews handed in, side by side; why the others were given back, for who names the experts."""
    case = open_case(work, reference, Permission.READ_REVIEWS)
    grid, session = grid_of(case), work.session
    rows = reviews.of_application(session, case.id)
    handed, _ = finished(work, case)
    named = people.named(session, {row.expert_id for row in rows})
    told = side_by_side.voices(grid, rows, named, interests.interested_in(session, case.id))
    return page(
        request,
        work,
        "review/side_by_side.html",
        case=case,
        handed=[one for one in told if one.counts],
        others=[one for one in told if not one.counts],
        returned=returned(work, grid, rows, named),
        gap=gap_of(work, case),
        removals=removals(work, case),
        names=case.may(Permission.ASSIGN_REVIEWERS),
        criteria=side_by_side.compared(
            grid,
            applying(work, case),
            handed,
            marks.marks(session, {key_of(row) for row in handed}),
            named,
            marks.agreed(session, {case.id}).get(case.id, {}),
        )
        if handed
        else (),
        trail=trail_of(case, "Expertises"),
    )
