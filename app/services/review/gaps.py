"""Experts whose marks are too far apart for the grid: it asks for one more, or for a reason to do without."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.db import journal
from app.db.journal import JournalEntry
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.scoring.conditions import ConditionError
from app.domain.workflow import Action
from app.services.cases import Case
from app.services.review.panels import score_alone
from app.services.work import Work


@dataclass(frozen=True)
class Gap:
    """``wide``: beyond the grid's gap, in the totals (``spread``, in points) or on a criterion.

    ``read_by`` experts of the ``wanted`` ones. ``reason``: why the reviews were closed without one more, as ``by``
    said it ``at`` that instant; empty while they are open, or when nothing had to be said.
    """

    wide: bool
    spread: Decimal
    read_by: int
    wanted: int
    reason: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def asks_another(self) -> bool:
        """Does the grid ask for one more expert, whom nobody has named yet?"""
        return self.wide and self.read_by <= self.wanted


def has_rule(grid: ScoringFile) -> bool:
    """Does the grid say from which gap it asks for one more expert?"""
    return grid.gap is not None or any(one.gap is not None for one in grid.criteria)


def gap_of(work: Work, case: Case) -> Gap | None:
    """The gap between the experts of an application; None when its grid has no such rule, or nothing to compare."""
    grid = case.folder.grid
    if grid is None or not has_rule(grid):
        return None
    try:
        score = score_alone(work, case)
    except ConditionError:
        return None
    if score is None:
        return None
    said = _said(work, case)
    return Gap(
        score.asks_one_more,
        score.spread,
        len(score.totals),
        max(grid.reviewers, 1),
        *(() if said is None else (said.data["gap_reason"], said.actor_name, said.at)),
    )


def _said(work: Work, case: Case) -> JournalEntry | None:
    """The closing that said why it did without one more expert; what was reopened since waits for another word."""
    last = journal.last_of(work.session, case.id, (Action.CLOSE_REVIEW, Action.REOPEN_REVIEW))
    return last if last is not None and last.data.get("gap_reason") else None
