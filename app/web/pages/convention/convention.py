"""The convention of an application: its facts, its PDF, and what its reader has to do with it."""

from fastapi import APIRouter, Request, Response

from app.db.convention import conventions
from app.domain.access import Permission, reads_only_as_applicant
from app.domain.workflow import Action
from app.edge.conventions import convention_file
from app.edge.numbers import number_asked
from app.services.cases import Case, open_case
from app.services.convention import reading
from app.services.convention.documents import missing_in_convention
from app.services.convention.reading import ReadConvention
from app.services.frozen import print_of
from app.services.road import transitions
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Reading, Wired, page
from app.web.views.apply.form_pages import home_of
from app.web.views.readers import audience_of
from app.web.views.trails import trail_of
from app.words.documents import missing_list
from app.words.road import actions
from app.words.road.action_words import Place

router = APIRouter(prefix="/candidatures/{reference}")


@router.get("/convention.pdf")
@allow(CASE)
def print_convention(
    request: Request, work: Reading, wired: Wired, reference: str, version: str = ""
) -> Response:
    """The convention as it stands; ``version``: that of this number, though another replaced it."""
    return convention_file(request, wired, work, reading.convention(work, reference, number_asked(version)))


@router.get("/convention")
@allow(CASE)
def read(request: Request, work: Reading, reference: str, version: str = "") -> Response:
    case = open_case(work, reference, Permission.READ_CONVENTION)
    applicant = reads_only_as_applicant(case.parts)
    row = conventions.current(work.session, case.id)
    if row is None and not applicant and case.folder.convention is not None:
        return _page(request, work, case, missing=missing_in_convention(work, case))
    return _page(request, work, case, found=reading.convention(work, reference, number_asked(version)))


def _page(
    request: Request,
    work: Work,
    case: Case,
    *,
    found: ReadConvention | None = None,
    missing: tuple[str, ...] = (),
) -> Response:
    return page(
        request,
        work,
        "convention/convention.html",
        case=case,
        home=home_of(case),
        applicant=reads_only_as_applicant(case.parts),
        row=found.row if found else None,
        document=found.document if found else None,
        printed=print_of(work, found.paper) if found and found.paper else None,
        recalled_at=found.recalled_at if found else None,
        corrected=found.corrected if found else None,
        versions=found.versions if found else (),
        missing=missing_list(missing),
        buttons=_buttons(work, case, found),
        trail=trail_of(case, "La convention"),
    )


def _buttons(work: Work, case: Case, found: ReadConvention | None) -> list[tuple[str, str, str]]:
    """Address, words and look of what this reader may do now with what is read here; sending names its text.

    Nothing is done with a version that was recalled.
    """
    if found is not None and found.recalled_at is not None:
        return []
    audience, read_sha256 = audience_of(case), found.document.content_sha256 if found else ""
    return [
        (
            f"{home_of(case)}/actions/{one.action.value}"
            + (f"?empreinte={read_sha256}" if one.action is Action.SEND_CONVENTION else ""),
            actions.button(one.action, audience),
            _look(one.action),
        )
        for one in transitions.choices(work, case)
        if one.open and actions.place(one.action) is Place.CONVENTION
    ]


def _look(action: Action) -> str:
    """The kind of its button: the main one is plain."""
    tone = actions.tone(action)
    return "" if tone == "primary" else tone
