"""People, their appointments, and how they are recognised. No secret is kept: only its SHA-256."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.base import Row, UtcDateTime, enum_by_value, key_of
from app.db.searched import ESCAPE, anywhere, keep_searchable
from app.domain.people import Actor, Appointment, Role
from app.domain.typed.searched import searchable, words_of

FOLDED = {
    "a": "àâäáãåÀÂÄÁÃÅ",
    "c": "çÇ",
    "e": "éèêëÉÈÊË",
    "i": "îïíìÎÏÍÌ",
    "n": "ñÑ",
    "o": "ôöóòõøÔÖÓÒÕØ",
    "u": "ùûüúÙÛÜÚ",
    "y": "ÿýŸÝ",
    "oe": "œŒ",
    "ae": "æÆ",
}
"""The letters that a French list files under another one."""


class Person(Row, table=True):
    """Somebody known by an e-mail address, written in lower case."""

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(default="", max_length=200)
    password_hash: str | None = Field(default=None, max_length=255)
    active: bool = Field(default=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    search_text: str = Field(default="", sa_type=sa.Text)


keep_searchable(Person, "name", "email")


class AppointmentRow(Row, table=True):
    """A role given to a person, for one call or (``call_id`` None) for all, until its last day if it has one."""

    __tablename__ = "appointment"
    __table_args__ = (UniqueConstraint("person_id", "role", "call_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: Role = Field(sa_type=enum_by_value(Role))
    call_id: int | None = Field(default=None, index=True)
    given_at: datetime = Field(sa_type=UtcDateTime)
    ends_on: date | None = Field(default=None)


class SignInLink(Row, table=True):
    """A link sent by e-mail; used once, except those of the demo."""

    __tablename__ = "sign_in_link"

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(max_length=64, unique=True)
    email: str = Field(max_length=254)
    goes_to: str = Field(default="", max_length=300)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reusable: bool = Field(default=False)


class WebSession(Row, table=True):
    """A signed-in browser."""

    __tablename__ = "web_session"

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(max_length=64, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class ApiToken(Row, table=True):
    """A bearer token of a person for the JSON interface."""

    __tablename__ = "api_token"

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(max_length=64, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    label: str = Field(default="", max_length=100)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def by_email(session: Session, email: str) -> Person | None:
    return session.exec(select(Person).where(Person.email == email)).first()


def at_address(session: Session, email: str, name: str, now: datetime) -> Person:
    """The person of this address, created when nobody has it; two who ask at once get the same one."""
    person = by_email(session, email)
    if person is not None:
        return person
    row = {"email": email, "name": name, "active": True, "created_at": now}
    row["search_text"] = searchable(name, email)
    dialect = session.get_bind().dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    session.execute(insert(Person).values(**row).on_conflict_do_nothing())
    return session.exec(select(Person).where(Person.email == email)).one()


def by_id(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


_APPOINTMENTS = sa.select(col(AppointmentRow.role), col(AppointmentRow.call_id)).where(
    col(AppointmentRow.person_id) == sa.bindparam("person")
)


def appointments_of(session: Session, person_id: int) -> frozenset[Appointment]:
    rows = session.execute(_APPOINTMENTS, {"person": person_id})
    return frozenset(Appointment(role, call_id) for role, call_id in rows)


def actor(session: Session, person: Person) -> Actor:
    """The person as they stand at the door, with their appointments."""
    held = appointments_of(session, person.id) if person.id is not None else frozenset()
    return Actor(person.id, person.name, person.email, held)


def holding(session: Session, role: Role, call_id: int | None = None) -> list[Person]:
    """Who holds this role for this call (an appointment for all calls counts), by name."""
    query = (
        select(Person)
        .join(AppointmentRow, col(AppointmentRow.person_id) == col(Person.id))
        .where(AppointmentRow.role == role, col(Person.active))
        .distinct()
    )
    if call_id is not None:
        query = query.where((col(AppointmentRow.call_id) == call_id) | col(AppointmentRow.call_id).is_(None))
    return sorted(session.exec(query), key=lambda person: (folded(person.name), key_of(person)))


def link_by_digest(session: Session, digest: str) -> SignInLink | None:
    return session.exec(select(SignInLink).where(SignInLink.token_sha256 == digest).with_for_update()).first()


_HELD = sa.select(
    col(Person.id), col(Person.name), col(Person.email), col(AppointmentRow.role), col(AppointmentRow.call_id)
).outerjoin(
    AppointmentRow,
    sa.and_(
        col(AppointmentRow.person_id) == col(Person.id),
        sa.or_(
            col(AppointmentRow.ends_on).is_(None),
            col(AppointmentRow.ends_on) >= sa.bindparam("today", type_=sa.Date),
        ),
    ),
)
_OF_SESSION = _HELD.join(WebSession, col(WebSession.person_id) == col(Person.id)).where(
    col(WebSession.token_sha256) == sa.bindparam("digest"),
    col(WebSession.expires_at) > sa.bindparam("now"),
    col(Person.active),
)
_OF_TOKEN = _HELD.join(ApiToken, col(ApiToken.person_id) == col(Person.id)).where(
    col(ApiToken.token_sha256) == sa.bindparam("digest"),
    col(ApiToken.expires_at) > sa.bindparam("now"),
    col(ApiToken.revoked_at).is_(None),
    col(Person.active),
)
"""Every request runs one of these: written once, and one query for the person with what they were appointed to."""


def actor_of_session(session: Session, digest: str, now: datetime) -> Actor | None:
    return _actor(session.execute(_OF_SESSION, {"digest": digest, "now": now, "today": now.date()}).all())


def _actor(rows: Sequence[Any]) -> Actor | None:
    """One row an appointment; one row without any."""
    if not rows:
        return None
    identity, name, email, _, _ = rows[0]
    held = (Appointment(role, call_id) for _, _, _, role, call_id in rows if role is not None)
    return Actor(identity, name, email, frozenset(held))


def session_by_digest(session: Session, digest: str) -> WebSession | None:
    return session.exec(select(WebSession).where(WebSession.token_sha256 == digest)).first()


def end_sessions(session: Session, person_id: int, *, but: str = "") -> None:
    """Sign this person out everywhere, but in the session with this digest."""
    ended = sa.delete(WebSession).where(
        col(WebSession.person_id) == person_id, col(WebSession.token_sha256) != but
    )
    session.execute(ended)


def end_links(session: Session, link: SignInLink, now: datetime) -> None:
    """Use up the links sent to the same address before this one, but those of the demo."""
    earlier = (
        sa.update(SignInLink)
        .where(
            col(SignInLink.email) == link.email,
            col(SignInLink.id) < link.id,
            col(SignInLink.used_at).is_(None),
            col(SignInLink.reusable).is_(False),
        )
        .values(used_at=now)
    )
    session.execute(earlier)


def token_numbered(session: Session, number: int) -> ApiToken | None:
    return session.exec(select(ApiToken).where(ApiToken.id == number).with_for_update()).first()


def tokens_of(session: Session, person_ids: set[int], now: datetime) -> dict[int, list[ApiToken]]:
    """The tokens of several people that still serve, in one query, the first made first."""
    found: dict[int, list[ApiToken]] = {person_id: [] for person_id in person_ids}
    query = select(ApiToken).where(
        col(ApiToken.person_id).in_(person_ids), col(ApiToken.revoked_at).is_(None), ApiToken.expires_at > now
    )
    for row in session.exec(query.order_by(col(ApiToken.id))) if person_ids else ():
        found[row.person_id].append(row)
    return found


def actor_of_token(session: Session, digest: str, now: datetime) -> Actor | None:
    return _actor(session.execute(_OF_TOKEN, {"digest": digest, "now": now, "today": now.date()}).all())


def everybody(session: Session, asked: str = "", *, offset: int = 0, limit: int = 50) -> list[Person]:
    """A page of the people, by name as a French list files them; `asked`: a part of their name or address."""
    query = select(Person).where(_called(asked)).order_by(by_name(session), col(Person.id))
    return list(session.exec(query.offset(offset).limit(limit)))


def how_many(session: Session, asked: str = "") -> int:
    """How many they are on all the pages."""
    return session.exec(select(sa.func.count()).select_from(Person).where(_called(asked))).one()


def _called(asked: str) -> sa.ColumnElement[bool]:
    searched = col(Person.search_text)
    return sa.and_(sa.true(), *(searched.like(anywhere(word), escape=ESCAPE) for word in words_of(asked)))


def by_name(session: Session) -> sa.ColumnElement[str]:
    """The name without accents nor capitals, compared octet by octet: the same order on every database."""
    return sa.collate(
        written_plain(col(Person.name)), "C" if session.get_bind().dialect.name == "postgresql" else "BINARY"
    )


def written_plain(name: sa.SQLColumnExpression[str]) -> sa.ColumnElement[str]:
    """This column without accents nor capitals."""
    plain: sa.ColumnElement[str] = sa.func.lower(name)
    for letter, accented in FOLDED.items():
        for one in accented:
            plain = sa.func.replace(plain, one, letter)
    return plain


def folded(name: str) -> str:
    """The same, of a name that was read already."""
    return name.lower().translate(_FOLDING)


_FOLDING = str.maketrans({one: letter for letter, accented in FOLDED.items() for one in accented})


_NAMED = select(Person).where(col(Person.id).in_(sa.bindparam("people", expanding=True)))


def named(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """The people with these ids, in one query."""
    if not person_ids:
        return {}
    found = session.exec(_NAMED, params={"people": list(person_ids)}).all()
    return {person.id: person for person in found if person.id is not None}


def ended(session: Session, today: date) -> list[AppointmentRow]:
    """The appointments whose last day has gone by, the first given first."""
    query = select(AppointmentRow).where(col(AppointmentRow.ends_on) < today)
    return list(session.exec(query.order_by(col(AppointmentRow.id))))


def appointments_among(session: Session, person_ids: set[int]) -> dict[int, list[AppointmentRow]]:
    """The appointments of several people, in one query, the first given first."""
    found: dict[int, list[AppointmentRow]] = {person_id: [] for person_id in person_ids}
    if person_ids:
        query = select(AppointmentRow).where(col(AppointmentRow.person_id).in_(person_ids))
        for row in session.exec(query.order_by(col(AppointmentRow.id))):
            found[row.person_id].append(row)
    return found
