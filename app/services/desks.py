"""The desks: what each person finds when they arrive, without what is hidden from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.db import (
    applications,
    calls,
    committee,
    interests,
    journal,
    opinions,
    organisations,
    payments,
    people,
    reviews,
    teams,
)
from app.db.applications import Application
from app.db.calls import Call
from app.db.journal import JournalEntry
from app.db.opinions import OpinionRow
from app.db.organisations import Named, Organisation
from app.db.payments import Payment, PaymentState
from app.db.people import Person
from app.db.reviews import Review
from app.domain.people import Role
from app.domain.workflow import Stage
from app.services.call_folders import folder_of
from app.services.work import Work

PER_PAGE = 50
DESK_ROLES = (Role.OFFICER, Role.MANAGER, Role.AUDITOR)


@dataclass(frozen=True)
class Line:
    """One application in a list, with its call and its organisation."""

    application: Application
    call: Call
    organisation: Organisation | Named


@dataclass(frozen=True)
class DeskPage:
    """A page of the officers' list, with how many stand at each stage in all.

    ``handed_in``: the applications under review that wait for the authority again, their experts having finished.
    """

    lines: tuple[Line, ...]
    counts: Mapping[Stage, int]
    handed_in: frozenset[int]
    officers: Mapping[int, Person]
    page: int
    more: bool


def mine(work: Work) -> tuple[Line, ...]:
    """The applications in whose team this person is, the last moved first."""
    return _lines(work, teams.of_person(work.session, work.person_id))


def _lines(work: Work, found: list[Application]) -> tuple[Line, ...]:
    named = organisations.named(work.session, {one.organisation_id for one in found})
    by_id = _calls(work)
    return tuple(Line(one, by_id[one.call_id], named[one.organisation_id]) for one in found)


def _calls(work: Work) -> dict[int, Call]:
    return {row.id: row for row in calls.headings(work.session) if row.id is not None}


def officers_desk(
    work: Work,
    *,
    slug: str = "",
    stages: tuple[Stage, ...] = (),
    handed_in: bool | None = None,
    wave_id: int | None = None,
    only_mine: bool = False,
    words: str = "",
    page: int = 1,
) -> DeskPage:
    """What was filed to the calls of this officer. Raises Forbidden unless officer, manager or auditor.

    ``handed_in``: whether the applications whose experts have all finished are added to these stages (True) or left
    out of them (False).
    """
    work.require(*DESK_ROLES)
    by_id = _calls(work)
    call_ids = work.actor.calls(*DESK_ROLES)
    if slug:
        chosen = frozenset(key for key, row in by_id.items() if row.slug == slug)
        call_ids = chosen if call_ids is None else chosen & call_ids
    hidden = interests.interests_of_person(work.session, work.person_id)
    ready = reviews.handed_in(work.session, call_ids, wave_id) - hidden
    found = applications.page(
        work.session,
        call_ids=call_ids,
        stages=stages,
        also=ready if handed_in else frozenset(),
        wave_id=wave_id,
        officer_id=work.person_id if only_mine else None,
        words=words,
        hidden=hidden | ready if handed_in is False else hidden,
        offset=(page - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
    )
    lines = tuple(Line(one, by_id[one.call_id], owner) for one, owner in found[:PER_PAGE])
    counts = applications.counts_by_stage(work.session, call_ids=call_ids, wave_id=wave_id, hidden=hidden)
    officers = people.named(
        work.session, {one.application.officer_id for one in lines if one.application.officer_id}
    )
    return DeskPage(lines, counts, ready, officers, page, len(found) > PER_PAGE)


def experts_desk(work: Work) -> tuple[tuple[Review, Line], ...]:
    """The reviews that this expert has, those to write first."""
    hidden = interests.interests_of_person(work.session, work.person_id)
    rows = [r for r in reviews.of_expert(work.session, work.person_id) if r.application_id not in hidden]
    found = _by_application(work, {row.application_id for row in rows})
    return tuple((row, found[row.application_id]) for row in rows)


def consulted_desk(work: Work) -> tuple[tuple[OpinionRow, Line], ...]:
    """The opinions that were asked of this person."""
    hidden = interests.interests_of_person(work.session, work.person_id)
    rows = [
        r for r in opinions.opinions_of_person(work.session, work.person_id) if r.application_id not in hidden
    ]
    found = _by_application(work, {row.application_id for row in rows})
    return tuple((row, found[row.application_id]) for row in rows)


def _by_application(work: Work, ids: set[int]) -> dict[int, Line]:
    lines = _lines(work, applications.with_ids(work.session, ids))
    return {line.application.id: line for line in lines if line.application.id is not None}


def ledger(work: Work, states: tuple[PaymentState, ...], page: int = 1) -> tuple[tuple[Payment, Line], ...]:
    """The payments of the calls of this finance officer (or auditor, or manager)."""
    roles = (Role.FINANCE, Role.AUDITOR, Role.MANAGER)
    work.require(*roles)
    hidden = interests.interests_of_person(work.session, work.person_id)
    found = payments.ledger(
        work.session,
        work.actor.calls(*roles),
        states,
        hidden=hidden,
        offset=(page - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    lines = {line.application.id: line for line in _lines(work, list({a.id: a for _, a in found}.values()))}
    return tuple((payment, lines[a.id]) for payment, a in found)


def audit(work: Work, page: int = 1) -> list[JournalEntry]:
    """The journal, the latest first, for the auditor."""
    work.require(Role.AUDITOR)
    return journal.latest(
        work.session,
        call_ids=work.actor.calls(Role.AUDITOR),
        hidden=interests.interests_of_person(work.session, work.person_id),
        offset=(page - 1) * PER_PAGE,
        limit=PER_PAGE,
    )


def committees(work: Work) -> list[Call]:
    """The calls on whose committee this person sits, or whose committee they prepare."""
    headings = calls.headings(work.session)
    prepared = work.actor.calls(*DESK_ROLES)
    seated = committee.seated(work.session, work.person_id)
    return [
        row
        for row in headings
        if (prepared is None or row.id in prepared or row.id in seated)
        and folder_of(row).committee is not None
    ]
