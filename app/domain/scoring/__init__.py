"""Marks in, totals out: exact, for all the applications of a call at once, each step told.

`score_panel` is the whole computation; `Panel` the marks; `score_of` what a page shows of one application.
"""

from app.domain.scoring.mark_columns import MarkColumns, ReviewMarks
from app.domain.scoring.panel import CONSENSUS, Panel
from app.domain.scoring.reading import (
    CANNOT_ASSESS,
    agreed_criteria,
    mark_fault,
    marked_criteria,
    read_mark,
    review_faults,
)
from app.domain.scoring.score import CriterionResult, Score, score, score_of
from app.domain.scoring.scored import Scored, score_panel

__all__ = [
    "CANNOT_ASSESS",
    "CONSENSUS",
    "CriterionResult",
    "MarkColumns",
    "Panel",
    "ReviewMarks",
    "Score",
    "Scored",
    "agreed_criteria",
    "mark_fault",
    "marked_criteria",
    "read_mark",
    "review_faults",
    "score",
    "score_of",
    "score_panel",
]
