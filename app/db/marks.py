"""The marks that experts give and those that they agree on, by review and by application."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, func, select

from app.db.base import DecimalText, Row, UtcDateTime
from app.db.reviews import COUNTS, Review


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
    .where(COUNTS)
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
