"""An interest that somebody says aloud, written down for them: in a sitting, or on the page of the experts."""

from fastapi import APIRouter, Request, Response

from app.domain.access import Permission
from app.domain.errors import Hidden, Invalid, ReasonCode
from app.edge.numbers import Key, whole_number
from app.services.cases import open_case
from app.services.ranking import ranked_list
from app.services.review import declaring
from app.services.route_access import CASE, SIGNED_IN, allow
from app.services.work import Work
from app.web.dependencies import Posted, Writing, attempt, flash, see_other, texts
from app.web.pages.committee.point import point_page
from app.web.pages.committee.sittings import row_of
from app.web.pages.review.experts import experts_page
from app.web.rectifying import errors_of
from app.web.views.committee.sitting import agenda

router = APIRouter()
TOLD = (
    "L’intérêt est enregistré : cette personne en est avertie par courriel, et ne compte plus sur ce dossier."
)


@router.post("/bureau/appels/{slug}/seances/{sitting_id}/interets")
@allow(SIGNED_IN)
def in_sitting(request: Request, work: Writing, form: Posted, slug: str, sitting_id: Key) -> Response:
    """« person_id », who has a seat, says « heard » when « point », a reference, is taken up."""
    opened, sent = ranked_list.open_committee(work, slug, ranked_list.SECRETARIES), texts(form)
    row = row_of(work, opened, sitting_id)
    item = agenda(work, opened, row).at(sent.get("point", ""))
    if item is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="point")
    reference = item.application.reference
    try:
        with attempt(work):
            _enter(work, reference, sent, seat=True)
    except Invalid as refused:
        return point_page(
            request, work, opened, row, agenda(work, opened, row), item, sent, errors_of(refused)
        )
    here = f"/bureau/appels/{slug}/seances/{sitting_id}?point={reference}"
    return flash(request, see_other(here), "ok", TOLD)


@router.post("/candidatures/{reference}/experts/dits")
@allow(CASE)
def on_a_page(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case, sent = open_case(work, reference, Permission.ASSIGN_REVIEWERS), texts(form)
    try:
        with attempt(work):
            _enter(work, reference, sent)
    except Invalid as refused:
        return experts_page(request, work, case, errors_of(refused), sent)
    return flash(request, see_other(f"/candidatures/{reference}/experts"), "ok", TOLD)


def _enter(work: Work, reference: str, sent: dict[str, str], *, seat: bool = False) -> None:
    person = whole_number(sent.get("person_id", "")) or 0
    nature, heard = sent.get("nature", ""), sent.get("heard", "")
    declaring.enter(work, reference, person, nature, heard, seat=seat)
