"""Passwords, for who wants one: kept as an argon2 hash, proved before they change, told by mail when they did."""

import threading
from datetime import timedelta
from functools import cache
from typing import Final

from pwdlib import PasswordHash

from app.db import people
from app.db.base import key_of
from app.db.people import Person
from app.domain.accesses import Access
from app.domain.errors import Fault, Forbidden, Invalid, Reason, ReasonCode
from app.domain.passwords import is_guessable
from app.services import mails
from app.services.identity import accesses
from app.services.seals import fingerprint, fresh_token
from app.services.work import Work

HASHES_AT_ONCE: Final = 2
"""argon2 takes 64 MiB and a quarter of a second a hash: more at once would starve the machine."""
SHORTEST, LONGEST = 12, 200
FRESH: Final = timedelta(minutes=15)
"""How long after signing in one may change a password without giving the one before."""

_hashing = threading.BoundedSemaphore(HASHES_AT_ONCE)


def person_by_password(work: Work, address: str, password: str) -> int:
    """Who has this address (see ``read_address``) and this password; reads only, since it takes its time.

    Raises Forbidden CREDENTIALS_WRONG, in the same time whatever is wrong.
    """
    person = people.by_email(work.session, address)
    known = person.password_hash if person is not None else None
    fits = _fits(password, known or _nobody())
    if person is None or known is None or not fits or not person.active:
        raise Forbidden(ReasonCode.CREDENTIALS_WRONG)
    return key_of(person)


def prepared(work: Work, token: str | None, current: str, chosen: str) -> str | None:
    """What will be kept of a password that this person chooses, None to have none; slow, and reads only.

    ``token``: that of their session, which proves who they are while it is fresh; later, ``current`` does. Raises
    Invalid: the proof, too short, too long, among the first that anybody would try.
    """
    person = _oneself(work)
    if not is_fresh(work, token):
        _prove(person, current)
    if chosen and len(chosen) < SHORTEST:
        raise Invalid(Fault("password", Reason.of(ReasonCode.TOO_SMALL, minimum=SHORTEST)))
    if len(chosen) > LONGEST:
        raise Invalid(Fault("password", Reason.of(ReasonCode.TOO_LONG, maximum=LONGEST)))
    if chosen and is_guessable(chosen, (person.name, person.email)):
        raise Invalid(Fault("password", Reason.of(ReasonCode.GUESSABLE)))
    return _hashed(chosen) if chosen else None


def is_fresh(work: Work, token: str | None) -> bool:
    """Did this person sign in a moment ago?"""
    found = people.session_by_digest(work.session, fingerprint(token)) if token else None
    return found is not None and work.now - found.created_at <= FRESH


def keep(work: Work, token: str | None, hashed: str | None) -> None:
    """Give oneself the password that was ``prepared``, end one’s other sessions, and tell it by mail."""
    person = _oneself(work)
    person.password_hash = hashed
    work.session.add(person)
    people.end_sessions(work.session, key_of(person), but=fingerprint(token) if token else "")
    accesses.note(work, Access.PASSWORD_SET if hashed else Access.PASSWORD_REMOVED)
    data = {"name": person.name, "removed": hashed is None, "link": f"{work.base_url}/mon-compte"}
    key = f"password_changed:{key_of(person)}:{work.now.isoformat()}"
    mails.write(work, "password_changed", person.email, data, key=key)


def _oneself(work: Work) -> Person:
    person = people.by_id(work.session, work.person_id)
    if person is None:
        raise Forbidden(ReasonCode.SIGN_IN_FIRST)
    return person


def _prove(person: Person, current: str) -> None:
    if person.password_hash is None:
        raise Invalid(Fault("password", Reason.of(ReasonCode.UNPROVED)))
    if not _fits(current, person.password_hash):
        raise Invalid(Fault("current", Reason.of(ReasonCode.UNPROVED)))


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    """What the password of nobody is compared to, so that an unknown address takes as long as a known one."""
    return _hashed(fresh_token())


def _hashed(password: str) -> str:
    with _hashing:
        return _hasher().hash(password)


def _fits(password: str, known: str) -> bool:
    with _hashing:
        return _hasher().verify(password[: LONGEST + 1], known)
