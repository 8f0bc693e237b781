"""The marks that follow from what the dossiers say, for every application at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import compress
from typing import Final

from app.domain.call_file.grid.computed import EXTREMES
from app.domain.call_file.grid.scales import Scale
from app.domain.call_file.grid.scoring import Criterion
from app.domain.expressions import NOT_COMPUTED, Expression, ExpressionError, Value
from app.domain.scoring.conditions import (
    EXACT_DIGITS,
    Attributes,
    ConditionError,
    Failed,
    GridConditions,
    Uncomputed,
    used_values,
    values_of,
)
from app.domain.scoring.exact import Bools, decimal_of

_HALF: Final = Fraction(1, 2)


def _average(given: Sequence[Decimal]) -> Decimal:
    """Exact to twelve decimals, whatever the order of the figures."""
    return decimal_of(sum(map(Fraction, given), Fraction(0)) / len(given), EXACT_DIGITS)


_OF_ALL: Final[Mapping[str, Callable[[Sequence[Decimal]], Decimal]]] = dict(
    zip(EXTREMES, (min, max, _average), strict=True)
)


@dataclass(frozen=True)
class Computed:
    """A mark, and what gave it: the line of the file (None when none held) and what it was computed from.

    `failure`: why the line could not be computed; the mark is then the weakest, and the application has no rank.
    """

    mark: Fraction
    line: int | None
    given: Mapping[str, str]
    failure: Uncomputed | None = None


def with_extremes(
    attributes: Sequence[Attributes], conditions: GridConditions, among: Sequence[bool] | None = None
) -> Sequence[Attributes]:
    """The attributes with the lowest, highest and average values that the grid asks for; the same without any.

    `among`: those among whom they are found. What is already known stays: a part of the applications is
    compared with the whole of them.
    """
    found: dict[str, Decimal] = {}
    for name in conditions.extremes:
        which, _, of = name.rstrip(")").partition("(")
        counted = attributes if among is None else compress(attributes, among)
        given = [value for one in counted if isinstance(value := one.get(of), Decimal)]
        if given:
            found[name] = _OF_ALL[which](given)
    return [{**found, **one} for one in attributes] if found else attributes


def computed_marks(
    one: Criterion,
    attributes: Sequence[Attributes],
    conditions: GridConditions,
    applies: Bools,
    failed: Failed,
) -> list[Fraction]:
    """The mark of each application; `failed` receives those to which the criterion applies and that have none.

    Raises ConditionError.
    """
    found = [computed_mark(one, known, conditions, place) for place, known in enumerate(attributes)]
    for place, mark in enumerate(found):
        if mark.failure is not None and applies[place]:
            failed.setdefault(place, []).append(mark.failure)
    return [mark.mark for mark in found]


def computed_mark(
    one: Criterion, attributes: Attributes, conditions: GridConditions, place: int = 0
) -> Computed:
    """The mark of one application: of the first line whose condition is known to be true. Raises ConditionError."""
    scale = one.scale or Scale()
    known = values_of(attributes)
    for at, line in enumerate(one.computed):
        asked = [] if line.when is None else [conditions.read[line.when]]
        formula = conditions.marks.get(line.mark) if scale.is_numeric else None
        asked += [] if formula is None else [formula]
        try:
            if line.when is not None and not asked[0].holds(known):
                continue
            value = None if formula is None else formula.evaluate(known)
        except ExpressionError as error:
            if error.code not in NOT_COMPUTED:
                raise ConditionError(line.mark, place, error) from error
            return _failed(scale, at, asked, known, error)
        used = used_values(asked, known)
        level = None if scale.is_numeric else scale.level(line.mark)
        figure = level if level is not None else value
        if not isinstance(figure, Decimal):
            return Computed(_weakest(scale), at, used)
        return Computed(_on(scale, Fraction(figure)), at, used)
    return Computed(_weakest(scale), None, {})


def _failed(
    scale: Scale,
    at: int,
    asked: Sequence[Expression],
    known: Mapping[str, Value | None],
    error: ExpressionError,
) -> Computed:
    used = used_values(asked, known)
    text = " ; ".join(one.text for one in asked)
    return Computed(_weakest(scale), at, used, Uncomputed(text, error.code, used))


def _weakest(scale: Scale) -> Fraction:
    return Fraction(scale.highest if scale.lower_is_better else scale.lowest)


def _on(scale: Scale, figure: Fraction) -> Fraction:
    """The nearest mark of the scale, the half up."""
    if not scale.is_numeric:
        return figure
    low, high, step = Fraction(scale.lowest), Fraction(scale.highest), Fraction(scale.step or 1)
    steps = (min(max(figure, low), high) - low) / step
    return low + (steps + _HALF).__floor__() * step
