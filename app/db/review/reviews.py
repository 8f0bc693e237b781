"""Reviews: which expert judges which application, how far each is, and which of them count."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, func, select

from app.db.base import Row, UtcDateTime, enum_by_value, plain_rows, table_of
from app.db.people import Person


class ReviewState(StrEnum):
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


GONE = frozenset({ReviewState.DECLINED, ReviewState.WITHDRAWN})
"""Given back by its expert, or taken back by the authority: nobody writes it any more."""


class Review(Row, table=True):
    """One expert's review of one application, tied to the filing that was read."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("application_id", "expert_id"),
        sa.Index("ix_review_expert_id_state", "expert_id", "state"),
        sa.Index("ix_review_state_application_id", "state", "application_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id")
    expert_id: int = Field(foreign_key="person.id")
    filing_id: int = Field(foreign_key="filing.id")
    state: ReviewState = Field(sa_type=enum_by_value(ReviewState))
    version: int = Field(default=1)
    comment: str = Field(default="", sa_type=sa.Text)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    assigned_at: datetime = Field(sa_type=UtcDateTime)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = Field(default="", sa_type=sa.Text)
    confidence: int | None = Field(default=None)
    college: str = Field(default="", max_length=40)


def review_of(
    session: Session, application_id: int, expert_id: int, *, afresh: bool = False
) -> Review | None:
    """The review of an application by an expert; ``afresh``: as it is now, under the lock of its application, whatever
    this session read before it had to wait.
    """
    return session.exec(
        select(Review).where(Review.application_id == application_id, Review.expert_id == expert_id),
        execution_options={"populate_existing": afresh},
    ).first()


def by_id(session: Session, review_id: int) -> Review | None:
    return session.get(Review, review_id)


_REVIEWS = (
    select(Review).where(col(Review.application_id) == sa.bindparam("application")).order_by(col(Review.id))
)


def of_application(session: Session, application_id: int) -> list[Review]:
    return list(session.exec(_REVIEWS, params={"application": application_id}))


_REVIEW, _PERSON = table_of(Review), table_of(Person)
_WHO = (
    sa.select(_PERSON.c.name, _REVIEW.c.state)
    .join_from(_REVIEW, _PERSON, _PERSON.c.id == _REVIEW.c.expert_id)
    .where(_REVIEW.c.application_id == sa.bindparam("application"))
    .order_by(_REVIEW.c.id)
)


def who_reviews(session: Session, application_id: int) -> Sequence[tuple[str, ReviewState]]:
    """The experts of an application by their names, those who declined too, and how far each is."""
    return plain_rows(session, _WHO, {"application": application_id})


def of_expert(session: Session, expert_id: int) -> list[Review]:
    return list(
        session.exec(
            select(Review).where(Review.expert_id == expert_id).order_by(col(Review.due_at), col(Review.id))
        )
    )


def page_of_expert(
    session: Session, expert_id: int, hidden: Collection[int], *, offset: int, limit: int
) -> list[Review]:
    """A page of the reviews that an expert has or handed in, those to write first; without the ``hidden``
    applications.
    """
    query = (
        select(Review)
        .where(Review.expert_id == expert_id, col(Review.state).not_in(GONE))
        .order_by(col(Review.state) == ReviewState.SUBMITTED, col(Review.due_at), col(Review.id))
    )
    if hidden:
        query = query.where(col(Review.application_id).not_in(hidden))
    return list(session.exec(query.offset(offset).limit(limit)))


_LOADS = (
    select(Review.expert_id, func.count())
    .where(
        col(Review.expert_id).in_(sa.bindparam("experts", expanding=True)),
        col(Review.state).in_((ReviewState.ASSIGNED, ReviewState.ACCEPTED)),
    )
    .group_by(col(Review.expert_id))
)


def load_counts(session: Session, experts: Collection[int]) -> dict[int, int]:
    """How many reviews each of these experts still has to write."""
    return dict(session.exec(_LOADS, params={"experts": list(experts)}).all())
