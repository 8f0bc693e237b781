"""What was put right in a sitting, in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.db.base import key_of
from app.db.committee.committee import Sitting
from app.db.rectifications import Subject, rectifications
from app.services.calls.calls import OpenedCall
from app.services.work import Work
from app.web.views.rectified import Rectified, in_words, named
from app.words.formats import moment

LABELS = {"held_at": "Date et heure", "place": "Lieu", "present": "Présents", "proxies": "Pouvoirs"}


def rectified_rows(work: Work, opened: OpenedCall, sitting: Sitting) -> tuple[Rectified, ...]:
    """Every rectification of a sitting, the last first."""
    rows = rectifications(work.session, Subject.SITTING, key_of(sitting))
    names = named(
        work, {person for row in rows for said in (row.was, row.became) for person in _persons(said)}
    )

    def words(field: str, value: Any) -> str:
        if field == "held_at":
            return moment(datetime.fromisoformat(value), opened.folder.call.zone)
        if field == "present":
            return ", ".join(names[one] for one in value)
        if field == "proxies":
            return ", ".join(f"{names[int(giver)]} à {names[holder]}" for giver, holder in value.items())
        return str(value)

    return in_words(work, rows, LABELS, words)


def _persons(said: Mapping[str, Any]) -> set[int]:
    proxies = said.get("proxies", {})
    return {*said.get("present", ()), *map(int, proxies), *proxies.values()}
