"""A sitting in lines: who was there, and its items in the order of the ranking, each with its quorum."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from app.db import people
from app.db.apply import applications
from app.db.base import key_of
from app.db.committee import committee
from app.db.committee.committee import Attendance, CommitteeOpinion, Sitting
from app.db.people import Person
from app.db.ranking.listed import Listed
from app.db.review import interests
from app.domain.quorum import Quorum
from app.domain.scoring.summary import Summary
from app.domain.workflow import Group, Stage
from app.services.calls.calls import OpenedCall
from app.services.cases import Case
from app.services.committee import presiders
from app.services.committee.attendances import was_listed
from app.services.committee.quorum import quorum_of
from app.services.ranking import ranked_list
from app.services.ranking.rankings import listed_in
from app.services.work import Work
from app.web.views.committee.rectified import rectified_opinions
from app.web.views.rectified import Rectified
from app.words import labels
from app.words.labels import Said


@dataclass(frozen=True)
class Item:
    """One item of the order of the day. Amounts in cents."""

    number: int
    application: Listed
    owner: str
    rank: int | None
    mark: Decimal | None
    spread: Decimal | None
    opinion: CommitteeOpinion | None
    said: Said
    earlier: tuple[tuple[CommitteeOpinion, Said], ...] = ()
    """Those that the same sitting gave before, on an item that it postponed then took up again."""
    rectified: tuple[Rectified, ...] = ()
    """What was put right in all of them, the last first."""
    now: str = ""
    """What became of the application since the opinion, where it is another state."""


@dataclass(frozen=True)
class Agenda:
    """The items that the reader may see, in order; ``masked``: how many of the wave an interest hides from them."""

    items: tuple[Item, ...]
    masked: int

    def at(self, point: str) -> Item | None:
        """The item of that reference, or of that number, when the reader may see it.

        A link tells the reference: it leads everybody to the same item, whatever is hidden from them.
        """
        return next(
            (one for one in self.items if point in (one.application.reference, str(one.number))), None
        )

    def before(self, item: Item) -> Item | None:
        """The item that the reader sees just before this one."""
        return self.at(str(item.number - 1))

    def after(self, item: Item) -> Item | None:
        """The item that the reader sees just after this one."""
        return self.at(str(item.number + 1))


@dataclass(frozen=True)
class College:
    """A college with who was there."""

    name: str
    seats: int
    present: tuple[str, ...]
    proxies: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]
    members: int = 0
    """How many have a seat in it, and no interest in the item when it is that of one."""


@dataclass(frozen=True)
class Voices:
    """The quorum of one item, and who leaves the room for it."""

    quorum: Quorum | None
    recused: tuple[str, ...]


def agenda(work: Work, opened: OpenedCall, sitting: Sitting) -> Agenda:
    """What the sitting takes up or has taken up, in rank order, without what an interest hides from the reader.

    A closed sitting has no item left to take up, and none takes up what was put before the committee after its day.
    Numbers, ranks and marks are those of the list that the reader reads: a hole would tell the place of what is
    hidden (decision 7).
    """
    wave = next(one for one in opened.waves if one.id == sitting.wave_id)
    opinions = committee.opinions_of_sitting(work.session, key_of(sitting))
    given = {one.application_id: one for one in opinions}
    rectified = rectified_opinions(work, opinions)
    found: list[tuple[Listed, int | None, Summary | None]]
    if Group.REVIEW in opened.folder.groups:
        shown = ranked_list.shown_ranking(work, opened, wave)
        found, masked = [(row.application, row.place.rank, row.summary) for row in shown.rows], shown.masked
    else:
        hidden = interests.interests_of_person(work.session, work.person_id)
        listed = listed_in(work, key_of(wave)).values()
        found = [(one, None, None) for one in listed if one.id not in hidden]
        masked = len(listed) - len(found)
    waiting = _waiting(work, opened, sitting, (row[0] for row in found))
    kept = [row for row in found if row[0].id in waiting or row[0].id in given]
    items = tuple(
        Item(
            number,
            one,
            one.organisation.name,
            *_standing(given.get(one.id), rank, summary, masked=masked > 0),
            summary.spread if summary else None,
            given.get(one.id),
            labels.OFFICER_STAGES[given[one.id].opinion if one.id in given else one.stage],
            tuple(
                (each, labels.OFFICER_STAGES[each.opinion])
                for each in opinions
                if each.application_id == one.id and each is not given[one.id]
            ),
            tuple(
                told
                for each in reversed(opinions)
                if each.application_id == one.id
                for told in rectified.get(key_of(each), ())
            ),
            _now(one, given.get(one.id)),
        )
        for number, (one, rank, summary) in enumerate(kept, start=1)
    )
    return Agenda(items, masked)


def _waiting(work: Work, opened: OpenedCall, sitting: Sitting, found: Iterable[Listed]) -> frozenset[int]:
    if sitting.closed_at:
        return frozenset()
    ids = {one.id for one in found if one.stage is Stage.SHORTLISTED}
    zone = opened.folder.call.zone
    return frozenset(
        key_of(one)
        for one in applications.with_ids(work.session, ids)
        if was_listed(sitting.held_at, one.moved_at, zone)
    )


def _standing(
    given: CommitteeOpinion | None, rank: int | None, summary: Summary | None, *, masked: bool
) -> tuple[int | None, Decimal | None]:
    """The rank and the mark of an item: those at which its opinion was given, as its minutes say them.

    ``masked``: they are those of the list that the reader reads (decision 7).
    """
    if given is None or masked:
        return rank, summary.total if summary else None
    return given.rank, Decimal(given.mark) if given.mark else None


def _now(one: Listed, given: CommitteeOpinion | None) -> str:
    if given is None or one.stage is given.opinion:
        return ""
    return labels.OFFICER_STAGES[one.stage].word


def colleges(
    work: Work, opened: OpenedCall, sitting: Sitting, application_id: int | None = None
) -> tuple[College, ...]:
    """Who was there, college by college; for an item, without those who have an interest in it, as its quorum."""
    barred = interests.interested_in(work.session, application_id) if application_id else frozenset[int]()
    rows = [one for one in committee.attendance(work.session, key_of(sitting)) if one.person_id not in barred]
    named = people.named(work.session, {one for row in rows for one in (row.person_id, row.proxy_to) if one})
    file = opened.folder.committee
    return tuple(
        _college(one.name, one.seats, [row for row in rows if row.college == one.key], named)
        for one in (file.colleges if file else ())
    )


def _college(name: str, seats: int, rows: list[Attendance], named: dict[int, Person]) -> College:
    return College(
        name,
        seats,
        tuple(named[row.person_id].name for row in rows if row.present),
        tuple((named[row.person_id].name, named[row.proxy_to].name) for row in rows if row.proxy_to),
        tuple(named[row.person_id].name for row in rows if not row.present and not row.proxy_to),
        len(rows),
    )


def presiders_of(work: Work, case: Case, sitting: Sitting) -> tuple[tuple[int, str], ...]:
    """Who may preside an item in place of who presides the sitting and has an interest in it, with their names."""
    able = presiders.replacing(work, case.application.call_id, sitting, case.id)
    named = people.named(work.session, set(able)) if able else {}
    return tuple((one, named[one].name) for one in able)


def voices(work: Work, opened: OpenedCall, sitting: Sitting, application_id: int) -> Voices:
    """The quorum of an item without those who have an interest in it, and the names of those who leave."""
    members = {row.person_id for row in committee.attendance(work.session, key_of(sitting))}
    interested = interests.interested_in(work.session, application_id) & members
    named = people.named(work.session, set(interested))
    return Voices(
        quorum_of(work, opened, sitting, application_id),
        tuple(sorted(one.name for one in named.values())),
    )
