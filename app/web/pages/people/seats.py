"""Whom the manager of a call brings to it: the members of its committee, its experts, the services it consults."""

from fastapi import APIRouter, Request, Response

from app.db.people import Person
from app.domain.errors import Conflict, Hidden, Invalid, ReasonCode
from app.domain.people import Role
from app.domain.workflow import Group
from app.edge.numbers import whole_number
from app.services.committee import suspected_members
from app.services.people import seats
from app.services.ranking import ranked_list, wave_interests
from app.services.route_access import SIGNED_IN, allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.pages.review.suspected import judged, reason_errors
from app.web.views.trails import DESK_PARTS, call_trail, trail_for
from app.words.labels import Audience
from app.words.refused import reasons
from app.words.review.interests import SUSPICIONS
from app.words.roles import ROLES

router = APIRouter()
NAMES = {Role.EXPERT: "Experts", Role.CONSULTED: "Services consultés"}


@router.get("/bureau/appels/{slug}/comite")
@allow(SIGNED_IN)
def members(request: Request, work: Reading, slug: str) -> Response:
    return _members(request, work, slug, {}, {})


@router.post("/bureau/appels/{slug}/comite")
@allow(Role.MANAGER)
def seat(request: Request, work: Writing, form: Posted, slug: str) -> Response:
    """A seat given, or taken back from the person whose id « retirer » tells."""
    sent = texts(form)
    try:
        with attempt(work):
            told = _unseated(work, slug, sent["retirer"]) if "retirer" in sent else _seated(work, slug, sent)
    except Invalid as refused:
        return _members(request, work, slug, sent, _errors(refused))
    except Conflict as refused:
        told = f"{reasons.sentence(refused.reason, Audience.OFFICER)} {reasons.next_step(refused.reason)}"
        return flash(request, see_other(f"/bureau/appels/{slug}/comite"), "no", told)
    return flash(request, see_other(f"/bureau/appels/{slug}/comite"), "ok", told)


@router.post("/bureau/appels/{slug}/comite/rapprochements")
@allow(Role.OFFICER, Role.MANAGER)
def judge(request: Request, work: Writing, form: Posted, slug: str) -> Response:
    """What brings a member to an application of the call: an interest, or none; with a reason."""
    sent = texts(form)
    try:
        with attempt(work):
            told = judged(work, sent)
    except Invalid as refused:
        return _members(request, work, slug, sent, reason_errors(refused, sent))
    return flash(request, see_other(f"/bureau/appels/{slug}/comite"), "ok", told)


def _seated(work: Work, slug: str, sent: dict[str, str]) -> str:
    _, person = seats.seat(
        work,
        slug,
        sent.get("email", ""),
        sent.get("name", ""),
        sent.get("college", ""),
        presides="presides" in sent,
    )
    return f"{person.name} siège au comité et se connecte par un lien envoyé à {person.email}."


def _unseated(work: Work, slug: str, typed: str) -> str:
    return f"{seats.unseat(work, slug, _id(typed)).name} ne siège plus au comité."


def _id(typed: str) -> int:
    if (number := whole_number(typed)) is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="person")
    return number


def _errors(refused: Invalid) -> dict[str, str]:
    return {one.field: reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults}


def _members(
    request: Request, work: Work, slug: str, sent: dict[str, str], errors: dict[str, str]
) -> Response:
    opened = ranked_list.open_committee(work, slug)
    if opened.folder.committee is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="committee")
    found = seats.members(work, opened)
    return page(
        request,
        work,
        "people/seats.html",
        status=422 if errors else 200,
        opened=opened,
        colleges=[
            (one, [member for member in found if member.seat.college == one.key])
            for one in opened.folder.committee.colleges
        ],
        total=len(found),
        addresses=bool(work.actor.roles() & {Role.OFFICER, Role.MANAGER}),
        manages=work.actor.has(Role.MANAGER, opened.id),
        attested=wave_interests.attested(work, opened),
        brought=suspected_members.waiting(work, opened),
        whys=SUSPICIONS,
        sent=sent,
        errors=errors,
        trail=trail_for(work.actor.roles(), opened, "Membres du comité"),
    )


@router.get("/bureau/appels/{slug}/personnes")
@allow(Role.OFFICER, Role.MANAGER, Role.AUDITOR)
def pools(request: Request, work: Reading, slug: str) -> Response:
    return _pools(request, work, slug, {}, {})


@router.post("/bureau/appels/{slug}/personnes")
@allow(Role.MANAGER)
def appoint(request: Request, work: Writing, form: Posted, slug: str) -> Response:
    """An expert or a service more for this call, or one less: « retirer » tells the id of the person."""
    sent, here = texts(form), f"/bureau/appels/{slug}/personnes"
    try:
        with attempt(work):
            role = next((one for one in Role if one.value == sent.get("role")), None)
            person = _appointed(work, slug, role, sent)
    except Invalid as refused:
        return _pools(request, work, slug, sent, _errors(refused))
    except Conflict as refused:
        return flash(request, see_other(here), "info", reasons.sentence(refused.reason, Audience.OFFICER))
    told = "n’a plus le rôle" if "retirer" in sent else "a maintenant le rôle"
    called = ROLES[role] if role else ""
    return flash(request, see_other(here), "ok", f"{person.name} {told} « {called} » dans cet appel.")


def _appointed(work: Work, slug: str, role: Role | None, sent: dict[str, str]) -> Person:
    if "retirer" in sent:
        return seats.dismiss(work, slug, role, _id(sent["retirer"]))
    return seats.appoint(work, slug, role, sent.get("email", ""), sent.get("name", ""))


def _pools(request: Request, work: Work, slug: str, sent: dict[str, str], errors: dict[str, str]) -> Response:
    opened = ranked_list.open_committee(work, slug, DESK_PARTS)
    asked = [role for role in seats.POOLS if role is not Role.EXPERT or Group.REVIEW in opened.folder.groups]
    return page(
        request,
        work,
        "desk/people.html",
        status=422 if errors else 200,
        opened=opened,
        pools=[(role.value, NAMES[role], seats.pool(work, opened, role)) for role in asked],
        options=tuple((role.value, ROLES[role]) for role in asked),
        manages=work.actor.has(Role.MANAGER, opened.id),
        sent=sent,
        errors=errors,
        trail=call_trail(opened, "Experts et services consultés"),
    )
