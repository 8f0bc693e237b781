"""Reviews that were handed in, then given back to their experts: as they were, with who asked and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.db.base import key_of
from app.db.people import Person
from app.db.rectifications import Subject, rectifications_of
from app.db.review.marks import MarkRow
from app.db.review.reviews import Review
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.scoring import CANNOT_ASSESS
from app.services.work import Work
from app.web.views.rectified import named
from app.web.views.review.marking import Handed, handed


@dataclass(frozen=True)
class Returned:
    """A review as ``expert`` had handed it in; ``reason``: why ``by`` gave it back, ``at`` that instant."""

    expert: str
    submitted_at: datetime
    marks: tuple[Handed, ...]
    comment: str
    reason: str
    by: str
    at: datetime


def returned(
    work: Work, grid: ScoringFile, rows: Sequence[Review], experts: Mapping[int, Person]
) -> tuple[Returned, ...]:
    """Those of these reviews, the last given back first; two queries, whatever their number."""
    whose = {key_of(row): experts[row.expert_id].name for row in rows}
    found = rectifications_of(work.session, Subject.REVIEW, whose.keys())
    names = named(work, {one.rectified_by for one in found})
    return tuple(
        Returned(
            whose[one.subject_id],
            datetime.fromisoformat(one.was["submitted_at"]),
            handed(grid, _marks(one.was["marks"])),
            one.was["comment"],
            one.reason,
            names[one.rectified_by],
            one.rectified_at,
        )
        for one in reversed(found)
    )


def _marks(said: Mapping[str, Mapping[str, Any]]) -> dict[str, MarkRow]:
    """The marks as they were kept, read as those of a review are."""
    return {
        key: MarkRow(
            review_id=0,
            criterion=key,
            value=None if one["mark"] in ("", CANNOT_ASSESS) else Decimal(one["mark"]),
            abstained=one["mark"] == CANNOT_ASSESS,
            justification=one["justification"],
        )
        for key, one in said.items()
    }
