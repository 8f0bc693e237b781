"""The officers' list: narrow rows, read and counted by queries that are written once for each way of asking."""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from app.db.apply.applications import Application
from app.db.apply.organisations import Named, Organisation
from app.db.apply.teams import TeamMember
from app.db.base import plain_rows, table_of, written_out
from app.db.people import Person
from app.db.review.reviews import Review, ReviewState
from app.db.searched import ESCAPE, anywhere
from app.domain.typed.searched import words_of
from app.domain.workflow import Stage

WORDS = 6
"""How many words of a search count."""


class Share(NamedTuple):
    """Stages that are wanted of these calls."""

    stages: frozenset[Stage]
    call_ids: frozenset[int]


class DeskQuery(NamedTuple):
    """What of the list is asked for: nothing asked is no limit, but ``call_ids``, where None is every call.

    ``shares``: what is wanted of each call; nothing of any other. ``handed_in``: whether the applications whose
    experts have all finished are added to these stages (True) or left out of them (False).
    """

    call_ids: frozenset[int] | None = None
    stages: tuple[Stage, ...] = ()
    shares: tuple[Share, ...] | None = None
    handed_in: bool | None = None
    wave_id: int | None = None
    officer_id: int | None = None
    words: str = ""
    hidden: frozenset[int] = frozenset()


class DeskLine(NamedTuple):
    """An application in the officers' list. ``handed_in``: under review, its experts having all finished. Cents."""

    id: int
    reference: str
    call_id: int
    officer_id: int | None
    stage: Stage
    title: str
    city: str
    requested: int
    due_at: datetime | None
    moved_at: datetime
    handed_in: bool
    organisation: Named


class _Way(NamedTuple):
    """A way of asking: which limits there are, whatever their values."""

    calls: bool
    stages: tuple[Stage, ...]
    shares: tuple[frozenset[Stage], ...] | None
    handed_in: bool | None
    wave: bool
    officer: bool
    words: int
    hidden: bool


_ONE, _OWNER, _REVIEW = table_of(Application), table_of(Organisation), table_of(Review)
_MEMBER, _PERSON = table_of(TeamMember), table_of(Person)
_UNDER_REVIEW = _ONE.c.stage.in_(written_out((Stage.IN_REVIEW,)))
_AWAITED = _REVIEW.c.state.in_(written_out((ReviewState.ASSIGNED, ReviewState.ACCEPTED)))
_HANDED_IN = sa.and_(_UNDER_REVIEW, ~sa.exists().where(_REVIEW.c.application_id == _ONE.c.id, _AWAITED))
"""Asked of a few lines, one after the other."""
_ALL_HANDED_IN = sa.and_(_UNDER_REVIEW, _ONE.c.id.not_in(sa.select(_REVIEW.c.application_id).where(_AWAITED)))
"""The same, asked of all of them: the reviews that are awaited are read once."""


def page(
    session: Session, asked: DeskQuery, *, offset: int, limit: int, total: int | None = None
) -> list[DeskLine]:
    """A page of what was filed, the longest waiting first. One query.

    ``total``: how many are asked for, where it is known in this snapshot: what is nearer to the end is read from there,
    and the last page costs as the first.
    """
    way, values = _told(asked)
    backwards = total is not None and offset > total // 2
    if total is not None and backwards:
        limit = max(0, min(limit, total - offset))
        offset = max(0, total - offset - limit)
    found = plain_rows(session, _page(way, backwards), {**values, "offset": offset, "limit": limit})
    lines = [DeskLine._make((*row[:-2], Named(row[-2], row[-1]))) for row in found]
    return lines[::-1] if backwards else lines


def counts(session: Session, asked: DeskQuery) -> tuple[dict[tuple[int, Stage], int], int]:
    """How many of each call stand in each stage, and about how many the experts have all finished. One query.

    The stages and the words that are asked for do not count.
    """
    way, values = _told(DeskQuery(call_ids=asked.call_ids, wave_id=asked.wave_id, hidden=asked.hidden))
    found = plain_rows(session, _counts(way), values)
    return {(call_id, stage): count for call_id, stage, count, _ in found}, found[0][3] if found else 0


def _told(asked: DeskQuery) -> tuple[_Way, dict[str, Any]]:
    words = words_of(asked.words)[:WORDS]
    way = _Way(
        calls=asked.call_ids is not None,
        stages=asked.stages,
        shares=None if asked.shares is None else tuple(one.stages for one in asked.shares),
        handed_in=asked.handed_in,
        wave=asked.wave_id is not None,
        officer=asked.officer_id is not None,
        words=len(words),
        hidden=bool(asked.hidden),
    )
    values: dict[str, Any] = {
        "calls": list(asked.call_ids or ()),
        "wave": asked.wave_id,
        "officer": asked.officer_id,
        "hidden": list(asked.hidden),
    }
    kept = {name: value for name, value in values.items() if getattr(way, name)}
    likes = {f"word{at}": anywhere(word) for at, word in enumerate(words)}
    shares = {f"share{at}": list(share.call_ids) for at, share in enumerate(asked.shares or ())}
    return way, kept | likes | shares


@lru_cache(maxsize=256)
def _page(way: _Way, backwards: bool) -> sa.Select[Any]:
    order: tuple[sa.ColumnElement[Any], ...] = (_ONE.c.moved_at, _ONE.c.id)
    query = (
        sa.select(
            _ONE.c.id,
            _ONE.c.reference,
            _ONE.c.call_id,
            _ONE.c.officer_id,
            _ONE.c.stage,
            _ONE.c.title,
            _ONE.c.city,
            _ONE.c.requested,
            _ONE.c.due_at,
            _ONE.c.moved_at,
            _HANDED_IN,
            _OWNER.c.id,
            _OWNER.c.name,
        )
        .join_from(_ONE, _OWNER, _OWNER.c.id == _ONE.c.organisation_id)
        .where(*_limits(way))
        .order_by(*(one.desc() if backwards else one for one in order))
    )
    return query.offset(sa.bindparam("offset", type_=sa.Integer)).limit(
        sa.bindparam("limit", type_=sa.Integer)
    )


@lru_cache(maxsize=16)
def _counts(way: _Way) -> sa.Select[Any]:
    finished = sa.select(sa.func.count()).select_from(_ONE).where(_ALL_HANDED_IN, *_limits(way))
    return (
        sa.select(_ONE.c.call_id, _ONE.c.stage, sa.func.count(), finished.scalar_subquery())
        .where(*_limits(way))
        .group_by(_ONE.c.call_id, _ONE.c.stage)
    )


def _limits(way: _Way) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [_ONE.c.filed_at.is_not(None)]
    if way.calls:
        found.append(_ONE.c.call_id.in_(sa.bindparam("calls", expanding=True)))
    if (wanted := _stages(way)) is not None:
        found.append(sa.or_(wanted, _HANDED_IN) if way.handed_in else wanted)
    if way.handed_in is False:
        found.append(~_HANDED_IN)
    if way.wave:
        found.append(_ONE.c.wave_id == sa.bindparam("wave"))
    if way.officer:
        found.append(_ONE.c.officer_id == sa.bindparam("officer"))
    if way.hidden:
        found.append(_ONE.c.id.not_in(sa.bindparam("hidden", expanding=True)))
    return [*found, *(_says(sa.bindparam(f"word{at}")) for at in range(way.words))]


def _says(word: sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    """Is this word in the application, its organisation or the name or address of somebody of its team?"""
    called = sa.select(_PERSON.c.id).where(_PERSON.c.search_text.like(word, escape=ESCAPE))
    return sa.or_(
        _ONE.c.search_text.like(word, escape=ESCAPE),
        _OWNER.c.search_text.like(word, escape=ESCAPE),
        _ONE.c.id.in_(sa.select(_MEMBER.c.application_id).where(_MEMBER.c.person_id.in_(called))),
    )


def _stages(way: _Way) -> sa.ColumnElement[bool] | None:
    if way.shares is None:
        return _ONE.c.stage.in_(written_out(way.stages)) if way.stages else None
    return sa.or_(
        sa.false(),
        *(
            sa.and_(
                _ONE.c.call_id.in_(sa.bindparam(f"share{at}", expanding=True)),
                _ONE.c.stage.in_(written_out(stages)),
            )
            for at, stages in enumerate(way.shares)
        ),
    )
