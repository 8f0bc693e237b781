"""The desks: what each person finds when they arrive, without what is hidden from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.db import people
from app.db.apply import applications, organisations, teams
from app.db.apply.applications import Application
from app.db.apply.organisations import Named, Organisation
from app.db.base import key_of
from app.db.calls import calls
from app.db.calls.calls import Call
from app.db.committee import committee
from app.db.desk import desk
from app.db.desk.desk import DeskLine, DeskQuery, Share
from app.db.follow_up import payments
from app.db.follow_up.payments import Payment, PaymentState
from app.db.people import Person
from app.db.review import interests, reviews
from app.db.review.reviews import Review
from app.db.screening import opinions
from app.db.screening.opinions import OpinionRow
from app.domain.people import Part, Role
from app.domain.road import Turn, awaited, waits_for
from app.domain.workflow import Stage
from app.services.call_folders import folder_of, groups_of, is_readable
from app.services.work import Work

PER_PAGE = 50
DESK_ROLES = (Role.OFFICER, Role.MANAGER, Role.AUDITOR)
ACTING = {Role.OFFICER: Part.OFFICER, Role.MANAGER: Part.MANAGER}


OUTSIDE = frozenset(stage for stage in Stage if waits_for(stage) not in (Turn.AUTHORITY, Turn.NOBODY))
"""What waits for somebody outside the authority."""


class View(StrEnum):
    """How the officers' list is divided: what this reader may move on, what waits for somebody else, everything.

    What waits for nobody any more is in the last one alone.
    """

    TO_DO = "to_do"
    WAITING = "waiting"
    ALL = "all"


@dataclass(frozen=True)
class CaseLine:
    """One application in a list, with its call and its organisation."""

    application: Application
    call: Call
    organisation: Organisation | Named

    @property
    def zone(self) -> ZoneInfo:
        """The clocks of its call."""
        return folder_of(self.call).call.zone


@dataclass(frozen=True)
class DeskPage:
    """A page of the officers' list, with how many each view holds in all, and which stages somebody stands at.

    ``calls``: every call by its number. ``to_do``: the stages of each call that wait for this reader.
    """

    lines: tuple[DeskLine, ...]
    calls: Mapping[int, Call]
    counts: Mapping[View, int]
    stages: frozenset[Stage]
    to_do: Mapping[int, frozenset[Stage]]
    officers: Mapping[int, Person]
    page: int
    more: bool


def mine(work: Work) -> tuple[CaseLine, ...]:
    """The applications in whose team this person is, the last moved first."""
    return _lines(work, teams.of_person(work.session, work.person_id))


def _lines(work: Work, found: list[Application]) -> tuple[CaseLine, ...]:
    named = organisations.named(work.session, {one.organisation_id for one in found})
    by_id = calls_by_number(work)
    return tuple(
        CaseLine(one, by_id[one.call_id], named[one.organisation_id]) for one in found if one.call_id in by_id
    )


class Known(NamedTuple):
    """Every call without the text of its files, by title; those whose kept files cannot be read apart."""

    by_number: dict[int, Call]
    unreadable: tuple[Call, ...]


def known_calls(work: Work) -> Known:
    """The calls, read once for a page. The applications of one that cannot be read are on no list meanwhile."""
    rows = calls.headings(work.session)
    read = {key_of(row): row for row in rows if is_readable(row)}
    return Known(read, tuple(row for row in rows if key_of(row) not in read))


def calls_by_number(work: Work) -> dict[int, Call]:
    """Every call that can be read, without the text of its files, by title."""
    return known_calls(work).by_number


def officers_desk(
    work: Work,
    *,
    slug: str = "",
    view: View = View.ALL,
    stages: tuple[Stage, ...] = (),
    wave_id: int | None = None,
    only_mine: bool = False,
    words: str = "",
    page: int = 1,
    known: Known | None = None,
) -> DeskPage:
    """What was filed to the calls of this officer. Raises Forbidden unless officer, manager or auditor.

    ``stages``: these alone, whatever the view. ``known``: the calls, when they were read already.
    """
    work.require(*DESK_ROLES)
    by_id, unreadable = known or known_calls(work)
    call_ids = work.actor.calls(*DESK_ROLES)
    if slug:
        chosen = frozenset(key for key, row in by_id.items() if row.slug == slug)
        call_ids = chosen if call_ids is None else chosen & call_ids
    if unreadable:
        call_ids = frozenset(by_id) if call_ids is None else call_ids & frozenset(by_id)
    hidden = interests.interests_of_person(work.session, work.person_id)
    asked = DeskQuery(call_ids=call_ids, wave_id=wave_id, hidden=hidden)
    counts, ready = desk.counts(work.session, asked)
    present = {call_id for call_id, _ in counts}
    to_do = {call_id: _to_do(work, by_id[call_id]) for call_id in present}
    waiting = {call_id: _waiting(by_id[call_id], to_do[call_id]) for call_id in present}
    if stages:
        asked = asked._replace(stages=stages)
    elif view is not View.ALL:
        shares = _shares(to_do if view is View.TO_DO else waiting)
        asked = asked._replace(shares=shares, handed_in=view is View.TO_DO)
    asked = asked._replace(words=words, officer_id=work.person_id if only_mine else None)
    everything = view is View.ALL and not (stages or words or only_mine)
    found = desk.page(
        work.session,
        asked,
        offset=(page - 1) * PER_PAGE,
        limit=PER_PAGE + 1,
        total=sum(counts.values()) if everything else None,
    )
    lines = tuple(found[:PER_PAGE])
    held = {
        View.TO_DO: _held(counts, to_do) + ready,
        View.WAITING: _held(counts, waiting) - ready,
        View.ALL: sum(counts.values()),
    }
    officers = people.named(work.session, {one.officer_id for one in lines if one.officer_id})
    reached = frozenset(stage for _, stage in counts)
    return DeskPage(lines, by_id, held, reached, to_do, officers, page, len(found) > PER_PAGE)


def _shares(view: Mapping[int, frozenset[Stage]]) -> tuple[Share, ...]:
    """The calls that want the same stages are asked about together."""
    alike: dict[frozenset[Stage], set[int]] = {}
    for call_id, stages in view.items():
        alike.setdefault(stages, set()).add(call_id)
    return tuple(Share(stages, frozenset(call_ids)) for stages, call_ids in alike.items())


def _held(counts: Mapping[tuple[int, Stage], int], view: Mapping[int, frozenset[Stage]]) -> int:
    return sum(count for (call_id, stage), count in counts.items() if stage in view[call_id])


def _to_do(work: Work, call: Call) -> frozenset[Stage]:
    """What this reader may move on in a call; to who acts nowhere in it, what the authority may."""
    held = frozenset(part for role, part in ACTING.items() if work.actor.has(role, key_of(call)))
    return awaited(groups_of(call), held or frozenset(ACTING.values()))


def _waiting(call: Call, to_do: frozenset[Stage]) -> frozenset[Stage]:
    """What somebody else is to move on, in the authority or outside."""
    return OUTSIDE | (awaited(groups_of(call), frozenset(ACTING.values())) - to_do)


def experts_desk(work: Work) -> tuple[tuple[Review, CaseLine], ...]:
    """The reviews that this expert has, those to write first."""
    hidden = interests.interests_of_person(work.session, work.person_id)
    rows = [r for r in reviews.of_expert(work.session, work.person_id) if r.application_id not in hidden]
    found = _by_application(work, {row.application_id for row in rows})
    return tuple((row, found[row.application_id]) for row in rows if row.application_id in found)


def experts_page(work: Work, page: int) -> tuple[tuple[tuple[Review, CaseLine], ...], bool]:
    """A page of the reviews that this expert has or handed in, those to write first; and is there another page?"""
    hidden = interests.interests_of_person(work.session, work.person_id)
    rows = reviews.page_of_expert(
        work.session, work.person_id, hidden, offset=(page - 1) * PER_PAGE, limit=PER_PAGE + 1
    )
    shown = rows[:PER_PAGE]
    found = _by_application(work, {row.application_id for row in shown})
    pairs = tuple((row, found[row.application_id]) for row in shown if row.application_id in found)
    return pairs, len(rows) > PER_PAGE


def calls_of_expert(work: Work) -> list[Call]:
    """The calls that this person judges as an expert, by title."""
    return [row for row in calls_by_number(work).values() if work.actor.has(Role.EXPERT, key_of(row))]


def consulted_desk(work: Work) -> tuple[tuple[OpinionRow, CaseLine], ...]:
    """The opinions that were asked of this person."""
    hidden = interests.interests_of_person(work.session, work.person_id)
    rows = [
        r for r in opinions.opinions_of_person(work.session, work.person_id) if r.application_id not in hidden
    ]
    found = _by_application(work, {row.application_id for row in rows})
    return tuple((row, found[row.application_id]) for row in rows if row.application_id in found)


def _by_application(work: Work, ids: set[int]) -> dict[int, CaseLine]:
    lines = _lines(work, applications.with_ids(work.session, ids))
    return {line.application.id: line for line in lines if line.application.id is not None}


def ledger(
    work: Work, states: tuple[PaymentState, ...], page: int = 1
) -> tuple[tuple[Payment, CaseLine], ...]:
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
    return tuple((payment, lines[a.id]) for payment, a in found if a.id in lines)


def committees(work: Work) -> list[Call]:
    """The calls on whose committee this person sits, or whose committee they prepare."""
    headings = calls_by_number(work).values()
    prepared = work.actor.calls(*DESK_ROLES)
    seated = committee.seated(work.session, work.person_id)
    return [
        row
        for row in headings
        if (prepared is None or row.id in prepared or row.id in seated)
        and folder_of(row).committee is not None
    ]
