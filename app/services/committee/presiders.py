"""Who presides a sitting, and one of its items when an interest keeps that person out of it."""

from collections.abc import Collection

from app.db import people
from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Attendance, Sitting
from app.db.review import interests
from app.domain.errors import Fault, Reason, ReasonCode
from app.domain.people import Role
from app.services.work import Work


def chosen(work: Work, call_id: int, present: Collection[int], named: int | None) -> int | Fault:
    """Who presides among those present: who is named, else the president of the committee, else the only one there.

    A fault of « presides » when that says nobody, or somebody who is not there.
    """
    if named is not None:
        return named if named in present else _fault(ReasonCode.PRESIDER_ABSENT)
    there = next((one for one in sorted(presidents(work, call_id)) if one in present), None)
    if there is None and len(set(present)) == 1:
        (there,) = set(present)
    return there if there is not None else _fault(ReasonCode.PRESIDER_MISSING)


def _fault(code: ReasonCode) -> Fault:
    return Fault("presides", Reason.of(code))


def presidents(work: Work, call_id: int) -> frozenset[int]:
    """Who holds the role of president on a call."""
    return frozenset(key_of(one) for one in people.holding(work.session, Role.PRESIDENT, call_id))


def presider_of(work: Work, call_id: int, sitting: Sitting, rows: Collection[Attendance]) -> int | None:
    """Who presides a sitting; of one that was held before this was recorded, the president when present."""
    if sitting.presided_by is not None:
        return sitting.presided_by
    there = {row.person_id for row in rows if row.present}
    return next((one for one in sorted(presidents(work, call_id)) if one in there), None)


def item_presider(
    named: int | None, usual: int | None, present: Collection[int], barred: Collection[int]
) -> int | None:
    """Who presides an item: ``usual``, who presides the sitting, unless out of it; then who is ``named`` for it."""
    able = {one for one in present if one not in barred}
    return next((one for one in (usual, named) if one is not None and one in able), None)


def replacing(work: Work, call_id: int, sitting: Sitting, application_id: int) -> tuple[int, ...]:
    """Who may preside this item in place of who presides the sitting; nobody is asked for while that person may.

    In the order of the attendance.
    """
    rows = committee.attendance(work.session, key_of(sitting))
    barred = interests.interested_in(work.session, application_id)
    if presider_of(work, call_id, sitting, rows) not in barred:
        return ()
    return tuple(row.person_id for row in rows if row.present and row.person_id not in barred)
