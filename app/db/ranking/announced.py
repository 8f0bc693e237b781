"""All that the public page of a call says and that may change after its opening, as one row a wave.

Whoever keeps that page compares these rows with those it was drawn from: the same rows, the same page.
"""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from app.db.apply.applications import Application
from app.db.base import plain_rows, table_of, written_out
from app.db.calls.calls import Call, CallState, Wave
from app.db.committee.committee import Decision
from app.db.ranking.draws import Draw, DrawSeed
from app.domain.workflow import Group, Outcome, Stage
from app.domain.workflow.stages import STAGES_OF

_HELD = frozenset((Stage.AWARDED, Stage.AGREED, *STAGES_OF[Group.CONVENTION], *STAGES_OF[Group.FOLLOW_UP]))
_GIVEN_UP = frozenset((Stage.RENOUNCED,))


class Announced(NamedTuple):
    """A wave of a call as its public page depends on it. ``awarded``: something was awarded, released, and is held or
    was ended early.

    ``checksum``: that of the frozen files, whose text is in it.
    """

    state: CallState
    checksum: str
    wave: int | None
    key: str | None
    name: str | None
    opens_at: datetime | None
    letter_due_at: datetime | None
    dossier_due_at: datetime | None
    envelope: int | None
    released_at: datetime | None
    drawn: str | None
    source: str | None
    fixed_at: datetime | None
    seed: str | None
    published_at: datetime | None
    awarded: bool

    @property
    def instants(self) -> tuple[datetime, ...]:
        """When the page changes by itself."""
        found = (self.opens_at, self.letter_due_at, self.dossier_due_at)
        return tuple(one for one in found if one is not None)


def _query() -> sa.Select[Any]:
    call, wave, draw, seed = table_of(Call), table_of(Wave), table_of(Draw), table_of(DrawSeed)
    one, decision = table_of(Application), table_of(Decision)
    awarded = sa.exists().where(
        one.c.wave_id == wave.c.id,
        one.c.stage.in_(written_out(_HELD - _GIVEN_UP)),
        decision.c.application_id == one.c.id,
        decision.c.outcome == Outcome.AWARD,
        decision.c.released_at.is_not(None),
    )
    return (
        sa.select(
            call.c.state,
            call.c.checksum,
            wave.c.id,
            wave.c.key,
            wave.c.name,
            wave.c.opens_at,
            wave.c.letter_due_at,
            wave.c.dossier_due_at,
            wave.c.envelope,
            wave.c.released_at,
            draw.c.sha256,
            draw.c.source,
            draw.c.fixed_at,
            seed.c.seed,
            seed.c.published_at,
            sa.and_(wave.c.id.is_not(None), awarded),
        )
        .select_from(call)
        .outerjoin(wave, wave.c.call_id == call.c.id)
        .outerjoin(draw, draw.c.wave_id == wave.c.id)
        .outerjoin(seed, seed.c.draw_id == draw.c.id)
        .where(call.c.slug == sa.bindparam("slug"))
        .order_by(wave.c.opens_at, wave.c.id)
    )


_ANNOUNCED = _query()


def of_call(session: Session, slug: str) -> tuple[Announced, ...]:
    """A row a wave of the call of that name, in the order of their opening; nothing when there is none. One query."""
    return tuple(Announced._make(row) for row in plain_rows(session, _ANNOUNCED, {"slug": slug}))
