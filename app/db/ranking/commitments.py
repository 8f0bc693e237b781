"""What the committee and the authority said of the applications of a wave, as narrow rows."""

from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from app.db.apply.applications import Application
from app.db.base import plain_rows, table_of
from app.db.committee.committee import CommitteeOpinion, Decision
from app.domain.workflow import Outcome, Stage


class Told(NamedTuple):
    """An application on which an opinion was given or a decision recorded. Cents.

    ``most``: what it asks, as far as the rule of its call allows; ``advised``: by the last opinion, None when it says
    no amount. ``outcome`` is None without a decision.
    """

    id: int
    stage: Stage
    most: int
    advised: int | None
    outcome: Outcome | None
    decided: int
    released: bool


def in_wave(session: Session, wave_id: int) -> tuple[Told, ...]:
    """The applications of a wave of which something was said, whoever reads. One query."""
    return tuple(Told._make(row) for row in plain_rows(session, _TOLD, {"wave": wave_id}))


def _query() -> sa.Select[Any]:
    one, decision, opinion = table_of(Application), table_of(Decision), table_of(CommitteeOpinion)
    earlier = table_of(CommitteeOpinion).alias()
    last = sa.select(sa.func.max(earlier.c.id)).where(earlier.c.application_id == one.c.id).scalar_subquery()
    capped = sa.and_(one.c.aid.is_not(None), one.c.aid < one.c.requested)
    return (
        sa.select(
            one.c.id,
            one.c.stage,
            sa.case((capped, one.c.aid), else_=one.c.requested),
            opinion.c.amount,
            decision.c.outcome,
            sa.func.coalesce(decision.c.amount, 0),
            decision.c.released_at.is_not(None),
        )
        .select_from(one)
        .outerjoin(decision, decision.c.application_id == one.c.id)
        .outerjoin(opinion, opinion.c.id == last)
        .where(
            one.c.wave_id == sa.bindparam("wave"),
            sa.or_(decision.c.id.is_not(None), opinion.c.id.is_not(None)),
        )
    )


_TOLD = _query()
