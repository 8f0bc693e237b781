"""Admissibility: is the file complete, and may it be examined at all (CRPA L114-5 for what is missing)?"""

from app.domain.workflow.facts import (
    budget_sound,
    checklist_done,
    checklist_failing,
    deadline_over,
    declarations_made,
    form_filled,
    in_time,
    pieces_joined,
    something_answered,
)
from app.domain.workflow.stages import Action, Group, Message, Stage
from app.domain.workflow.table import FILERS, OFFICERS, Road, Transition


def transitions(road: Road) -> tuple[Transition, ...]:
    """What was asked of the applicant may be answered until its deadline: nothing is refused before.

    A request that was sent may be extended, corrected or withdrawn; withdrawn, the application is where it was.
    """
    filed = road.before(Group.ADMISSIBILITY)
    waiting = frozenset({Stage.COMPLETION_REQUESTED})
    return (
        Transition(
            Action.REQUEST_COMPLETION,
            filed,
            Stage.COMPLETION_REQUESTED,
            OFFICERS,
            Message.COMPLETION_REQUESTED,
        ),
        Transition(Action.EXTEND_COMPLETION, waiting, None, OFFICERS, Message.COMPLETION_EXTENDED),
        Transition(Action.CORRECT_COMPLETION, waiting, None, OFFICERS, Message.COMPLETION_CORRECTED),
        Transition(
            Action.WITHDRAW_COMPLETION,
            waiting,
            Stage.DOSSIER_SUBMITTED,
            OFFICERS,
            Message.COMPLETION_WITHDRAWN,
        ),
        Transition(
            Action.COMPLETE,
            waiting,
            Stage.DOSSIER_SUBMITTED,
            FILERS,
            Message.COMPLETION_RECEIVED,
            (in_time, something_answered, form_filled, budget_sound, pieces_joined, declarations_made),
        ),
        Transition(
            Action.DECLARE_ADMISSIBLE,
            filed,
            Stage.ADMISSIBLE,
            OFFICERS,
            Message.ADMISSIBLE,
            (checklist_done,),
        ),
        Transition(
            Action.DECLARE_INADMISSIBLE,
            filed,
            Stage.INADMISSIBLE,
            OFFICERS,
            Message.INADMISSIBLE,
            (checklist_failing,),
        ),
        Transition(
            Action.DECLARE_INADMISSIBLE,
            waiting,
            Stage.INADMISSIBLE,
            OFFICERS,
            Message.INADMISSIBLE,
            (deadline_over,),
        ),
    )
