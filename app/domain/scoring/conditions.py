"""The conditions of a grid: read once with the names they may use, then asked of each application."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.call_file.grid.names import (
    compared_names,
    computed_names,
    grid_names,
    late_names,
    score_names,
)
from app.domain.call_file.grid.rules import Gate
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.domain.call_file.names import Names
from app.domain.expressions import (
    NOT_COMPUTED,
    Expression,
    ExpressionError,
    ExpressionRefusal,
    Kind,
    Value,
    read_expression,
)
from app.domain.scoring.columns import Column, GroupColumn
from app.domain.scoring.exact import Bools, Exact, decimal_of

Attributes: TypeAlias = Mapping[str, Value | datetime | None]
"""What is known of one application beside its marks: its attributes by their keys."""

EXACT_DIGITS: Final = 12


@dataclass(frozen=True)
class Uncomputed:
    """A rule that the answers of one application do not let compute: which, why, and what it read."""

    text: str
    refusal: ExpressionRefusal
    given: Mapping[str, str]


Failed: TypeAlias = dict[int, list[Uncomputed]]
"""By place, the rules that could not be computed: such an application has no rank, and the others keep theirs."""


class ConditionError(ExpressionError):
    """A condition that asks, of the application at this place, for a value of another kind than it has."""

    def __init__(self, condition: str, place: int, error: ExpressionError) -> None:
        super().__init__(error.code, error.offset, **error.said)
        self.condition = condition
        self.place = place


@dataclass(frozen=True)
class GridConditions:
    """The conditions of one grid, checked and ready."""

    read: Mapping[str, Expression]
    marks: Mapping[str, Expression] = field(default_factory=dict)
    """The calculations that give a mark."""
    score: Expression | None = None
    """The one that gives the ranking score."""
    among: Expression | None = None
    """Among whom the lowest, the highest and the averages are found."""

    @classmethod
    def of(cls, grid: ScoringFile, names: Names | None = None) -> "GridConditions":
        """All the conditions of a grid. Raises ExpressionError for the first that is not right."""
        before, _ = grid_names(grid, names or Names())
        wide, after = computed_names(before), late_names(grid, names or Names())
        texts = {one.when: before for one in grid.criteria if one.when is not None}
        lines = [(one, line) for one in grid.criteria for line in one.computed]
        texts |= {line.when: wide for _, line in lines if line.when is not None}
        figures = {line.mark for one, line in lines if one.scale is not None and one.scale.is_numeric}
        texts |= {text: after for gate in grid.gates for text in gate.conditions}
        texts |= {one.when: after for one in grid.knock_outs}
        own = grid.ranking_score
        late = Names() if own is None else score_names(grid, names or Names())
        return cls(
            {text: read_expression(text, n.kinds, Kind.BOOL, n.options) for text, n in texts.items()},
            {text: read_expression(text, wide.kinds, Kind.NUMBER, wide.options) for text in figures},
            None if own is None else read_expression(own.formula, late.kinds, Kind.NUMBER, late.options),
            _among(grid, names or Names()),
        )

    @cached_property
    def extremes(self) -> frozenset[str]:
        """The names of what is found among all that the grid asks for: "lowest(prix)"."""
        asked = (*self.read.values(), *self.marks.values(), *([self.score] if self.score else []))
        return frozenset(name for one in asked for name in one.names if name.endswith(")"))

    def applies(
        self, one: Criterion, attributes: Sequence[Attributes], size: int, failed: Failed | None = None
    ) -> Bools:
        """For which applications does the criterion apply?"""
        if one.when is None:
            return np.ones(size, dtype=np.bool_)
        return self.holds(one.when, attributes, size, failed)

    def holds(
        self, condition: str, attributes: Sequence[Attributes], size: int, failed: Failed | None = None
    ) -> Bools:
        """For which applications is the condition true, and known to be? Raises ConditionError.

        `failed` receives those for which it could not be computed.
        """
        return held(self.read[condition], attributes, size, failed)

    def gate(self, gate: Gate, attributes: Sequence[Attributes], size: int, failed: Failed) -> Bools:
        """Which applications pass the gate? `failed` as for `holds`, for those that do not."""
        held, own = np.zeros(size, dtype=np.int64), Failed()
        for text in gate.conditions:
            held += self.holds(text, attributes, size, own)
        passes: Bools = held >= gate.needed
        for place, found in own.items():
            if not passes[place]:
                failed.setdefault(place, []).extend(found)
        return passes

    def asked_after(self, grid: ScoringFile) -> frozenset[str]:
        """The names that the gates and the eliminations of a grid ask for."""
        if not grid.gates and not grid.knock_outs:
            return frozenset()
        return frozenset[str]().union(*(one.names for one in self.read.values()))

    def known(
        self,
        grid: ScoringFile,
        attributes: Sequence[Attributes],
        columns: Mapping[str, Column],
        groups: Mapping[str, GroupColumn],
        total: Exact,
        ranking: Exact,
        reviews: NDArray[np.int64],
        asked: frozenset[str],
    ) -> Sequence[Attributes]:
        """The attributes with what the marks gave, for those names that are `asked`; the same when none is."""
        if not asked:
            return attributes
        figures: dict[str, Exact] = {"total": total, "ranking_score": ranking}
        figures |= {key: group.points for key, group in groups.items()}
        found: list[Attributes] = []
        for place, one in enumerate(attributes):
            known: dict[str, Value | datetime | None] = dict(one)
            known |= {name: _decimal(figures[name].at(place)) for name in asked & figures.keys()}
            known |= {
                name: mark_value(grid, name, columns[name].mark.at(place))
                if columns[name].assessed[place]
                else None
                for name in asked & columns.keys()
            }
            if "reviews" in asked:
                known["reviews"] = _decimal(Fraction(int(reviews[place])))
            found.append(known)
        return found


def _among(grid: ScoringFile, names: Names) -> Expression | None:
    if grid.compare_among is None:
        return None
    known = compared_names(grid, names)
    return read_expression(grid.compare_among, known.kinds, Kind.BOOL, known.options)


def held(
    condition: Expression, attributes: Sequence[Attributes], size: int, failed: Failed | None = None
) -> Bools:
    """For which applications is the condition true, and known to be? `failed` as for `GridConditions.holds`.

    Raises ConditionError.
    """
    return np.fromiter(list(_held(condition, attributes, failed)), dtype=np.bool_, count=size)


def _held(expression: Expression, attributes: Sequence[Attributes], failed: Failed | None) -> Iterator[bool]:
    for place, one in enumerate(attributes):
        known = values_of(one)
        try:
            yield expression.holds(known)
        except ExpressionError as error:
            if error.code not in NOT_COMPUTED:
                raise ConditionError(expression.text, place, error) from error
            if failed is not None:
                found = Uncomputed(expression.text, error.code, used_values([expression], known))
                failed.setdefault(place, []).append(found)
            yield False


def used_values(asked: Sequence[Expression], known: Mapping[str, object]) -> dict[str, str]:
    """What the names of these expressions stand for, as texts; empty for what is not known."""
    names = dict.fromkeys(name for one in asked for name in sorted(one.names))
    return {name: _text(known.get(name)) for name in names}


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"
    return "" if value is None else str(value)


def mark_value(grid: ScoringFile, key: str, mark: Fraction) -> Value:
    """A joined mark as a condition knows it: true or false for yes and no, a level by its key, else a number."""
    leaf = next((leaf for leaf in (*grid.criteria, *grid.leaves) if leaf.key == key), None)
    scale = leaf.scale if leaf is not None else None
    if scale is None or scale.is_numeric:
        return _decimal(mark)
    values = [Fraction(value) for value in scale.values]
    if scale.kind in ("yes_no", "go_no_go"):
        return values[-1] == mark
    reached = [value for value in values if (value >= mark if scale.lower_is_better else value <= mark)]
    nearest = min(reached, key=lambda value: abs(value - mark), default=values[0])
    return scale.steps[values.index(nearest)].key


def _decimal(value: Fraction) -> Value:
    return decimal_of(value, EXACT_DIGITS)


def values_of(attributes: Attributes) -> Mapping[str, Value | None]:
    """The attributes as conditions know them: an instant is its day."""
    return {key: value.date() if isinstance(value, datetime) else value for key, value in attributes.items()}
