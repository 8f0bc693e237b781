"""Roots of fractions, rounded as the file says: whole numbers are compared, and nothing is ever a binary float.

A first guess is made in decimals, two units too low at most; only the exact comparisons that follow decide.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from typing import Final

from app.domain.call_file.grid.rules import ScoreRounding
from app.domain.money import RoundingMode

_GUESS_DIGITS: Final = 60
"""Far more than the digits of any total, which has thirty at most before its decimals."""


@dataclass(frozen=True)
class Root:
    """The `degree`-th root of `radicand`, which is not below zero, and `plus`."""

    radicand: Fraction
    degree: int = 1
    plus: Fraction = Fraction(0)

    @classmethod
    def of_product(cls, product: int, count: int, over: int) -> "Root":
        """The geometric mean of so many marks, in units of 1/`over`, whose product this is."""
        return cls(Fraction(product, over**count), count)

    def rounded(self, rule: ScoreRounding) -> Fraction:
        """To so many decimals; away from zero when up, and for the half when half_up."""
        unit = 10**rule.decimals
        below = max(0, int(abs(self._guess) * unit) - 1)
        while self._is_at_least(Fraction(below + 1, unit)):
            below += 1
        if rule.mode is RoundingMode.UP:
            more = not self._is_at_most(Fraction(below, unit))
        else:
            half = Fraction(2 * below + 1, 2 * unit)
            even = rule.mode is RoundingMode.HALF_EVEN and below % 2 == 0
            more = self._is_at_least(half) and not (even and self._is_at_most(half))
        return Fraction(below + more, unit) * (-1 if self._negative else 1)

    @cached_property
    def _negative(self) -> bool:
        return not self._reaches(-self.plus)

    @cached_property
    def _guess(self) -> Decimal:
        with localcontext(prec=_GUESS_DIGITS):
            root = Decimal(self.radicand.numerator) / Decimal(self.radicand.denominator)
            root = (root.ln() / self.degree).exp() if root else root
            return root + Decimal(self.plus.numerator) / Decimal(self.plus.denominator)

    def _reaches(self, bound: Fraction) -> bool:
        """Is the root alone at least that?"""
        return bound <= 0 or bound**self.degree <= self.radicand

    def _exceeds(self, bound: Fraction) -> bool:
        """Is the root alone more than that?"""
        return bound < 0 or bound**self.degree < self.radicand

    def _is_at_least(self, size: Fraction) -> bool:
        """Is the whole, its sign apart, at least that?"""
        return not self._exceeds(-size - self.plus) if self._negative else self._reaches(size - self.plus)

    def _is_at_most(self, size: Fraction) -> bool:
        """Is the whole, its sign apart, at most that?"""
        return self._reaches(-size - self.plus) if self._negative else not self._exceeds(size - self.plus)
