"""The applications of the person who is signed in, the last moved first."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response

from app.db import ties
from app.db.base import key_of
from app.domain.access import stage_shown
from app.domain.deadlines import is_late
from app.domain.people import Part
from app.domain.workflow import Stage
from app.services.desk import desks
from app.services.desk.desks import CaseLine
from app.services.review import answering
from app.services.route_access import SIGNED_IN, allow
from app.web.dependencies import Reading, page
from app.web.views.road.standing import DRAFTS
from app.words.labels import APPLICANT_STAGES, Audience, Said
from app.words.road.road import is_turn

router = APIRouter()

_TEAM = frozenset({Part.OWNER})


@dataclass(frozen=True)
class Mine:
    """A line of the list: where it stands for its team, and the deadline when the team has to act."""

    line: CaseLine
    said: Said
    turn: bool
    due_at: datetime | None


@router.get("/candidatures")
@allow(SIGNED_IN)
def mine(request: Request, work: Reading) -> Response:
    lines = desks.mine(work)
    released = ties.released(work.session, {key_of(line.application) for line in lines})
    rows = [_mine(line, work.now, released=key_of(line.application) in released) for line in lines]
    return page(request, work, "desk/mine.html", rows=rows, invited=answering.waiting(work))


def _mine(line: CaseLine, now: datetime, *, released: bool) -> Mine:
    due_at = line.application.due_at
    stage = stage_shown(_TEAM, line.application.stage, released)
    turn = is_turn(stage, Audience.APPLICANT)
    if turn and stage in DRAFTS and due_at is not None and is_late(now, due_at):
        return Mine(line, APPLICANT_STAGES[Stage.EXPIRED], False, None)
    return Mine(line, APPLICANT_STAGES[stage], turn, due_at if turn else None)
