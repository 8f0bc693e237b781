"""Leaving the road before a decision: by the applicant's own will, or because a deadline went by."""

from app.domain.people import Part
from app.domain.workflow.facts import deadline_over
from app.domain.workflow.stages import Action, Group, Message, Stage
from app.domain.workflow.table import FILERS, Road, Transition

_LEAVING: dict[Group, frozenset[Stage]] = {
    Group.LETTER: frozenset({Stage.LETTER_DRAFT, Stage.LETTER_SUBMITTED}),
    Group.DOSSIER: frozenset({Stage.DOSSIER_DRAFT, Stage.DOSSIER_SUBMITTED}),
    Group.ADMISSIBILITY: frozenset({Stage.COMPLETION_REQUESTED, Stage.ADMISSIBLE}),
    Group.REVIEW: frozenset({Stage.IN_REVIEW, Stage.REVIEWED}),
    Group.COMMITTEE: frozenset(
        {
            Stage.SHORTLISTED,
            Stage.RECOMMENDED,
            Stage.RECOMMENDED_WITH_CONDITIONS,
            Stage.POSTPONED,
            Stage.NOT_RECOMMENDED,
        }
    ),
    Group.DECISION: frozenset({Stage.ON_RESERVE}),
    Group.CODESIGN: frozenset({Stage.AT_THE_TABLE}),
}
_LAPSING: dict[Group, frozenset[Stage]] = {
    Group.LETTER: frozenset({Stage.LETTER_DRAFT, Stage.LETTER_SUBMITTED}),
    Group.DOSSIER: frozenset({Stage.DOSSIER_DRAFT, Stage.DOSSIER_SUBMITTED}),
    Group.ADMISSIBILITY: frozenset({Stage.COMPLETION_REQUESTED}),
}


def _present(road: Road, by_group: dict[Group, frozenset[Stage]]) -> frozenset[Stage]:
    return frozenset(stage for group in road.groups for stage in by_group.get(group, ()))


def transitions(road: Road) -> tuple[Transition, ...]:
    """Withdrawal stays open until the decision; a draft or a filing lapses only after its deadline."""
    return (
        Transition(Action.WITHDRAW, _present(road, _LEAVING), Stage.WITHDRAWN, FILERS, Message.WITHDRAWN),
        Transition(
            Action.EXPIRE,
            _present(road, _LAPSING),
            Stage.EXPIRED,
            frozenset({Part.SYSTEM, Part.MANAGER}),
            Message.EXPIRED,
            (deadline_over,),
        ),
    )
