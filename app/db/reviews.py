"""What is judged of an application: the admissibility checklist, interests, reviews and their marks."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import exists
from sqlmodel import Field, Session, UniqueConstraint, col, func, select

from app.db.applications import Application, Filing
from app.db.base import DecimalText, JsonText, Row, UtcDateTime, enum_by_value
from app.domain.workflow import Stage


class Verdict(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"


class Check(Row, table=True):
    """One line of the checklist, judged by a person or (``judged_by`` None) by the rule itself."""

    __tablename__ = "admissibility_check"
    __table_args__ = (UniqueConstraint("application_id", "rule"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    rule: str = Field(max_length=60)
    verdict: Verdict = Field(sa_type=enum_by_value(Verdict))
    note: str = Field(default="", sa_type=sa.Text)
    judged_by: int | None = Field(default=None, foreign_key="person.id")
    judged_at: datetime = Field(sa_type=UtcDateTime)


class CompletionRequest(Row, table=True):
    """What the officer asked for, with its deadline (CRPA L114-5): only what is named may change."""

    __tablename__ = "completion_request"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    text: str = Field(sa_type=sa.Text)
    pieces: list[str] = Field(default_factory=list, sa_type=JsonText)
    sections: list[str] = Field(default_factory=list, sa_type=JsonText)
    questions: list[str] = Field(default_factory=list, sa_type=JsonText)
    budget: bool = Field(default=False)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class InterestRow(Row, table=True):
    """An interest declared by a person in an application: hides it from them everywhere (CGCT L2131-11)."""

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    nature: str = Field(max_length=60)
    declared_at: datetime = Field(sa_type=UtcDateTime)


class ReviewState(StrEnum):
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUBMITTED = "submitted"


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


class MarkRow(Row, table=True):
    """What one review says of a criterion or of a part: a mark, "cannot assess", or nothing yet; and why.

    The words about a criterion made of parts are in a row under the criterion's own key, without a mark.
    """

    __tablename__ = "mark"
    __table_args__ = (UniqueConstraint("review_id", "criterion"),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    criterion: str = Field(max_length=60)
    value: Decimal | None = Field(default=None, sa_type=DecimalText)
    abstained: bool = Field(default=False)
    justification: str = Field(default="", sa_type=sa.Text)


class ConsensusMark(Row, table=True):
    """The mark that the reviewers agreed on (None: they cannot assess), and who recorded it last."""

    __tablename__ = "consensus_mark"
    __table_args__ = (UniqueConstraint("application_id", "criterion"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    criterion: str = Field(max_length=60)
    value: Decimal | None = Field(default=None, sa_type=DecimalText)
    justification: str = Field(default="", sa_type=sa.Text)
    recorded_by: int = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class OpinionRow(Row, table=True):
    """The opinion of a consulted service: asked, then given. It advises; it scores nothing."""

    __tablename__ = "opinion"
    __table_args__ = (UniqueConstraint("application_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="application.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    question: str = Field(default="", sa_type=sa.Text)
    asked_at: datetime = Field(sa_type=UtcDateTime)
    favourable: bool | None = Field(default=None)
    text: str = Field(default="", sa_type=sa.Text)
    given_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


_CHECKS = select(Check).where(col(Check.application_id) == sa.bindparam("application"))


def checks(session: Session, application_id: int) -> dict[str, Check]:
    rows = session.exec(_CHECKS, params={"application": application_id})
    return {row.rule: row for row in rows}


def open_completion(session: Session, application_id: int) -> CompletionRequest | None:
    return session.exec(
        select(CompletionRequest)
        .where(
            CompletionRequest.application_id == application_id,
            col(CompletionRequest.answered_at).is_(None),
        )
        .order_by(col(CompletionRequest.id).desc())
    ).first()


def interest(session: Session, application_id: int, person_id: int) -> InterestRow | None:
    return session.exec(
        select(InterestRow).where(
            InterestRow.application_id == application_id, InterestRow.person_id == person_id
        )
    ).first()


_INTERESTS = sa.union(
    sa.select(col(InterestRow.application_id)).where(col(InterestRow.person_id) == sa.bindparam("person")),
    sa.select(col(Filing.application_id)).where(col(Filing.filed_by) == sa.bindparam("person")),
)


def interests_of_person(session: Session, person_id: int) -> frozenset[int]:
    """The applications hidden from this person: an interest was declared, or they filed it themselves."""
    return frozenset(session.execute(_INTERESTS, {"person": person_id}).scalars())


def interested_in(session: Session, application_id: int, *, by: datetime | None = None) -> frozenset[int]:
    """Who may have no part in judging this application: they declared an interest, or filed it.

    ``by``: those of whom it was so at that moment.
    """
    declared = select(InterestRow.person_id).where(InterestRow.application_id == application_id)
    filed = select(Filing.filed_by).where(Filing.application_id == application_id)
    if by is not None:
        declared = declared.where(col(InterestRow.declared_at) <= by)
        filed = filed.where(col(Filing.filed_at) <= by)
    return frozenset(session.exec(declared)) | frozenset(session.exec(filed))


def review_of(session: Session, application_id: int, expert_id: int) -> Review | None:
    return session.exec(
        select(Review).where(Review.application_id == application_id, Review.expert_id == expert_id)
    ).first()


def by_id(session: Session, review_id: int) -> Review | None:
    return session.get(Review, review_id)


_REVIEWS = (
    select(Review).where(col(Review.application_id) == sa.bindparam("application")).order_by(col(Review.id))
)


def of_application(session: Session, application_id: int) -> list[Review]:
    return list(session.exec(_REVIEWS, params={"application": application_id}))


_COUNT = sa.and_(
    col(Review.application_id).in_(sa.bindparam("applications", expanding=True)),
    col(Review.state) == ReviewState.SUBMITTED,
    ~exists().where(
        col(InterestRow.application_id) == col(Review.application_id),
        col(InterestRow.person_id) == col(Review.expert_id),
    ),
)
"""Which reviews count: submitted, by an expert who has no interest in the application."""

_HOW_MANY_COUNT = select(func.count(col(Review.id))).where(_COUNT)
_BETWEEN, _EQUALS = "\n", "="
_MARKED = (
    sa.select(
        col(Review.application_id),
        col(Review.expert_id),
        col(Review.confidence),
        func.aggregate_strings(
            col(MarkRow.criterion)
            + _EQUALS
            + func.coalesce(sa.type_coerce(col(MarkRow.value), sa.String), ""),
            _BETWEEN,
        ),
    )
    .outerjoin(
        MarkRow,
        sa.and_(
            col(MarkRow.review_id) == col(Review.id),
            col(MarkRow.value).is_not(None) | col(MarkRow.abstained),
        ),
    )
    .where(_COUNT)
    .group_by(col(Review.id))
    .order_by(col(Review.id))
)
"""One row a review, its marks gathered by the database: a wave has five times as many marks as reviews."""


class Marked(NamedTuple):
    """A review that counts: None is "cannot assess"; what is not marked is absent."""

    application_id: int
    expert_id: int
    confidence: int | None
    marks: dict[str, Decimal | None]


def how_many_count(session: Session, application_id: int) -> int:
    """How many reviews of this application count?"""
    return session.exec(_HOW_MANY_COUNT, params={"applications": [application_id]}).one()


def marked(session: Session, application_ids: set[int]) -> list[Marked]:
    """The reviews of these applications that count, with their marks and without a word of their text: one query."""
    rows = session.execute(_MARKED, {"applications": list(application_ids)})
    return [
        Marked(application_id, expert_id, confidence, _told(gathered) if gathered else {})
        for application_id, expert_id, confidence, gathered in rows
    ]


def _told(gathered: str) -> dict[str, Decimal | None]:
    """The marks of a review as the database gathers them: « impact=3.5 », a line each."""
    parted = (one.partition(_EQUALS) for one in gathered.split(_BETWEEN))
    return {criterion: _exact(value) for criterion, _, value in parted}


@lru_cache(maxsize=1024)
def _exact(value: str) -> Decimal | None:
    return Decimal(value) if value else None


def handed_in(
    session: Session, call_ids: frozenset[int] | None, wave_id: int | None = None
) -> frozenset[int]:
    """The applications under review, in these calls, about which no expert has anything left to write."""
    awaited = select(Review.application_id).where(
        col(Review.state).in_((ReviewState.ASSIGNED, ReviewState.ACCEPTED))
    )
    query = select(Application.id).where(
        Application.stage == Stage.IN_REVIEW, col(Application.id).not_in(awaited)
    )
    if call_ids is not None:
        query = query.where(col(Application.call_id).in_(call_ids))
    if wave_id is not None:
        query = query.where(Application.wave_id == wave_id)
    return frozenset(one for one in session.exec(query) if one is not None)


def of_expert(session: Session, expert_id: int) -> list[Review]:
    return list(
        session.exec(
            select(Review).where(Review.expert_id == expert_id).order_by(col(Review.due_at), col(Review.id))
        )
    )


def marks(session: Session, review_ids: set[int]) -> dict[int, list[MarkRow]]:
    """The marks of several reviews, in one query, by review."""
    found: dict[int, list[MarkRow]] = {review_id: [] for review_id in review_ids}
    if review_ids:
        query = select(MarkRow).where(col(MarkRow.review_id).in_(review_ids)).order_by(col(MarkRow.id))
        for row in session.exec(query):
            found[row.review_id].append(row)
    return found


def values(session: Session, review_ids: set[int]) -> dict[int, dict[str, Decimal | None]]:
    """The marks given in several reviews by criterion, without their justifications; in one query, by review.

    None is "cannot assess"; what is not marked yet is absent.
    """
    found: dict[int, dict[str, Decimal | None]] = {review_id: {} for review_id in review_ids}
    if review_ids:
        query = sa.select(col(MarkRow.review_id), col(MarkRow.criterion), col(MarkRow.value)).where(
            col(MarkRow.review_id).in_(review_ids),
            col(MarkRow.value).is_not(None) | col(MarkRow.abstained),
        )
        for review_id, criterion, value in session.execute(query.order_by(col(MarkRow.id))):
            found[review_id][criterion] = value
    return found


def agreed(session: Session, application_ids: set[int]) -> dict[int, dict[str, ConsensusMark]]:
    """The marks agreed by all, in one query: by application, then by criterion; none for who has none."""
    found: dict[int, dict[str, ConsensusMark]] = {}
    if application_ids:
        query = select(ConsensusMark).where(col(ConsensusMark.application_id).in_(application_ids))
        for row in session.exec(query.order_by(col(ConsensusMark.id))):
            found.setdefault(row.application_id, {})[row.criterion] = row
    return found


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


_OPINIONS = (
    select(OpinionRow)
    .where(col(OpinionRow.application_id) == sa.bindparam("application"))
    .order_by(col(OpinionRow.id))
)


def opinions(session: Session, application_id: int) -> list[OpinionRow]:
    return list(session.exec(_OPINIONS, params={"application": application_id}))


def opinion_of(session: Session, application_id: int, person_id: int) -> OpinionRow | None:
    return session.exec(
        select(OpinionRow).where(
            OpinionRow.application_id == application_id, OpinionRow.person_id == person_id
        )
    ).first()


def opinions_of_person(session: Session, person_id: int) -> list[OpinionRow]:
    return list(
        session.exec(select(OpinionRow).where(OpinionRow.person_id == person_id).order_by(col(OpinionRow.id)))
    )
