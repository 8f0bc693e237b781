"""The score of one application as its reader may know it: its own, or that of the list where a grid compares."""

from dataclasses import dataclass

from app.domain.errors import NotReady, Reason
from app.domain.ranking import Place
from app.domain.scoring import Score
from app.domain.scoring.conditions import GridConditions
from app.services.calls.calls import OpenedCall
from app.services.cases import Case
from app.services.ranking.ranked_list import shown_ranking
from app.services.ranking.rankings import computed
from app.services.review.panels import score_alone
from app.services.work import Work


@dataclass(frozen=True)
class Standing:
    """``compared``: the grid compares the applications, and the score is that of the list that this reader may read.

    ``place``: the place in that list. ``among``: how many it ranks. ``masked``: how many it is made without.
    ``refusal``: why there is no score, where a rule of the call cannot be computed.
    """

    score: Score | None
    compared: bool = False
    place: Place | None = None
    among: int = 0
    masked: int = 0
    refusal: Reason | None = None


def standing_of(work: Work, case: Case) -> Standing:
    """The score of an application, with its place where the grid compares it to the others of its wave.

    No score while it lacks reviews, while the list has not it, or when a rule of the call cannot be computed.
    """
    grid = case.folder.grid
    asked = None if grid is None else GridConditions.of(grid, case.folder.names)
    compared = asked is not None and bool(asked.extremes)
    try:
        if not compared:
            with computed():
                return Standing(score_alone(work, case, asked))
        return _in_list(work, case)
    except NotReady as refused:
        return Standing(None, compared, refusal=refused.reason)


def _in_list(work: Work, case: Case) -> Standing:
    shown = shown_ranking(work, OpenedCall(case.call, case.folder, (case.wave,)), case.wave)
    row = next((one for one in shown.rows if one.application.id == case.id), None)
    if row is None:
        return Standing(None, compared=True)
    among = sum(one.place.rank is not None for one in shown.rows)
    return Standing(row.score, True, row.place, among, shown.masked)
