"""Who reads an application besides its officers: experts named or taken off, services consulted, interests declared."""

from datetime import date

from fastapi import APIRouter, Request, Response

from app.db import people
from app.db.base import key_of
from app.db.review import interests as kept_interests
from app.db.screening import opinions as kept_opinions
from app.domain import access
from app.domain.access import Permission
from app.domain.call_file.reading import AnswerError, read_date
from app.domain.errors import Conflict, Fault, Forbidden, Invalid, Reason, ReasonCode
from app.domain.people import Part, Role
from app.domain.workflow import Action
from app.edge.numbers import whole_number
from app.services.cases import Case, open_case
from app.services.review import declaring
from app.services.review import reviews as expertise
from app.services.review.gaps import gap_of
from app.services.review.panels import grid_of
from app.services.review.removals import removals
from app.services.route_access import CASE, allow
from app.services.screening import opinions, suspicions
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.pages.review.suspected import CONFIRMED, SET_ASIDE
from app.web.views.apply.filed import filed_forms
from app.web.views.review.interested import interested
from app.web.views.road import officer_case
from app.web.views.trails import trail_of
from app.words.labels import Audience
from app.words.refused import reasons
from app.words.review import interests

router = APIRouter()


def _errors(refused: Invalid) -> dict[str, str]:
    return {one.field: reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults}


def _id(typed: str, field: str) -> int:
    if (number := whole_number(typed)) is None:
        raise Invalid(Fault(field, Reason.of(ReasonCode.REQUIRED)))
    return number


@router.get("/candidatures/{reference}/experts")
@allow(CASE)
def experts(request: Request, work: Reading, reference: str) -> Response:
    return experts_page(request, work, open_case(work, reference, Permission.ASSIGN_REVIEWERS), {})


@router.post("/candidatures/{reference}/experts")
@allow(CASE)
def assign(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    """« nommer » or « retirer », with the id of the person, and « college » where the grid has some."""
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS)
    sent = texts(form)
    try:
        with attempt(work):
            if "retirer" in sent:
                removed = _id(sent["retirer"], "expert_id")
                expertise.unassign(work, reference, removed, sent.get(f"retrait-{removed}", ""))
                told = "L’expert est retiré de ce dossier."
            else:
                chosen = _id(sent.get("nommer", ""), "expert_id")
                expertise.assign(work, reference, chosen, sent.get("college", ""))
                told = "L’expert est désigné ; il en est averti par courriel."
    except Invalid as refused:
        at = {"retrait": f"retrait-{sent.get('retirer', '')}"}
        errors = {at.get(field, field): told for field, told in _errors(refused).items()}
        return experts_page(request, work, case, errors, sent)
    except Conflict as refused:
        if refused.reason.code is not ReasonCode.ALREADY_DONE:
            raise
        told = reasons.sentence(refused.reason, Audience.OFFICER)
    return flash(request, see_other(f"/candidatures/{reference}/experts"), "ok", told)


def experts_page(
    request: Request, work: Work, case: Case, errors: dict[str, str], sent: dict[str, str] | None = None
) -> Response:
    """``sent``: what was typed of an interest said aloud, or of why an expert is taken off."""
    grid = grid_of(case)
    named = officer_case.reviewers(work, case)
    return page(
        request,
        work,
        "review/experts.html",
        status=422 if errors else 200,
        case=case,
        wanted=grid.reviewers,
        colleges=grid.colleges,
        named=named,
        active=sum(one.removable or one.submitted_at is not None for one in named),
        free=expertise.experts_for(work, case),
        barred=interested(work, case),
        sayers=[(number, one.name) for number, one in declaring.sayers(work, case).items()],
        natures=tuple(interests.NATURES.items()),
        sent=sent or {},
        suspected=suspicions.suspected(work, case),
        whys=interests.SUSPICIONS,
        gap=gap_of(work, case),
        reopens=any(
            one.action is Action.REOPEN_REVIEW for one in case.workflow.leaving(case.application.stage)
        ),
        open=case.application.stage in expertise.ASSIGNING,
        moves=case.application.stage in expertise.MARKING,
        removals=removals(work, case),
        errors=errors,
        trail=trail_of(case, "Experts"),
    )


@router.post("/candidatures/{reference}/experts/interets")
@allow(CASE)
def judge(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    """What brings a person (« person_id ») to the application: an interest (« confirmer »), or none; with a reason."""
    case, sent = open_case(work, reference, Permission.ASSIGN_REVIEWERS), texts(form)
    number, confirmed = _id(sent.get("person_id", ""), "person_id"), "confirmer" in sent
    try:
        with attempt(work):
            suspicions.judge(work, reference, number, confirmed, sent.get(f"reason-{number}", ""))
    except Invalid as refused:
        return experts_page(request, work, case, {f"reason-{number}": _errors(refused)["reason"]})
    told = CONFIRMED if confirmed else SET_ASIDE
    return flash(request, see_other(f"/candidatures/{reference}/experts"), "ok", told)


@router.get("/candidatures/{reference}/avis")
@allow(CASE)
def consult(request: Request, work: Reading, reference: str) -> Response:
    """The officer asks services for their opinion; a service that was asked gives its own."""
    case = open_case(work, reference)
    return _give(request, work, case, {}, {}) if _answers(case) else _ask(request, work, case, {}, {})


@router.post("/candidatures/{reference}/avis")
@allow(CASE)
def consulted(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case = open_case(work, reference)
    sent, answering = texts(form), _answers(case)
    if not answering:
        case.require(Permission.ASK_OPINION)
    try:
        with attempt(work):
            if answering:
                _given(work, reference, sent)
            else:
                chosen = _id(sent.get("person_id", ""), "person_id")
                due_on = _day(sent.get("due_on", ""))
                opinions.ask(work, reference, chosen, sent.get("question", ""), due_on)
    except Invalid as refused:
        again = _give if answering else _ask
        return again(request, work, case, sent, _errors(refused))
    told = (
        "Votre avis est rendu." if answering else "L’avis est demandé ; le service est averti par courriel."
    )
    return flash(request, see_other(f"/candidatures/{reference}/avis"), "ok", told)


def _given(work: Work, reference: str, sent: dict[str, str]) -> None:
    favourable, text = sent.get("favourable", ""), sent.get("text", "")
    if favourable not in ("yes", "no"):
        missing = [Fault("favourable", Reason.of(ReasonCode.REQUIRED))]
        missing += [] if text.strip() else [Fault("text", Reason.of(ReasonCode.REQUIRED))]
        raise Invalid(*missing)
    opinions.give(work, reference, favourable == "yes", text)


def _day(typed: str) -> date | None:
    try:
        return read_date(typed.strip()) if typed.strip() else None
    except AnswerError as error:
        raise Invalid(Fault("due_on", error.reason)) from error


def _answers(case: Case) -> bool:
    return Part.CONSULTED in case.parts and not case.may(Permission.ASK_OPINION)


def _ask(request: Request, work: Work, case: Case, sent: dict[str, str], errors: dict[str, str]) -> Response:
    if not case.may(Permission.READ_OPINIONS):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=("consulted", "officer"))
    asked = officer_case.opinions(work, case)
    known = {one.row.person_id for one in asked} | kept_interests.interested_in(work.session, case.id)
    pool = people.holding(work.session, Role.CONSULTED, case.application.call_id)
    return page(
        request,
        work,
        "screening/opinions.html",
        status=422 if errors else 200,
        case=case,
        asked=asked,
        free=[(key_of(one), one.name, one.email) for one in pool if key_of(one) not in known],
        writes=case.may(Permission.ASK_OPINION) and opinions.examined(case),
        days=opinions.days_of(case),
        sent=sent,
        errors=errors,
        trail=trail_of(case, "Avis des services"),
    )


def _give(request: Request, work: Work, case: Case, sent: dict[str, str], errors: dict[str, str]) -> Response:
    return page(
        request,
        work,
        "screening/opinion.html",
        status=422 if errors else 200,
        case=case,
        row=kept_opinions.opinion_of(work.session, case.id, work.person_id),
        examined=opinions.examined(case),
        forms=filed_forms(work, case),
        sent=sent,
        errors=errors,
        trail=[("/avis-demandes", "Avis demandés"), ("", case.application.reference)],
    )


@router.get("/candidatures/{reference}/interet")
@allow(CASE)
def interest(request: Request, work: Reading, reference: str) -> Response:
    return _interest(request, work, open_case(work, reference, Permission.DECLARE_INTEREST), {}, {})


@router.post("/candidatures/{reference}/interet")
@allow(CASE)
def declare(request: Request, work: Writing, form: Posted, reference: str) -> Response:
    case = open_case(work, reference, Permission.DECLARE_INTEREST)
    sent = texts(form)
    nature = sent.get("nature", "")
    try:
        with attempt(work):
            expertise.declare_interest(work, reference, nature if nature in interests.NATURES else "")
    except Invalid as refused:
        return _interest(request, work, case, sent, _errors(refused))
    told = f"Votre intérêt dans {reference} est déclaré : cette candidature ne vous est plus montrée."
    return flash(request, see_other(_desk_of(case)), "ok", told)


def _desk_of(case: Case) -> str:
    if case.parts & {Part.OFFICER, Part.MANAGER}:
        return "/bureau"
    if Part.EXPERT in case.parts:
        return "/expertises"
    for part, desk in ((Part.CONSULTED, "/avis-demandes"), (Part.FINANCE, "/versements")):
        if part in case.parts:
            return desk
    return "/journal" if Part.AUDITOR in case.parts else "/comite"


def _reads(case: Case) -> bool:
    """Is the application already one that this person reads, or will it be later?"""
    return access.sees(case.parts, case.application.stage, case.application.filed_at is not None)


def _interest(
    request: Request, work: Work, case: Case, sent: dict[str, str], errors: dict[str, str]
) -> Response:
    return page(
        request,
        work,
        "review/interest.html",
        status=422 if errors else 200,
        case=case,
        natures=tuple(interests.NATURES.items()),
        back=f"/candidatures/{case.application.reference}" if _reads(case) else _desk_of(case),
        committee=bool(case.parts & {Part.MEMBER, Part.PRESIDENT}),
        sent=sent,
        errors=errors,
        trail=trail_of(case, "Déclarer un intérêt"),
    )
