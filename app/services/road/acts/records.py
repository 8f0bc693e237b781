"""Every action with what it takes and does; one without a record is told at the first start."""

from typing import Final

from app.domain.whole import whole
from app.domain.workflow import Action
from app.services.road.acts import committee, conventions, decisions, filing, follow_up, screening
from app.services.road.acts.act import Acts

ACTS: Final[Acts] = whole(
    Action,
    {
        **filing.ACTS,
        **screening.ACTS,
        **committee.ACTS,
        **decisions.ACTS,
        **conventions.ACTS,
        **follow_up.ACTS,
    },
)
