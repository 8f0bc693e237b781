"""Money is an integer number of cents; a rate is a Decimal; every rounding is stated.

Read: "12 345,67", "12345.67", "50 000 €", "1234 euros", "1.234,50". Written for machines: "12345.67".
The French way of writing an amount on a page belongs to the words, not here.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import StrEnum
from typing import Final

from app.domain.errors import Reason, ReasonCode
from app.domain.typed.figures import read_figure

MOST_CENTS: Final = 100_000_000_000_00
"""One hundred billion euros: above it an amount is a slip of the keyboard."""
MOST_DIGITS: Final = 20
CONVENTION_THRESHOLD_CENTS: Final = 23_000_00
"""Above it in a year, a subsidy to a body of private law asks for a convention (law 2000-321, art. 10; decree 2001-495)
and its data are published (decree 2017-779)."""

_PLAIN = re.compile(r"([0-9]{1,11})(?:[.,]([0-9]{1,2}))?")
"""What nearly every amount of a table looks like, and is always one."""

_UNIT = re.compile(r"€|euros?|eur", re.IGNORECASE)


class MoneyError(ValueError):
    """An amount that cannot be read; `reason` says why and repeats what was read."""

    def __init__(self, code: ReasonCode, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.reason = Reason.of(code, read=text)


class RoundingMode(StrEnum):
    """What becomes of the half, and of the rest."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


_DECIMAL_MODES: Final = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.UP: ROUND_UP,
    RoundingMode.DOWN: ROUND_DOWN,
}


def round_to(value: Decimal, unit: Decimal, mode: RoundingMode) -> Decimal:
    """The multiple of `unit` that `mode` chooses for `value`; `unit` is above zero."""
    return (value / unit).quantize(Decimal(1), rounding=_DECIMAL_MODES[mode]) * unit


def parse_euros(text: str) -> int:
    """Cents read from what a person typed, in euros (``app.domain.typed.figures``); « € », « EUR » and « euros » may
    follow or precede.

    Raises:
        MoneyError: empty, negative, above one hundred billion, or not an amount with at most two decimals.
    """
    if plain := _PLAIN.fullmatch(text):
        return int(plain[1]) * 100 + int((plain[2] or "").ljust(2, "0"))
    typed = _without_unit(text.strip())
    if not typed:
        raise MoneyError(ReasonCode.REQUIRED, text)
    if typed[0] in "-\u2212":
        raise MoneyError(ReasonCode.TOO_SMALL, text)
    if typed.isascii() and typed.isdigit() and len(typed) > MOST_DIGITS:
        raise MoneyError(ReasonCode.TOO_LARGE, text)
    figure = read_figure(typed, digits=MOST_DIGITS, decimals=2)
    if figure is None:
        raise MoneyError(ReasonCode.NOT_MONEY, text)
    cents = int(figure * 100)
    if cents > MOST_CENTS:
        raise MoneyError(ReasonCode.TOO_LARGE, text)
    return cents


def _without_unit(typed: str) -> str:
    found = next((one for one in _UNIT.finditer(typed) if one.start() == 0 or one.end() == len(typed)), None)
    return (typed[: found.start()] + typed[found.end() :]).strip() if found else typed


def plain_euros(cents: int) -> str:
    """Euros for machines: a dot, two decimals, nothing between the thousands ("12345.67")."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def to_euros(cents: int) -> Decimal:
    """The same amount in euros, exact."""
    return Decimal(cents).scaleb(-2)


def to_cents(euros: Decimal, mode: RoundingMode = RoundingMode.HALF_UP) -> int:
    """Cents of an amount in euros, rounded to the cent as `mode` says."""
    return int(round_to(euros * 100, Decimal(1), mode))


def apply_rate(cents: int, rate: Decimal, mode: RoundingMode = RoundingMode.HALF_UP, unit: int = 1) -> int:
    """`rate` of an amount, rounded to a multiple of `unit` cents (1: to the cent, 100: to the euro)."""
    return int(round_to(cents * rate, Decimal(unit), mode))


def split(cents: int, shares: Sequence[Decimal]) -> tuple[int, ...]:
    """Parts of an amount in proportion to `shares`, which add up to the amount to the cent.

    Largest remainder: each part is rounded down, then the cents that are left go one by one to the parts that
    lost most, the first of equals first.

    Raises:
        ValueError: the amount or a share is below zero, or the shares add up to nothing.
    """
    whole = sum(shares, Decimal(0))
    if cents < 0 or whole <= 0 or min(shares) < 0:
        raise ValueError("an amount of zero or more, and shares of zero or more, not all zero")
    exact = [cents * share / whole for share in shares]
    parts = [int(part) for part in exact]
    by_loss = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_loss[: cents - sum(parts)]:
        parts[index] += 1
    return tuple(parts)
