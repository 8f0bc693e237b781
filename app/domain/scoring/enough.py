"""Which applications have the reviews that a rank asks for."""

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.rules import Aggregation
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.scoring.colleges import has_every_college
from app.domain.scoring.columns import Column
from app.domain.scoring.exact import Bools
from app.domain.scoring.panel import CONSENSUS, Panel


def has_enough(
    grid: ScoringFile,
    panel: Panel,
    alone: Panel,
    together: Panel,
    columns: dict[str, Column],
    reviews: NDArray[np.int64],
    size: int,
) -> Bools:
    """Which applications have what a rank asks for: reviews enough, everyone's, the agreed marks."""
    enough = np.zeros(size, dtype=np.bool_)
    for one in grid.criteria:
        enough |= columns[one.key].assessed
    if not grid.leaves:
        return enough
    if grid.aggregation is Aggregation.CONSENSUS:
        enough &= np.bincount(together.application, minlength=size) > 0
    else:
        enough &= (reviews >= grid.least) & has_every_college(grid, alone)
    if grid.everyone:
        whole = np.ones(len(alone.application), dtype=np.bool_)
        for one in grid.criteria:
            idle = ~columns[one.key].applies[alone.application]
            for leaf in one.leaves:
                whole &= alone.answered[:, alone.columns.index(leaf.key)] | idle
        complete = np.bincount(alone.application[whole], minlength=size)
        enough &= complete >= len({name for name in panel.reviewers if name != CONSENSUS})
    return enough
