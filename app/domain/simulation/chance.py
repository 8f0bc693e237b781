"""What the seed of a trial chooses: the SHA-256 of the seed and of what is chosen, so that no order counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeVar

T = TypeVar("T")

ONE_IN: Final = 20
"""One application in so many was read by nobody, one answer in so many is missing."""


@dataclass(frozen=True)
class Chance:
    """What the seed chooses."""

    seed: str

    def of(self, *what: object) -> float:
        """A number from 0 to 1 (never 1), always the same for the same thing."""
        text = ":".join(map(str, (self.seed, *what)))
        return int.from_bytes(sha256(text.encode()).digest()[:6], "big") / 2**48

    def bell(self, *what: object) -> float:
        """The same, nearer to the middle."""
        return sum(self.of(*what, turn) for turn in range(3)) / 3

    def one_of(self, values: Sequence[T], *what: object) -> T:
        """One of these."""
        return values[int(self.of(*what) * len(values))]
