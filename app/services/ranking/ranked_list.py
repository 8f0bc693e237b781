"""The ranked list of a wave under its envelope: its lines, and who reads them."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from app.db.apply import applications
from app.db.apply.organisations import Named
from app.db.base import key_of
from app.db.calls.calls import Wave
from app.db.committee import committee
from app.db.ranking.listed import Listed
from app.db.review import interests
from app.domain.access import Ties, parts_of
from app.domain.call_file.grid.scoring import Side
from app.domain.errors import Forbidden, Hidden, ReasonCode
from app.domain.explanation import Step
from app.domain.people import Part
from app.domain.ranking import Place, explain
from app.domain.ranking.result import Result
from app.domain.scoring import Score, Scored, score_of
from app.domain.scoring.summary import Summary, summaries
from app.domain.workflow import Group
from app.domain.workflow.envelope import Commitment
from app.services.calls.calls import OpenedCall, by_slug
from app.services.cases import Case
from app.services.ranking import envelopes
from app.services.ranking.kept_lists import kept
from app.services.ranking.rankings import list_wave, listed_in
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
    held: Commitment | None = None
    """What it holds of the envelope, or that it takes nothing; None while nothing is settled."""
    result: Result | None = field(default=None, repr=False, compare=False)
    """The whole list that the line comes from; None where part of it is hidden from who reads."""

    @property
    def organisation(self) -> Named:
        return self.application.organisation

    @property
    def wins(self) -> bool:
        """Is it settled that it receives the aid?"""
        return self.held is not None and self.held.wins

    @property
    def explanation(self) -> Step | None:
        """Each step from marks to rank and money. It names neighbours: nobody reads it where some are hidden."""
        if self.result is None:
            return None
        return explain(self.result.listing, self.application.reference, self.result.beside)

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

    @property
    def score(self) -> Score | None:
        """The whole calculation, made for who reads it: a list that is kept holds the summaries alone."""
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
    """The ranked list of a wave as somebody reads it; ``masked``: how many an interest hides from them.

    ``which``: the same for whoever reads the same list, until the next deed.
    """

    opened: OpenedCall
    wave: Wave
    rows: tuple[Row, ...]
    masked: int
    which: Hashable = ()


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
    listed = _listed(work, wave)
    masked = frozenset(one for one in hidden if one in listed)
    provisional = envelopes.reads_provisional(work, opened.id)

    def made() -> tuple[Row, ...]:
        found = {identity: one for identity, one in listed.items() if identity not in masked}
        rows = _ranked(work, opened, wave, found, provisional=provisional)
        return tuple(map(_without_money, rows)) if masked else rows

    which = ("rows", key_of(wave), wave.envelope, opened.row.checksum, masked, provisional)
    return Ranking(opened, wave, kept(work, which, made), len(masked), which)


def _listed(work: Work, wave: Wave) -> dict[int, Listed]:
    """The applications of the ranked list of a wave, whoever reads it: what an interest hides too."""
    return kept(work, ("listed", key_of(wave)), lambda: listed_in(work, key_of(wave)))


def masked_in(work: Work, wave: Wave, hidden: frozenset[int] | None = None) -> int:
    """How many of the applications of the ranked list an interest hides from this person.

    ``hidden``: all those that an interest hides from them, when they were read already.
    """
    if hidden is None:
        hidden = interests.interests_of_person(work.session, work.person_id)
    if not hidden:
        return 0
    listed = _listed(work, wave)
    return sum(one in listed for one in hidden)


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
    settled: bool = True,
) -> tuple[Row, ...]:
    """The ranked list of a wave with everything in it; who shows it leaves out what an interest hides.

    ``by``: with the draw as it was known at that moment. ``without``: as if these applications had not been filed.
    ``settled``: is what was advised or decided served first? The list is else that of the marks alone.
    Raises Hidden when the call does not rank.
    """
    listed = listed_in(work, key_of(wave))
    found = {identity: one for identity, one in listed.items() if identity not in without}
    return _ranked(work, opened, wave, found, by=by, settled=settled)


def _ranked(
    work: Work,
    opened: OpenedCall,
    wave: Wave,
    found: Mapping[int, Listed],
    *,
    by: datetime | None = None,
    settled: bool = True,
    provisional: bool = True,
) -> tuple[Row, ...]:
    grid = opened.folder.grid
    if grid is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="ranking")
    if not provisional:
        found = {identity: one.published for identity, one in found.items()}
    by_reference = {one.reference: one for one in found.values()}
    number = key_of(wave)
    held = envelopes.commitments(work.session, number, provisional=provisional) if settled else {}
    result = list_wave(work, opened.folder, grid, found, wave, by=by, held=held)
    scored = result.listing.ranked.scored
    told = summaries(scored)
    return tuple(
        Row(place, one, scored, place.at, told[place.at], held.get(one.id), result)
        for place in result.listing.places
        for one in (by_reference[place.reference],)
    )


def rank_advised(work: Work, case: Case, advised: int | None) -> int | None:
    """The rank that the committee gave its opinion at, as this person may read it: see `ranks_advised`."""
    opened = OpenedCall(case.call, case.folder, (case.wave,))
    return ranks_advised(work, opened, case.wave, {case.id: advised}).get(case.id)


def ranks_advised(
    work: Work,
    opened: OpenedCall,
    wave: Wave,
    advised: Mapping[int, int | None],
    hidden: frozenset[int] | None = None,
) -> dict[int, int]:
    """The ranks that the committee gave its opinions at, by application, as this person may read them.

    They are of the whole list: whoever has something hidden in the wave reads the ranks of their own list instead.
    ``hidden``: see `masked_in`.
    """
    told = {identity: rank for identity, rank in advised.items() if rank is not None}
    if not told or not masked_in(work, wave, hidden):
        return told
    shown = shown_ranking(work, opened, wave).rows
    own = {row.application.id: row.place.rank for row in shown}
    return {identity: rank for identity in told if (rank := own.get(identity)) is not None}


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
