"""The names that the conditions of a grid may use."""

from typing import Final

from app.domain.call_file.computed import extremes_of
from app.domain.call_file.names import Names
from app.domain.call_file.scoring import Criterion, Part, ScoringFile
from app.domain.expressions import Kind

OF_EVERY_APPLICATION: Final = {
    "amount": Kind.NUMBER,
    "filed_at": Kind.DATE,
    "eligible_total": Kind.NUMBER,
    "requested": Kind.NUMBER,
}
"""Known of any application, in euros: what it would receive, its eligible expenses, what it asks; and the day it
was filed."""

COMMITTEE_ORDER: Final = "committee_order"
"""The attribute by which a committee declares an order between equals: 1 before 2."""

RANKING_SCORE: Final = "ranking_score"
OF_THE_RESULT: Final = {"total": Kind.NUMBER, RANKING_SCORE: Kind.NUMBER, "reviews": Kind.NUMBER}


def grid_names(grid: ScoringFile, dossier: Names) -> tuple[Names, Names]:
    """(before marks, after marks): attributes and the answers of the dossier; then criteria, groups and totals too."""
    before = Names(
        {**OF_EVERY_APPLICATION, **dossier.kinds, **{one.key: one.kind for one in grid.attributes}},
        {
            **dossier.options,
            **{one.key: frozenset(one.options) for one in grid.attributes if one.options},
        },
        dossier.bounds,
    )
    leaves = {leaf.key: leaf for leaf in (*grid.criteria, *grid.leaves)}
    after = Names(
        {
            **before.kinds,
            **OF_THE_RESULT,
            **{key: _kind(leaf) for key, leaf in leaves.items()},
            **{group.key: Kind.NUMBER for group in grid.groups},
        },
        {
            **before.options,
            **{
                key: frozenset(level.key for level in leaf.scale.steps)
                for key, leaf in leaves.items()
                if leaf.scale is not None and leaf.scale.kind == "levels"
            },
        },
    )
    return before, after


def score_names(grid: ScoringFile, dossier: Names) -> Names:
    """What the ranking score may be computed from: all that is known after marks, but itself, and the extremes."""
    before, after = grid_names(grid, dossier)
    kinds = {name: kind for name, kind in after.kinds.items() if name != RANKING_SCORE}
    return Names({**kinds, **extremes_of(before.kinds)}, after.options)


def computed_names(before: Names) -> Names:
    """What the mark of a criterion that nobody marks may use: what is known before marks, and its extremes."""
    return Names({**before.kinds, **extremes_of(before.kinds)}, before.options)


def _kind(leaf: Criterion | Part) -> Kind:
    if leaf.scale is None or leaf.scale.is_numeric:
        return Kind.NUMBER
    return Kind.TEXT if leaf.scale.kind == "levels" else Kind.BOOL
