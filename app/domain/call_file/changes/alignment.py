"""Two lists whose elements have no key, laid side by side: what stayed, what changed, what went, what came.

The least costly edits, as of two texts: an element out or in costs a half each, a changed pair what its halves differ
by. A pair that is less than half alike is no pair.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from app.domain.call_file.sheet import Sheet

_APART: Final = 0.5
"""What one element out, or in, costs; the least likeness of a pair."""


COMPARED: Final = 500
"""How many characters of two texts are compared: the time grows as their product."""


def likeness(one: Sheet, other: Sheet) -> float:
    """The mean likeness of their lines: 1 for the same, 0 for nothing in common."""
    lines = [name for name in type(one).model_fields if getattr(one, name) or getattr(other, name, None)]
    shares = [_alike(getattr(one, name), getattr(other, name, None)) for name in lines]
    return sum(shares) / len(shares) if shares else 1.0


def _alike(one: object, other: object) -> float:
    if one == other:
        return 1.0
    return (
        0.0
        if one is None or other is None
        else SequenceMatcher(None, str(one)[:COMPARED], str(other)[:COMPARED]).ratio()
    )


def aligned(before: Sequence[Sheet], after: Sequence[Sheet]) -> Iterator[tuple[int, int]]:
    """The places, in each list, of the pairs in order."""
    costs = [[_APART * (at + to) for to in range(len(after) + 1)] for at in range(len(before) + 1)]
    for at, one in enumerate(before, 1):
        for to, other in enumerate(after, 1):
            apart = min(costs[at - 1][to], costs[at][to - 1]) + _APART
            costs[at][to] = min(apart, costs[at - 1][to - 1] + _cost(one, other))
    at, to = len(before), len(after)
    pairs: list[tuple[int, int]] = []
    while at and to:
        if costs[at][to] == costs[at - 1][to - 1] + _cost(before[at - 1], after[to - 1]):
            pairs.append((at - 1, to - 1))
            at, to = at - 1, to - 1
        elif costs[at][to] == costs[at - 1][to] + _APART:
            at -= 1
        else:
            to -= 1
    yield from reversed(pairs)


def _cost(one: Sheet, other: Sheet) -> float:
    alike = likeness(one, other)
    return 1 - alike if alike >= _APART else 2.0
