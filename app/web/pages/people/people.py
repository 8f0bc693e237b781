"""People and their roles, for the administrator: create an account, give a role, take it away."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from app.db import people
from app.db.base import key_of
from app.db.calls import calls
from app.domain.call_file.reading import AnswerError, read_date
from app.domain.errors import Conflict, Fault, Invalid, Reason, ReasonCode
from app.domain.people import Role
from app.edge.numbers import Key
from app.services.identity import tokens
from app.services.people import admin as people_admin
from app.services.route_access import allow
from app.services.work import Work
from app.web.dependencies import Posted, Reading, Writing, attempt, flash, page, see_other, texts
from app.web.views.desk.rows import page_number
from app.words.identity import sign_in as sign_in_words
from app.words.labels import Audience
from app.words.refused import reasons
from app.words.roles import ROLES

router = APIRouter()
PER_PAGE = 50


@router.get("/personnes")
@allow(Role.ADMIN)
def everybody(request: Request, work: Reading) -> Response:
    return _list(request, work, {}, {})


@router.post("/personnes")
@allow(Role.ADMIN)
def create(request: Request, work: Writing, form: Posted) -> Response:
    """A new account, with its first role when one is chosen."""
    sent = texts(form)
    email, role = sent.get("email", ""), sent.get("role", "")

    def new() -> str:
        people_admin.create_person(work, email, sent.get("name", ""))
        if role in tuple(Role):
            people_admin.give_role(work, email, Role(role), sent.get("appel") or None, ends_on=_until(sent))
        return f"{email.strip().lower()} peut se connecter par un lien envoyé à cette adresse."

    return _done(request, work, sent, new, f"/personnes?{urlencode({'q': email.strip()})}")


@router.post("/personnes/roles")
@allow(Role.ADMIN)
def change(request: Request, work: Writing, form: Posted) -> Response:
    """« donner » or « retirer » a role, for one call or for all."""
    sent = texts(form)
    taking = "retirer" in sent

    def given() -> str:
        if sent.get("role") not in tuple(Role):
            raise Invalid(Fault("role", Reason.of(ReasonCode.REQUIRED)))
        role = Role(sent["role"])
        address, slug = sent.get("email", ""), sent.get("appel") or None
        if taking:
            people_admin.take_role(work, address, role, slug)
        else:
            people_admin.give_role(work, address, role, slug, ends_on=_until(sent))
        return f"Le rôle « {ROLES[role]} » est {'retiré' if taking else 'donné'}."

    person = people.by_email(work.session, sent.get("email", ""))
    there = f"#personne-{person.id}" if person else ""
    at = f"p{person.id}-" if person else ""
    return _done(request, work, {}, given, f"/personnes{_asked(request)[1]}{there}", at)


def _until(sent: dict[str, str]) -> date | None:
    """The last day of a role, as a date box gives it or as one types it; None for a role without end."""
    typed = sent.get("until", "").strip()
    try:
        return read_date(typed) if typed else None
    except AnswerError as unread:
        raise Invalid(Fault("until", unread.reason)) from unread


@router.post("/personnes/acces")
@allow(Role.ADMIN)
def shut(request: Request, work: Writing, form: Posted) -> Response:
    """« suspendre », or « rétablir » the access of a person."""
    sent = texts(form)
    opening = "retablir" in sent

    def done() -> str:
        (people_admin.restore if opening else people_admin.suspend)(work, sent.get("email", ""))
        return f"L’accès est {'rétabli' if opening else 'suspendu : sessions fermées, jetons révoqués'}."

    return _done(request, work, {}, done, f"/personnes{_asked(request)[1]}")


@router.post("/personnes/jetons/{number}/revoquer")
@allow(Role.ADMIN)
def revoke(request: Request, work: Writing, number: Key) -> Response:
    tokens.revoke(work, number)
    back = f"/personnes{_asked(request)[1]}"
    return flash(request, see_other(back), "ok", sign_in_words.TOKEN_REVOKED)


def _done(
    request: Request, work: Work, sent: dict[str, str], act: Callable[[], str], back: str, at: str = ""
) -> Response:
    """``at``: what tells the fields of one person of the list from those of the others."""
    try:
        with attempt(work):
            told = act()
    except Invalid as refused:
        errors = {
            f"{at}{one.field}": reasons.sentence(one.reason, Audience.OFFICER) for one in refused.faults
        }
        return _list(request, work, sent, errors)
    except Conflict as refused:
        if refused.reason.code is not ReasonCode.ALREADY_DONE:
            raise
        return flash(request, see_other(back), "info", "C’est déjà fait : rien n’a changé.")
    return flash(request, see_other(back), "ok", told)


def _asked(request: Request) -> tuple[str, str]:
    """The part of a name that is looked for, and the address of this page of the list after « /personnes »."""
    asked, number = request.query_params.get("q", "").strip(), page_number(request)
    said = {**({"q": asked} if asked else {}), **({"page": number} if number > 1 else {})}
    return asked, f"?{urlencode(said)}" if said else ""


def _list(request: Request, work: Work, sent: dict[str, str], errors: dict[str, str]) -> Response:
    asked, here = _asked(request)
    pages = max(1, -(-people.how_many(work.session, asked) // PER_PAGE))
    number = min(page_number(request), pages)
    shown = people.everybody(work.session, asked, offset=(number - 1) * PER_PAGE, limit=PER_PAGE)
    ids = {key_of(one) for one in shown}
    held = people.appointments_among(work.session, ids)
    keys = people.tokens_of(work.session, ids, work.now)
    return page(
        request,
        work,
        "people/people.html",
        status=422 if errors else 200,
        rows=[(one, held[key_of(one)], keys[key_of(one)]) for one in shown],
        calls={key_of(one): one for one in calls.headings(work.session)},
        roles=tuple((role.value, words) for role, words in ROLES.items()),
        said=ROLES,
        number=number,
        pages=pages,
        asked=asked,
        here=here,
        sent=sent,
        errors=errors,
    )
