"""The names that the conditions of a grid may use."""

from dataclasses import replace
from typing import Final

from app.domain.call_file.grid.computed import extremes_of
from app.domain.call_file.grid.scoring import Criterion, Part, ScoringFile
from app.domain.call_file.names import Bounds, Names
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
        {
            **dossier.bounds,
            **{one.key: Bounds(one.min, one.max) for one in grid.attributes if one.kind is Kind.NUMBER},
        },
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
        {
            **before.bounds,
            **{
                key: Bounds(leaf.scale.min, leaf.scale.max)
                for key, leaf in leaves.items()
                if leaf.scale is not None and leaf.scale.is_numeric
            },
        },
    )
    return before, after


def score_names(grid: ScoringFile, dossier: Names) -> Names:
    """What the ranking score may be computed from: all that is known after marks, but itself, and the extremes."""
    found = late_names(grid, dossier)
    return replace(found, kinds={name: kind for name, kind in found.kinds.items() if name != RANKING_SCORE})


def compared_names(grid: ScoringFile, dossier: Names) -> Names:
    """What tells among whom the extremes are found: what is known before marks, and the marks that reviewers give."""
    before, after = grid_names(grid, dossier)
    marked = [one for one in grid.criteria if not one.computed]
    given = {one.key for one in marked} | {part.key for one in marked for part in one.parts}
    kinds = {key: kind for key, kind in after.kinds.items() if key in given}
    return Names({**before.kinds, **kinds}, after.options, after.bounds)


def late_names(grid: ScoringFile, dossier: Names) -> Names:
    """What gates and eliminations may use: all that is known after marks, and the extremes of what was before."""
    before, after = grid_names(grid, dossier)
    return Names({**after.kinds, **extremes_of(before.kinds)}, after.options, after.bounds)


def computed_names(before: Names) -> Names:
    """What the mark of a criterion that nobody marks may use: what is known before marks, and its extremes."""
    return Names({**before.kinds, **extremes_of(before.kinds)}, before.options, before.bounds)


def _kind(leaf: Criterion | Part) -> Kind:
    if leaf.scale is None or leaf.scale.is_numeric:
        return Kind.NUMBER
    return Kind.TEXT if leaf.scale.kind == "levels" else Kind.BOOL
