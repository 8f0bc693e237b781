"""What the minutes keep of a ranking: the steps from marks to rank of each application, and the draw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from app.db.committee.committee import Sitting
from app.db.ranking import draws
from app.domain.allocation import digest, draw
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.documents import MinutesDraw
from app.domain.explanation import Step, StepCode
from app.services.calls.calls import OpenedCall
from app.services.ranking.ranked_list import whole_ranking
from app.services.work import Work

BETWEEN: Final = frozenset(
    {
        StepCode.TIED,
        StepCode.AHEAD,
        StepCode.BEHIND,
        StepCode.DRAWN,
        StepCode.TO_DRAW,
        StepCode.AFTER_DRAW,
    }
)
"""The steps that name other applications, or tell how many there are: left out for who may not know of all of them."""

TO_A_RANK: Final = BETWEEN | {
    StepCode.POINTS,
    StepCode.SHOWN,
    StepCode.NOT_APPLICABLE,
    StepCode.NOT_ASSESSED,
    StepCode.GROUP,
    StepCode.BEST_ONES,
    StepCode.CAPPED,
    StepCode.TOTAL,
    StepCode.TOTAL_MEAN,
    StepCode.TOTAL_OF_REVIEWS,
    StepCode.RANKING_SCORE,
    StepCode.RANKING_FORMULA,
}


@dataclass(frozen=True)
class MinutedPlace:
    """The place of an application as the reader of the minutes may know it: how its rank came, the rank, the total."""

    steps: tuple[Step, ...]
    rank: int | None
    mark: Decimal | None


def minuted_places(
    work: Work, opened: OpenedCall, sitting: Sitting, hidden: frozenset[int]
) -> dict[int, MinutedPlace]:
    """By application, of the wave of a sitting; nothing for a call that does not rank.

    ``hidden``: what an interest hides from the reader. The list is then made again without it, and names no other.
    """
    grid = opened.folder.grid
    wave = next((one for one in opened.waves if one.id == sitting.wave_id), None)
    if grid is None or wave is None:
        return {}
    kept, labels = TO_A_RANK - BETWEEN if hidden else TO_A_RANK, _labels(grid)
    return {
        row.application.id: MinutedPlace(
            tuple(_named(one, labels) for one in row.explanation.steps if one.code in kept),
            row.place.rank,
            row.summary.total if row.summary else None,
        )
        for row in whole_ranking(work, opened, wave, by=sitting.closed_at, without=hidden, settled=False)
        if row.explanation is not None
    }


def _labels(grid: ScoringFile) -> dict[str, str]:
    named = (*grid.attributes, *grid.groups, *grid.leaves, *grid.criteria)
    return {one.key: one.label for one in named}


def _named(step: Step, labels: Mapping[str, str]) -> Step:
    by = step.said.get("by")
    return replace(step, said={**step.said, "by": labels.get(by, by)}) if isinstance(by, str) else step


def minuted_draw(work: Work, sitting: Sitting, *, apart: bool) -> MinutesDraw | None:
    """The draw of the wave of a sitting, as it was known when it ended. ``apart``: without its order."""
    held = draws.of_wave(work.session, sitting.wave_id, by=sitting.closed_at)
    if held is None:
        return None
    fixed, published = held
    told = MinutesDraw(fixed.source, fixed.sha256, fixed.fixed_at)
    if published is None:
        return told
    order = () if apart else draw(published.seed, fixed.members)
    return replace(
        told,
        seed=published.seed,
        published_at=published.published_at,
        order=tuple((one, digest(published.seed, one)) for one in order),
    )
