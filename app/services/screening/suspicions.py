"""Suspicions of interest: shown to who appoints, who confirms each or sets it aside, with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.db import journal, people
from app.db.apply.applications import Application
from app.db.base import key_of
from app.db.committee import committee
from app.db.people import Person
from app.db.rectifications import Subject, rectifications_of
from app.db.review import applying, interests
from app.db.review.interests import FindingRow
from app.domain.access import Permission
from app.domain.errors import Conflict, Fault, Hidden, Invalid, Reason, ReasonCode
from app.domain.interests import Suspicion, suspicions
from app.domain.people import Role
from app.services.apply.stepping_aside import step_aside
from app.services.cases import Case, open_case
from app.services.lengths import LONGEST_REASON, required
from app.services.work import Work


@dataclass(frozen=True)
class Suspected:
    """Somebody who might judge, what brings them to the application, and why it was set aside if it was."""

    person: Person
    suspicions: tuple[Suspicion, ...]
    set_aside: str | None

    @property
    def waits(self) -> bool:
        """Has nobody judged it yet?"""
        return self.set_aside is None


def suspected(work: Work, case: Case) -> tuple[Suspected, ...]:
    """Who might judge this application and something brings to it, without those who have an interest, by name."""
    barred = interests.interested_in(work.session, case.id)
    return _among(work, case, [one for number, one in judges(work, case).items() if number not in barred])


def judges(work: Work, case: Case) -> dict[int, Person]:
    """Who might judge this application: the experts of the call, the services consulted, the members seated."""
    call_id = case.application.call_id
    seated = {row.person_id for row in committee.seats(work.session, call_id)}
    return {
        key_of(one): one
        for role in (Role.EXPERT, Role.CONSULTED)
        for one in people.holding(work.session, role, call_id)
    } | people.named(work.session, seated)


def suspected_person(work: Work, case: Case, person: Person) -> Suspected | None:
    """The same of one person; None when nothing brings them to the application."""
    return next(iter(_among(work, case, [person])), None)


def _among(work: Work, case: Case, pool: list[Person]) -> tuple[Suspected, ...]:
    known = applying.applying(work.session, {case.id})[case.id]
    judged = _judged(work, interests.findings(work.session, case.id))
    named = {one.id: one for one in pool}
    found = [
        Suspected(named[one.person_id], told, judged.get(one.person_id))
        for one in applying.candidates(work.session, pool)
        if (told := suspicions(one, known))
    ]
    return tuple(sorted(found, key=lambda each: (each.person.name, key_of(each.person))))


@dataclass(frozen=True)
class Brought:
    """Somebody whom something brings to an application, and that nobody judged yet."""

    application: Application
    person: Person
    suspicions: tuple[Suspicion, ...]


def waiting(work: Work, rows: Sequence[Application], pool: Collection[Person]) -> tuple[Brought, ...]:
    """What brings these people to these applications and waits to be judged, in the order of the applications.

    Without those who have an interest; nine queries, whatever the number of either.
    """
    ids = {key_of(one) for one in rows}
    if not ids or not pool:
        return ()
    known, who = applying.applying(work.session, ids), applying.candidates(work.session, pool)
    people_ids, named = {one.person_id for one in who}, {key_of(one): one for one in pool}
    judged = interests.judged_pairs(work.session, ids, people_ids)
    return tuple(
        Brought(one, named[each.person_id], told)
        for one in rows
        for each in who
        if (key_of(one), each.person_id) not in judged and (told := suspicions(each, known[key_of(one)]))
    )


def _judged(work: Work, rows: list[FindingRow]) -> dict[int, str]:
    """Why it was judged so, by person, the last word of each: that of the finding, else that which lifted it."""
    lifted = {key_of(row) for row in rows if row.lifted_at is not None}
    whys = rectifications_of(work.session, Subject.FINDING, lifted) if lifted else []
    last = {one.subject_id: one.reason for one in whys}
    return {row.person_id: last.get(key_of(row), row.reason) for row in rows}


def judge(work: Work, reference: str, person_id: int, confirmed: bool, reason: str) -> None:
    """Say whether what brings this person to the application is an interest; setting it aside may be said again.

    Confirmed, it hides the application from them everywhere and gives back what they had to do on it; it is then put
    right or lifted (`app.services.review.rectified_interests`), never replaced: Conflict ALREADY_DONE. Raises Hidden
    when nothing brings them to it, Invalid without a reason.
    """
    case = open_case(work, reference, Permission.ASSIGN_REVIEWERS, lock=True)
    person = people.by_id(work.session, person_id)
    if person is None or suspected_person(work, case, person) is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="person")
    said = required("reason", reason, LONGEST_REASON)
    row = interests.finding(work.session, case.id, person_id)
    if row is not None and row.confirmed:
        raise Conflict(ReasonCode.ALREADY_DONE, at=row.found_at)
    if row is None:
        row = FindingRow(
            application_id=case.id,
            person_id=person_id,
            confirmed=confirmed,
            reason=said,
            found_by=work.person_id,
            found_at=work.now,
        )
    row.confirmed, row.reason = confirmed, said
    row.found_by, row.found_at = work.person_id, work.now
    work.session.add(row)
    work.session.flush()
    if confirmed:
        step_aside(work, case, person_id)
    journal.write(
        work.session,
        work.actor,
        "confirm_interest" if confirmed else "set_interest_aside",
        work.now,
        call_id=case.application.call_id,
        application_id=case.id,
        data={"person": person_id, "reason": said},
    )


def refuse_suspected(work: Work, case: Case, person: Person, field: str) -> None:
    """Raises Invalid while nobody has judged what brings this person to the application."""
    found = suspected_person(work, case, person)
    if found is not None and found.waits:
        raise Invalid(Fault(field, Reason.of(ReasonCode.INTEREST_SUSPECTED)))
