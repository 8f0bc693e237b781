"""The marks of applications as the engine takes them, and the score of one application."""

from collections.abc import Mapping

from app.db import marks as kept_marks
from app.db.applications import Application
from app.db.filings import first_filed_at
from app.domain.call_file.folder import CallFolder
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
from app.services.dossier_facts import DOSSIER, facts_of
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
    one = {case.id: case.application}
    return entries_of(work, case.folder, one, {case.id: case.application.requested}).facts[0]


def entries_of(
    work: Work,
    folder: CallFolder,
    found: Mapping[int, Application],
    amounts: Mapping[int, int],
    *,
    with_facts: bool = True,
) -> Entries:
    """These applications ({number: application}) to rank, each with its amount ({number: cents}).

    Who filed first is who filed the dossier first: a letter only asks to be invited. The instant is told at the clock
    of the call, whose day is what a condition compares.
    """
    filed_at = first_filed_at(work.session, set(found), DOSSIER)
    said = facts_of(work, folder, found) if with_facts else {}
    return Entries.of(
        [
            Entry(
                one.reference,
                amounts[identity],
                (filed_at.get(identity) or one.created_at).astimezone(folder.call.zone),
                said.get(identity),
            )
            for identity, one in found.items()
        ]
    )
