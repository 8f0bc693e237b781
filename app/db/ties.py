"""What a request reads first: an application with what stands around it, and what ties a person to it.

Two queries for any page of an application, however many parts its reader may play.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from app.db.apply.applications import Application
from app.db.apply.organisations import Organisation
from app.db.apply.teams import TeamMember
from app.db.calls.calls import Call, Wave
from app.db.committee.committee import CommitteeOpinion, Decision, Seat
from app.db.convention.conventions import Convention
from app.db.follow_up.follow_up import IndicatorRow, Rendezvous
from app.db.follow_up.payments import Payment
from app.db.journal import JournalEntry
from app.db.people import AppointmentRow
from app.db.review import interests
from app.db.review.reviews import GONE, Review
from app.db.screening.opinions import OpinionRow
from app.db.screening.screening import CompletionRequest
from app.domain.access import Ties
from app.domain.people import TeamRole
from app.domain.workflow import Action


@dataclass(frozen=True)
class Surroundings:
    """An application, its call (without the text of its files), its wave and its organisation."""

    application: Application
    call: Call
    wave: Wave
    organisation: Organisation


_SURROUNDINGS = (
    select(Application, Call, Wave, Organisation)
    .join(Call, col(Call.id) == col(Application.call_id))
    .join(Wave, col(Wave.id) == col(Application.wave_id))
    .join(Organisation, col(Organisation.id) == col(Application.organisation_id))
    .where(col(Application.reference) == sa.bindparam("reference"))
    .options(defer(Call.content))  # type: ignore[arg-type]
)


def surroundings(session: Session, reference: str, *, lock: bool = False) -> Surroundings | None:
    """The application of that reference with what stands around it.

    ``lock`` takes the application for this transaction, then reads everything afresh: PostgreSQL would join a row
    waited for to neighbours as they were before the wait, and the session would keep what it read before.
    """
    if lock:
        session.exec(
            select(Application.id).where(Application.reference == reference).with_for_update()
        ).first()
    row = session.exec(
        _SURROUNDINGS, params={"reference": reference}, execution_options={"populate_existing": lock}
    ).first()
    return Surroundings(*row) if row else None


_APPLICATION, _CALL, _PERSON = (
    sa.bindparam(name, type_=sa.Integer) for name in ("application", "call", "person")
)
_TIES = sa.select(
    sa.select(col(TeamMember.role))
    .where(col(TeamMember.application_id) == _APPLICATION, col(TeamMember.person_id) == _PERSON)
    .scalar_subquery(),
    sa.exists().where(
        col(Review.application_id) == _APPLICATION,
        col(Review.expert_id) == _PERSON,
        col(Review.state).not_in(GONE),
    ),
    sa.exists().where(col(Seat.call_id) == _CALL, col(Seat.person_id) == _PERSON),
    sa.exists().where(col(OpinionRow.application_id) == _APPLICATION, col(OpinionRow.person_id) == _PERSON),
    interests.is_interested(_APPLICATION, _PERSON),
    sa.exists().where(col(Decision.application_id) == _APPLICATION, col(Decision.released_at).is_not(None))
    | sa.exists().where(
        col(JournalEntry.application_id) == _APPLICATION,
        col(JournalEntry.verb) == Action.KEEP_ON_RESERVE.value,
    ),
)
"""Written once: to write it again at each request costs more than to run it."""


def ties(session: Session, application: Application, person_id: int | None) -> tuple[Ties, bool]:
    """What ties this person to the application; and was a decision on it released?

    A place on the reserve list that was told stays told while the authority prepares what comes after it.
    """
    named = {"application": application.id, "call": application.call_id, "person": person_id}
    team, reviewer, seated, consulted, interested, released = session.execute(_TIES, named).one()
    return (
        Ties(
            team=TeamRole(team) if team else None,
            reviewer=bool(reviewer),
            seated=bool(seated),
            consulted=bool(consulted),
            interested=bool(interested),
        ),
        bool(released),
    )


_DUTY = sa.select(
    sa.or_(
        *(
            sa.exists().where(person == _PERSON)
            for person in (
                col(AppointmentRow.person_id),
                col(Seat.person_id),
                col(Review.expert_id),
                col(OpinionRow.person_id),
                col(Application.officer_id),
            )
        )
    )
)


def has_duty(session: Session, person_id: int) -> bool:
    """Does this person hold, or did they hold, anything that the authority gives: a role, a seat, a review, an opinion?

    Whatever the call: who judges elsewhere today is named here tomorrow.
    """
    return bool(session.execute(_DUTY, {"person": person_id}).scalar_one())


@dataclass(frozen=True)
class Past:
    """What there is of an application so far: a page asks nothing about what is not there yet."""

    reviews: bool
    opinions: bool
    advice: bool
    decision: bool
    convention: bool
    rendezvous: bool
    indicators: bool
    payments: bool
    completions: bool


_PAST = sa.select(
    *(
        sa.exists().where(application == _APPLICATION)
        for application in (
            col(Review.application_id),
            col(OpinionRow.application_id),
            col(CommitteeOpinion.application_id),
            col(Decision.application_id),
            col(Convention.application_id),
            col(Rendezvous.application_id),
            col(IndicatorRow.application_id),
            col(Payment.application_id),
            col(CompletionRequest.application_id),
        )
    )
)


def past(session: Session, application_id: int) -> Past:
    """What there is of this application, in one query."""
    return Past(*map(bool, session.execute(_PAST, {"application": application_id}).one()))


_AMONG: sa.BindParameter[Any] = sa.bindparam("applications", expanding=True)
_RELEASED: sa.CompoundSelect[Any] = sa.union(
    sa.select(col(Decision.application_id)).where(
        col(Decision.application_id).in_(_AMONG), col(Decision.released_at).is_not(None)
    ),
    sa.select(col(JournalEntry.application_id)).where(
        col(JournalEntry.application_id).in_(_AMONG),
        col(JournalEntry.verb) == Action.KEEP_ON_RESERVE.value,
    ),
)


def released(session: Session, application_ids: set[int]) -> frozenset[int]:
    """Those of these applications on which a decision was told; a reserve list that was told stays told."""
    return frozenset(session.execute(_RELEASED, {"applications": list(application_ids)}).scalars())
