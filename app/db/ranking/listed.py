"""What the ranked list of a wave shows of its applications: narrow rows, and one query however long the list."""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from app.db.apply.applications import Application
from app.db.apply.filings import Filing
from app.db.apply.organisations import Named, Organisation
from app.db.base import UtcDateTime, plain_rows, table_of, written_out
from app.db.committee.committee import CommitteeOpinion, Decision
from app.domain.workflow import Outcome, Stage


class Listed(NamedTuple):
    """An application in a ranked list. Amounts in cents: as ``decided``, ``advised`` last, ``requested``, and the most
    that the rule of its call allows (``aid``).

    ``filed_at``: when its dossier was filed first; when it was begun, if none was. ``opinion``: the last opinion of
    the committee. ``released``: was the decision published?
    """

    id: int
    reference: str
    title: str
    city: str
    stage: Stage
    organisation: Named
    requested: int
    filed_at: datetime
    opinion: Stage | None
    advised: int | None
    decided: int | None
    aid: int | None
    released: bool

    @property
    def published(self) -> "Listed":
        """The same, for who learns of a decision when it is published."""
        return self if self.released else self._replace(decided=None)

    @property
    def proposed(self) -> int:
        """What it would receive: as decided, else as advised, else as asked and the rule of the call allows.

        A place on the reserve list is decided with or without an amount.
        """
        most = self.requested if self.aid is None else min(self.requested, self.aid)
        return next(one for one in (self.decided, self.advised, most) if one is not None)


def in_wave(session: Session, wave_id: int, stages: frozenset[Stage], form: str) -> dict[int, Listed]:
    """The applications of a wave in these stages, by their numbers; ``form``: which filing is the dossier's.

    With those that were withdrawn since the committee gave its opinion.
    """
    found = plain_rows(session, _listing(stages), {"wave": wave_id, "form": form})
    return {
        number: Listed(
            number, reference, title, city, stage, Named(owner, name), requested, filed_at, *advice
        )
        for number, reference, title, city, stage, owner, name, requested, filed_at, *advice in found
    }


@lru_cache
def _listing(stages: frozenset[Stage]) -> sa.Select[Any]:
    one, owner, filing = table_of(Application), table_of(Organisation), table_of(Filing)
    decision, opinion = table_of(Decision), table_of(CommitteeOpinion)
    earlier = table_of(CommitteeOpinion).alias()
    filed_first = (
        sa.select(sa.func.min(filing.c.filed_at))
        .where(filing.c.application_id == one.c.id, filing.c.form == sa.bindparam("form"))
        .scalar_subquery()
    )
    unsaid = sa.and_(decision.c.outcome == Outcome.RESERVE, decision.c.amount == 0)
    last = sa.select(sa.func.max(earlier.c.id)).where(earlier.c.application_id == one.c.id).scalar_subquery()
    return (
        sa.select(
            one.c.id,
            one.c.reference,
            one.c.title,
            one.c.city,
            one.c.stage,
            owner.c.id,
            owner.c.name,
            one.c.requested,
            sa.func.coalesce(filed_first, one.c.created_at, type_=UtcDateTime),
            opinion.c.opinion,
            opinion.c.amount,
            sa.case((unsaid, None), else_=decision.c.amount),
            one.c.aid,
            decision.c.released_at.is_not(None),
        )
        .join_from(one, owner, owner.c.id == one.c.organisation_id)
        .outerjoin(decision, decision.c.application_id == one.c.id)
        .outerjoin(opinion, opinion.c.id == last)
        .where(
            one.c.wave_id == sa.bindparam("wave"),
            sa.or_(
                one.c.stage.in_(written_out(stages)),
                sa.and_(one.c.stage.in_(written_out((Stage.WITHDRAWN,))), opinion.c.id.is_not(None)),
            ),
        )
        .order_by(one.c.reference)
    )
