"""Experts taken off an application after they had handed in their review: who, why, by whom.

What they said no longer counts, and stays readable: whoever decides learns that it was there.
"""

from dataclasses import dataclass
from datetime import datetime

from app.db import journal, people
from app.db.base import key_of
from app.db.rectifications import Subject, rectifications
from app.db.review.reviews import Review
from app.services.cases import Case
from app.services.work import Work


@dataclass(frozen=True)
class Removal:
    """``expert``: a name; ``reason``: why ``by`` took them off, ``at`` that instant."""

    expert: str
    reason: str
    by: str
    at: datetime


def handed_in_once(work: Work, review: Review) -> bool:
    """Was this review handed in, and given back since?"""
    return bool(rectifications(work.session, Subject.REVIEW, key_of(review)))


def removals(work: Work, case: Case) -> tuple[Removal, ...]:
    """Those of this application for which a reason was asked, in order."""
    found = [
        one
        for one in journal.those_of(work.session, case.id, "unassign_reviewer")
        if one.data.get("handed_in")
    ]
    named = people.named(work.session, {one.data["expert"] for one in found}) if found else {}
    return tuple(
        Removal(named[one.data["expert"]].name, one.data["reason"], one.actor_name, one.at) for one in found
    )
