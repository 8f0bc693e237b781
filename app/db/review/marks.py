"""The marks that experts give and those that they agree on, by review and by application."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Field, Session, UniqueConstraint, col, func, select

from app.db.apply.applications import Application
from app.db.base import DecimalText, Row, UtcDateTime, plain_rows, table_of
from app.db.review.interests import pairs
from app.db.review.reviews import Review, ReviewState


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
_MARK, _REVIEW, _APPLICATION = table_of(MarkRow), table_of(Review), table_of(Application)
_MARKED = (
    sa.select(
        _REVIEW.c.application_id,
        _REVIEW.c.expert_id,
        func.max(_REVIEW.c.confidence),
        func.max(_REVIEW.c.college),
        func.aggregate_strings(
            _MARK.c.criterion + _EQUALS + func.coalesce(sa.type_coerce(_MARK.c.value, sa.String), ""),
            _BETWEEN,
        ),
    )
    .select_from(_REVIEW)
    .outerjoin(
        _MARK,
        sa.and_(
            _MARK.c.review_id == _REVIEW.c.id,
            _MARK.c.value.is_not(None) | _MARK.c.abstained,
        ),
    )
    .where(_REVIEW.c.state == ReviewState.SUBMITTED)
    .group_by(_REVIEW.c.application_id, _REVIEW.c.expert_id)
)
"""One row a review, its marks gathered by the database: a wave has five times as many marks as reviews. An expert
reviews an application once, and the index of that gives the groups without a sort.
"""
_PAIR = sa.tuple_(_REVIEW.c.application_id, _REVIEW.c.expert_id)
_ALONE = sa.bindparam("application", type_=sa.Integer)
_MARKED_ALONE = _MARKED.where(
    _REVIEW.c.application_id == _ALONE, _PAIR.not_in(pairs(lambda application, _: application == _ALONE))
)
_WAVE = sa.select(_APPLICATION.c.id).where(_APPLICATION.c.wave_id == sa.bindparam("wave"))
_EXPERTS = sa.select(_REVIEW.c.expert_id).where(_REVIEW.c.application_id.in_(_WAVE))
_MARKED_IN_WAVE = _MARKED.where(
    _REVIEW.c.application_id.in_(_WAVE), _PAIR.not_in(pairs(lambda _, person: person.in_(_EXPERTS)))
)
"""Whoever is interested in an application counts in it no more. The experts are few: their interests are read once."""


class Marked(NamedTuple):
    """A review that counts: None is "cannot assess"; what is not marked is absent."""

    application_id: int
    expert_id: int
    confidence: int | None
    college: str
    marks: dict[str, Decimal | None]


def marked(session: Session, application_id: int) -> list[Marked]:
    """The reviews of an application that count, with their marks and without a word of their text: one query."""
    return _read(plain_rows(session, _MARKED_ALONE, {"application": application_id}))


def marked_in_wave(session: Session, wave_id: int) -> list[Marked]:
    """The same of every application of a wave, in one query."""
    return _read(plain_rows(session, _MARKED_IN_WAVE, {"wave": wave_id}))


def _read(rows: Iterable[Any]) -> list[Marked]:
    return [
        Marked(application_id, expert_id, confidence, college, _told(gathered) if gathered else {})
        for application_id, expert_id, confidence, college, gathered in rows
    ]


def _told(gathered: str) -> dict[str, Decimal | None]:
    """The marks of a review as the database gathers them: « impact=3.5 », a line each."""
    return dict(map(_mark, gathered.split(_BETWEEN)))


@lru_cache(maxsize=4096)
def _mark(line: str) -> tuple[str, Decimal | None]:
    criterion, _, value = line.partition(_EQUALS)
    return criterion, Decimal(value) if value else None


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
