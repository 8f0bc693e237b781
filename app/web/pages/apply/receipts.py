"""What was filed, as it was filed: read again, with its acknowledgement."""

from fastapi import APIRouter, Request, Response

from app.db.apply import filings
from app.domain.errors import Hidden, ReasonCode
from app.edge.attachments import given
from app.edge.numbers import Key
from app.services.apply import receipts
from app.services.cases import open_case
from app.services.route_access import CASE, allow
from app.web.dependencies import Reading, Wired, page
from app.web.views.apply.filed import filed_version
from app.web.views.apply.form_pages import NAMES, SLUGS, home_of
from app.web.views.trails import trail_of
from app.words.apply import forms as form_words

router = APIRouter(prefix="/candidatures/{reference}/depots/{form}")


def _form_of(slug: str) -> str:
    """The form that an address names in French. Raises Hidden for any other word."""
    if slug not in NAMES:
        raise Hidden(ReasonCode.NOT_FOUND, what=slug)
    return NAMES[slug]


@router.get("/{number}.pdf")
@allow(CASE)
def receipt(
    request: Request, work: Reading, wired: Wired, reference: str, form: str, number: Key
) -> Response:
    """The acknowledgement of a filing (CRPA L112-3, L112-11)."""
    name = _form_of(form)
    paper = receipts.receipt(work, reference, name, number)
    return given(request, wired, work, f"accuse-{reference}-{SLUGS[name]}-{number}.pdf", paper)


@router.get("/{number}")
@allow(CASE)
def read(request: Request, work: Reading, reference: str, form: str, number: Key) -> Response:
    case, name = open_case(work, reference), _form_of(form)
    filing = next(
        (f for f in filings.filings(work.session, case.id) if (f.form, f.number) == (name, number)),
        None,
    )
    version = filed_version(work, case, filing.id) if filing and filing.id else None
    if filing is None or version is None:
        raise Hidden(ReasonCode.NOT_FOUND, what=form)
    declared = frozenset(filing.content.get("declarations", ()))
    return page(
        request,
        work,
        "apply/filed.html",
        case=case,
        filed=version,
        title=form_words.TITLES[name],
        receipt=f"{home_of(case)}/depots/{SLUGS[name]}/{number}.pdf",
        may_print=bool(case.parts & receipts.READERS),
        declarations=[one.text for one in case.folder.dossier.declarations if one.key in declared],
        trail=trail_of(case, f"{form_words.TITLES[name]}, version {number}"),
    )
