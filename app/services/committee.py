"""The committee: who sits, a sitting with who was there, and the ranked list under the envelope."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from app.db import applications, committee, interests, journal, people
from app.db.base import key_of
from app.db.calls import Wave
from app.db.committee import Attendance, Seat, Sitting
from app.db.listed import Listed
from app.db.organisations import Named
from app.db.people import Person
from app.domain.access import Ties, parts_of
from app.domain.call_file.scoring import Side
from app.domain.deadlines import is_of_our_time, to_utc
from app.domain.errors import Conflict, Fault, Forbidden, Hidden, Invalid, Reason, ReasonCode
from app.domain.explanation import Step
from app.domain.people import Part, Role
from app.domain.quorum import Quorum, item_quorum
from app.domain.ranking import Place, explain
from app.domain.ranking.result import Result
from app.domain.scoring import Score, Scored, score_of
from app.domain.scoring.summary import Summary, summaries
from app.domain.workflow import Group
from app.services.calls import OpenedCall, by_slug
from app.services.cases import Case
from app.services.lengths import whole
from app.services.rankings import list_wave, listed_in
from app.services.work import Work

READERS = frozenset({Part.OFFICER, Part.MANAGER, Part.MEMBER, Part.PRESIDENT, Part.AUDITOR})
SECRETARIES = frozenset({Part.OFFICER, Part.MANAGER, Part.PRESIDENT})


@dataclass(frozen=True)
class Row:
    """One line of the ranked list. ``summary``: None without a score."""

    place: Place
    application: Listed
    scored: Scored = field(repr=False, compare=False)
    at: int
    summary: Summary | None
    result: Result | None = field(default=None, repr=False, compare=False)
    """The whole list that the line comes from; None where part of it is hidden from who reads."""

    @property
    def organisation(self) -> Named:
        return self.application.organisation

    @cached_property
    def explanation(self) -> Step | None:
        """Each step from marks to rank and money. It names neighbours: nobody reads it where some are hidden."""
        return None if self.result is None else explain(self.result.listing, self.application.reference)

    @property
    def beside(self) -> tuple[tuple[Side, Decimal, int | None], ...]:
        """What the grid computes beside the total: the figure, and the rank that it would give."""
        sides = self.result.beside if self.result is not None else ()
        reference = self.application.reference
        return tuple(
            (one.by, one.scores[reference], one.ranks.get(reference))
            for one in sides
            if reference in one.scores
        )

    @cached_property
    def score(self) -> Score | None:
        """The whole calculation, made when somebody reads it: a list of hundreds shows the summaries alone."""
        return score_of(self.scored, self.at)


def open_committee(work: Work, slug: str, parts: Collection[Part] = READERS) -> OpenedCall:
    """The call, for someone who plays one of these parts in its committee. Raises Hidden or Forbidden."""
    opened = by_slug(work, slug)
    for wanted in (READERS, frozenset(parts)):
        if not _plays(work, opened.id, wanted):
            raise Forbidden(ReasonCode.NOT_YOUR_ROLE, parts=tuple(sorted(wanted)))
    return opened


def _plays(work: Work, call_id: int, wanted: frozenset[Part]) -> bool:
    """Does this person play one of these parts: by their roles, else by a seat?"""
    if parts_of(work.actor, call_id, Ties()) & wanted:
        return True
    person = work.actor.person_id
    if person is None or committee.seat_of(work.session, call_id, person) is None:
        return False
    return bool(parts_of(work.actor, call_id, Ties(seated=True)) & wanted)


def wave_of(opened: OpenedCall, key: str | None, now: datetime) -> Wave:
    """The wave of that key; without one, the wave that was closed last, else the first. Raises Hidden."""
    if key:
        for wave in opened.waves:
            if wave.key == key:
                return wave
        raise Hidden(ReasonCode.NOT_FOUND, what=key)
    closed = [wave for wave in opened.waves if wave.dossier_due_at < now]
    return closed[-1] if closed else opened.waves[0]


def busy_wave(work: Work, opened: OpenedCall, key: str | None) -> Wave:
    """The wave of that key; without one, the last in which something was filed, else as ``wave_of``."""
    if not key:
        filed = applications.waves_filed(work.session, opened.id)
        if busy := [wave for wave in opened.waves if wave.id in filed]:
            return busy[-1]
    return wave_of(opened, key, work.now)


class Ranking(NamedTuple):
    """The ranked list of a wave as somebody reads it; ``masked``: how many an interest hides from them."""

    opened: OpenedCall
    wave: Wave
    rows: tuple[Row, ...]
    masked: int


def ranking(work: Work, slug: str, wave_key: str | None = None) -> Ranking:
    """The ranked list of a wave under its envelope, without what is hidden from this person by an interest.

    A gap in the ranks or in the cumulated amounts would tell the place and the money of what is hidden, and so would a
    total that is compared with its answers: when something is, the list is made again without it, as if it had not
    been filed, and nothing is cumulated nor cut by the envelope (decision 7).
    """
    opened = open_committee(work, slug)
    if Group.REVIEW not in opened.folder.groups or opened.folder.grid is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="ranking")
    wave = busy_wave(work, opened, wave_key)
    return shown_ranking(work, opened, wave)


def shown_ranking(work: Work, opened: OpenedCall, wave: Wave) -> Ranking:
    """The ranked list of a wave as this person may read it: see `ranking`."""
    hidden = interests.interests_of_person(work.session, work.person_id)
    listed = listed_in(work, key_of(wave))
    found = {identity: one for identity, one in listed.items() if identity not in hidden}
    rows, masked = _ranked(work, opened, wave, found), len(listed) - len(found)
    return Ranking(opened, wave, tuple(map(_without_money, rows)) if masked else rows, masked)


def masked_in(work: Work, wave: Wave) -> int:
    """How many of the applications of the ranked list an interest hides from this person."""
    hidden = interests.interests_of_person(work.session, work.person_id)
    return sum(one in hidden for one in listed_in(work, key_of(wave))) if hidden else 0


def _without_money(row: Row) -> Row:
    kept = row.place._replace(cumulated=0, funded=False, outcome=None, awarded=0, pot="", steps=())
    return replace(row, result=None, place=kept)


def whole_ranking(
    work: Work,
    opened: OpenedCall,
    wave: Wave,
    *,
    by: datetime | None = None,
    without: frozenset[int] = frozenset(),
) -> tuple[Row, ...]:
    """The ranked list of a wave with everything in it; who shows it leaves out what an interest hides.

    ``by``: with the draw as it was known at that moment. ``without``: as if these applications had not been filed.
    Raises Hidden when the call does not rank.
    """
    listed = listed_in(work, key_of(wave))
    found = {identity: one for identity, one in listed.items() if identity not in without}
    return _ranked(work, opened, wave, found, by=by)


def _ranked(
    work: Work, opened: OpenedCall, wave: Wave, found: Mapping[int, Listed], *, by: datetime | None = None
) -> tuple[Row, ...]:
    grid = opened.folder.grid
    if grid is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="ranking")
    by_reference = {one.reference: one for one in found.values()}
    result = list_wave(work, opened.folder, grid, found, wave, by=by)
    scored = result.listing.ranked.scored
    told = summaries(scored)
    return tuple(
        Row(place, by_reference[place.reference], scored, place.at, told[place.at], result)
        for place in result.listing.places
    )


def place_of(work: Work, case: Case) -> tuple[Place, Score | None] | None:
    """The place and the score of one application in the list of its wave, now; None when its call does not rank."""
    grid = case.folder.grid
    if grid is None:
        return None
    found = listed_in(work, case.application.wave_id)
    if case.id not in found:
        return None
    listed = list_wave(work, case.folder, grid, found, case.wave).listing
    place = listed.place(case.application.reference)
    return place, score_of(listed.ranked.scored, place.at)


def seats(work: Work, opened: OpenedCall) -> list[tuple[Seat, Person]]:
    """The members of the committee of a call."""
    rows = committee.seats(work.session, opened.id)
    named = people.named(work.session, {row.person_id for row in rows})
    return [(row, named[row.person_id]) for row in rows]


def give_seat(work: Work, slug: str, person_id: int, college: str) -> Seat:
    """Give a person a seat in a college of the committee; a manager does it."""
    opened = by_slug(work, slug)
    if not work.actor.is_system:
        work.require(Role.MANAGER, call_id=opened.id)
    file = opened.folder.committee
    if file is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="committee")
    if college not in {one.key for one in file.colleges}:
        raise Invalid(Fault("college", Reason.of(ReasonCode.NOT_A_CHOICE, read=college)))
    seat = committee.seat_of(work.session, opened.id, person_id) or Seat(
        call_id=opened.id, person_id=person_id, college=college
    )
    seat.college = college
    work.session.add(seat)
    work.session.flush()
    data = {"person": person_id, "college": college}
    journal.write(work.session, work.actor, "give_seat", work.now, call_id=opened.id, data=data)
    return seat


def hold_sitting(
    work: Work,
    slug: str,
    wave_key: str | None,
    *,
    held_at: datetime,
    place: str,
    present: Collection[int],
    proxies: dict[int, int] | None = None,
) -> Sitting:
    """Open a sitting on a wave, with who is there and who votes for whom.

    A proxy is given to a member who is present, by one who is not, and nobody holds two. A time without offset is
    that of the call's zone.
    Raises Forbidden, Hidden, Invalid.
    """
    opened = open_committee(work, slug, SECRETARIES)
    wave = wave_of(opened, wave_key, work.now)
    members = {row.person_id: row for row in committee.seats(work.session, opened.id)}
    given = proxies or {}
    faults: list[Fault] = []
    if not is_of_our_time(held_at.date()):
        faults.append(Fault("held_at", Reason.of(ReasonCode.NOT_A_DATE, read=held_at.date().isoformat())))
    where = whole("place", place, 200, faults)
    if not where:
        faults.append(Fault("place", Reason.of(ReasonCode.REQUIRED)))
    if unknown := [one for one in present if one not in members]:
        faults.append(Fault("present", Reason.of(ReasonCode.NOT_A_CHOICE, read=unknown[0])))
    holders = list(given.values())
    for giver, holder in given.items():
        if giver not in members or giver in present or holder not in present or holders.count(holder) > 1:
            faults.append(Fault(f"proxy-{giver}", Reason.of(ReasonCode.NOT_A_CHOICE, read=holder)))
    if faults:
        raise Invalid(*faults)
    sitting = Sitting(
        call_id=opened.id,
        wave_id=key_of(wave),
        held_at=to_utc(held_at, opened.folder.call.zone),
        place=where,
        created_by=work.person_id,
    )
    work.session.add(sitting)
    work.session.flush()
    for person_id, seat in members.items():
        row = Attendance(
            sitting_id=key_of(sitting),
            person_id=person_id,
            college=seat.college,
            present=person_id in present,
            proxy_to=given.get(person_id),
        )
        work.session.add(row)
    work.session.flush()
    data = {"sitting": sitting.id, "wave": wave.key, "present": sorted(present)}
    journal.write(work.session, work.actor, "hold_sitting", work.now, call_id=opened.id, data=data)
    return sitting


def close_sitting(work: Work, slug: str, sitting_id: int) -> datetime:
    """Close a sitting, for good: no opinion is given in it any more. Gives the instant.

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
    data = {"sitting": sitting.id}
    journal.write(work.session, work.actor, "close_sitting", work.now, call_id=opened.id, data=data)
    return work.now


def quorum_of(
    work: Work, opened: OpenedCall, sitting: Sitting, application_id: int | None = None
) -> Quorum | None:
    """The quorum of a sitting, or of one of its items without those who have an interest in it."""
    if opened.folder.committee is None:
        return None
    rows = committee.attendance(work.session, key_of(sitting))
    recused = interests.interested_in(work.session, application_id) if application_id else frozenset[int]()
    return item_quorum(
        members=frozenset(row.person_id for row in rows),
        present=frozenset(row.person_id for row in rows if row.present),
        recused=recused,
        share=opened.folder.committee.quorum,
    )
