"""The reserve list of a wave, told what its envelope has free: who comes next, and whether the money holds them."""

from dataclasses import dataclass

from app.db import ties
from app.domain.workflow import Stage
from app.domain.workflow.envelope import EnvelopeAccount
from app.services.ranking import envelopes
from app.services.ranking.ranked_list import Ranking, Row
from app.services.work import Work


@dataclass(frozen=True)
class Reserve:
    """``account``: that of the envelope of the wave; ``waiting`` in the order of the list."""

    account: EnvelopeAccount
    waiting: tuple[Row, ...]

    @property
    def free(self) -> int:
        """What the envelope holds, neither spent, decided nor advised, in cents."""
        return max(0, self.account.free or 0)

    @property
    def next(self) -> Row:
        return self.waiting[0]

    @property
    def holds_next(self) -> bool:
        """Does what is free hold what the next one would receive?"""
        return self.next.place.amount <= self.free


def reserve_of(work: Work, shown: Ranking) -> Reserve | None:
    """The reserve list of a wave as this person reads it, once those on it were told that they are.

    Without those whose award is decided already, though not published: the account counts it. None without a reserve
    or an envelope, and for who has something hidden in the wave: what is free would tell of it.
    """
    account = envelopes.account_shown(work, shown.wave)
    if shown.masked or account is None:
        return None
    on_it = [row for row in shown.rows if row.application.stage is Stage.ON_RESERVE and not row.wins]
    told = ties.released(work.session, {row.application.id for row in on_it}) if on_it else frozenset()
    waiting = tuple(row for row in on_it if row.application.id in told)
    return Reserve(account, waiting) if waiting else None
