"""The scores of a whole list in a few figures each: what a line of it says, without the calculation behind it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from app.domain.scoring.exact import decimal_of
from app.domain.scoring.panel import CONSENSUS
from app.domain.scoring.scored import Scored


class Summary(NamedTuple):
    """What `Score` says of one application, but its criteria. `spread`: None with fewer than two reviewers."""

    total: Decimal
    out_of: Decimal
    threshold: Decimal | None
    spread: Decimal | None
    retained: bool
    below: tuple[str, ...]


def summaries(scored: Scored) -> tuple[Summary | None, ...]:
    """The summary of each place; None where `score_of` gives none."""
    grid, digits = scored.grid, scored.grid.rounding.decimals
    highest = scored.out_of
    threshold = None if scored.bound is None else decimal_of(scored.bound)
    totals = scored.total.fixed(digits)
    spreads = _spreads(scored, len(totals))
    assessed = (scored.scored & ~scored.unasked).tolist()
    retained = scored.retained.tolist()
    barring = [(one.label, scored.columns[one.key].passes.tolist()) for one in grid.criteria if one.knock_out]
    return tuple(
        Summary(
            totals[place],
            highest,
            threshold,
            spreads[place],
            retained[place],
            tuple(label for label, passes in barring if not passes[place]),
        )
        if assessed[place]
        else None
        for place in range(len(totals))
    )


def _spreads(scored: Scored, size: int) -> Sequence[Decimal | None]:
    """The gap between the highest and the lowest total of the reviewers of each application."""
    panel, digits = scored.panel, scored.grid.rounding.decimals
    alone = np.array([name != CONSENSUS for name in panel.reviewers], dtype=np.bool_)
    by = alone[panel.reviewer]
    whose, given = panel.application[by], scored.totals_of_reviews.units(digits)[by]
    found: list[Decimal | None] = [None] * size
    starts = np.flatnonzero(np.diff(whose, prepend=-1))
    if not starts.size:
        return found
    gaps = np.maximum.reduceat(given, starts) - np.minimum.reduceat(given, starts)
    many = np.diff(starts, append=len(whose))
    for place, gap, count in zip(whose[starts].tolist(), gaps.tolist(), many.tolist(), strict=True):
        if count > 1:
            found[place] = Decimal(gap).scaleb(-digits)
    return found
