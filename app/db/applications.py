"""Applications: the one thing that has a stage; its team, what its team writes, and what was filed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, func, select

from app.db.base import JsonText, Row, UtcDateTime, enum_by_value
from app.db.organisations import Organisation
from app.db.people import Person
from app.domain.people import TeamRole
from app.domain.workflow import Stage


class Application(Row, table=True):
    """One candidature. ``version`` grows by one each time the door lets it through. Money in cents.

    ``title``, ``city``, ``territory``, ``eligible`` and ``requested`` are read from the forms when they are
    saved, so that a list needs no form. ``due_at`` is the deadline that the present stage waits for.
    """

    __tablename__ = "application"
    __table_args__ = (
        sa.Index("ix_application_call_id_stage_filed_at", "call_id", "stage", "filed_at"),
        sa.Index("ix_application_stage_filed_at", "stage", "filed_at"),
        sa.Index("ix_application_wave_id_stage", "wave_id", "stage"),
        sa.Index("ix_application_moved_at_id", "moved_at", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(max_length=40, unique=True)
    call_id: int = Field(foreign_key="call.id")
    wave_id: int = Field(foreign_key="wave.id")
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    officer_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    stage: Stage = Field(sa_type=enum_by_value(Stage))
    version: int = Field(default=1)
    title: str = Field(default="", max_length=300)
    city: str = Field(default="", max_length=120)
    territory: str = Field(default="", max_length=60)
    eligible: int = Field(default=0, sa_type=sa.BigInteger)
    requested: int = Field(default=0, sa_type=sa.BigInteger)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    filed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    moved_at: datetime = Field(sa_type=UtcDateTime)


class TeamMember(Row, table=True):
    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: TeamRole = Field(sa_type=enum_by_value(TeamRole))
    joined_at: datetime = Field(sa_type=UtcDateTime)


class Draft(Row, table=True):
    """What the team is writing: one per form ("letter", "dossier"). Never lost, whatever the deadline.

    ``content``: {"answers": {question: value}, "budget": {...}, "declarations": [...]}; ``version`` grows at
    each save.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("application_id", "form"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    form: str = Field(max_length=20)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    version: int = Field(default=1)
    saved_by: int | None = Field(default=None, foreign_key="person.id")
    saved_at: datetime = Field(sa_type=UtcDateTime)


class Filing(Row, table=True):
    """One filing: a frozen snapshot and the SHA-256 of its canonical JSON. Triggers refuse any change."""

    __tablename__ = "filing"
    __table_args__ = (UniqueConstraint("application_id", "form", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    form: str = Field(max_length=20)
    number: int
    content: dict[str, Any] = Field(sa_type=JsonText)
    sha256: str = Field(max_length=64)
    filed_by: int = Field(foreign_key="person.id", index=True)
    filed_at: datetime = Field(sa_type=UtcDateTime)


def by_reference(session: Session, reference: str, *, lock: bool = False) -> Application | None:
    query = select(Application).where(Application.reference == reference)
    if lock:
        query = query.with_for_update()
    return session.exec(query).first()


def by_id(session: Session, application_id: int) -> Application | None:
    return session.get(Application, application_id)


def move(session: Session, application: Application, target: Stage, now: datetime) -> bool:
    """Write the new stage if nobody wrote since the row was read; False when somebody did."""
    written = session.exec(
        sa.update(Application)
        .where(
            col(Application.id) == application.id,
            col(Application.version) == application.version,
            col(Application.stage) == application.stage,
        )
        .values(stage=target, version=application.version + 1, moved_at=now)
        .execution_options(synchronize_session=False)
    )
    if written.rowcount != 1:
        return False
    session.refresh(application)
    return True


def with_ids(session: Session, ids: set[int]) -> list[Application]:
    """The applications with these ids, in one query."""
    if not ids:
        return []
    return list(session.exec(select(Application).where(col(Application.id).in_(ids))))


def membership(session: Session, application_id: int, person_id: int) -> TeamMember | None:
    return session.exec(
        select(TeamMember).where(
            TeamMember.application_id == application_id, TeamMember.person_id == person_id
        )
    ).first()


_TEAM = (
    select(TeamMember)
    .where(col(TeamMember.application_id) == sa.bindparam("application"))
    .order_by(col(TeamMember.id))
)


_MEMBERS = (
    select(TeamMember, Person)
    .join(Person, col(Person.id) == col(TeamMember.person_id))
    .where(col(TeamMember.application_id) == sa.bindparam("application"))
    .order_by(col(TeamMember.id))
)


def team(session: Session, application_id: int) -> list[TeamMember]:
    return list(session.exec(_TEAM, params={"application": application_id}))


def members(session: Session, application_id: int) -> list[tuple[TeamMember, Person]]:
    """The team with who they are, in the order they came."""
    return list(session.exec(_MEMBERS, params={"application": application_id}))


_OF_PERSON = (
    select(Application)
    .join(TeamMember, col(TeamMember.application_id) == col(Application.id))
    .where(col(TeamMember.person_id) == sa.bindparam("person"))
    .order_by(col(Application.moved_at).desc(), col(Application.id).desc())
)


def of_person(session: Session, person_id: int) -> list[Application]:
    return list(session.exec(_OF_PERSON, params={"person": person_id}))


_DRAFT = select(Draft).where(
    col(Draft.application_id) == sa.bindparam("application"), col(Draft.form) == sa.bindparam("form")
)
_FILINGS = (
    select(Filing).where(col(Filing.application_id) == sa.bindparam("application")).order_by(col(Filing.id))
)


def draft(session: Session, application_id: int, form: str) -> Draft | None:
    return session.exec(_DRAFT, params={"application": application_id, "form": form}).first()


def writers(session: Session, application_id: int) -> frozenset[int]:
    """Who saved a form of this application last."""
    query = select(Draft.saved_by).where(Draft.application_id == application_id)
    return frozenset(one for one in session.exec(query) if one is not None)


def filings(session: Session, application_id: int) -> list[Filing]:
    return list(session.exec(_FILINGS, params={"application": application_id}))


def last_filing(session: Session, application_id: int, form: str) -> Filing | None:
    return session.exec(
        select(Filing)
        .where(Filing.application_id == application_id, Filing.form == form)
        .order_by(col(Filing.number).desc())
    ).first()


def last_contents(session: Session, ids: set[int], form: str) -> dict[int, dict[str, Any]]:
    """What was filed last under this form, by application; nothing for one that filed nothing. One query."""
    asked = select(Filing).where(col(Filing.application_id).in_(ids), Filing.form == form)
    return {one.application_id: one.content for one in session.exec(asked.order_by(col(Filing.number)))}


def first_filed_at(session: Session, application_ids: set[int], form: str) -> dict[int, datetime]:
    """When this form of each of these applications was filed first, in one query."""
    if not application_ids:
        return {}
    query = (
        select(Filing.application_id, func.min(col(Filing.filed_at)))
        .where(col(Filing.application_id).in_(application_ids), Filing.form == form)
        .group_by(col(Filing.application_id))
    )
    return dict(session.exec(query).all())


def filing_read_at(session: Session, application_id: int, moment: datetime) -> Filing | None:
    """The filing that was the last one at that moment: what was before whoever judged then."""
    return session.exec(
        select(Filing)
        .where(Filing.application_id == application_id, col(Filing.filed_at) <= moment)
        .order_by(col(Filing.filed_at).desc(), col(Filing.id).desc())
    ).first()


def page(
    session: Session,
    *,
    call_ids: frozenset[int] | None,
    stages: tuple[Stage, ...] = (),
    wave_id: int | None = None,
    officer_id: int | None = None,
    words: str = "",
    hidden: frozenset[int] = frozenset(),
    also: frozenset[int] = frozenset(),
    offset: int = 0,
    limit: int = 50,
) -> list[tuple[Application, Organisation]]:
    """A page of the officers' list: what was filed, the longest waiting first. One query.

    ``also``: applications that are wanted whatever their stage.
    """
    query = _filtered(
        select(Application, Organisation).join(
            Organisation, col(Organisation.id) == col(Application.organisation_id)
        ),
        call_ids,
        stages,
        wave_id,
        officer_id,
        words,
        hidden,
        also,
    )
    return list(
        session.exec(
            query.order_by(col(Application.moved_at), col(Application.id)).offset(offset).limit(limit)
        )
    )


def waves_filed(session: Session, call_id: int) -> frozenset[int]:
    """The waves of a call in which one application at least was filed."""
    query = select(Application.wave_id).where(
        Application.call_id == call_id, col(Application.filed_at).is_not(None)
    )
    return frozenset(session.exec(query.distinct()))


def counts_by_stage(
    session: Session,
    *,
    call_ids: frozenset[int] | None,
    wave_id: int | None = None,
    hidden: frozenset[int] = frozenset(),
) -> dict[Stage, int]:
    """How many applications stand in each stage."""
    query = _filtered(
        select(Application.stage, func.count()), call_ids, (), wave_id, None, "", hidden
    ).group_by(col(Application.stage))
    return dict(session.exec(query).all())


def _filtered(
    query: Any,
    call_ids: frozenset[int] | None,
    stages: tuple[Stage, ...],
    wave_id: int | None,
    officer_id: int | None,
    words: str,
    hidden: frozenset[int],
    also: frozenset[int] = frozenset(),
) -> Any:
    if call_ids is not None:
        query = query.where(col(Application.call_id).in_(call_ids))
    if stages:
        query = query.where(col(Application.stage).in_(stages) | col(Application.id).in_(also))
    if wave_id is not None:
        query = query.where(Application.wave_id == wave_id)
    if officer_id is not None:
        query = query.where(Application.officer_id == officer_id)
    if hidden:
        query = query.where(col(Application.id).not_in(hidden))
    query = query.where(col(Application.filed_at).is_not(None))
    for word in words.lower().split()[:6]:
        like = f"%{word.replace('%', '').replace('_', '')}%"
        query = query.where(
            func.lower(Application.title).like(like)
            | func.lower(Application.reference).like(like)
            | func.lower(Application.city).like(like)
        )
    return query


def in_wave(
    session: Session, wave_id: int, stages: frozenset[Stage], *, lock: bool = False
) -> list[Application]:
    """The applications of a wave in these stages; ``lock`` takes them all, in one order for everybody."""
    query = (
        select(Application)
        .where(Application.wave_id == wave_id, col(Application.stage).in_(stages))
        .order_by(col(Application.reference))
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session.exec(query))


def overdue(session: Session, stages: frozenset[Stage], now: datetime, limit: int = 200) -> list[Application]:
    """The drafts whose deadline went by: what the nightly job lets lapse. Taken, but those in other hands."""
    return list(
        session.exec(
            select(Application)
            .where(col(Application.stage).in_(stages), col(Application.due_at) < now)
            .order_by(col(Application.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
    )


def due_between(
    session: Session, stages: frozenset[Stage], after: datetime, before: datetime
) -> list[Application]:
    """The applications that somebody still has to file in this stretch of time, the soonest first, all of them:
    a thousand share the deadline of a wave."""
    return list(
        session.exec(
            select(Application)
            .where(
                col(Application.stage).in_(stages),
                col(Application.due_at) > after,
                col(Application.due_at) <= before,
            )
            .order_by(col(Application.due_at), col(Application.id))
        )
    )


def just_begun(
    session: Session, person_id: int, wave_id: int, organisation: str, siret: str | None, *, since: datetime
) -> Application | None:
    """The application that this person began for this organisation in this wave since this instant, if any."""
    return session.exec(
        select(Application)
        .join(TeamMember, col(TeamMember.application_id) == col(Application.id))
        .join(Organisation, col(Organisation.id) == col(Application.organisation_id))
        .where(
            TeamMember.person_id == person_id,
            Application.wave_id == wave_id,
            Organisation.name == organisation,
            col(Organisation.siret) == siret,
            Application.created_at > since,
            Application.version == 1,
        )
        .order_by(col(Application.id).desc())
    ).first()
