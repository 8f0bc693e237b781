"""What was put right, in words: what was recorded first, what is, why, by whom, when. One form for every subject."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.db import people
from app.db.rectifications import Rectification
from app.services.work import Work

Words = Callable[[str, Any], str]
"""The words of a value that was kept, by its field; empty where nothing was recorded."""


@dataclass(frozen=True)
class Rectified:
    """One rectification. ``lines``: what, as it was recorded first, as it is."""

    at: datetime
    by: str
    reason: str
    lines: tuple[tuple[str, str, str], ...]


def in_words(
    work: Work, rows: Sequence[Rectification], labels: Mapping[str, str], words: Words
) -> tuple[Rectified, ...]:
    """Rectifications of one thing, the last first; ``labels``: what each of its fields is called."""
    names = named(work, {row.rectified_by for row in rows})
    return tuple(
        Rectified(
            row.rectified_at,
            names[row.rectified_by],
            row.reason,
            tuple(
                (labels[field], words(field, row.was.get(field)) or "–", words(field, now) or "–")
                for field, now in row.became.items()
            ),
        )
        for row in reversed(rows)
    )


def named(work: Work, ids: Collection[int]) -> dict[int, str]:
    """The name of each of these people, else the address, which is all that is known of them."""
    found = people.named(work.session, set(ids)) if ids else {}
    return {number: person.name or person.email for number, person in found.items()}
