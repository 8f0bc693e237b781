"""The marks on which the experts agreed: read beside each expert's own, recorded by an officer."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from app.domain.access import Permission
from app.domain.errors import Hidden, Invalid, ReasonCode, Stale
from app.services.cases import Case, open_case
from app.services.review import consensus
from app.services.review.panels import grid_of
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import (
    Posted,
    Reading,
    Writing,
    attempt,
    flash,
    page,
    see_other,
    texts,
    version_seen,
)
from app.web.pages.review.expertises import errors_of
from app.web.views.apply.filed import filed_forms
from app.web.views.review import marking
from app.web.views.trails import trail_of
from app.words.labels import Audience
from app.words.refused import reasons

router = APIRouter()


@router.get("/candidatures/{reference}/consensus")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    return _page(request, work, open_case(work, reference, Permission.READ_REVIEWS), {}, {})


@router.post("/candidatures/{reference}/consensus")
@allow(CASE)
def record(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case = open_case(work, reference, Permission.RECORD_CONSENSUS)
    sent = texts(form)
    try:
        with attempt(work):
            marks = marking.sent_marks(grid_of(case), sent)
            consensus.record(work, reference, marks, seen=version_seen(sent))
    except Invalid as refused:
        return _page(request, work, case, sent, errors_of(refused, sent))
    except Stale as refused:
        return _page(
            request, work, case, sent, {}, crossed=reasons.sentence(refused.reason, Audience.OFFICER)
        )
    told = "Les notes de consensus sont enregistrées ; elles font la note du dossier."
    return flash(request, see_other(f"/candidatures/{reference}/consensus"), "ok", told)


def _page(
    request: Request,
    work: Work,
    case: Case,
    sent: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    crossed: str = "",
) -> Response:
    """``crossed``: who recorded other marks meanwhile; both are then shown, and the person chooses."""
    found, grid = consensus.consensus_of(work, case), grid_of(case)
    if not found.criteria:
        raise Hidden(ReasonCode.NOT_FOUND, what="consensus")
    filed = next(iter(filed_forms(work, case)), None)
    beside = consensus.marks_beside(work, case)
    writes = case.may(Permission.RECORD_CONSENSUS) and case.application.stage in consensus.RECORDING
    return page(
        request,
        work,
        "review/consensus.html",
        status=409 if crossed else 422 if errors else 200,
        case=case,
        found=found,
        at=max((row.recorded_at for row in found.marks.values()), default=None),
        crossed=crossed,
        why=reasons.sentence(found.refusal, Audience.OFFICER) if found.refusal else "",
        then=reasons.next_step(found.refusal) if found.refusal else "",
        writes=writes,
        lines=marking.lines(
            case.folder, grid, found.criteria, found.marks, sent, errors, filed=filed, beside=beside
        ),
        handed=marking.handed(grid, found.marks),
        seen=version_seen(sent) if errors else found.version,
        errors=errors,
        trail=trail_of(case, "Consensus"),
    )
