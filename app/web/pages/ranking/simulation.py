"""The rules of a call tried on invented applications: those that are being written, and those that are frozen."""

from fastapi import APIRouter, Request, Response

from app.domain.call_file.folder import CallFolder
from app.domain.people import Role
from app.edge.rates import limit
from app.services.calls import editions
from app.services.ranking import simulations
from app.services.route_access import allow
from app.services.wiring import Wiring
from app.services.work import Work
from app.web.dependencies import Reading, Wired, page
from app.web.pages.calls.editions import HOME, edition_trail
from app.web.views.calls.editions import FaultLine, fault_lines, identity
from app.web.views.ranking.account import account_of
from app.web.views.ranking.simulation import trial_page
from app.web.views.trails import call_trail
from app.words.ranking import simulation as words
from app.words.ranking.envelope import Entry
from app.words.ranking.report import NOT_SCREENED

router = APIRouter()


@router.get(HOME + "/{edition_id}/simulation")
@allow(*editions.READERS)
def of_edition(request: Request, work: Reading, wired: Wired, edition_id: str) -> Response:
    """What the files of an edition do as they stand; their faults where they cannot be read."""
    edition = editions.read(work, identity(edition_id))
    checked = editions.check(work, edition, wired.call_texts)
    home = f"{HOME}/{edition.id}"
    return _page(
        request,
        work,
        wired,
        checked.said.folder,
        faults=[one for one in fault_lines(checked) if not one.warning],
        ref=edition.slug,
        files=home,
        back=(home, "Revenir aux fichiers"),
        trail=edition_trail(work, edition, "Essai"),
    )


@router.get("/bureau/appels/{slug}/regles/simulation")
@allow(Role.OFFICER, Role.MANAGER, Role.AUDITOR)
def of_call(request: Request, work: Reading, wired: Wired, slug: str) -> Response:
    """What the frozen rules of a call do."""
    opened = simulations.open_rules(work, slug)
    tried = request.query_params.get("vague", "")
    wave = next((one for one in opened.waves if one.key == tried), opened.waves[0])
    return _page(
        request,
        work,
        wired,
        opened.folder,
        ref=opened.folder.call.short_title,
        back=(f"/bureau/appels/{slug}/regles", "Revenir aux règles"),
        trail=call_trail(opened, "Règles", "Essai"),
        account=account_of(work, wave),
    )


def _page(
    request: Request,
    work: Work,
    wired: Wiring,
    folder: CallFolder | None,
    *,
    faults: list[FaultLine] | None = None,
    ref: str,
    files: str = "",
    back: tuple[str, str],
    trail: list[tuple[str, str]],
    account: tuple[Entry, ...] = (),
) -> Response:
    """The trial of a call that can be read, else its faults. ``account``: that of the envelope of its wave, today."""
    trial = None
    if folder is not None:
        limit(wired, "simulation", str(work.person_id))
        trial = trial_page(folder, request.query_params)
    found = trial.found if trial else None
    criteria = len(folder.grid.criteria) if folder is not None and folder.grid is not None else 0
    return page(
        request,
        work,
        "ranking/simulation.html",
        status=422 if trial and trial.errors else 200,
        ref=ref,
        account=account,
        back=back,
        here=request.url.path,
        faults=faults or [],
        files=files,
        trial=trial,
        errors=trial.errors if trial else {},
        grid=folder.grid if folder is not None else None,
        waves=[(one.key, one.name, words.envelope_of(one)) for one in folder.call.waves] if folder else [],
        not_screened=NOT_SCREENED if folder is not None and folder.admissibility is not None else "",
        invented=words.invented(found.count, found.readers, found.seed) if found else "",
        no_idle=words.no_idle(criteria) if found and not found.idle else "",
        trail=trail,
    )
