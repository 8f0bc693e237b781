"""The organisation that applies: what the convention will print of it."""

from fastapi import APIRouter, Request, Response

from app.domain.access import Permission
from app.domain.crossing import print_of
from app.domain.errors import Invalid, Reason, Stale
from app.services.apply import applications
from app.services.cases import Case, open_case
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import (
    Posted,
    Reading,
    Writing,
    attempt,
    flash,
    page,
    prints_in,
    see_other,
    texts,
)
from app.web.views.apply.form_pages import home_of
from app.web.views.readers import audience_of
from app.web.views.trails import trail_of
from app.words.apply import team as team_words
from app.words.labels import LEGAL_FORMS
from app.words.refused import reasons

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
    return _page(request, work, case, _kept(case), {})


def _kept(case: Case) -> dict[str, str]:
    return {name: getattr(case.organisation, name) or "" for name in FIELDS}


def _unless_left(case: Case, sent: dict[str, str]) -> dict[str, str]:
    """What was typed in the fields that this person changed; the others are shown as they now are."""
    read = prints_in(sent)
    changed = {key: sent[key] for key in FIELDS if key in sent and read.get(key) != print_of(sent[key])}
    return _kept(case) | changed


@router.post("")
@allow(CASE)
def describe(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case, sent = open_case(work, reference), texts(form)
    try:
        with attempt(work):
            applications.describe_organisation(work, reference, sent, prints_in(sent))
    except Invalid as refused:
        errors = {one.field: reasons.sentence(one.reason) for one in refused.faults}
        return _page(request, work, case, sent, errors, status=422)
    except Stale as refused:
        return _page(request, work, case, _unless_left(case, sent), {}, status=409, crossed=refused.reason)
    return flash(request, see_other(home_of(case)), "ok", team_words.DESCRIBED)


def _page(
    request: Request,
    work: Work,
    case: Case,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    status: int = 200,
    crossed: Reason | None = None,
) -> Response:
    """``crossed``: who wrote in the same fields meanwhile; both texts are then shown, and the person chooses."""
    return page(
        request,
        work,
        "apply/organisation.html",
        status=status,
        case=case,
        home=home_of(case),
        sent=sent,
        seen={key: print_of(text) for key, text in _kept(case).items()} | prints_in(sent),
        crossed=reasons.sentence(crossed, audience_of(case)) if crossed else "",
        theirs=crossed.values["kept"] if crossed else {},
        errors=errors,
        legal_forms=list(LEGAL_FORMS.items()),
        labels=LEGAL_FORMS,
        writable=_writable(case),
        after_filing=not _by_team(case),
        trail=trail_of(case, "La structure"),
    )


def _writable(case: Case) -> bool:
    """May this person correct it now? The team while it writes, an officer until the convention is sent."""
    officer = case.may(Permission.PREPARE_CONVENTION)
    return _by_team(case) or (officer and case.application.stage not in applications.DESCRIBED)


def _by_team(case: Case) -> bool:
    return case.may(Permission.WRITE_FORM) and case.application.stage in applications.TEAM_DESCRIBES
