"""The marks of applications as the engine takes them, and the score of one application."""

from collections.abc import Mapping

from app.db import marks as kept_marks
from app.domain.call_file.scoring import Criterion, ScoringFile
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
from app.domain.scoring.conditions import Facts, GridConditions
from app.services.cases import Case
from app.services.dossier_facts import facts_of
from app.services.work import Work


def grid_of(case: Case) -> ScoringFile:
    """The grid of the call. Raises Hidden when the call has no review."""
    if case.folder.grid is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="scoring")
    return case.folder.grid


def panel_of(work: Work, grid: ScoringFile, references: Mapping[int, str]) -> Panel:
    """The marks of these applications ({number: reference}), from the reviews that count.

    One query, and one more when the grid wants the marks agreed by all.
    """
    rows = [
        ReviewMarks(references[one.application_id], str(one.expert_id), one.marks, one.confidence)
        for one in kept_marks.marked(work.session, set(references))
    ]
    if agreed_criteria(grid):
        rows += [
            ReviewMarks(references[number], CONSENSUS, {key: row.value for key, row in marks.items()})
            for number, marks in kept_marks.agreed(work.session, set(references)).items()
        ]
    return Panel.of(references.values(), rows, [leaf.key for leaf in grid.leaves])


def asks_facts(grid: ScoringFile) -> bool:
    """Do the conditions of the grid look at anything but marks?"""
    return bool(grid.gates or grid.knock_outs or any(one.when or one.computed for one in grid.criteria))


def applying(work: Work, case: Case) -> tuple[Criterion, ...]:
    """The criteria of the grid that reviewers mark and that apply to this application, by what its dossier says."""
    grid = grid_of(case)
    marked = marked_criteria(grid)
    if not any(one.when for one in marked):
        return marked
    asked, known = GridConditions.of(grid, case.folder.names), [_known(work, case)]
    return tuple(one for one in marked if asked.applies(one, known, 1)[0])


def score_alone(work: Work, case: Case) -> Score | None:
    """The score of one application; None while it lacks reviews, or when its call has no grid.

    For the conditions of the grid, the amount is the one asked for. A grid that compares the applications with one
    another gives a score in the ranked list only.
    """
    grid = case.folder.grid
    if grid is None:
        return None
    conditions = GridConditions.of(grid, case.folder.names)
    if conditions.extremes:
        return None
    panel = panel_of(work, grid, {case.id: case.application.reference})
    known = [_known(work, case)] if asks_facts(grid) else []
    return score_of(score_panel(grid, panel, known, conditions), 0)


def _known(work: Work, case: Case) -> Facts:
    one = case.application
    said = facts_of(work, case.folder, {case.id: one}).get(case.id)
    return Entries.of([Entry(one.reference, one.requested, one.filed_at or one.created_at, said)]).facts[0]
