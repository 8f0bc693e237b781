"""The dossier: written by a team, filed in time as one frozen version."""

from app.domain.workflow.facts import (
    budget_sound,
    declarations_made,
    form_filled,
    has_opened,
    in_time,
    pieces_joined,
)
from app.domain.workflow.stages import Action, Message, Stage
from app.domain.workflow.table import FILERS, Road, Transition


def transitions(_road: Road) -> tuple[Transition, ...]:
    return (
        Transition(
            Action.SUBMIT_DOSSIER,
            frozenset({Stage.DOSSIER_DRAFT}),
            Stage.DOSSIER_SUBMITTED,
            FILERS,
            Message.DOSSIER_RECEIVED,
            (has_opened, in_time, form_filled, budget_sound, pieces_joined, declarations_made),
        ),
    )
