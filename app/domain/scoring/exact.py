"""Columns of exact fractions: what a hundred thousand decimals are, without ever being a binary float.

A column holds numerators over denominators, in 64-bit integers while they fit and in Python's own beyond, so
that nothing overflows and nothing is rounded but where the grid says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.domain.money import RoundingMode

Ints: TypeAlias = NDArray[Any]
Bools: TypeAlias = NDArray[np.bool_]

DIGITS = 4
"""How many decimals of a fraction are shown, which is then exact or cut."""

_ROOM = float(2**62)
_FEW = 16
"""How many integers Python looks at sooner than an array begins to."""


def _fit(values: Ints, factor: int = 1) -> Ints:
    """The same integers, as Python's own when their product with `factor` would not fit in 64 bits."""
    if values.dtype == object or abs(factor) >= _ROOM:
        return values.astype(object)
    if values.size == 0:
        return values
    largest = (
        max(map(abs, values.tolist())) if values.size < _FEW else max(-int(values.min()), int(values.max()))
    )
    return values.astype(object) if largest * abs(factor) >= _ROOM else values


def _times(left: Ints, right: Ints) -> Ints:
    if right.dtype == object or left.dtype == object or right.size == 0:
        return left * right
    return _fit(left, int(np.abs(right).max())) * right


@dataclass(frozen=True)
class Exact:
    """A column of fractions `num / den`; denominators are above zero."""

    num: Ints
    den: Ints

    @classmethod
    def of(cls, values: Sequence[Fraction | Decimal | int]) -> "Exact":
        """A column of these."""
        fractions = [Fraction(value) for value in values]
        over = lcm(*(one.denominator for one in fractions))
        nums = [int(one * over) for one in fractions]
        small = all(abs(num) < _ROOM for num in nums) and over < _ROOM
        kind = np.int64 if small else object
        return cls(np.array(nums, dtype=kind), np.full(len(nums), over, dtype=kind))

    @classmethod
    def of_rounded(cls, values: Sequence[Fraction], digits: int) -> "Exact":
        """A column of these, already rounded to so many decimals."""
        unit = 10**digits
        nums = [int(value * unit) for value in values]
        kind = np.int64 if all(abs(num) < _ROOM for num in nums) else object
        return cls(np.array(nums, dtype=kind), np.full(len(nums), unit, dtype=kind))

    @classmethod
    def zeros(cls, size: int) -> "Exact":
        return cls(np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.num)

    def __add__(self, other: "Exact") -> "Exact":
        left, right = self._alike(other)
        return Exact(_fit(left.num, 2) + _fit(right.num, 2), left.den)

    def __sub__(self, other: "Exact") -> "Exact":
        return self + other.times(Fraction(-1))

    def times(self, factor: Fraction) -> "Exact":
        """Each multiplied by the same fraction."""
        num = _fit(self.num, factor.numerator) * factor.numerator
        return Exact(num, _fit(self.den, factor.denominator) * factor.denominator)

    def times_each(self, other: "Exact") -> "Exact":
        """Each multiplied by the other's at its place."""
        return Exact(_times(self.num, other.num), _times(self.den, other.den))

    def inverse(self) -> "Exact":
        """One over each that is above zero; 0 for the others."""
        some = np.asarray(self.num > 0, dtype=np.bool_)
        return Exact(np.where(some, self.den, 0), np.where(some, self.num, 1))

    def where(self, mask: Bools, other: "Exact") -> "Exact":
        """These where the mask is true, the other's elsewhere."""
        left, right = self._alike(other)
        return Exact(np.where(mask, left.num, right.num), left.den)

    def at_least(self, bound: Fraction) -> Bools:
        """Which are at least that?"""
        left = _fit(self.num, bound.denominator) * bound.denominator
        right = _fit(self.den, bound.numerator) * bound.numerator
        return np.asarray(left >= right, dtype=np.bool_)

    def at_most(self, bound: Fraction) -> Bools:
        """Which are at most that?"""
        return self.times(Fraction(-1)).at_least(-bound)

    def rounded(self, decimals: int, mode: RoundingMode) -> "Exact":
        """Each rounded to so many decimals; away from zero when up, and for the half when half_up."""
        unit = 10**decimals
        scaled = np.abs(_fit(self.num, unit) * unit)
        quotient, rest = scaled // self.den, scaled % self.den
        if mode is RoundingMode.UP:
            more = rest > 0
        elif mode is RoundingMode.DOWN:
            more = np.zeros(len(self), dtype=np.bool_)
        else:
            twice = _fit(rest, 2) * 2
            half = (
                (quotient % 2 == 1) if mode is RoundingMode.HALF_EVEN else np.ones(len(self), dtype=np.bool_)
            )
            more = (twice > self.den) | ((twice == self.den) & half)
        value = quotient + more.astype(quotient.dtype)
        return Exact(np.where(self.num < 0, -value, value), np.full(len(self), unit, dtype=np.int64))

    def at(self, place: int) -> Fraction:
        """The fraction at a place."""
        return Fraction(int(self.num[place]), int(self.den[place]))

    def fixed_at(self, place: int, digits: int) -> Decimal:
        """The one at a place, already rounded to so many decimals, with all of them."""
        return Decimal(int(self.num[place]) * 10**digits // int(self.den[place])).scaleb(-digits)

    def fixed(self, digits: int) -> list[Decimal]:
        """Each, already rounded to so many decimals, with all of them."""
        return [Decimal(one).scaleb(-digits) for one in self.units(digits).tolist()]

    def units(self, digits: int) -> Ints:
        """Each, already rounded to so many decimals, in units of the last of them."""
        whole: Ints = _fit(self.num, 10**digits) * 10**digits // self.den
        return whole

    def order(self) -> Ints:
        """Integers that compare as the fractions do."""
        keys, _ = self.alike()
        if keys.dtype == object:
            _, keys = np.unique(keys, return_inverse=True)
        return keys

    def alike(self, factor: int = 1) -> tuple[Ints, int]:
        """The numerators over one denominator, which is given too; Python's own integers where those of either, times
        `factor`, would not fit in 64 bits."""
        over = lcm(*(int(den) for den in np.unique(self.den)))
        dens = self.den if over < _ROOM else self.den.astype(object)
        nums = _fit(_times(self.num, over // dens), factor)
        return (nums.astype(object) if over * factor >= _ROOM else nums), over

    def _alike(self, other: "Exact") -> tuple["Exact", "Exact"]:
        """Both over the same denominators."""
        if self.den is other.den or np.array_equal(self.den, other.den):
            return self, other
        common = np.gcd(self.den, other.den)
        mine, theirs = other.den // common, self.den // common
        den = _times(self.den, mine)
        return Exact(_times(self.num, mine), den), Exact(_times(other.num, theirs), den)


def decimal_of(value: Fraction, digits: int = DIGITS) -> Decimal:
    """A fraction as a decimal to show: exact when it can be, else cut at so many digits."""
    if value.denominator == 1 and abs(value.numerator) < _ROOM:
        return Decimal(value.numerator)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP).normalize() + 0


def fixed(value: Fraction, digits: int) -> Decimal:
    """A fraction already rounded, with all its decimals."""
    return Decimal(int(value * 10**digits)).scaleb(-digits)
