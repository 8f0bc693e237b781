"""The three rendezvous: start, steering committee at mid-financing, final assessment; then closing."""

from app.domain.workflow.facts import indicators_reported, payments_settled
from app.domain.workflow.stages import Action, Group, Message, Stage
from app.domain.workflow.table import MANAGERS, OFFICERS, Road, Transition


def transitions(road: Road) -> tuple[Transition, ...]:
    signed = road.before(Group.FOLLOW_UP)
    started = frozenset({Stage.STARTED})
    midterm = frozenset({Stage.MIDTERM_HELD})
    final = frozenset({Stage.FINAL_HELD})
    return (
        Transition(Action.HOLD_KICKOFF, signed, Stage.STARTED, OFFICERS, Message.KICKOFF_HELD),
        Transition(
            Action.HOLD_MIDTERM,
            started,
            Stage.MIDTERM_HELD,
            OFFICERS,
            Message.MIDTERM_HELD,
            (indicators_reported,),
        ),
        Transition(
            Action.HOLD_FINAL,
            midterm,
            Stage.FINAL_HELD,
            OFFICERS,
            Message.FINAL_HELD,
            (indicators_reported,),
        ),
        Transition(Action.CLOSE, final, Stage.CLOSED, OFFICERS, Message.CLOSED, (payments_settled,)),
        Transition(
            Action.TERMINATE,
            signed | started | midterm | final,
            Stage.TERMINATED,
            MANAGERS,
            Message.TERMINATED,
        ),
    )
