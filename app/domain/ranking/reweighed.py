"""A grid in which one weight moved, and whose total is still out of the same.

What the weight takes or leaves, all the criteria that give points yield or receive in proportion: whoever has six
tenths everywhere has six tenths of the total before and after, so that a threshold in points asks for what it asked
before, like one in per cent. The threshold of a group follows what its criteria give at best.
"""

from decimal import Decimal
from fractions import Fraction

from app.domain.call_file.grid.figures import group_best, out_of
from app.domain.call_file.grid.rules import GridGroup
from app.domain.call_file.grid.scoring import Criterion, ScoringFile


def with_weight(grid: ScoringFile, one: Criterion, factor: Decimal) -> ScoringFile:
    """The grid with the weight of this criterion multiplied, and nothing beside the total.

    The weights and thresholds that follow are exact fractions, as no file could write them.
    """
    moved = _with_criteria(grid, {one.key: Fraction(factor)}, {one.key: Fraction(factor)})
    whole, ranked = _kept(out_of(grid), out_of(moved)), _kept(_ranked_of(grid), _ranked_of(moved))
    counted = [other.key for other in grid.criteria if other.counts == "points"]
    scaled = _with_criteria(moved, dict.fromkeys(counted, whole), dict.fromkeys(counted, ranked))
    groups = tuple(_capped(scaled, group, whole) for group in grid.groups)
    scaled = scaled.model_copy(update={"groups": groups})
    followed = tuple(_followed(grid, scaled, group) for group in groups)
    return scaled.model_copy(update={"groups": followed, "beside": ()})


def _kept(before: Fraction, after: Fraction) -> Fraction:
    return before / after if before and after else Fraction(1)


def _ranked_of(grid: ScoringFile) -> Fraction:
    """What the criteria give at best with the weights that rank."""
    weights = {one.key: one.ranking_weight for one in grid.criteria if one.ranking_weight is not None}
    return out_of(
        grid.model_copy(
            update={
                "criteria": tuple(
                    one.model_copy(update={"weight": weights.get(one.key, one.weight)})
                    for one in grid.criteria
                )
            }
        )
    )


def _with_criteria(
    grid: ScoringFile, weights: dict[str, Fraction], ranking: dict[str, Fraction]
) -> ScoringFile:
    """The weights of the criteria multiplied by these, and their weights in the ranking score by those."""
    apart = any(one.ranking_weight is not None for one in grid.criteria)
    criteria = []
    for one in grid.criteria:
        by_rank = one.weight if one.ranking_weight is None else one.ranking_weight
        update = {
            "weight": Fraction(one.weight) * weights.get(one.key, Fraction(1)),
            "ranking_weight": Fraction(by_rank) * ranking.get(one.key, Fraction(1)) if apart else None,
        }
        criteria.append(one.model_copy(update=update))
    copy = grid.model_copy(update={"criteria": tuple(criteria)})
    copy.__dict__.pop("leaves", None)
    return copy


def _capped(grid: ScoringFile, group: GridGroup, whole: Fraction) -> GridGroup:
    """A cap of points shrinks or grows with them; one of a bonus does not."""
    points = any(one.group == group.key and one.counts == "points" for one in grid.criteria)
    if group.cap is None or not points:
        return group
    return group.model_copy(update={"cap": Fraction(group.cap) * whole})


def _followed(grid: ScoringFile, scaled: ScoringFile, group: GridGroup) -> GridGroup:
    """A threshold in points is the same part of what the group gives at best."""
    if not isinstance(group.threshold, Decimal):
        return group
    share = _kept(group_best(scaled, group.key), group_best(grid, group.key))
    return group.model_copy(update={"threshold": Fraction(group.threshold) * share})
