"""The convention of an application: its facts, its PDF, and what its reader has to do with it."""

from fastapi import APIRouter, Request, Response

from app.db.convention import conventions
from app.db.convention.conventions import Convention
from app.domain.access import Deed, reads_only_as_applicant
from app.domain.documents import ConventionDocument
from app.domain.workflow import Action
from app.edge.attachments import typeset
from app.services.cases import Case, open_case
from app.services.convention.documents import missing_in_convention
from app.services.desk import papers
from app.services.road import transitions
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Reading, Wired, page
from app.web.views.apply.form_pages import home_of
from app.web.views.readers import audience_of
from app.web.views.trails import trail_of
from app.words.documents import missing_list
from app.words.road import actions

router = APIRouter(prefix="/candidatures/{reference}")
ACTIONS = frozenset(
    {
        Action.DRAFT_CONVENTION,
        Action.SEND_CONVENTION,
        Action.RECALL_CONVENTION,
        Action.RECORD_SIGNATURE,
        Action.RENOUNCE,
    }
)


@router.get("/convention.pdf")
@allow(CASE)
def print_convention(work: Reading, wired: Wired, reference: str) -> Response:
    _, row, document = papers.convention(work, reference)
    name = f"convention-{row.number}-v{row.version}.pdf"
    return typeset(wired.pdf, name, document)


@router.get("/convention")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    case = open_case(work, reference, Deed.READ_CONVENTION)
    applicant = reads_only_as_applicant(case.parts)
    row = conventions.current(work.session, case.id)
    if row is None and not applicant and case.folder.convention is not None:
        return _page(request, work, case, missing=missing_in_convention(work, case))
    _, row, document = papers.convention(work, reference)
    return _page(request, work, case, row=row, document=document)


def _page(
    request: Request,
    work: Work,
    case: Case,
    *,
    row: Convention | None = None,
    document: ConventionDocument | None = None,
    missing: tuple[str, ...] = (),
) -> Response:
    return page(
        request,
        work,
        "convention/convention.html",
        case=case,
        home=home_of(case),
        applicant=reads_only_as_applicant(case.parts),
        row=row,
        document=document,
        missing=missing_list(missing),
        buttons=_buttons(work, case),
        trail=trail_of(case, "La convention"),
    )


def _buttons(work: Work, case: Case) -> list[tuple[str, str, str]]:
    """Address, words and look of the actions that this reader may do now."""
    audience = audience_of(case)
    return [
        (
            f"{home_of(case)}/actions/{one.action.value}",
            actions.button(one.action, audience),
            _look(one.action),
        )
        for one in transitions.choices(work, case)
        if one.open and one.action in ACTIONS
    ]


def _look(action: Action) -> str:
    """The kind of its button: the main one is plain."""
    tone = actions.tone(action)
    return "" if tone == "primary" else tone
