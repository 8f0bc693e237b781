"""The reserve list of a wave, told what its envelope has free: who comes next, and whether the money holds them."""

from dataclasses import dataclass

from app.db import ties
from app.db.base import key_of
from app.db.follow_up import payments
from app.domain.workflow import Stage
from app.services.ranking import envelopes
from app.services.ranking.ranked_list import Ranking, Row
from app.services.work import Work


@dataclass(frozen=True)
class Reserve:
    """``free``: what the envelope holds, neither spent nor promised, in cents; ``waiting`` in the order of the list.

    ``ended``: what was paid, in cents, on conventions ended early: spent, though they left the ranked list.
    """

    free: int
    waiting: tuple[Row, ...]
    ended: int = 0

    @property
    def next(self) -> Row:
        return self.waiting[0]

    @property
    def holds_next(self) -> bool:
        """Does what is free hold what the next one would receive?"""
        return self.next.place.amount <= self.free


def reserve_of(work: Work, shown: Ranking) -> Reserve | None:
    """The reserve list of a wave as this person reads it, once those on it were told that they are.

    None without a reserve or an envelope, and for who has something hidden in the wave: what is free would tell of it.
    """
    if shown.masked or not shown.wave.envelope:
        return None
    on_it = [row for row in shown.rows if row.application.stage is Stage.ON_RESERVE]
    told = ties.released(work.session, {row.application.id for row in on_it}) if on_it else frozenset()
    waiting = tuple(row for row in on_it if row.application.id in told)
    if not waiting:
        return None
    number = key_of(shown.wave)
    free = shown.wave.envelope - envelopes.spent(work.session, number)
    return Reserve(max(free, 0), waiting, payments.paid_before_termination(work.session, number))
