"""The rules of a call, to be read: as a page, as the annex on paper, and the grid as its reviewers see it."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.domain.people import Role
from app.domain.scoring import marked_criteria
from app.edge.attachments import given
from app.services.ranking import call_rules
from app.services.route_access import SIGNED_IN, allow
from app.web.dependencies import Reading, Wired, page
from app.web.views.review import marking
from app.web.views.trails import trail_for
from app.words.calls import grids
from app.words.calls.rules.document import sections_of

router = APIRouter(prefix="/bureau/appels/{slug}")


@router.get("/regles.pdf")
@allow(SIGNED_IN)
def annex(request: Request, work: Reading, wired: Wired, slug: str) -> Response:
    """The same rules, typeset as the annex of the call."""
    paper = call_rules.rules_paper(work, slug, sections_of)
    return given(request, wired, work, f"reglement-{slug}.pdf", paper)


@router.get("/regles")
@allow(SIGNED_IN)
def read(request: Request, work: Reading, slug: str) -> Response:
    """The rules that were frozen when the call opened."""
    opened, document = call_rules.rules(work, slug, sections_of)
    return page(
        request,
        work,
        "ranking/rules.html",
        opened=opened,
        document=document,
        tries=bool(work.actor.roles() & {Role.OFFICER, Role.MANAGER, Role.AUDITOR}),
        trail=trail_for(work.actor.roles(), opened, "Règles"),
    )


@router.get("/regles/grille")
@allow(SIGNED_IN)
def preview(request: Request, work: Reading, slug: str) -> Response:
    """The grid as a reviewer fills it; nothing of it is sent."""
    opened, grid = call_rules.grid(work, slug)
    marked = marked_criteria(grid)
    lines = marking.lines(opened.folder, grid, marked, {}, {}, {})
    told = [
        replace(
            line, said=tuple(text for text in (grids.threshold_sentence(grid, one), _when(one.when)) if text)
        )
        for line, one in zip(lines, marked, strict=True)
    ]
    return page(
        request,
        work,
        "ranking/grid.html",
        opened=opened,
        grid=grid,
        lines=told,
        trail=trail_for(work.actor.roles(), opened, "Règles", "La grille"),
    )


def _when(condition: str | None) -> str:
    return (
        "Ce critère n’est demandé que pour certains projets : la condition est dans les règles."
        if condition
        else ""
    )
