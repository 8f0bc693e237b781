"""A slip in a sitting put right: its day, its hour, its place, who was there, who voted for whom."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Attendance, Sitting
from app.db.rectifications import Rectification, Subject
from app.domain.deadlines import is_of_our_time, to_utc
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode
from app.services.calls.calls import OpenedCall
from app.services.committee import attendances, denied_items, presiders, replaced_minutes
from app.services.lengths import whole
from app.services.ranking.ranked_list import SECRETARIES, open_committee
from app.services.rectifying import rectify as keep
from app.services.work import Work


def rectify(
    work: Work,
    slug: str,
    sitting_id: int,
    *,
    held_at: datetime,
    place: str,
    present: Collection[int],
    proxies: Mapping[int, int],
    reason: str,
    version: int,
    presides: int | None = None,
) -> Rectification:
    """Put a sitting right, closed or not: what was recorded first stays readable, with why it changed.

    ``presides``: see ``presiders.chosen``. ``version``: how many rectifications were read. The minutes of a closed one
    are replaced by a numbered version.
    Raises Forbidden, Hidden, Invalid (see ``attendances.faults`` and ``denied_items.denied``), Stale when somebody
    rectified it since, Conflict ATTENDANCE_RELEASED for another attendance once a decision is released on an item.
    """
    opened = open_committee(work, slug, SECRETARIES)
    sitting = committee.locked_sitting(work.session, sitting_id)
    if sitting is None or sitting.call_id != opened.id:
        raise Hidden(ReasonCode.NOT_FOUND, what="sitting")
    rows = committee.attendance(work.session, sitting_id)
    zone = opened.folder.call.zone
    where, faults = _faults(work, opened, rows, held_at, place, present, proxies)
    was = _said(sitting, rows)
    usual = presiders.presider_of(work, opened.id, sitting, rows)
    same = (was["present"], was["proxies"]) == _attendance(present, proxies)
    if rows and not (same and presides in (None, usual)):
        if (at := denied_items.released_at(work, sitting)) is not None:
            raise Conflict(ReasonCode.ATTENDANCE_RELEASED, at=at, zone=opened.folder.call.timezone)
        if not faults:
            faults.extend(attendances.led(work, opened, sitting, present, presides))
        wrong = denied_items.denied(work, opened, sitting, rows, present, proxies)
        faults.extend((wrong,) if wrong is not None and not faults else ())
    if faults:
        raise Invalid(*faults)
    sitting.held_at, sitting.place = to_utc(held_at, zone), where
    for row in rows:
        row.present, row.proxy_to = row.person_id in present, proxies.get(row.person_id)
        work.session.add(row)
    work.session.add(sitting)
    made = keep(
        work,
        Subject.SITTING,
        key_of(sitting),
        was,
        _said(sitting, rows),
        reason,
        version=version,
        call_id=opened.id,
    )
    if sitting.closed_at is not None:
        replaced_minutes.sitting_rectified(work, opened, sitting, made)
    return made


def _faults(
    work: Work,
    opened: OpenedCall,
    rows: list[Attendance],
    held_at: datetime,
    place: str,
    present: Collection[int],
    proxies: Mapping[int, int],
) -> tuple[str, list[Fault]]:
    """The place, and what is wrong in what was sent, whatever was advised in the sitting."""
    zone, faults = opened.folder.call.zone, list[Fault]()
    where = whole("place", place, 200, faults)
    if not where:
        faults.append(Fault("place", Reason.of(ReasonCode.REQUIRED)))
    if not is_of_our_time(held_at.date()):
        faults.append(Fault("held_at", Reason.of(ReasonCode.NOT_A_DATE, read=held_at.date().isoformat())))
    elif rows and (early := attendances.to_come(work, opened, to_utc(held_at, zone))) is not None:
        faults.append(Fault("held_at", early))
    if rows:
        members = {row.person_id for row in rows}
        faults.extend(attendances.faults(work, opened, present, proxies, members))
        if not present:
            faults.append(Fault("present", Reason.of(ReasonCode.NOBODY_PRESENT)))
    return where, faults


def _attendance(present: Collection[int], proxies: Mapping[int, int]) -> tuple[list[int], dict[str, int]]:
    return sorted(set(present)), {str(giver): holder for giver, holder in proxies.items()}


def _said(sitting: Sitting, rows: list[Attendance]) -> dict[str, Any]:
    """A sitting as a rectification keeps it: by keys of persons, names are read from them."""
    there, proxies = _attendance(
        [row.person_id for row in rows if row.present],
        {row.person_id: row.proxy_to for row in rows if row.proxy_to is not None},
    )
    return {
        "held_at": sitting.held_at.isoformat(),
        "place": sitting.place,
        "present": there,
        "proxies": proxies,
        "presided_by": sitting.presided_by,
    }
