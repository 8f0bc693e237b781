"""Who was at a sitting, who votes for whom, and in which sitting an opinion is given."""

from collections.abc import Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from app.db import journal, people
from app.db.base import key_of
from app.db.calls import calls
from app.db.committee import committee
from app.db.committee.committee import Attendance, Sitting
from app.domain.errors import Conflict, Fault, Hidden, Invalid, NotReady, Reason, ReasonCode
from app.domain.workflow import Stage
from app.services.calls.calls import OpenedCall
from app.services.cases import Case
from app.services.committee import presiders
from app.services.ranking.ranked_list import SECRETARIES, open_committee
from app.services.work import Work


def take(
    work: Work,
    slug: str,
    sitting_id: int,
    present: Collection[int],
    proxies: Mapping[int, int],
    presides: int | None = None,
) -> Sitting:
    """Record who is at a sitting that was planned ahead, on its day; the committee may then advise.

    ``presides``: see ``presiders.chosen``. Raises Forbidden, Hidden, Invalid (see ``faults``; nobody present), Conflict
    SITTING_CLOSED or ALREADY_DONE, NotReady SITTING_TO_COME.
    """
    opened = open_committee(work, slug, SECRETARIES)
    sitting = committee.locked_sitting(work.session, sitting_id)
    if sitting is None or sitting.call_id != opened.id:
        raise Hidden(ReasonCode.NOT_FOUND, what="sitting")
    if sitting.closed_at is not None:
        raise Conflict(ReasonCode.SITTING_CLOSED, at=sitting.closed_at, zone=opened.folder.call.timezone)
    if committee.attended(work.session, {sitting_id}):
        raise Conflict(ReasonCode.ALREADY_DONE)
    if (early := to_come(work, opened, sitting.held_at)) is not None:
        raise NotReady(early.code, **early.values)
    found = faults(work, opened, present, proxies)
    if not present:
        found.append(Fault("present", Reason.of(ReasonCode.NOBODY_PRESENT)))
    if found := found or led(work, opened, sitting, present, presides):
        raise Invalid(*found)
    keep(work, opened, sitting, present, proxies)
    data = {"sitting": sitting.id, "present": sorted(present), "presided_by": sitting.presided_by}
    journal.write(work.session, work.actor, "take_attendance", work.now, call_id=opened.id, data=data)
    return sitting


def faults(
    work: Work,
    opened: OpenedCall,
    present: Collection[int],
    proxies: Mapping[int, int],
    sat: Collection[int] | None = None,
) -> list[Fault]:
    """What is wrong in an attendance: it names members only, and a proxy is given by a member who is not there to one
    who is, who carries no other.

    ``sat``: the members at the time, of an attendance that was taken.
    """
    members = set(sat or (row.person_id for row in committee.seats(work.session, opened.id)))
    found = [
        Fault("present", Reason.of(ReasonCode.NOT_A_CHOICE, read=one))
        for one in present
        if one not in members
    ][:1]
    named = people.named(work.session, members & {*proxies, *proxies.values()})
    holders = list(proxies.values())
    for giver, holder in proxies.items():
        code = None
        if giver not in members or holder not in members:
            code = ReasonCode.NOT_A_CHOICE
        elif giver in present:
            code = ReasonCode.PROXY_OF_PRESENT
        elif holder not in present:
            code = ReasonCode.PROXY_TO_ABSENT
        elif holders.count(holder) > 1:
            code = ReasonCode.PROXY_TWICE
        if code is not None:
            told = {
                who: named[one].name for who, one in (("giver", giver), ("holder", holder)) if one in named
            }
            found.append(Fault(f"proxy-{giver}", Reason.of(code, read=holder, **told)))
    return found


def led(
    work: Work, opened: OpenedCall, sitting: Sitting, present: Collection[int], presides: int | None
) -> list[Fault]:
    """Write who presides a sitting; what is wrong in it, when nobody does."""
    found = presiders.chosen(work, opened.id, present, presides)
    if isinstance(found, Fault):
        return [found]
    sitting.presided_by = found
    work.session.add(sitting)
    return []


def keep(
    work: Work, opened: OpenedCall, sitting: Sitting, present: Collection[int], proxies: Mapping[int, int]
) -> None:
    """Write a line for each member of the committee."""
    for seat in committee.seats(work.session, opened.id):
        row = Attendance(
            sitting_id=key_of(sitting),
            person_id=seat.person_id,
            college=seat.college,
            present=seat.person_id in present,
            proxy_to=proxies.get(seat.person_id),
        )
        work.session.add(row)
    work.session.flush()


def to_come(work: Work, opened: OpenedCall, held_at: datetime) -> Reason | None:
    """Why nobody can be at a sitting yet: its day, in the call's zone, has not come."""
    zone = opened.folder.call.zone
    if held_at.astimezone(zone).date() <= work.now.astimezone(zone).date():
        return None
    return Reason.of(ReasonCode.SITTING_TO_COME, at=held_at, zone=opened.folder.call.timezone)


def was_listed(held_at: datetime, listed_at: datetime, zone: ZoneInfo) -> bool:
    """Was an application put before the committee on the day of a sitting, in the call's zone, or before it?

    What is put there later was not examined that day: it is an item of another sitting.
    """
    return listed_at.astimezone(zone).date() <= held_at.astimezone(zone).date()


def sitting_for(work: Work, case: Case, named: int | None = None) -> Sitting | Reason:
    """The sitting in which an opinion on this application is given, or why there is none.

    That which is named, the one on the screen; without a name, the only one that is held on its wave. Among several
    nobody guesses.
    """
    rows = committee.sittings_of_wave(work.session, case.application.wave_id)
    attended = committee.attended(work.session, {key_of(row) for row in rows if row.closed_at is None})
    why_not = {key_of(row): _why_not(work, case, row, key_of(row) in attended) for row in rows}
    if named is not None:
        chosen = next((row for row in rows if row.id == named), None)
        return _elsewhere(work, case, named) if chosen is None else why_not[named] or chosen
    ready = [row for row in rows if why_not[key_of(row)] is None]
    if len(ready) > 1:
        return Reason.of(ReasonCode.SITTING_TO_NAME, count=len(ready))
    return ready[0] if ready else next(iter(why_not.values()), None) or Reason.of(ReasonCode.SITTING_MISSING)


def _elsewhere(work: Work, case: Case, named: int) -> Reason:
    """Why a sitting that is none of this wave is not the one: it is that of another wave of the call, or is not."""
    found = committee.sitting(work.session, named)
    waves = {key_of(one) for one in calls.waves(work.session, case.application.call_id)}
    known = found is not None and found.wave_id in waves
    return Reason.of(ReasonCode.SITTING_OF_ANOTHER_WAVE if known else ReasonCode.SITTING_MISSING)


def _why_not(work: Work, case: Case, row: Sitting, attended: bool) -> Reason | None:
    zone = case.folder.call.zone
    if row.closed_at is not None:
        return Reason.of(ReasonCode.SITTING_CLOSED, at=row.closed_at)
    if row.held_at.astimezone(zone).date() > work.now.astimezone(zone).date():
        return Reason.of(ReasonCode.SITTING_TO_COME, at=row.held_at, zone=str(zone))
    if case.application.stage is Stage.SHORTLISTED and not was_listed(
        row.held_at, case.application.moved_at, zone
    ):
        return Reason.of(ReasonCode.SITTING_BEFORE, at=row.held_at, zone=str(zone))
    return None if attended else Reason.of(ReasonCode.SITTING_NOT_ATTENDED, at=row.held_at, zone=str(zone))
