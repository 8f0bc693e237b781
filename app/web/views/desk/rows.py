"""The rows of the officers' list, and the views that divide it: to do, waiting, all."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from app.db.calls.calls import Call
from app.db.desk.desk import DeskLine
from app.domain.deadlines import is_late
from app.domain.people import Role
from app.domain.workflow import Group, Stage
from app.services.call_folders import folder_of
from app.services.desk.desks import DeskPage, View
from app.services.work import Work
from app.words import labels
from app.words.labels import Audience, Said
from app.words.meetings import UNNAMED
from app.words.road.road import SaidRoad, drawn

ANYWHERE = frozenset({Stage.WITHDRAWN, Stage.EXPIRED, Stage.TERMINATED})
"""The ends that a road may meet at any step: the list says them in a word instead of drawing them."""

VIEWS: Mapping[str, View] = {"traiter": View.TO_DO, "attente": View.WAITING, "tous": View.ALL}
CHARGE = (Role.OFFICER, Role.MANAGER)


class DeskRow(NamedTuple):
    """One application in the officers' list. Cents."""

    reference: str
    title: str
    note: str
    said: Said
    road: SaidRoad | None
    turn: bool
    requested: int
    due_at: datetime | None
    late: bool
    officer: str
    takes: bool
    zone: ZoneInfo


class _Way(NamedTuple):
    """What the lines of a call share: the road, and whether this reader may take charge there."""

    groups: tuple[Group, ...]
    meetings: tuple[tuple[str, str], ...]
    charge: bool
    zone: ZoneInfo


def desk_rows(work: Work, found: DeskPage) -> tuple[DeskRow, ...]:
    """The lines of the page, each with its road in one line."""
    ways = {number: _way_of(work, found.calls[number]) for number in {line.call_id for line in found.lines}}
    return tuple(_row(work, line, found, ways[line.call_id]) for line in found.lines)


def _way_of(work: Work, call: Call) -> _Way:
    folder = folder_of(call)
    meetings = folder.follow_up.meetings if folder.follow_up is not None else UNNAMED
    charge = any(work.actor.has(role, call.id) for role in CHARGE)
    return _Way(folder.groups, tuple(meetings.items()), charge, folder.call.zone)


def _row(work: Work, one: DeskLine, found: DeskPage, way: _Way) -> DeskRow:
    officer = found.officers.get(one.officer_id or 0)
    return DeskRow(
        reference=one.reference,
        title=one.title or one.organisation.name,
        note=f"{one.organisation.name} · {one.city}" if one.city else one.organisation.name,
        said=labels.OFFICER_STAGES[one.stage],
        road=None if one.stage in ANYWHERE else _road(way.groups, one.stage, way.meetings),
        turn=one.handed_in or one.stage in found.to_do[one.call_id],
        requested=one.requested,
        due_at=one.due_at,
        late=one.due_at is not None and is_late(work.now, one.due_at),
        officer=officer.name if officer else "",
        takes=way.charge and one.officer_id is None,
        zone=way.zone,
    )


@lru_cache(maxsize=512)
def _road(groups: tuple[Group, ...], stage: Stage, meetings: tuple[tuple[str, str], ...]) -> SaidRoad:
    """The road without its dates, which is the same for all who stand there."""
    return drawn(groups, stage, (), Audience.OFFICER, meetings=dict(meetings))


def page_number(request: Request) -> int:
    """The page that the address asks for; the first when it cannot be read."""
    typed = request.query_params.get("page", "1")
    return max(1, int(typed)) if typed.isdecimal() and len(typed) < 6 else 1


def beyond_the_end(request: Request, number: int, found: Collection[object]) -> Response | None:
    """The way back to the first page of a list, when the page that is asked for comes after its end."""
    if number == 1 or found:
        return None
    return RedirectResponse(str(request.url.remove_query_params("page")), status_code=303)
