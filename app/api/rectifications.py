"""What was put right, as JSON: what was recorded, what is, why, by whom, when. One shape for every subject."""

from datetime import datetime
from typing import Any

from app.api.shapes import Shape
from app.db import people
from app.db.rectifications import Subject, rectifications
from app.services.work import Work


class RectificationShape(Shape):
    """The ``number``-th of its thing; ``was`` and ``became`` have the fields that differ, and no other."""

    number: int
    was: dict[str, Any]
    became: dict[str, Any]
    reason: str
    by: str
    at: datetime


def rectifications_of(work: Work, subject: Subject, subject_id: int) -> list[RectificationShape]:
    """What was put right in one thing, the first first."""
    rows = rectifications(work.session, subject, subject_id)
    named = people.named(work.session, {row.rectified_by for row in rows}) if rows else {}
    return [
        RectificationShape(
            number=row.number,
            was=row.was,
            became=row.became,
            reason=row.reason,
            by=named[row.rectified_by].name,
            at=row.rectified_at,
        )
        for row in rows
    ]
