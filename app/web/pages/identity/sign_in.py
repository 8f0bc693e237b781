"""Signing in and out: by a link sent by e-mail, or by a password for who has given one."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from app.db import people
from app.domain.accesses import Access
from app.domain.errors import Forbidden, Invalid, ReasonCode
from app.edge.numbers import Key
from app.edge.rates import limit, origin_of
from app.services.identity import accesses, passwords, sign_in, tokens
from app.services.identity.sign_in import OpenedSession
from app.services.route_access import ANYONE, SIGNED_IN, allow
from app.services.seals import fingerprint
from app.services.wiring import Wiring
from app.services.work import Work
from app.web import cookies
from app.web.dependencies import (
    Posted,
    Preparing,
    Reading,
    Wired,
    Writing,
    attempt,
    flash,
    page,
    see_other,
    texts,
    writing,
)
from app.words.identity import sign_in as sign_in_words
from app.words.refused import reasons
from app.words.refused.reasons import told

router = APIRouter()


@router.get("/connexion")
@allow(ANYONE)
def ask(request: Request, work: Reading, vers: str = "/") -> Response:
    """The box for an address; who is signed in already goes on."""
    goes_to = sign_in.inside(vers)
    if work.actor.signed_in:
        return see_other(goes_to)
    return page(request, work, "identity/ask.html", goes_to=goes_to, email="", errors={})


@router.post("/connexion")
@allow(ANYONE)
def send_link(request: Request, work: Writing, wired: Wired, form: Posted) -> Response:
    """Send a link: the same answer whoever the address belongs to."""
    sent = texts(form)
    typed, goes_to = sent.get("email", ""), sign_in.inside(sent.get("vers", "/"))
    try:
        address = sign_in.read_address(typed)
        _limit(request, wired, "sign_in", address)
        minutes = wired.settings.link_minutes
        sign_in.request_link(work, wired.seals, address, goes_to, minutes=minutes)
    except Invalid as refused:
        errors = {one.field: reasons.sentence(one.reason) for one in refused.faults}
        return _ask_again(request, work, goes_to, typed, errors)
    return page(request, work, "identity/sent.html", email=address, minutes=minutes)


@router.post("/connexion/mot-de-passe")
@allow(ANYONE)
def by_password(request: Request, work: Preparing, wired: Wired, form: Posted) -> Response:
    sent = texts(form)
    typed, goes_to = sent.get("email", ""), sign_in.inside(sent.get("vers", "/"))
    try:
        address = sign_in.read_address(typed)
    except Invalid as unread:
        errors = {one.field: reasons.sentence(one.reason) for one in unread.faults}
        return _ask_again(request, work, goes_to, typed, errors)
    _limit(request, wired, "password", address)
    try:
        person_id = passwords.person_by_password(work, address, sent.get("password", ""))
    except Forbidden as refused:
        with writing(wired, work) as later:
            accesses.note(later, Access.PASSWORD_REFUSED, address=address)
        errors = {"password": reasons.sentence(refused.reason)}
        return _ask_again(request, work, goes_to, typed, errors)
    with writing(wired, work) as later:
        opened = sign_in.open_session(later, person_id, goes_to, hours=wired.settings.session_hours)
        accesses.note(later, Access.BY_PASSWORD, person_id=person_id, address=address)
    return _signed_in(request, wired, opened)


@router.get("/connexion/lien/{signed}")
@allow(ANYONE)
def confirm(request: Request, work: Writing, wired: Wired, signed: str) -> Response:
    """One button, which sends the link back: a program that follows the links of a mail uses none up.

    The links of the demo sign in at once.
    """
    try:
        link = sign_in.read_link(work, wired.seals, signed)
    except Forbidden as refused:
        return _refused(request, work, wired, refused)
    if link.reusable and wired.settings.demo:
        return _signed_in(request, wired, _use(work, wired, signed))
    return page(request, work, "identity/confirm.html", email=link.email, signed=signed)


@router.post("/connexion/lien")
@allow(ANYONE)
def use_link(request: Request, work: Writing, wired: Wired, form: Posted) -> Response:
    try:
        with attempt(work):
            opened = _use(work, wired, texts(form).get("lien", ""))
    except Forbidden as refused:
        return _refused(request, work, wired, refused)
    return _signed_in(request, wired, opened)


@router.post("/deconnexion")
@allow(ANYONE)
def sign_out(request: Request, work: Writing) -> Response:
    token = cookies.get(request, cookies.SESSION)
    if token:
        sign_in.close_session(work, token)
    response = see_other("/connexion")
    cookies.drop(request, response, cookies.SESSION)
    return flash(request, response, "ok", sign_in_words.SIGNED_OUT)


@router.get("/mon-compte")
@allow(SIGNED_IN)
def account(request: Request, work: Reading) -> Response:
    return _account(request, work, {}, {})


@router.post("/mon-compte/nom")
@allow(SIGNED_IN)
def rename(request: Request, work: Writing, form: Posted) -> Response:
    sent = texts(form)
    try:
        with attempt(work):
            sign_in.rename(work, sent.get("name", ""))
    except Invalid as refused:
        return _account(
            request, work, sent, {one.field: reasons.sentence(one.reason) for one in refused.faults}
        )
    return flash(request, see_other("/mon-compte"), "ok", sign_in_words.RENAMED)


@router.post("/mon-compte/mot-de-passe")
@allow(SIGNED_IN)
def change_password(request: Request, work: Preparing, wired: Wired, form: Posted) -> Response:
    sent, token = texts(form), cookies.get(request, cookies.SESSION)
    if current := sent.get("current", ""):
        _limit(request, wired, "password", work.actor.email)
    try:
        hashed = passwords.prepared(work, token, current, sent.get("password", ""))
    except Invalid as refused:
        errors = {one.field: told(one.reason) for one in refused.faults}
        return _account(request, work, {}, errors)
    with writing(wired, work) as later:
        passwords.keep(later, token, hashed)
    said = sign_in_words.PASSWORD_SET if hashed else sign_in_words.PASSWORD_REMOVED
    return flash(request, see_other("/mon-compte"), "ok", said)


@router.post("/mon-compte/sessions")
@allow(SIGNED_IN)
def close_others(request: Request, work: Writing) -> Response:
    sign_in.close_others(work, cookies.get(request, cookies.SESSION) or "")
    return flash(request, see_other("/mon-compte"), "ok", sign_in_words.SESSIONS_CLOSED)


@router.post("/mon-compte/jetons/{number}/revoquer")
@allow(SIGNED_IN)
def revoke(request: Request, work: Writing, number: Key) -> Response:
    tokens.revoke(work, number)
    return flash(request, see_other("/mon-compte"), "ok", sign_in_words.TOKEN_REVOKED)


def _account(request: Request, work: Work, sent: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    token, mine = cookies.get(request, cookies.SESSION), work.person_id
    return page(
        request,
        work,
        "identity/account.html",
        status=422 if errors else 200,
        renames=sign_in.may_rename(work.actor),
        proved=passwords.is_fresh(work, token),
        tokens=people.tokens_of(work.session, {mine}, work.now)[mine],
        sent=sent,
        errors=errors,
    )


def _use(work: Work, wired: Wiring, signed: str) -> OpenedSession:
    return sign_in.use_link(work, wired.seals, signed, hours=wired.settings.session_hours)


def _signed_in(request: Request, wired: Wiring, opened: OpenedSession) -> Response:
    response = see_other(opened.goes_to)
    cookies.put(request, response, cookies.SESSION, opened.token, seconds=wired.settings.session_hours * 3600)
    return response


def _ask_again(request: Request, work: Work, goes_to: str, typed: str, errors: Mapping[str, str]) -> Response:
    return page(request, work, "identity/ask.html", status=422, goes_to=goes_to, email=typed, errors=errors)


def _limit(request: Request, wired: Wiring, way: str, address: str) -> None:
    """Count a try of this way in: for where it comes from, for the address from there, for the address from anywhere.

    A whole office may share the first; a stranger who tries somebody’s address uses up the second of their own, and
    passwords tried never count against links.
    """
    origin, whose = origin_of(request), fingerprint(address)
    limit(wired, "sign_in_ip", origin)
    limit(wired, way, f"{whose} {origin}")
    limit(wired, f"{way}_anywhere", whose)


def _refused(request: Request, work: Work, wired: Wiring, refused: Forbidden) -> Response:
    """The link is of no use any more: say why, and offer another. Guesses are counted."""
    if refused.reason.code is ReasonCode.LINK_INVALID:
        limit(wired, "link", origin_of(request))
    accesses.note(work, Access.LINK_REFUSED)
    return page(
        request,
        work,
        "identity/refused.html",
        status=403,
        sentence=reasons.sentence(refused.reason),
        email="",
        errors={},
        goes_to="/",
    )
