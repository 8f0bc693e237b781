"""What the experts of one application said, criterion by criterion, side by side: marks, words, gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.db.base import key_of
from app.db.people import Person
from app.db.review.marks import ConsensusMark, MarkRow
from app.db.review.reviews import Review, ReviewState
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.web.views.review.marking import ABSTAIN, beside_of
from app.words import formats, labels
from app.words.calls import grids
from app.words.labels import Said


@dataclass(frozen=True)
class Compared:
    """One criterion: (expert, mark in words, why) for each, the gap between their marks, what was agreed."""

    label: str
    worth: str
    said: tuple[tuple[str, str, str], ...]
    gap: str
    agreed: str
    why_agreed: str


@dataclass(frozen=True)
class Voice:
    """One expert: how far the review is, what is said of the whole, how sure, and why it was given back."""

    name: str
    said: Said
    college: str
    submitted_at: datetime | None
    comment: str
    sure: str
    reason: str
    barred: bool

    @property
    def counts(self) -> bool:
        """Is the review handed in, by an expert who has no interest in the application?"""
        return self.submitted_at is not None and not self.barred


def voices(
    grid: ScoringFile, rows: Sequence[Review], named: Mapping[int, Person], barred: frozenset[int]
) -> tuple[Voice, ...]:
    """The experts, in the order in which they were named. Words of a review that is not handed in are not here."""
    colleges = {one.key: one.label for one in grid.colleges}
    most = grid.confidence.max if grid.confidence is not None else None
    return tuple(
        Voice(
            named[row.expert_id].name,
            labels.REVIEW_STATES[row.state.value],
            colleges.get(row.college, ""),
            row.submitted_at if row.state is ReviewState.SUBMITTED else None,
            row.comment if row.state is ReviewState.SUBMITTED else "",
            f"{row.confidence} sur {most}" if row.confidence is not None and most is not None else "",
            row.reason,
            row.expert_id in barred,
        )
        for row in rows
    )


def compared(
    grid: ScoringFile,
    criteria: Sequence[Criterion],
    rows: Sequence[Review],
    said: Mapping[int, Sequence[MarkRow]],
    named: Mapping[int, Person],
    agreed: Mapping[str, ConsensusMark],
) -> tuple[Compared, ...]:
    """The criteria that apply, in the order of the grid; ``rows``: the reviews that count."""
    by_key: dict[str, list[tuple[str, MarkRow]]] = {}
    for row in rows:
        for mark in said.get(key_of(row), ()):
            by_key.setdefault(mark.criterion, []).append((named[row.expert_id].name, mark))
    found = []
    for one in criteria:
        kept = agreed.get(one.key)
        found.append(
            Compared(
                one.label,
                grids.weight_words(grid, one),
                beside_of(one, by_key),
                _gap(one, by_key),
                ""
                if kept is None
                else ABSTAIN
                if kept.value is None
                else grids.mark_words(one.scale, kept.value),
                kept.justification if kept is not None else "",
            )
        )
    return tuple(found)


def _gap(one: Criterion, by_key: Mapping[str, Sequence[tuple[str, MarkRow]]]) -> str:
    """« 3 points d’écart », for a criterion marked as a whole on a numeric scale by two experts at least."""
    if one.parts or one.scale is None or not one.scale.is_numeric:
        return ""
    values: list[Decimal] = [mark.value for _, mark in by_key.get(one.key, ()) if mark.value is not None]
    wide = max(values) - min(values) if len(values) > 1 else Decimal(0)
    if not wide:
        return ""
    return f"{formats.number(wide)} point{'s' if wide >= 2 else ''} d’écart"
