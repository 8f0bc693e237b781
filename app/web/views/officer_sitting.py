"""A sitting in lines: who was there, and its items in the order of the ranking, each with its quorum."""

from dataclasses import dataclass
from decimal import Decimal

from app.db import committee, interests, people
from app.db.base import key_of
from app.db.committee import Attendance, CommitteeOpinion, Sitting
from app.db.listed import Listed
from app.db.people import Person
from app.domain.quorum import Quorum
from app.domain.scoring.summary import Summary
from app.domain.workflow import Group, Stage
from app.services import committee as committees
from app.services.calls import OpenedCall
from app.services.rankings import listed_in
from app.services.work import Work
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


@dataclass(frozen=True)
class Agenda:
    """The items that the reader may see, in order; ``total`` counts the others too."""

    items: tuple[Item, ...]
    total: int

    def at(self, number: str) -> Item | None:
        """The item of that number, when the reader may see it."""
        return next((one for one in self.items if str(one.number) == number), None)

    def before(self, item: Item) -> Item | None:
        """The item that the reader sees just before this one."""
        return next((one for one in reversed(self.items) if one.number < item.number), None)

    def after(self, item: Item) -> Item | None:
        """The item that the reader sees just after this one."""
        return next((one for one in self.items if one.number > item.number), None)


@dataclass(frozen=True)
class College:
    """A college with who was there."""

    name: str
    seats: int
    present: tuple[str, ...]
    proxies: tuple[tuple[str, str], ...]
    absent: tuple[str, ...]


@dataclass(frozen=True)
class Voices:
    """The quorum of one item, and who leaves the room for it."""

    quorum: Quorum | None
    recused: tuple[str, ...]


def agenda(work: Work, opened: OpenedCall, sitting: Sitting) -> Agenda:
    """What the sitting takes up or has taken up, in rank order, without what an interest hides from the reader.

    A closed sitting has no item left to take up.
    The numbers are those of the whole order of the day: leaving one's own interest out of sight moves nobody. The
    ranks and the marks are those of the list that the reader reads.
    """
    wave = next(one for one in opened.waves if one.id == sitting.wave_id)
    given = {one.application_id: one for one in committee.opinions_of_sitting(work.session, key_of(sitting))}
    hidden = interests.interests_of_person(work.session, work.person_id)
    found: list[tuple[Listed, int | None, Summary | None]]
    if Group.REVIEW in opened.folder.groups:
        rows = committees.whole_ranking(work, opened, wave)
        masked = any(one.application.id in hidden for one in rows)
        shown = committees.shown_ranking(work, opened, wave).rows if masked else rows
        seen = {row.application.id: row for row in shown}
        found = [
            (one.application, row.place.rank, row.summary)
            for one in rows
            for row in (seen.get(one.application.id, one),)
        ]
    else:
        found = [(one, None, None) for one in listed_in(work, key_of(wave)).values()]
    waiting = () if sitting.closed_at else (Stage.SHORTLISTED,)
    kept = [row for row in found if row[0].stage in waiting or row[0].id in given]
    items = tuple(
        Item(
            number,
            one,
            one.organisation.name,
            rank,
            summary.total if summary else None,
            summary.spread if summary else None,
            given.get(one.id),
            labels.OFFICER_STAGES[given[one.id].opinion if one.id in given else one.stage],
        )
        for number, (one, rank, summary) in enumerate(kept, start=1)
        if one.id not in hidden
    )
    return Agenda(items, len(kept))


def colleges(work: Work, opened: OpenedCall, sitting: Sitting) -> tuple[College, ...]:
    """Who was there, college by college."""
    rows = committee.attendance(work.session, key_of(sitting))
    named = people.named(work.session, {row.person_id for row in rows})
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
    )


def voices(work: Work, opened: OpenedCall, sitting: Sitting, application_id: int) -> Voices:
    """The quorum of an item without those who have an interest in it, and the names of those who leave."""
    members = {row.person_id for row in committee.attendance(work.session, key_of(sitting))}
    interested = interests.interested_in(work.session, application_id) & members
    named = people.named(work.session, set(interested))
    return Voices(
        committees.quorum_of(work, opened, sitting, application_id),
        tuple(sorted(one.name for one in named.values())),
    )
