"""From arrays to decimals of a stated number of digits; halves go away from zero, as in an account."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

DIGITS = 4
"""The digits of a result when nobody asks for others."""


def decimals_of(values: NDArray[np.float64], digits: int) -> tuple[Decimal, ...]:
    """Binary numbers as decimals of ``digits`` digits."""
    scaled = np.floor(np.abs(values) * 10.0**digits + 0.5) * np.sign(values)
    return tuple(Decimal(one).scaleb(-digits) for one in scaled.astype(np.int64).tolist())


def decimal_of(value: float, digits: int) -> Decimal:
    """One binary number as a decimal of ``digits`` digits."""
    return decimals_of(np.array([value]), digits)[0]


def ratios(numerators: Sequence[int], denominators: Sequence[int], digits: int) -> tuple[Decimal, ...]:
    """Exact quotients of whole numbers, each rounded once; a denominator is above zero."""
    scale = 10**digits
    halves = (
        (2 * abs(up) * scale + down) // (2 * down) * (-1 if up < 0 else 1)
        for up, down in zip(numerators, denominators, strict=True)
    )
    return tuple(Decimal(one).scaleb(-digits) for one in halves)
