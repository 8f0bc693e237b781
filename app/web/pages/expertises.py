"""The expert's desk: first their independence, then the dossier beside the grid, then what was handed in."""

from dataclasses import dataclass
from decimal import Decimal

from fastapi import APIRouter, Request, Response

from app.db import reviews as rows
from app.db.base import key_of
from app.db.reviews import MarkRow, Review, ReviewState
from app.domain.call_file.grid_figures import highest_mark, points_of
from app.domain.call_file.scoring import Criterion, ScoringFile
from app.domain.errors import Conflict, Invalid, ReasonCode
from app.domain.people import Role
from app.domain.scoring.exact import decimal_of
from app.services import desks, reviews
from app.services.cases import Case
from app.services.panels import grid_of
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.officer_filed import filed_version
from app.words import formats, labels, reasons
from app.words.labels import Audience

router = APIRouter()


@dataclass(frozen=True)
class Line:
    """One criterion of the grid with what was typed, what is wrong, and what it would be worth."""

    criterion: Criterion
    mark: str
    why: str
    error: str = ""
    why_error: str = ""


@dataclass(frozen=True)
class Handed:
    """One criterion as it was handed in."""

    label: str
    mark: Decimal
    max: Decimal
    why: str
    points: Decimal


@router.get("/expertises")
@allow(Role.EXPERT)
def desk(request: Request, work: Reading) -> Response:
    found = [pair for pair in desks.experts_desk(work) if pair[0].state is not ReviewState.DECLINED]
    waiting = [pair for pair in found if pair[0].state is not ReviewState.SUBMITTED]
    handed = [pair for pair in found if pair[0].state is ReviewState.SUBMITTED]
    return page(request, work, "review/list.html", waiting=waiting, handed=handed, said=labels.REVIEW_STATES)


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
            return _gate(request, work, case, review, sent.get("reason", ""), _errors(refused))
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
            marks = {
                one.key: {
                    "mark": sent.get(f"note-{one.key}", ""),
                    "justification": sent.get(f"motif-{one.key}", ""),
                }
                for one in grid_of(case).criteria
            }
            version = int(stated) if stated.isdecimal() else None
            reviews.save(work, reference, marks, sent.get("comment", ""), version=version)
        if "garder" in sent:
            return flash(request, see_other(here), "ok", "Votre travail est gardé ; rien n’est encore rendu.")
        with attempt(work):
            reviews.submit(work, reference)
    except Invalid as refused:
        return _grid(request, work, case, review, sent, _errors(refused))
    except Conflict as refused:
        if refused.reason.code is not ReasonCode.ALREADY_DONE:
            raise
        return flash(request, see_other(here), "info", "C’est déjà fait : votre expertise est rendue.")
    return flash(request, see_other(here), "ok", "Votre expertise est rendue. Merci.")


def _errors(refused: Invalid) -> dict[str, str]:
    """By the names of the form: ``note-KEY`` and ``motif-KEY`` for the grid, else the field itself."""
    named = {}
    for one in refused.faults:
        key = one.field.removesuffix("-justification")
        known = {"reason": "reason", "comment": "comment"}.get(key)
        field = known or (f"motif-{key}" if key != one.field else f"note-{key}")
        named[field] = reasons.sentence(one.reason, Audience.OFFICER)
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
    request: Request, work: Work, case: Case, review: Review, sent: dict[str, str], errors: dict[str, str]
) -> Response:
    kept = {one.criterion: one for one in rows.marks(work.session, {key_of(review)})[key_of(review)]}
    grid = grid_of(case)
    done = review.state is ReviewState.SUBMITTED
    return page(
        request,
        work,
        "review/grid.html",
        status=422 if errors else 200,
        case=case,
        review=review,
        grid=grid,
        lines=[_line(one, kept.get(one.key), sent, errors) for one in grid.criteria],
        handed=_handed(grid, kept) if done else (),
        writes=not done and case.application.stage in reviews.MARKING,
        comment=sent.get("comment", review.comment),
        filed=filed_version(work, case, review.filing_id),
        errors=errors,
        trail=[("/expertises", "Expertises"), ("", case.application.reference)],
    )


def _line(criterion: Criterion, kept: MarkRow | None, sent: dict[str, str], errors: dict[str, str]) -> Line:
    mark, why = f"note-{criterion.key}", f"motif-{criterion.key}"
    value = formats.number(kept.value) if kept is not None and kept.value is not None else ""
    return Line(
        criterion,
        _as_radio(sent.get(mark, value)),
        sent.get(why, kept.justification if kept else ""),
        errors.get(mark, ""),
        errors.get(why, ""),
    )


def _as_radio(typed: str) -> str:
    """A mark as the radios compare it: with a point; what is no number is given back as it was typed."""
    plain = typed.strip().replace(",", ".")
    return plain if plain.replace(".", "", 1).isdecimal() else typed


def _handed(grid: ScoringFile, kept: dict[str, MarkRow]) -> tuple[Handed, ...]:
    return tuple(
        Handed(
            one.label,
            row.value,
            decimal_of(highest_mark(grid, one)),
            row.justification,
            decimal_of(points_of(grid, one, row.value)),
        )
        for one in grid.criteria
        if (row := kept.get(one.key)) is not None and row.value is not None
    )
