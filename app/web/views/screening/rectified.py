"""What was put right in the checklist, in words."""

from collections.abc import Collection, Mapping
from typing import Any

from app.db.base import key_of
from app.db.rectifications import Subject, rectifications_of
from app.db.screening.screening import Check
from app.services.work import Work
from app.web.views.rectified import Rectified, in_words
from app.words.labels import VERDICTS

LABELS: Mapping[str, str] = {"verdict": "Jugement", "note": "Note"}


def rectified_lines(work: Work, checks: Collection[Check]) -> dict[str, tuple[Rectified, ...]]:
    """By rule, the lines that were put right, the last rectification first: two queries, whatever their number."""
    rules = {key_of(one): one.rule for one in checks}
    found = rectifications_of(work.session, Subject.CHECK, rules.keys())
    told: dict[str, tuple[Rectified, ...]] = {}
    for one, words in zip(reversed(found), in_words(work, found, LABELS, _words), strict=True):
        told[rules[one.subject_id]] = (*told.get(rules[one.subject_id], ()), words)
    return told


def _words(field: str, value: Any) -> str:
    return VERDICTS[value].word if field == "verdict" else str(value)
