"""The marks of applications as the engine takes them, and the score of one application."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from app.db.apply.filings import first_filed_at
from app.db.ranking.listed import Listed
from app.db.review import marks as kept_marks
from app.db.review.marks import Marked
from app.domain.call_file.folder import CallFolder
from app.domain.call_file.grid.scoring import Criterion, ScoringFile
from app.domain.errors import Hidden, ReasonCode
from app.domain.ranking import Entries, Entry
from app.domain.scoring import (
    CONSENSUS,
    Panel,
    ReviewMarks,
    Score,
    agreed_criteria,
    marked_criteria,
    score_of,
    score_panel,
)
from app.domain.scoring.conditions import Attributes, GridConditions
from app.services.apply.dossier_attributes import DOSSIER, attributes_of
from app.services.cases import Case
from app.services.remembered import Remembered
from app.services.work import Work

_SCORES = Remembered[Score | None](2048)
"""Of grids that look at nothing but marks: the same marks under the same grid, the same score."""


def grid_of(case: Case) -> ScoringFile:
    """The grid of the call. Raises Hidden when the call has no review."""
    if case.folder.grid is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="scoring")
    return case.folder.grid


def panel_of(work: Work, grid: ScoringFile, references: Mapping[int, str], marked: Iterable[Marked]) -> Panel:
    """The marks of these applications ({number: reference}) among those of the reviews that count.

    One query more when the grid wants the marks agreed by all.
    """
    rows = [
        ReviewMarks(
            references[one.application_id],
            str(one.expert_id),
            one.marks,
            one.confidence,
            one.college or None,
        )
        for one in marked
        if one.application_id in references
    ]
    if agreed_criteria(grid):
        rows += [
            ReviewMarks(references[number], CONSENSUS, {key: row.value for key, row in marks.items()})
            for number, marks in kept_marks.agreed(work.session, set(references)).items()
        ]
    return Panel.of(references.values(), rows, [leaf.key for leaf in grid.leaves])


def asks_attributes(grid: ScoringFile) -> bool:
    """Do the conditions of the grid look at anything but marks?"""
    return bool(
        grid.gates
        or grid.knock_outs
        or grid.ranking_score
        or any(one.when or one.computed for one in grid.criteria)
    )


def applying(work: Work, case: Case) -> tuple[Criterion, ...]:
    """The criteria of the grid that reviewers mark and that apply to this application, by what its dossier says."""
    grid = grid_of(case)
    marked = marked_criteria(grid)
    if not any(one.when for one in marked):
        return marked
    asked, known = GridConditions.of(grid, case.folder.names), [_known(work, case)]
    return tuple(one for one in marked if asked.applies(one, known, 1)[0])


def score_alone(work: Work, case: Case, asked: GridConditions | None = None) -> Score | None:
    """The score of one application; None while it lacks reviews, or when its call has no grid.

    For the conditions of the grid, the amount is the one asked for, as far as the rule of the aid allows. A grid that
    compares the applications with one another gives a score in the ranked list only. ``asked``: its conditions, when
    they were read already.
    """
    grid = case.folder.grid
    if grid is None:
        return None
    conditions = asked or GridConditions.of(grid, case.folder.names)
    if conditions.extremes:
        return None
    marked = kept_marks.marked(work.session, case.id)

    def scored() -> Score | None:
        panel = panel_of(work, grid, {case.id: case.application.reference}, marked)
        known = [_known(work, case)] if asks_attributes(grid) else []
        return score_of(score_panel(grid, panel, known, conditions), 0)

    if agreed_criteria(grid) or asks_attributes(grid):
        return scored()
    told = tuple((one.expert_id, one.confidence, one.college, tuple(one.marks.items())) for one in marked)
    return _SCORES.get((case.call.checksum, told), scored)


def _known(work: Work, case: Case) -> Attributes:
    one = case.application
    filed_at = first_filed_at(work.session, case.id, DOSSIER) or one.created_at
    said = attributes_of(work, case.folder, {case.id}).get(case.id)
    most = one.requested if one.aid is None else min(one.requested, one.aid)
    return Entries.of([_entry(case.folder, one.reference, most, filed_at, said)]).attributes[0]


def entries_of(
    work: Work, folder: CallFolder, found: Mapping[int, Listed], *, with_facts: bool = True
) -> Entries:
    """These applications ({number: application}) to rank, each with what it would receive."""
    said = attributes_of(work, folder, set(found)) if with_facts else {}
    return Entries.of(
        [
            _entry(folder, one.reference, one.proposed, one.filed_at, said.get(identity))
            for identity, one in found.items()
        ]
    )


def _entry(
    folder: CallFolder, reference: str, amount: int, filed_at: datetime, said: Attributes | None
) -> Entry:
    """Who filed first is who filed the dossier first: a letter only asks to be invited. The instant is told at the
    clock of the call, whose day is what a condition compares.
    """
    return Entry(reference, amount, filed_at.astimezone(folder.call.zone), said)
