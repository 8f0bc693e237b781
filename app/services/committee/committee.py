"""The committee: who sits, a sitting with who was there, its quorum."""

from collections.abc import Collection
from datetime import datetime

from app.db import journal, people
from app.db.base import key_of
from app.db.calls import calls
from app.db.committee import committee
from app.db.committee.committee import Seat, Sitting
from app.db.people import Person
from app.domain.deadlines import is_of_our_time, to_utc
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode
from app.domain.people import Role
from app.services.calls.calls import OpenedCall, by_slug
from app.services.committee import attendances, minutes, presiders
from app.services.lengths import whole
from app.services.ranking.ranked_list import SECRETARIES, open_committee, wave_of
from app.services.work import Work


def seats(work: Work, opened: OpenedCall) -> list[tuple[Seat, Person]]:
    """The members of the committee of a call."""
    rows = committee.seats(work.session, opened.id)
    named = people.named(work.session, {row.person_id for row in rows})
    return [(row, named[row.person_id]) for row in rows]


def give_seat(work: Work, slug: str, person_id: int, college: str) -> Seat:
    """Give a person a seat in a college of the committee; a manager does it.

    Raises Forbidden, Hidden without a committee, Invalid for an unknown college or one whose seats are all taken.
    """
    opened = by_slug(work, slug)
    if not work.actor.is_system:
        work.require(Role.MANAGER, call_id=opened.id)
    file = opened.folder.committee
    if file is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="committee")
    chosen = next((one for one in file.colleges if one.key == college), None)
    if chosen is None:
        raise Invalid(Fault("college", Reason.of(ReasonCode.NOT_A_CHOICE, read=college)))
    calls.lock(work.session, opened.id)
    others = [one for one in committee.seats(work.session, opened.id) if one.person_id != person_id]
    if sum(one.college == college for one in others) >= chosen.seats:
        full = Reason.of(ReasonCode.COLLEGE_FULL, label=chosen.name, seats=chosen.seats)
        raise Invalid(Fault("college", full))
    seat = committee.seat_of(work.session, opened.id, person_id) or Seat(
        call_id=opened.id, person_id=person_id, college=college
    )
    seat.college = college
    work.session.add(seat)
    work.session.flush()
    data = {"person": person_id, "college": college}
    journal.write(work.session, work.actor, "give_seat", work.now, call_id=opened.id, data=data)
    return seat


def sitting_of(work: Work, slug: str, sitting_id: int) -> Sitting:
    """A sitting of the committee of this call. Raises Forbidden, Hidden."""
    opened = open_committee(work, slug)
    found = committee.sitting(work.session, sitting_id)
    if found is None or found.call_id != opened.id:
        raise Hidden(ReasonCode.NOT_FOUND, what="sitting")
    return found


def hold_sitting(
    work: Work,
    slug: str,
    wave_key: str | None,
    *,
    held_at: datetime,
    place: str,
    present: Collection[int],
    proxies: dict[int, int] | None = None,
    presides: int | None = None,
) -> Sitting:
    """Open a sitting on a wave, with who is there and who votes for whom; with nobody, it is planned ahead.

    A time without offset is that of the call's zone. ``presides``: see ``presiders.chosen``. Opened twice on the same
    wave, at the same hour and place (two people, a double click), it is the first one, with its attendance.
    Raises Forbidden, Hidden, Invalid (see ``attendances.faults``; somebody present at a sitting that is to come).
    """
    opened = open_committee(work, slug, SECRETARIES)
    wave = wave_of(opened, wave_key, work.now)
    given, zone = proxies or {}, opened.folder.call.zone
    faults: list[Fault] = []
    if not is_of_our_time(held_at.date()):
        faults.append(Fault("held_at", Reason.of(ReasonCode.NOT_A_DATE, read=held_at.date().isoformat())))
    where = whole("place", place, 200, faults)
    if not where:
        faults.append(Fault("place", Reason.of(ReasonCode.REQUIRED)))
    attended = bool(present or given)
    if attended:
        faults.extend(attendances.faults(work, opened, present, given))
    if attended and not faults and (early := attendances.to_come(work, opened, to_utc(held_at, zone))):
        faults.append(Fault("held_at", early))
    led = presiders.chosen(work, opened.id, present, presides) if attended and not faults else None
    if isinstance(led, Fault):
        faults.append(led)
    if faults:
        raise Invalid(*faults)
    calls.lock(work.session, opened.id)
    for one in committee.sittings_of_wave(work.session, key_of(wave)):
        if (one.held_at, one.place, one.closed_at) == (to_utc(held_at, zone), where, None):
            return one
    sitting = Sitting(
        call_id=opened.id,
        wave_id=key_of(wave),
        held_at=to_utc(held_at, zone),
        place=where,
        created_by=work.person_id,
        presided_by=led if isinstance(led, int) else None,
    )
    work.session.add(sitting)
    work.session.flush()
    if attended:
        attendances.keep(work, opened, sitting, present, given)
    data = {
        "sitting": sitting.id,
        "wave": wave.key,
        "present": sorted(present),
        "presided_by": sitting.presided_by,
    }
    journal.write(work.session, work.actor, "hold_sitting", work.now, call_id=opened.id, data=data)
    return sitting


def close_sitting(work: Work, slug: str, sitting_id: int) -> datetime:
    """Close a sitting, for good: no opinion is given in it any more, and its minutes are kept. Gives the instant.

    Raises Forbidden, Hidden, Conflict ALREADY_DONE.
    """
    opened = open_committee(work, slug, SECRETARIES)
    sitting = committee.locked_sitting(work.session, sitting_id)
    if sitting is None or sitting.call_id != opened.id:
        raise Hidden(ReasonCode.NOT_FOUND, what="sitting")
    if sitting.closed_at is not None:
        raise Conflict(ReasonCode.ALREADY_DONE, at=sitting.closed_at, zone=str(opened.folder.call.zone))
    sitting.closed_at = work.now
    work.session.add(sitting)
    work.session.flush()
    kept = minutes.freeze(work, opened, sitting)
    data = {
        "sitting": sitting.id,
        "document": kept.id if kept else None,
        "sha256": kept.sha256 if kept else "",
    }
    journal.write(work.session, work.actor, "close_sitting", work.now, call_id=opened.id, data=data)
    return work.now
