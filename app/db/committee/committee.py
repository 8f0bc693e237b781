"""The committee: members, sittings, who was there, what it advised; and what the authority decided."""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, select

from app.db.apply.applications import Application
from app.db.apply.organisations import Organisation
from app.db.base import Row, UtcDateTime, enum_by_value
from app.domain.workflow import Outcome, Stage


class Seat(Row, table=True):
    """A person's seat on the committee of a call, in one of its colleges."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("call_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    college: str = Field(max_length=60)


class Sitting(Row, table=True):
    """A meeting of the committee on one wave of a call.

    ``presided_by``: who of those present presides; None without attendance, or held before it was recorded.
    """

    __tablename__ = "sitting"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int = Field(foreign_key="call.id", index=True)
    wave_id: int = Field(foreign_key="wave.id", index=True)
    held_at: datetime = Field(sa_type=UtcDateTime)
    place: str = Field(max_length=200)
    created_by: int = Field(foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    presided_by: int | None = Field(default=None, foreign_key="person.id")


class Attendance(Row, table=True):
    """Who sat; ``proxy_to`` names the person who voted for an absent member."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("sitting_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    college: str = Field(max_length=60)
    present: bool
    proxy_to: int | None = Field(default=None, foreign_key="person.id")


class CommitteeOpinion(Row, table=True):
    """What the committee advised on one application in one sitting. Amount in cents.

    One that is postponed and taken up again in the same sitting has another row: the first is kept.
    ``conditions``: of an opinion given with conditions. ``observations``: what it adds to a favourable one.
    ``reasons``: why it postpones or does not recommend. ``presided_by``: who presided this item, when an interest kept
    out of it who presided the sitting. ``casting_vote``: true when the voice of who presided broke a tie.
    """

    __tablename__ = "committee_opinion"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    sitting_id: int = Field(foreign_key="sitting.id", index=True)
    opinion: Stage = Field(sa_type=enum_by_value(Stage))
    amount: int | None = Field(default=None, sa_type=sa.BigInteger)
    conditions: str = Field(default="", sa_type=sa.Text)
    observations: str = Field(default="", sa_type=sa.Text)
    reasons: str = Field(default="", sa_type=sa.Text)
    votes_for: int = Field(default=0)
    votes_against: int = Field(default=0)
    abstentions: int = Field(default=0)
    rank: int | None = Field(default=None)
    mark: str = Field(default="", max_length=40)
    given_at: datetime = Field(sa_type=UtcDateTime)
    presided_by: int | None = Field(default=None, foreign_key="person.id")
    casting_vote: bool | None = Field(default=None)


class Decision(Row, table=True):
    """The decision of the authority, provisional while ``released_at`` is None. Amount in cents."""

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", unique=True)
    outcome: Outcome = Field(sa_type=enum_by_value(Outcome))
    amount: int = Field(default=0, sa_type=sa.BigInteger)
    conditions: str = Field(default="", sa_type=sa.Text)
    reasons: str = Field(default="", sa_type=sa.Text)
    deliberation: str = Field(default="", max_length=80)
    deliberated_on: date | None = Field(default=None)
    recorded_by: int = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    released_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int = Field(default=1)


def seats(session: Session, call_id: int) -> list[Seat]:
    return list(session.exec(select(Seat).where(Seat.call_id == call_id).order_by(col(Seat.id))))


def seat_of(session: Session, call_id: int, person_id: int) -> Seat | None:
    return session.exec(select(Seat).where(Seat.call_id == call_id, Seat.person_id == person_id)).first()


def seated(session: Session, person_id: int) -> frozenset[int]:
    """The calls on whose committee this person sits."""
    return frozenset(session.exec(select(Seat.call_id).where(Seat.person_id == person_id)))


def sitting(session: Session, sitting_id: int) -> Sitting | None:
    return session.get(Sitting, sitting_id)


def sittings(session: Session, call_id: int) -> list[Sitting]:
    return list(
        session.exec(select(Sitting).where(Sitting.call_id == call_id).order_by(col(Sitting.held_at).desc()))
    )


def sittings_of_wave(session: Session, wave_id: int) -> list[Sitting]:
    """The sittings on a wave: those that are not closed first, each time the latest first."""
    return list(
        session.exec(
            select(Sitting)
            .where(Sitting.wave_id == wave_id)
            .order_by(
                col(Sitting.closed_at).is_not(None), col(Sitting.held_at).desc(), col(Sitting.id).desc()
            )
        )
    )


def attended(session: Session, sitting_ids: set[int]) -> frozenset[int]:
    """Those of these sittings whose attendance was taken; the others are planned ahead."""
    if not sitting_ids:
        return frozenset()
    query = select(Attendance.sitting_id).where(col(Attendance.sitting_id).in_(sitting_ids)).distinct()
    return frozenset(session.exec(query))


def locked_sitting(session: Session, sitting_id: int) -> Sitting | None:
    """The sitting as it is now, held: it is not closed while an opinion is given in it."""
    return session.exec(
        select(Sitting)
        .where(Sitting.id == sitting_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def attendance(session: Session, sitting_id: int) -> list[Attendance]:
    return list(
        session.exec(
            select(Attendance).where(Attendance.sitting_id == sitting_id).order_by(col(Attendance.id))
        )
    )


_OPINION = (
    select(CommitteeOpinion)
    .where(col(CommitteeOpinion.application_id) == sa.bindparam("application"))
    .order_by(col(CommitteeOpinion.id).desc())
)


def opinion(session: Session, application_id: int) -> CommitteeOpinion | None:
    """The last opinion of the committee on an application."""
    return session.exec(_OPINION, params={"application": application_id}).first()


def every_opinion(session: Session, application_id: int) -> list[CommitteeOpinion]:
    """The opinions of the committee on an application, the first first."""
    query = select(CommitteeOpinion).where(CommitteeOpinion.application_id == application_id)
    return list(session.exec(query.order_by(col(CommitteeOpinion.id))))


def opinion_by_id(session: Session, opinion_id: int) -> CommitteeOpinion | None:
    return session.get(CommitteeOpinion, opinion_id)


def locked_opinion(session: Session, opinion_id: int) -> CommitteeOpinion | None:
    """The opinion as it is now, held while it is put right."""
    return session.exec(
        select(CommitteeOpinion)
        .where(CommitteeOpinion.id == opinion_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def opinions_of_sitting(session: Session, sitting_id: int) -> list[CommitteeOpinion]:
    """The opinions that were given in a sitting, the first first."""
    return list(
        session.exec(
            select(CommitteeOpinion)
            .where(CommitteeOpinion.sitting_id == sitting_id)
            .order_by(col(CommitteeOpinion.id))
        )
    )


_OPINIONS = (
    select(CommitteeOpinion)
    .where(col(CommitteeOpinion.application_id).in_(sa.bindparam("applications", expanding=True)))
    .order_by(col(CommitteeOpinion.id))
)


def opinions_of(session: Session, application_ids: set[int]) -> dict[int, CommitteeOpinion]:
    """The last opinion on each of these applications, in one query."""
    if not application_ids:
        return {}
    rows = session.exec(_OPINIONS, params={"applications": list(application_ids)})
    return {row.application_id: row for row in rows}


_DECISION = select(Decision).where(col(Decision.application_id) == sa.bindparam("application"))


def decision(session: Session, application_id: int, *, afresh: bool = False) -> Decision | None:
    """The decision on an application; ``afresh``: not as this session may have read it before a lock."""
    options = {"populate_existing": afresh}
    return session.exec(_DECISION, params={"application": application_id}, execution_options=options).first()


def decisions_of(session: Session, application_ids: set[int], *, afresh: bool = False) -> dict[int, Decision]:
    """The decisions on these applications; ``afresh``: not as this session may have read them before a lock."""
    if not application_ids:
        return {}
    rows = session.exec(
        select(Decision)
        .where(col(Decision.application_id).in_(application_ids))
        .execution_options(populate_existing=afresh)
    )
    return {row.application_id: row for row in rows}


_GIVEN_UP = (Stage.RENOUNCED, Stage.TERMINATED, Stage.WITHDRAWN)


def awarded_waves(session: Session, call_id: int) -> frozenset[int]:
    """The waves of a call in which something was awarded and released, and not given up before anything was paid."""
    query = (
        select(Application.wave_id)
        .join(Decision, col(Decision.application_id) == col(Application.id))
        .where(
            Application.call_id == call_id,
            Decision.outcome == Outcome.AWARD,
            col(Decision.released_at).is_not(None),
            col(Application.stage).not_in((Stage.RENOUNCED, Stage.WITHDRAWN)),
        )
    )
    return frozenset(session.exec(query.distinct()))


def awarded_of_call(
    session: Session, call_id: int, kept: Collection[int] = ()
) -> list[tuple[Decision, Application, Organisation]]:
    """What was awarded and released on a call, and not given up since: the latest wave first. One query.

    ``kept``: the applications that stay although their convention was ended early.
    """
    return list(
        session.exec(
            select(Decision, Application, Organisation)
            .join(Application, col(Application.id) == col(Decision.application_id))
            .join(Organisation, col(Organisation.id) == col(Application.organisation_id))
            .where(
                Application.call_id == call_id,
                Decision.outcome == Outcome.AWARD,
                col(Decision.released_at).is_not(None),
                sa.or_(col(Application.stage).not_in(_GIVEN_UP), col(Application.id).in_(kept)),
            )
            .order_by(col(Application.wave_id).desc(), col(Application.title), col(Application.id))
        )
    )
