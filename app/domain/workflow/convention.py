"""The convention: drafted from the decision, sent, signed by both, or renounced by the beneficiary."""

from app.domain.workflow.facts import convention_printable
from app.domain.workflow.stages import Action, Group, Message, Stage
from app.domain.workflow.table import FILERS, OFFICERS, Road, Transition


def transitions(road: Road) -> tuple[Transition, ...]:
    won = road.before(Group.CONVENTION)
    draft = frozenset({Stage.CONVENTION_DRAFT})
    sent = frozenset({Stage.CONVENTION_SENT})
    return (
        Transition(
            Action.DRAFT_CONVENTION,
            won,
            Stage.CONVENTION_DRAFT,
            OFFICERS,
            None,
            (convention_printable,),
        ),
        Transition(
            Action.SEND_CONVENTION,
            draft,
            Stage.CONVENTION_SENT,
            OFFICERS,
            Message.CONVENTION_TO_SIGN,
            (convention_printable,),
        ),
        Transition(
            Action.RECALL_CONVENTION,
            sent,
            Stage.CONVENTION_DRAFT,
            OFFICERS,
            Message.CONVENTION_RECALLED,
        ),
        Transition(
            Action.RECORD_SIGNATURE,
            sent,
            Stage.CONVENTION_SIGNED,
            OFFICERS,
            Message.CONVENTION_SIGNED,
        ),
        Transition(
            Action.RENOUNCE, won | draft | sent, Stage.RENOUNCED, FILERS | OFFICERS, Message.RENOUNCED
        ),
    )
