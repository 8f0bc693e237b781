"""Recognising people: links by e-mail, browser sessions.

An address that nobody knows gets a link like any other, and its person is created when it is used: the answer, the
mail and the time are the same, so that nobody learns who has an account.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app.db import people
from app.db.base import key_of
from app.db.people import Person, SignInLink, WebSession
from app.domain.accesses import Access
from app.domain.errors import Fault, Forbidden, Invalid, Reason, ReasonCode
from app.domain.people import VISITOR, Actor, Role
from app.domain.typed.contacts import read_email
from app.services import mails
from app.services.identity import accesses
from app.services.lengths import required
from app.services.seals import Seals, fingerprint, fresh_token
from app.services.work import Work

LINK = "link"
NAME_MAX = 100
DEMO_LINK_LASTS = timedelta(days=3650)

_INSIDE = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]{0,290}")


@dataclass(frozen=True)
class OpenedSession:
    """``token`` goes into the cookie and is kept nowhere else; ``goes_to`` is where the person wanted to go."""

    token: str
    expires_at: datetime
    goes_to: str = "/"


def read_address(typed: str, field: str = "email") -> str:
    """The one form of an e-mail address: composed, in lower case, of signs that can be seen.

    Whatever is counted, kept or looked for under an address goes by this form. Raises Invalid when it is not one.
    """
    address = read_email(typed)
    if address is None:
        raise Invalid(Fault(field, Reason.of(ReasonCode.NOT_AN_EMAIL, read=typed.strip())))
    return address


def inside(address: str) -> str:
    """Where to go after signing in: a path of this service, else the home page (no open redirection)."""
    harmless = _INSIDE.fullmatch(address)
    return address if harmless else "/"


def request_link(work: Work, seals: Seals, typed: str, goes_to: str, *, minutes: int) -> None:
    """Send a single-use link to this address, known or not. Raises Invalid when it is not an address."""
    address = read_address(typed)
    token = fresh_token()
    _keep_link(work, token, address, inside(goes_to), work.now + timedelta(minutes=minutes))
    data = {"link": link_address(work, seals, token), "minutes": minutes}
    mails.write(work, "sign_in", address, data, key=f"sign_in:{fingerprint(token)[:32]}")


def demo_link(work: Work, seals: Seals, address: str, goes_to: str = "/") -> str:
    """A link that signs in once more each time: for the demo only."""
    token = fresh_token()
    _keep_link(work, token, address, inside(goes_to), work.now + DEMO_LINK_LASTS, reusable=True)
    return link_address(work, seals, token)


def link_address(work: Work, seals: Seals, token: str) -> str:
    return f"{work.base_url}/connexion/lien/{seals.sign(LINK, token)}"


def _keep_link(
    work: Work, token: str, address: str, goes_to: str, expires_at: datetime, *, reusable: bool = False
) -> None:
    work.session.add(
        SignInLink(
            token_sha256=fingerprint(token),
            email=address,
            goes_to=goes_to,
            created_at=work.now,
            expires_at=expires_at,
            reusable=reusable,
        )
    )


def read_link(work: Work, seals: Seals, signed: str) -> SignInLink:
    """The link while it can be used. Raises Forbidden LINK_INVALID (unknown or used), LINK_EXPIRED."""
    token = seals.unsign(LINK, signed)
    link = people.link_by_digest(work.session, fingerprint(token)) if token else None
    if link is None or (link.used_at is not None and not link.reusable):
        raise Forbidden(ReasonCode.LINK_INVALID)
    if link.expires_at <= work.now:
        raise Forbidden(ReasonCode.LINK_EXPIRED)
    return link


def use_link(work: Work, seals: Seals, signed: str, *, hours: int) -> OpenedSession:
    """Sign in by a link, which ends with those that were sent before it; create the person at their first time.

    Raises as ``read_link``.
    """
    link = read_link(work, seals, signed)
    link.used_at = work.now
    people.end_links(work.session, link, work.now)
    person = people.at_address(work.session, link.email, link.email.partition("@")[0], work.now)
    opened = _open_for(work, person, link.goes_to, hours)
    accesses.note(work, Access.BY_LINK, person_id=key_of(person), address=link.email)
    return opened


def may_rename(actor: Actor) -> bool:
    """Does this person write their own name? Who has a role bears the one that the administrator gave."""
    return actor.signed_in and not actor.appointments


def unnamed(actor: Actor) -> bool:
    """Has this person never said their name? Until then it is the beginning of their address."""
    return may_rename(actor) and actor.name in ("", actor.email.partition("@")[0])


def rename(work: Work, typed: str) -> None:
    """Write one's own name, as the team, receipts and the journal tell it from now on. Raises Forbidden, Invalid."""
    person = people.by_id(work.session, work.person_id)
    if person is None or not may_rename(work.actor):
        raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=(Role.ADMIN,))
    name = " ".join(typed.split())
    person.name = required("name", name, NAME_MAX)
    work.session.add(person)


def _open_for(work: Work, person: Person, goes_to: str, hours: int) -> OpenedSession:
    if not person.active:
        raise Forbidden(ReasonCode.LINK_INVALID)
    return open_session(work, key_of(person), inside(goes_to), hours=hours)


def open_session(work: Work, person_id: int, goes_to: str = "/", *, hours: int) -> OpenedSession:
    """A browser session for this person, until it expires."""
    token = fresh_token()
    expires_at = work.now + timedelta(hours=hours)
    work.session.add(
        WebSession(
            token_sha256=fingerprint(token), person_id=person_id, created_at=work.now, expires_at=expires_at
        )
    )
    return OpenedSession(token, expires_at, goes_to)


def close_session(work: Work, token: str) -> None:
    """Forget a browser session; nothing happens when it is not there."""
    found = people.session_by_digest(work.session, fingerprint(token))
    if found is not None:
        work.session.delete(found)
        accesses.note(work, Access.SIGNED_OUT)


def close_others(work: Work, token: str) -> None:
    """End the other sessions of this person: a browser left open elsewhere."""
    people.end_sessions(work.session, work.person_id, but=fingerprint(token))


def actor_of_session(session: Session, token: str | None, now: datetime) -> Actor:
    """Who holds this browser session; a visitor when it is unknown or has expired."""
    found = people.actor_of_session(session, fingerprint(token), now) if token else None
    return found or VISITOR
