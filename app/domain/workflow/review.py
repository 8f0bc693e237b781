"""Expert review: opened when the experts are named, closed when all that the call wants is in, reopened at need."""

from app.domain.workflow.facts import (
    consensus_found,
    never_drawn,
    reviewers_assigned,
    reviews_in,
    undecided,
)
from app.domain.workflow.stages import Action, Group, Stage
from app.domain.workflow.table import OFFICERS, Road, Transition

CLOSED = frozenset({Stage.REVIEWED, Stage.SHORTLISTED, Stage.POSTPONED})
"""Where the reviews are closed and the committee has said nothing that they could contradict."""


def transitions(road: Road) -> tuple[Transition, ...]:
    """Reopened until the committee advises, to have one more expert read, or a review written again."""
    return (
        Transition(
            Action.OPEN_REVIEW,
            road.before(Group.REVIEW),
            Stage.IN_REVIEW,
            OFFICERS,
            None,
            (reviewers_assigned,),
        ),
        Transition(
            Action.CLOSE_REVIEW,
            frozenset({Stage.IN_REVIEW}),
            Stage.REVIEWED,
            OFFICERS,
            None,
            (reviews_in, consensus_found),
        ),
        Transition(
            Action.REOPEN_REVIEW,
            CLOSED if road.has(Group.COMMITTEE) else frozenset({Stage.REVIEWED}),
            Stage.IN_REVIEW,
            OFFICERS,
            None,
            (undecided, never_drawn),
        ),
    )
