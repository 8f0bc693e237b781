"""The expert's desk: first their independence, then the dossier beside the grid, then what was handed in."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from app.db import people
from app.db.base import key_of
from app.db.review import marks
from app.db.review.reviews import Review, ReviewState
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.errors import Conflict, Invalid, ReasonCode, Stale
from app.domain.people import Role
from app.edge.numbers import version_stated
from app.services.cases import Case
from app.services.desk import desks
from app.services.review import reviews
from app.services.review.panels import applying, grid_of
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.apply.filed import filed_version
from app.web.views.desk.rows import beyond_the_end, page_number
from app.web.views.review import marking
from app.web.views.review.returned import returned
from app.words import labels
from app.words.labels import Audience
from app.words.refused import reasons

router = APIRouter()


@router.get("/expertises")
@allow(Role.EXPERT)
def desk(request: Request, work: Reading) -> Response:
    number = page_number(request)
    found, more = desks.experts_page(work, number)
    if back := beyond_the_end(request, number, found):
        return back
    return page(
        request,
        work,
        "review/list.html",
        waiting=[pair for pair in found if pair[0].state is not ReviewState.SUBMITTED],
        handed=[pair for pair in found if pair[0].state is ReviewState.SUBMITTED],
        said=labels.REVIEW_STATES,
        calls=desks.calls_of_expert(work),
        number=number,
        pages=number + more,
    )


@router.get("/expertises/{reference}")
@allow(CASE)
def read(request: Request, work: Reading, reference: str) -> Response:
    case, review = reviews.my_review(work, reference)
    if review.state is ReviewState.ASSIGNED:
        return _gate(request, work, case, review, "", {})
    return _grid(request, work, case, review, {}, {})


@router.post("/expertises/{reference}/reponse")
@allow(CASE)
def answer(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    """Take the review, or give it back with a reason."""
    case, review = reviews.my_review(work, reference)
    sent = texts(form)
    if sent.get("reponse") == "decliner":
        try:
            with attempt(work):
                reviews.decline(work, reference, sent.get("reason", ""))
        except Invalid as refused:
            return _gate(request, work, case, review, sent.get("reason", ""), errors_of(refused, {}))
        told = f"Vous avez décliné l’expertise de {reference} ; le service instructeur en est averti."
        return flash(request, see_other("/expertises"), "info", told)
    if sent.get("independance") != "yes":
        missing = {"independance": "Cochez cette déclaration pour ouvrir le dossier."}
        return _gate(request, work, case, review, "", missing)
    reviews.accept(work, reference)
    return see_other(f"/expertises/{reference}")


@router.post("/expertises/{reference}")
@allow(CASE)
def write(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    """Keep what was typed (« garder »), or keep it and hand the review in."""
    case, review = reviews.my_review(work, reference)
    sent, here = texts(form), f"/expertises/{reference}"
    stated = sent.get("version", "")
    try:
        with attempt(work):
            version = version_stated(stated)
            reviews.save(
                work,
                reference,
                marking.sent_marks(grid_of(case), sent),
                sent.get("comment", ""),
                version=version,
                confidence=sent.get("confidence"),
            )
        if "garder" in sent:
            return flash(request, see_other(here), "ok", "Votre travail est gardé ; rien n’est encore rendu.")
        with attempt(work):
            reviews.submit(work, reference)
    except Invalid as refused:
        return _grid(request, work, case, review, sent, errors_of(refused, sent))
    except Stale as refused:
        return _grid(request, work, case, review, sent, {}, crossed=reasons.sentence(refused.reason))
    except Conflict as refused:
        if refused.reason.code is not ReasonCode.ALREADY_DONE:
            raise
        return flash(request, see_other(here), "info", "C’est déjà fait : votre expertise est rendue.")
    return flash(request, see_other(here), "ok", "Votre expertise est rendue. Merci.")


def errors_of(refused: Invalid, sent: Mapping[str, str]) -> dict[str, str]:
    """By the names of the form: ``note-KEY`` and ``motif-KEY`` for the grid, else the field itself."""
    named = {}
    for one in refused.faults:
        key = one.field.removesuffix("-justification")
        field = f"motif-{key}" if key != one.field else f"note-{key}"
        known = key if key in ("reason", "comment", "confidence") else field
        named[known] = reasons.sentence(one.reason, Audience.OFFICER)
        if sent.get(f"note-{key}") and f"sans-{key}" in sent and known == f"note-{key}":
            named[known] = "Donnez une note, ou cochez « Ne peut pas se prononcer », pas les deux."
    return named


def _gate(
    request: Request, work: Work, case: Case, review: Review, reason: str, errors: dict[str, str]
) -> Response:
    return page(
        request,
        work,
        "review/gate.html",
        status=422 if errors else 200,
        case=case,
        review=review,
        reason=reason,
        errors=errors,
        trail=[("/expertises", "Expertises"), ("", case.application.reference)],
    )


def _grid(
    request: Request,
    work: Work,
    case: Case,
    review: Review,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    crossed: str = "",
) -> Response:
    """``crossed``: the same expert saved from another window meanwhile; both are then shown, and one chooses."""
    kept = {one.criterion: one for one in marks.marks(work.session, {key_of(review)})[key_of(review)]}
    grid = grid_of(case)
    done = review.state is ReviewState.SUBMITTED
    filed = filed_version(work, case, review.filing_id)
    return page(
        request,
        work,
        "review/grid.html",
        status=409 if crossed else 422 if errors else 200,
        case=case,
        review=review,
        grid=grid,
        crossed=crossed,
        theirs=marking.handed(grid, kept) if crossed else (),
        lines=marking.lines(case.folder, grid, applying(work, case), kept, sent, errors, filed=filed),
        handed=marking.handed(grid, kept) if done else (),
        confidence=sure_options(grid),
        sure=sent.get("confidence", "" if review.confidence is None else str(review.confidence)),
        returned=returned(work, grid, [review], people.named(work.session, {review.expert_id})),
        writes=not done and case.application.stage in reviews.MARKING,
        comment=sent.get("comment", review.comment),
        filed=filed,
        errors=errors,
        trail=[("/expertises", "Expertises"), ("", case.application.reference)],
    )


def sure_options(grid: ScoringFile) -> list[tuple[str, str]]:
    """How sure one may say to be; nothing when the grid does not ask."""
    if grid.confidence is None:
        return []
    ends = {grid.confidence.min: " (peu sûr)", grid.confidence.max: " (tout à fait sûr)"}
    return [
        (str(one), f"{one}{ends.get(one, '')}") for one in range(grid.confidence.min, grid.confidence.max + 1)
    ]
