"""The rows of the officers' list, and the views that divide it: to do, waiting, all."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from fastapi import Request

from app.domain.deadlines import is_late
from app.domain.people import Role
from app.domain.workflow import Group, Stage
from app.services.call_folders import folder_of
from app.services.desks import DeskPage, Line, View
from app.services.work import Work
from app.words import labels
from app.words.labels import Audience, Said
from app.words.meetings import UNNAMED
from app.words.road import SaidRoad, drawn

ANYWHERE = frozenset({Stage.WITHDRAWN, Stage.EXPIRED, Stage.TERMINATED})
"""The ends that a road may meet at any step: the list says them in a word instead of drawing them."""

VIEWS: Mapping[str, View] = {"traiter": View.TO_DO, "attente": View.WAITING, "tous": View.ALL}
CHARGE = (Role.OFFICER, Role.MANAGER)


@dataclass(frozen=True)
class DeskRow:
    """One application in the officers' list."""

    line: Line
    said: Said
    road: SaidRoad | None
    officer: str
    late: bool
    takes: bool
    turn: bool


def desk_rows(work: Work, found: DeskPage) -> tuple[DeskRow, ...]:
    """The lines of the page, each with its road in one line."""
    return tuple(_row(work, line, found) for line in found.lines)


def _row(work: Work, line: Line, found: DeskPage) -> DeskRow:
    one, folder = line.application, folder_of(line.call)
    meetings = folder.follow_up.meetings if folder.follow_up is not None else UNNAMED
    officer = found.officers.get(one.officer_id or 0)
    return DeskRow(
        line=line,
        said=labels.OFFICER_STAGES[one.stage],
        road=None if one.stage in ANYWHERE else _way(folder.groups, one.stage, tuple(meetings.items())),
        officer=officer.name if officer else "",
        late=one.due_at is not None and is_late(work.now, one.due_at),
        takes=one.officer_id is None and any(work.actor.has(role, one.call_id) for role in CHARGE),
        turn=one.stage in found.to_do[one.call_id] or one.id in found.handed_in,
    )


@lru_cache(maxsize=512)
def _way(groups: tuple[Group, ...], stage: Stage, meetings: tuple[tuple[str, str], ...]) -> SaidRoad:
    """The road without its dates, which is the same for all who stand there."""
    return drawn(groups, stage, (), Audience.OFFICER, meetings=dict(meetings))


def page_number(request: Request) -> int:
    """The page that the address asks for; the first when it cannot be read."""
    typed = request.query_params.get("page", "1")
    return max(1, int(typed)) if typed.isdecimal() and len(typed) < 6 else 1
