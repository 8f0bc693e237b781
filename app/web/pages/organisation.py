"""The organisation that applies: what the convention will print of it."""

from fastapi import APIRouter, Request, Response

from app.domain.access import Deed
from app.domain.errors import Invalid
from app.services import applications
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.form_pages import home_of
from app.web.views.trails import trail_of
from app.words import reasons, team_words
from app.words.labels import LEGAL_FORMS

router = APIRouter(prefix="/candidatures/{reference}/structure")
FIELDS = (
    "name",
    "siret",
    "rna",
    "legal_form",
    "address",
    "postal_code",
    "city",
    "representative_name",
    "representative_title",
)


@router.get("")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    case = open_case(work, reference)
    kept = {name: getattr(case.organisation, name) or "" for name in FIELDS}
    return _page(request, work, case, kept, {})


@router.post("")
@allow(CASE)
def describe(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case, sent = open_case(work, reference), texts(form)
    try:
        with attempt(work):
            applications.describe_organisation(work, reference, sent)
    except Invalid as refused:
        errors = {one.field: reasons.sentence(one.reason) for one in refused.faults}
        return _page(request, work, case, sent, errors, status=422)
    return flash(request, see_other(home_of(case)), "ok", team_words.DESCRIBED)


def _page(
    request: Request,
    work: Work,
    case: Case,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
) -> Response:
    return page(
        request,
        work,
        "applications/organisation.html",
        status=status,
        case=case,
        home=home_of(case),
        sent=sent,
        errors=errors,
        legal_forms=list(LEGAL_FORMS.items()),
        labels=LEGAL_FORMS,
        writable=_writable(case),
        trail=trail_of(case, "La structure"),
    )


def _writable(case: Case) -> bool:
    """May this person correct it now? The team while it writes, an officer until the convention is sent."""
    stage = case.application.stage
    by_team = case.may(Deed.WRITE_FORM) and stage in applications.TEAM_DESCRIBES
    return by_team or (case.may(Deed.PREPARE_CONVENTION) and stage not in applications.DESCRIBED)
