"""The common table: all those who qualify sit together and build the service (no ranking)."""

from app.domain.workflow.stages import Action, Group, Message, Stage
from app.domain.workflow.table import OFFICERS, Road, Transition


def transitions(road: Road) -> tuple[Transition, ...]:
    return (
        Transition(
            Action.JOIN_TABLE,
            road.before(Group.CODESIGN),
            Stage.AT_THE_TABLE,
            OFFICERS,
            Message.AT_THE_TABLE,
        ),
        Transition(Action.AGREE, frozenset({Stage.AT_THE_TABLE}), Stage.AGREED, OFFICERS, Message.AGREED),
    )
