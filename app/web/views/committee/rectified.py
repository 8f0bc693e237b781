"""What was put right in a sitting, in words: what was recorded first, what is, why, by whom, when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.db import people
from app.db.base import key_of
from app.db.committee.committee import Sitting
from app.db.people import Person
from app.db.rectifications import Subject, rectifications
from app.services.calls.calls import OpenedCall
from app.services.work import Work
from app.words.formats import moment

LABELS = {"held_at": "Date et heure", "place": "Lieu", "present": "Présents", "proxies": "Pouvoirs"}


@dataclass(frozen=True)
class Rectified:
    """One rectification. ``lines``: what, as it was recorded first, as it is."""

    at: datetime
    by: str
    reason: str
    lines: tuple[tuple[str, str, str], ...]


def rectified_rows(work: Work, opened: OpenedCall, sitting: Sitting) -> tuple[Rectified, ...]:
    """Every rectification of a sitting, the last first."""
    rows = rectifications(work.session, Subject.SITTING, key_of(sitting))
    if not rows:
        return ()
    ids = {row.rectified_by for row in rows} | {
        person for row in rows for said in (row.was, row.became) for person in _persons(said)
    }
    named = people.named(work.session, ids)

    def told(field: str, value: Any) -> str:
        if field == "held_at":
            return moment(datetime.fromisoformat(value), opened.folder.call.zone)
        if field == "present":
            return ", ".join(_called(named[one]) for one in value)
        if field == "proxies":
            return ", ".join(
                f"{_called(named[int(giver)])} à {_called(named[holder])}" for giver, holder in value.items()
            )
        return str(value)

    return tuple(
        Rectified(
            row.rectified_at,
            _called(named[row.rectified_by]),
            row.reason,
            tuple(
                (LABELS[field], told(field, row.was[field]) or "–", told(field, now) or "–")
                for field, now in row.became.items()
            ),
        )
        for row in reversed(rows)
    )


def _persons(said: Mapping[str, Any]) -> set[int]:
    proxies = said.get("proxies", {})
    return {*said.get("present", ()), *map(int, proxies), *proxies.values()}


def _called(person: Person) -> str:
    return person.name or person.email
