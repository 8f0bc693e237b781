"""Putting right what was said of an interest, or lifting it: what was said, what is, and the compulsory reason."""

from datetime import date
from functools import partial

from fastapi import APIRouter, Request, Response

from app.db import people
from app.db.base import key_of
from app.db.review import reviews
from app.db.review.interests import InterestRow
from app.db.review.reviews import GONE
from app.domain.access import Permission
from app.domain.call_file.reading import AnswerError, read_date
from app.domain.errors import Conflict, Fault, Hidden, Invalid, ReasonCode
from app.domain.interests import Kind
from app.edge.numbers import Key
from app.services.cases import Case, open_case
from app.services.review import rectified_interests
from app.services.route_access import CASE, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, flash, page, see_other, texts, version_seen
from app.web.rectifying import put_right, status_of
from app.web.views.review.interested import rectified_interests as in_words
from app.web.views.trails import trail_of
from app.words.review import interests

router = APIRouter(prefix="/candidatures/{reference}/interets/{holder_id}/{interest}/rectifier")
KINDS = {address: kind for kind, address in interests.ADDRESSES.items()}


@router.get("")
@allow(CASE)
def ask(request: Request, work: Reading, reference: str, holder_id: Key, interest: str) -> Response:
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS)
    return _form(request, work, case, holder_id, _kind(interest), {}, {})


@router.post("")
@allow(CASE)
def rectify(
    request: Request, work: Writing, form: Posted, reference: str, holder_id: Key, interest: str
) -> Response:
    """Keep what is typed, or (« lever ») say that it is an interest no more."""
    case, sent = open_case(work, reference, Permission.ASSIGN_REVIEWERS), texts(form)
    kind, act = _kind(interest), _lift if "lever" in sent else _rectify
    back = f"/candidatures/{reference}"
    return put_right(
        work,
        partial(act, work, reference, holder_id, kind, sent),
        partial(_form, request, work, case, holder_id, kind, sent),
        lambda told: flash(request, see_other(f"{back}/experts" if case.folder.grid else back), "ok", told),
    )


def _kind(address: str) -> Kind:
    if address not in KINDS:
        raise Hidden(ReasonCode.NOT_FOUND, what="interest")
    return KINDS[address]


def _rectify(work: Work, reference: str, person_id: int, kind: Kind, sent: dict[str, str]) -> str:
    now_said, reason, version = sent.get("said", ""), sent.get("reason", ""), version_seen(sent)
    rectified_interests.rectify(work, reference, person_id, kind, now_said, reason, version=version)
    return "C’est rectifié. Ce qui était enregistré reste lisible, avec votre raison."


def _lift(work: Work, reference: str, person_id: int, kind: Kind, sent: dict[str, str]) -> str:
    on, reason, version = _day(sent.get("lifted_on", "")), sent.get("reason", ""), version_seen(sent)
    rectified_interests.lift(work, reference, person_id, kind, on, reason, version=version)
    return "L’intérêt est levé : la personne en est avertie par courriel. Ce qu’elle a rendu reste confié à d’autres."


def _day(typed: str) -> date | None:
    try:
        return read_date(typed.strip()) if typed.strip() else None
    except AnswerError as error:
        raise Invalid(Fault("lifted_on", error.reason)) from error


def _form(
    request: Request,
    work: Work,
    case: Case,
    person_id: int,
    kind: Kind,
    sent: dict[str, str],
    errors: dict[str, str],
    *,
    crossed: str = "",
) -> Response:
    """``crossed``: who put it right meanwhile; what was typed is in the form."""
    row = rectified_interests.said(work, case, person_id, kind)
    if row.lifted_at is not None and not crossed:
        raise Conflict(ReasonCode.ALREADY_DONE, at=row.lifted_at)
    before = in_words(work, [row], case).get((kind, key_of(row)), ())
    words, home = rectified_interests.words_of(row), f"/candidatures/{case.application.reference}"
    review = reviews.review_of(work.session, case.id, person_id)
    return page(
        request,
        work,
        "review/rectify_interest.html",
        status=status_of(errors, crossed),
        case=case,
        row=row,
        person=people.named(work.session, {person_id})[person_id].name,
        words=interests.NATURES.get(words, words),
        declared=isinstance(row, InterestRow),
        natures=tuple(interests.NATURES.items()),
        held="" if review is None else "given" if review.state in GONE else "submitted",
        here=f"{home}/interets/{person_id}/{interests.ADDRESSES[kind]}/rectifier",
        back=f"{home}/experts" if case.folder.grid else home,
        zone=case.zone,
        version=len(before),
        rectified=before,
        sent={"said": words, **sent},
        errors=errors,
        crossed=crossed,
        trail=trail_of(case, "Rectifier un intérêt"),
    )
