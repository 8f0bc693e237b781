"""The letter of intent: written, filed, then answered by an invitation, a reasoned refusal or a return."""

from app.domain.workflow.facts import form_filled, has_opened, in_time
from app.domain.workflow.stages import Action, Message, Stage
from app.domain.workflow.table import FILERS, OFFICERS, Road, Transition


def transitions(_road: Road) -> tuple[Transition, ...]:
    filed = frozenset({Stage.LETTER_SUBMITTED})
    return (
        Transition(
            Action.SUBMIT_LETTER,
            frozenset({Stage.LETTER_DRAFT}),
            Stage.LETTER_SUBMITTED,
            FILERS,
            Message.LETTER_RECEIVED,
            (has_opened, in_time, form_filled),
        ),
        Transition(Action.INVITE, filed, Stage.DOSSIER_DRAFT, OFFICERS, Message.INVITED),
        Transition(Action.DECLINE, filed, Stage.DECLINED, OFFICERS, Message.LETTER_DECLINED),
        Transition(Action.RETURN_LETTER, filed, Stage.LETTER_DRAFT, OFFICERS, Message.LETTER_RETURNED),
    )
