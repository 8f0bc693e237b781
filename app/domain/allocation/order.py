"""In what order a list stands: places from 1, equal for those whom nothing separates."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from app.domain.allocation.model import Candidate
from app.domain.call_file.grid.ranking import (
    BY_FILING,
    BY_REFERENCE,
    BY_SCORE,
    OWN_ORDERS,
    is_descending,
    name_of,
)
from app.domain.expressions import Value

NO_VALUE = ""
"""How the absence of an answer reads among the values of a quota or a split."""


def as_text(value: Value | None) -> str:
    """A value as a file writes it: "qpv", "true", "12", "2026-03-02"; "" for none."""
    match value:
        case None:
            return NO_VALUE
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
        case tuple():
            return ",".join(value)
        case _:
            return str(value)


def answers_compared(orders: Iterable[str]) -> tuple[str, ...]:
    """The answers that these orders go by."""
    return tuple(name for order in orders if (name := name_of(order)) not in OWN_ORDERS)


def _compared(candidate: Candidate, name: str) -> object:
    if name == BY_SCORE:
        return candidate.rank
    if name == BY_FILING:
        return candidate.filed_at
    return candidate.reference if name == BY_REFERENCE else candidate.attributes.get(name)


def places(candidates: Sequence[Candidate], orders: Sequence[str]) -> list[int]:
    """The place of each candidate by the first order, then by the next for those still equal.

    A place counts those before it (1, 2, 2, 4). Those without the answer that an order compares come after all
    the others. The order in which the candidates are given changes nothing.
    """
    turn = list(range(len(candidates)))
    columns = []
    for order in reversed(orders):
        name = name_of(order)
        column = [_compared(candidate, name) for candidate in candidates]
        known = [index for index in turn if column[index] is not None]
        known.sort(key=column.__getitem__, reverse=is_descending(order))  # type: ignore[arg-type]
        turn = known + [index for index in turn if column[index] is None]
        columns.append(column)
    found = [0] * len(candidates)
    before: list[object] | None = None
    place = 0
    for position, index in enumerate(turn, start=1):
        values = [column[index] for column in columns]
        if values != before:
            place, before = position, values
        found[index] = place
    return found
