"""What somebody said of an interest, put right by who appoints: its nature or its reason, or lifted from a day.

What was said first stays readable. What an interest is by nature, nobody changes by saying so.
"""

from datetime import date, datetime, time
from typing import Any

from app.db import people
from app.db.base import key_of
from app.db.committee import committee
from app.db.rectifications import Rectification, Subject
from app.db.review import interests
from app.db.review.interests import FindingRow, InterestRow
from app.domain.access import Permission
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode
from app.domain.interests import SAID, Kind, Nature
from app.services import mails
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_REASON, required
from app.services.rectifying import rectify as keep
from app.services.work import Work

Said = InterestRow | FindingRow
"""What was declared, or what was found."""


def subject_of(row: Said) -> Subject:
    return Subject.INTEREST if isinstance(row, InterestRow) else Subject.FINDING


def words_of(row: Said) -> str:
    """The nature that was declared, or the reason of what was found."""
    return row.nature if isinstance(row, InterestRow) else row.reason


def said(work: Work, case: Case, person_id: int, kind: Kind) -> Said:
    """What makes this interest of this person: what stands, else what was lifted last.

    Raises Hidden when there is none, Conflict INTEREST_BY_NATURE when nobody said it: it is so.
    """
    if kind not in SAID:
        found = interests.interests_in(work.session, case.id)
        if any((one.person_id, one.kind) == (person_id, kind) for one in found):
            raise Conflict(ReasonCode.INTEREST_BY_NATURE)
        raise Hidden(ReasonCode.NOT_FOUND, what="interest")
    rows: list[Said] = (
        [*interests.declarations(work.session, case.id)]
        if kind is Kind.DECLARED
        else [row for row in interests.findings(work.session, case.id) if row.confirmed]
    )
    mine = [row for row in rows if row.person_id == person_id]
    if not mine:
        raise Hidden(ReasonCode.NOT_FOUND, what="interest")
    return next((row for row in mine if row.lifted_at is None), mine[-1])


def rectify(
    work: Work, reference: str, person_id: int, kind: Kind, now_said: str, reason: str, *, version: int
) -> Rectification:
    """Put right the nature that was declared, or the reason of what was found.

    ``version``: how many rectifications were read. Raises Hidden, Forbidden, Conflict (by nature, or lifted), Invalid
    for a nature that is none, without a reason or when nothing differs, Stale when somebody rectified it since.
    """
    case, row = _held(work, reference, person_id, kind)
    was = _kept(row)
    if isinstance(row, InterestRow):
        if now_said not in tuple(Nature):
            raise Invalid(Fault("said", Reason.of(ReasonCode.NOT_A_CHOICE, read=now_said[:80])))
        row.nature = now_said
    else:
        row.reason = required("said", now_said, LONGEST_REASON)
    return _keep(work, case, row, was, reason, version)


def lift(
    work: Work,
    reference: str,
    person_id: int,
    kind: Kind,
    lifted_on: date | None,
    reason: str,
    *,
    version: int,
) -> Rectification:
    """Say that it is an interest no more, from a day (today unless said): the person reads the application again.

    What they gave back stays with who has it now. What was counted without them stays so: no day before an opinion that
    the committee gave meanwhile. Raises as ``rectify``, and Invalid for a day to come, or before it was known.
    """
    case, row = _held(work, reference, person_id, kind)
    was, row.lifted_at = _kept(row), _instant(work, case, row, lifted_on)
    made = _keep(work, case, row, was, reason, version)
    _tell(work, case, row, made)
    return made


def _held(work: Work, reference: str, person_id: int, kind: Kind) -> tuple[Case, Said]:
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS, lock=True)
    row = said(work, case, person_id, kind)
    work.session.refresh(row)
    if row.lifted_at is not None:
        raise Conflict(ReasonCode.ALREADY_DONE, at=row.lifted_at)
    return case, row


def _instant(work: Work, case: Case, row: Said, lifted_on: date | None) -> datetime:
    """The moment from which it is lifted. Raises Invalid."""
    today = work.now.astimezone(case.zone).date()
    if lifted_on is None or lifted_on == today:
        return work.now
    if lifted_on > today:
        raise Invalid(Fault("lifted_on", Reason.of(ReasonCode.IN_THE_FUTURE, read=lifted_on)))
    known = row.since.astimezone(case.zone).date()
    if lifted_on < known:
        raise Invalid(Fault("lifted_on", Reason.of(ReasonCode.TOO_EARLY, read=lifted_on, min=known)))
    at = max(row.since, datetime.combine(lifted_on, time(), case.zone))
    counted = [one.given_at for one in committee.every_opinion(work.session, case.id) if one.given_at >= at]
    if counted:
        raise Invalid(Fault("lifted_on", Reason.of(ReasonCode.INTEREST_COUNTED, at=max(counted))))
    return at


def _keep(work: Work, case: Case, row: Said, was: dict[str, Any], reason: str, version: int) -> Rectification:
    work.session.add(row)
    return keep(
        work,
        subject_of(row),
        key_of(row),
        was,
        _kept(row),
        reason,
        version=version,
        call_id=case.application.call_id,
        application_id=case.id,
    )


def _kept(row: Said) -> dict[str, Any]:
    """What was said, as a rectification keeps it."""
    name = "nature" if isinstance(row, InterestRow) else "found"
    return {name: words_of(row), "lifted_at": row.lifted_at.isoformat() if row.lifted_at else None}


def _tell(work: Work, case: Case, row: Said, made: Rectification) -> None:
    person = people.named(work.session, {row.person_id})[row.person_id]
    data = {**mails.mail_values(work, case), "name": person.name, "reason": made.reason}
    data |= {"lifted_at": made.became["lifted_at"], "link": f"{work.base_url}/"}
    key = f"{case.application.reference}:lifted:{subject_of(row)}:{row.id}"
    mails.write(work, "interest_lifted", person.email, data, key=key)
