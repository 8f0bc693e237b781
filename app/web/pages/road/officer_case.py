"""One application on the authority's desk: the dossier as filed on the left, what may be done on the right."""

from fastapi import Request, Response

from app.domain.ranking.refusals import uncomputed_step
from app.services.cases import Case
from app.services.ranking.standings import Standing
from app.services.work import Work
from app.web.dependencies import page
from app.web.views.readers import meetings
from app.web.views.road.links import links_of
from app.web.views.road.officer_case import instalments, officer_case
from app.web.views.trails import trail_of
from app.words import labels
from app.words.calls.grids import label_of
from app.words.labels import Audience
from app.words.meetings import names
from app.words.ranking.explanations import sentence
from app.words.refused import reasons
from app.words.review import grid_results


def show(request: Request, work: Work, case: Case) -> Response:
    """The page of an application for who reads it for the authority."""
    desk = officer_case(work, case)
    refusal = desk.standing.refusal if desk.standing is not None else None
    return page(
        request,
        work,
        "road/officer_case.html",
        case=case,
        desk=desk,
        links=links_of(case),
        said=labels,
        meetings=names(meetings(case)),
        words=grid_results,
        uncomputed=_uncomputed(case, desk.standing),
        unscored=reasons.sentence(refusal, Audience.OFFICER) if refusal is not None else "",
        plan=instalments(case, desk.payments),
        trail=trail_of(case),
    )


def _uncomputed(case: Case, standing: Standing | None) -> list[str]:
    """Which rules its answers do not let compute, a sentence each."""
    grid = case.folder.grid
    if grid is None or standing is None or standing.score is None:
        return []
    steps = map(uncomputed_step, standing.score.uncomputed)
    return [sentence(one, lambda key: label_of(grid, key)) for one in steps]
