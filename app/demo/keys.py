"""What opens the demo: for each person and each role, a link that signs in each time, and a token for programs."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from app.db.apply.applications import Application
from app.db.apply.teams import TeamMember
from app.db.base import key_of
from app.db.people import AppointmentRow, Person
from app.domain.people import SYSTEM, Role, TeamRole
from app.services.identity import sign_in, tokens
from app.services.wiring import Wiring
from app.services.work import Work
from app.words.navigation import DESKS

APPLICANTS_DESK = "/candidatures"
ROLES_TOLD = {TeamRole.OWNER: "applicant"}
"""An owner is told as the applicant; the other parts of a team under their own names."""
TOKEN_LABEL = "demo"  # noqa: S105 - a label, not a secret
TOKEN_DAYS = 30
SHOWN_FIRST = "Claire Dumontet"


@dataclass(frozen=True)
class Key:
    """``sign_in`` is a whole address; ``token`` goes after ``Authorization: Bearer``."""

    role: str
    name: str
    email: str
    sign_in: str
    token: str


def cut_keys(wired: Wiring, base_url: str) -> tuple[Key, ...]:
    """New links and tokens for everybody; those of an earlier start still work.

    The people whom the demo is shown with come first: whoever wants the first holder of a role finds much to do.
    """
    with wired.database.write() as session:
        work = Work(session, SYSTEM, wired.clock(), wired.jobs, base_url)
        return tuple(
            Key(
                role,
                person.name,
                person.email,
                sign_in.demo_link(work, wired.seals, person.email, _desk(role)),
                tokens.create_token(work, key_of(person), TOKEN_LABEL, days=TOKEN_DAYS),
            )
            for role, person in _everybody(session)
        )


def _everybody(session: Session) -> Iterator[tuple[str, Person]]:
    team = session.exec(
        select(TeamMember, Person)
        .join(Person, col(Person.id) == col(TeamMember.person_id))
        .order_by(col(TeamMember.id))
    ).all()
    first = _first_team(session)
    shown = sorted(team, key=lambda row: row[0].application_id != first)
    appointed = session.exec(
        select(AppointmentRow, Person)
        .join(Person, col(Person.id) == col(AppointmentRow.person_id))
        .order_by(col(AppointmentRow.id))
    ).all()
    found = [(ROLES_TOLD.get(member.role, member.role.value), person) for member, person in shown]
    found += [(row.role.value, person) for row, person in appointed]
    yield from {(role, person.email): (role, person) for role, person in found}.values()


def _first_team(session: Session) -> int | None:
    """The application whose whole team is shown first: the latest of the person whom the demo follows."""
    return session.exec(
        select(Application.id)
        .join(TeamMember, col(TeamMember.application_id) == col(Application.id))
        .join(Person, col(Person.id) == col(TeamMember.person_id))
        .where(Person.name == SHOWN_FIRST, TeamMember.role == TeamRole.OWNER)
        .order_by(col(Application.id))
    ).first()


def _desk(role: str) -> str:
    if role in {one.value for one in Role}:
        return next(address for address, _, roles in DESKS if Role(role) in roles)
    return APPLICANTS_DESK


def first_of_each(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """One person of each role."""
    found: dict[str, Key] = {}
    for key in keys:
        found.setdefault(key.role, key)
    return tuple(found.values())


def write_keys(keys: tuple[Key, ...], file: Path) -> None:
    """The list as JSON, readable by its owner only: whoever reads it may sign in as anybody."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps([asdict(key) for key in keys], ensure_ascii=False, indent=2) + "\n", "utf-8")
