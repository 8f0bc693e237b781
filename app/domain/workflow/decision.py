"""The decision of the authority: recorded as provisional, moved and notified when it is released."""

from app.domain.workflow.facts import Outcome, decided, draw_held
from app.domain.workflow.stages import Action, Group, Message, Stage
from app.domain.workflow.table import MANAGERS, Road, Transition


def transitions(road: Road) -> tuple[Transition, ...]:
    """The reserve list may still be awarded or rejected later; an award or a rejection is not undone.

    Nothing is released between the two acts of a draw (decision 8).
    """
    examined = road.before(Group.DECISION)
    pending = examined | {Stage.ON_RESERVE}
    return (
        Transition(
            Action.AWARD,
            pending,
            Stage.AWARDED,
            MANAGERS,
            Message.AWARDED,
            (decided(Outcome.AWARD), draw_held),
        ),
        Transition(
            Action.KEEP_ON_RESERVE,
            pending,
            Stage.ON_RESERVE,
            MANAGERS,
            Message.KEPT_ON_RESERVE,
            (decided(Outcome.RESERVE), draw_held),
        ),
        Transition(
            Action.REJECT,
            pending,
            Stage.REJECTED,
            MANAGERS,
            Message.REJECTED,
            (decided(Outcome.REJECT), draw_held),
        ),
    )
