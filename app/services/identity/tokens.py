"""Bearer tokens, for the programs of a person: made once, listed without their secret, revoked."""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.db import journal, people
from app.db.base import key_of
from app.db.people import ApiToken, Person
from app.domain.accesses import Access
from app.domain.errors import Conflict, Hidden, ReasonCode
from app.domain.people import VISITOR, Actor, Role
from app.services.identity import accesses
from app.services.lengths import optional
from app.services.seals import fingerprint, fresh_token
from app.services.work import Work


def actor_of_token(session: Session, token: str | None, now: datetime) -> Actor:
    """Who holds this API token; a visitor when it is unknown, revoked or has expired."""
    found = people.actor_of_token(session, fingerprint(token), now) if token else None
    return found or VISITOR


def create_token(work: Work, person_id: int, label: str, *, days: int) -> str:
    """A bearer token for a program of this person: shown once, kept nowhere. Raises Conflict, Invalid."""
    person = people.by_id(work.session, person_id)
    if person is None:
        raise Conflict(ReasonCode.NOT_FOUND)
    secret = f"maillage_{fresh_token()}"
    token = ApiToken(
        token_sha256=fingerprint(secret),
        person_id=person_id,
        label=optional("label", label, 100),
        created_at=work.now,
        expires_at=work.now + timedelta(days=days),
    )
    work.session.add(token)
    work.session.flush()
    _journal(work, "create_token", person, token)
    accesses.note(work, Access.TOKEN_MADE, person_id=person_id, address=person.email, what=token.label)
    return secret


def revoke(work: Work, number: int) -> None:
    """End a token now: its own person, an administrator, or the house. Nothing happens to one that has ended.

    Raises Hidden for a token of somebody else.
    """
    token = people.token_numbered(work.session, number)
    mine = token is not None and token.person_id == work.actor.person_id
    if token is None or not (mine or work.actor.is_system or work.actor.has(Role.ADMIN)):
        raise Hidden(ReasonCode.NOT_FOUND)
    person = people.by_id(work.session, token.person_id)
    if token.revoked_at is None and person is not None:
        token.revoked_at = work.now
        work.session.add(token)
        _journal(work, "revoke_token", person, token)
        accesses.note(
            work, Access.TOKEN_REVOKED, person_id=token.person_id, address=person.email, what=token.label
        )


def _journal(work: Work, verb: str, person: Person, token: ApiToken) -> None:
    told = {
        "person_id": key_of(person),
        "person": person.name,
        "token": key_of(token),
        "label": token.label,
        "until": token.expires_at.date().isoformat(),
    }
    journal.write(work.session, work.actor, verb, work.now, data=told)
