"""The answers of an invented application: within the bounds of their question, on both sides of what the files compare.

A number lies below the first figure that a file compares it to, between two of them, above the last, or right on one
of them, so that every bracket is reached by some.
"""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Final

from app.domain.call_file.grid.names import COMMITTEE_ORDER, OF_EVERY_APPLICATION
from app.domain.call_file.names import Bounds, Names
from app.domain.expressions import Kind, Value
from app.domain.simulation.chance import ONE_IN, Chance
from app.domain.simulation.compared import Compared

NO_BOUNDS: Final = Bounds()
PLAIN: Final = Fraction(50)
"""The middle of a number of which the files say nothing."""

ON_IT: Final = 6
"""One figure in so many is right on one that a file compares it to."""

YEAR: Final = 365
_FIRST_DAY, _LAST_DAY = Fraction(date.min.toordinal()), Fraction(date.max.toordinal())
_THIS_YEAR: Final = (Fraction(date(2026, 1, 1).toordinal()), Fraction(date(2026, 12, 31).toordinal()))


def answers(
    names: Names, tried: Compared, chance: Chance, reference: str, usual: Decimal, known: Collection[str]
) -> dict[str, Value]:
    """The answers of one application to all but what is known of it. `usual`: the euros that one asks on average."""
    found: dict[str, Value] = {}
    for name, kind in names.kinds.items():
        if name in OF_EVERY_APPLICATION or name in known or name == COMMITTEE_ORDER:
            continue
        if chance.of(reference, name, "missing") < 1 / ONE_IN:
            continue
        what, figures = f"{reference}:{name}", tried.figures.get(name, ())
        if kind is Kind.BOOL:
            found[name] = chance.of(what) < 0.75
        elif kind is Kind.DATE:
            found[name] = _day(figures, chance, what)
        elif kind is Kind.NUMBER:
            found[name] = _number(figures, names.bounds.get(name, NO_BOUNDS), usual, chance, what)
        else:
            words = sorted(names.options.get(name, ())) or tried.words.get(name, ()) or ("autre",)
            several = kind is Kind.TEXTS
            found[name] = (
                tuple(one for one in words if chance.of(what, one) < 0.8)
                if several
                else chance.one_of(words, what, "which")
            )
    return found


def _day(figures: Sequence[Fraction], chance: Chance, what: str) -> date:
    inside = [one for one in figures if _FIRST_DAY <= one <= _LAST_DAY]
    first, last = _THIS_YEAR
    if inside:
        first, last = max(inside[0] - YEAR, _FIRST_DAY), min(inside[-1] + YEAR, _LAST_DAY)
    return date.fromordinal(floor(_drawn(inside, first, last, chance, what)))


def _number(
    figures: Sequence[Fraction], bounds: Bounds, usual: Decimal, chance: Chance, what: str
) -> Decimal:
    least = None if bounds.least is None else Fraction(bounds.least)
    most = None if bounds.most is None else Fraction(bounds.most)
    middle = figures or ((Fraction(usual),) if bounds.money else ())
    inside = [one for one in middle if (least is None or least <= one) and (most is None or one <= most)]
    if not inside and least is None and most is None:
        inside = [PLAIN]
    low, high = _ends(inside, least, most)
    step = _step(inside, whole=bounds.whole, wide=high - low)
    first = floor(low / step) if least is None else ceil(low / step)
    drawn = floor(_drawn(inside, low, high + step, chance, what) / step)
    return Decimal(step.numerator) / step.denominator * max(min(drawn, floor(high / step)), first)


def _ends(
    inside: Sequence[Fraction], least: Fraction | None, most: Fraction | None
) -> tuple[Fraction, Fraction]:
    """From where to where a number is drawn: its bounds, else well beyond the first and the last figure."""
    knots = [one for one in (least, *inside, most) if one is not None]
    first, last = knots[0], knots[-1]
    low = least
    if low is None:
        low = 2 * first if first <= 0 else first / 4 if inside else Fraction(0)
    high = most
    if high is None:
        high = 2 * last if inside and last > 0 else max(2 * last, last + 100)
    return low, high


def _step(inside: Sequence[Fraction], *, whole: bool, wide: Fraction) -> Fraction:
    """Units, unless the figures are finer or close together: then hundredths, or the ten-thousandths of a share."""
    if whole or wide >= 1000 or (wide > 1 and inside and all(one.denominator == 1 for one in inside)):
        return Fraction(1)
    return Fraction(1, 100) if wide > 1 else Fraction(1, 10_000)


def _drawn(figures: Sequence[Fraction], low: Fraction, high: Fraction, chance: Chance, what: str) -> Fraction:
    """A figure between these, as often in each of the stretches that the figures part."""
    if figures and chance.of(what, "on") < 1 / ON_IT:
        return chance.one_of(figures, what, "which")
    stretches = [(start, end) for start, end in pairwise((low, *figures, high)) if start < end]
    start, end = chance.one_of(stretches, what, "which")
    return start + (end - start) * Fraction(chance.of(what, "near"))
