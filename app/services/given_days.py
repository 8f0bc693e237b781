"""The day that an officer gives to answer: to come, not before what the call promised, within a year."""

from datetime import date, datetime

from app.domain.deadlines import end_of_day, last_day_given
from app.domain.errors import Fault, Invalid, Reason, ReasonCode
from app.services.cases import Case
from app.services.work import Work


def given(work: Work, case: Case, day: date, promised: datetime | None = None) -> datetime:
    """The end of that day; ``promised``: the deadline that the rules of the call let its reader expect.

    Raises Invalid for a day that is past, before that deadline, or more than a year away.
    """
    due_at, furthest = end_of_day(day, case.zone), last_day_given(work.now.astimezone(case.zone).date())
    if due_at <= work.now:
        raise Invalid(Fault("due_on", Reason.of(ReasonCode.IN_THE_PAST, read=day)))
    if promised is not None and due_at < promised:
        least = promised.astimezone(case.zone).date()
        raise Invalid(Fault("due_on", Reason.of(ReasonCode.SHORTER_THAN_PROMISED, read=day, min=least)))
    if day > furthest:
        raise Invalid(Fault("due_on", Reason.of(ReasonCode.TOO_FAR, read=day, max=furthest)))
    return due_at
