"""Expert review: opened when the experts are named, closed when what the call wants has come in."""

from app.domain.workflow.facts import consensus_found, reviewers_assigned, reviews_in
from app.domain.workflow.stages import Action, Group, Stage
from app.domain.workflow.table import OFFICERS, Road, Transition


def transitions(road: Road) -> tuple[Transition, ...]:
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
    )
