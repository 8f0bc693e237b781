"""The selection committee: it advises on each application, in a sitting, with a quorum for each item."""

from app.domain.people import Part
from app.domain.workflow.facts import Facts, opinion_rectified, sitting_held
from app.domain.workflow.stages import Action, Group, Stage
from app.domain.workflow.table import OFFICERS, SECRETARIES, Road, Transition

_OPINIONS = {
    Action.RECOMMEND: Stage.RECOMMENDED,
    Action.RECOMMEND_WITH_CONDITIONS: Stage.RECOMMENDED_WITH_CONDITIONS,
    Action.PLACE_ON_RESERVE: Stage.ON_RESERVE,
    Action.POSTPONE: Stage.POSTPONED,
    Action.NOT_RECOMMEND: Stage.NOT_RECOMMENDED,
}
ADVISED = frozenset(_OPINIONS.values())
"""Where an opinion of the committee leaves an application."""


def _advised(facts: Facts) -> Stage | None:
    return facts.advised


def transitions(road: Road) -> tuple[Transition, ...]:
    """No opinion tells the applicant anything: only the released decision does.

    An opinion that is put right takes the application along: the record says where it stands, nobody chooses.
    """
    seated = frozenset({Stage.SHORTLISTED})
    shortlist = Transition(
        Action.SHORTLIST,
        road.before(Group.COMMITTEE) | {Stage.POSTPONED},
        Stage.SHORTLISTED,
        OFFICERS,
        None,
    )
    return (
        shortlist,
        *(
            Transition(action, seated, stage, SECRETARIES, None, (sitting_held,))
            for action, stage in _OPINIONS.items()
        ),
        Transition(
            Action.FOLLOW_OPINION,
            ADVISED,
            None,
            frozenset({Part.SYSTEM}),
            None,
            (opinion_rectified,),
            follows=_advised,
        ),
    )
