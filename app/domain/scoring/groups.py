"""What a group of criteria gave to every application, and whether it holds its thresholds."""

import numpy as np

from app.domain.call_file.grid.figures import bound_of, group_best, highest_mark
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.scoring.caps import summed
from app.domain.scoring.columns import Column, GroupColumn


def group_column(grid: ScoringFile, key: str, columns: dict[str, Column], size: int) -> GroupColumn:
    """The points of the group of that key, and who holds its thresholds."""
    group = next(one for one in grid.groups if one.key == key)
    members = [one for one in grid.criteria if one.group == key]
    counted = {one.key: columns[one.key].counted for one in members if one.counts == "points"}
    points = summed(grid, counted, size)
    reached = np.zeros(size, dtype=np.int64)
    for one in members:
        column = columns[one.key]
        if group.each is not None:
            bound = bound_of(group.each, highest_mark(grid, one), one.scale)
            reversed_ = one.scale is not None and one.scale.lower_is_better
            holds = column.mark.at_most(bound) if reversed_ else column.mark.at_least(bound)
            reached += (holds & column.assessed) | ~column.applies
    best = group_best(grid, key)
    passes = np.ones(size, dtype=np.bool_)
    bound_ = None
    if group.threshold is not None:
        bound_ = bound_of(group.threshold, best)
        passes &= points.at_most(bound_) if grid.lower_is_better else points.at_least(bound_)
    if group.each is not None:
        passes &= reached >= (group.at_least or len(members))
    return GroupColumn(points, best, bound_, passes, reached)
