"""Applications: the one thing that has a stage, and the lists that are made of them."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Field, Session, col, func, select

from app.db.apply.organisations import Organisation
from app.db.base import Row, UtcDateTime, enum_by_value
from app.db.searched import keep_searchable
from app.domain.workflow import Stage


class Application(Row, table=True):
    """One candidature. ``version`` grows by one each time the door lets it through. Money in cents.

    ``title``, ``city``, ``territory``, ``eligible``, ``requested`` and ``aid`` (the most that the rule of the call
    allows, None where it allows all) are read from the forms when they are saved, so that a list needs no form.
    ``due_at`` is the deadline that the present stage waits for. ``begun_as`` tells who began it for whom: a button
    pressed twice finds it there.
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
    aid: int | None = Field(default=None, sa_type=sa.BigInteger)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    filed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    begun_as: str | None = Field(default=None, max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    moved_at: datetime = Field(sa_type=UtcDateTime)
    search_text: str = Field(default="", sa_type=sa.Text)


keep_searchable(Application, "reference", "title", "city")


def by_reference(session: Session, reference: str, *, lock: bool = False) -> Application | None:
    query = select(Application).where(Application.reference == reference)
    if lock:
        query = query.with_for_update()
    return session.exec(query).first()


def begun_as(session: Session, key: str) -> Application | None:
    """The application that bears this key, as it is now in the database."""
    query = select(Application).where(Application.begun_as == key).with_for_update()
    return session.exec(query, execution_options={"populate_existing": True}).first()


def by_id(session: Session, application_id: int) -> Application | None:
    return session.get(Application, application_id)


def move(session: Session, application: Application, target: Stage, now: datetime) -> bool:
    """Write the new stage if nobody wrote since the row was read; False when somebody did. This transaction holds it.

    What stays at its stage is a new version that moved at the same instant as before.
    """
    moved_at = application.moved_at if target is application.stage else now.astimezone(UTC)
    moved = {"stage": target, "version": application.version + 1, "moved_at": moved_at}
    written = session.exec(
        sa.update(Application)
        .where(
            col(Application.id) == application.id,
            col(Application.version) == application.version,
            col(Application.stage) == application.stage,
        )
        .values(moved)
        .execution_options(synchronize_session=False)
    )
    if written.rowcount != 1:
        return False
    for name, value in moved.items():
        set_committed_value(application, name, value)
    return True


def with_ids(session: Session, ids: set[int]) -> list[Application]:
    """The applications with these ids, in one query."""
    if not ids:
        return []
    return list(session.exec(select(Application).where(col(Application.id).in_(ids))))


def of_wave_among(session: Session, wave_id: int, ids: frozenset[int]) -> frozenset[int]:
    """Those of these applications that are in that wave."""
    asked = select(Application.id).where(Application.wave_id == wave_id, col(Application.id).in_(ids))
    return frozenset(one for one in session.exec(asked) if one is not None)


def in_stages(
    session: Session, call_id: int, stages: frozenset[Stage], *, wave_id: int | None = None
) -> list[Application]:
    """The applications of a call, or of one of its waves, that are in these stages, by reference."""
    query = select(Application).where(Application.call_id == call_id, col(Application.stage).in_(stages))
    if wave_id is not None:
        query = query.where(Application.wave_id == wave_id)
    return list(session.exec(query.order_by(col(Application.reference))))


def references(session: Session, ids: frozenset[int]) -> frozenset[str]:
    """The references of these applications."""
    return frozenset(session.exec(select(Application.reference).where(col(Application.id).in_(ids))))


def waves_filed(session: Session, call_id: int) -> frozenset[int]:
    """The waves of a call in which one application at least was filed."""
    query = select(Application.wave_id).where(
        Application.call_id == call_id, col(Application.filed_at).is_not(None)
    )
    return frozenset(session.exec(query.distinct()))


def filed_among(session: Session, wave_id: int, ids: frozenset[int]) -> int:
    """How many of these applications were filed in this wave."""
    if not ids:
        return 0
    query = select(func.count()).where(
        Application.wave_id == wave_id, col(Application.filed_at).is_not(None), col(Application.id).in_(ids)
    )
    return session.exec(query).one()


def counts_by_stage(session: Session, wave_id: int, hidden: frozenset[int]) -> dict[Stage, int]:
    """How many applications of a wave were filed and stand in each stage, without those hidden."""
    query: Any = (
        select(Application.stage, func.count())
        .where(
            Application.wave_id == wave_id,
            col(Application.filed_at).is_not(None),
            col(Application.id).not_in(hidden),
        )
        .group_by(col(Application.stage))
    )
    return dict(session.exec(query).all())


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


def filed_with_siret(session: Session, call_id: int, siret: str, *, but: int) -> list[Application]:
    """The filed applications of a call, but one, whose organisation has this SIRET; none for an empty one."""
    if not siret:
        return []
    query = (
        select(Application)
        .join(Organisation, col(Organisation.id) == Application.organisation_id)
        .where(Application.call_id == call_id, Organisation.siret == siret, Application.id != but)
        .where(col(Application.filed_at).is_not(None))
        .order_by(col(Application.reference))
    )
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
