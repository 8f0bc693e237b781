"""The draw of a wave, in two acts of its manager: its list is fixed, then its seed is published. Nothing undoes them.

The first refuses while something may still enter the list, so that its order is known before the seed is; it tells
where the seed will come from. A seed that the house makes is made at the instant when it is published: nobody sees
it and then waits for a better one.
"""

import secrets
from dataclasses import dataclass

from app.db import journal, people
from app.db.apply import applications
from app.db.base import key_of
from app.db.calls import calls
from app.db.calls.calls import Wave
from app.db.ranking import draws
from app.db.ranking.draws import Draw, DrawSeed, Held
from app.db.review import interests
from app.domain.deadlines import is_late
from app.domain.errors import Conflict, Fault, Forbidden, Hidden, Invalid, NotReady, Reason, ReasonCode
from app.domain.people import Role
from app.domain.ranking.draw import BEFORE_THE_LIST, FixedList, fix, may_still_enter, seed_fault, seed_of
from app.domain.workflow import Action, Stage
from app.services.calls.calls import OpenedCall, by_slug
from app.services.lengths import optional
from app.services.ranking.ranked_list import masked_in, open_committee, wave_of, whole_ranking
from app.services.ranking.rankings import RANKED_STAGES
from app.services.work import Work

LONGEST_SOURCE = 500
SEED_BYTES = 16
TELLING = frozenset({Action.AWARD.value, Action.KEEP_ON_RESERVE.value, Action.REJECT.value})
"""What makes a decision known, alone or with those of its whole wave."""


@dataclass(frozen=True)
class Named:
    """A draw with the names of those who did its two acts."""

    held: Held
    fixed_by: str
    published_by: str


@dataclass(frozen=True)
class Prospect:
    """What the manager is about to do: the draw if its list is fixed, else the list as it stands, or why not yet."""

    opened: OpenedCall
    wave: Wave
    held: Held | None
    listed: FixedList | None
    refusal: Reason | None


def has_draw(opened: OpenedCall) -> bool:
    """Does the rule of this call leave something to chance?"""
    file = opened.folder.committee
    return opened.folder.scoring is not None and file is not None and file.ranking.lottery is not None


def named_draw(work: Work, opened: OpenedCall, wave: Wave) -> Named | None:
    """The draw of a wave, if its list is fixed."""
    held = draws.of_wave(work.session, key_of(wave)) if has_draw(opened) else None
    if held is None:
        return None
    publisher = held.published.published_by if held.published is not None else held.draw.fixed_by
    named = people.named(work.session, {held.draw.fixed_by, publisher})
    return Named(held, named[held.draw.fixed_by].name, named[publisher].name)


def of_call(work: Work, opened: OpenedCall) -> list[tuple[Wave, Held]]:
    """The draws of a call whose list is fixed, wave by wave: one query, none for a call without lottery."""
    if not has_draw(opened):
        return []
    held = draws.of_waves(work.session, {key_of(wave) for wave in opened.waves})
    return [(wave, held[key_of(wave)]) for wave in opened.waves if key_of(wave) in held]


def fixed_list(work: Work, slug: str, wave_key: str) -> Draw:
    """The list that was fixed, for who reads the ranking. Raises Forbidden where an interest hides a part of it."""
    opened = open_committee(work, slug)
    wave = wave_of(opened, wave_key, work.now)
    held = draws.of_wave(work.session, key_of(wave))
    if held is None:
        raise Hidden(ReasonCode.NOT_FOUND, what="draw")
    if masked_in(work, wave):
        raise Forbidden(ReasonCode.INTEREST_DECLARED, wave=wave.name)
    return held.draw


def prospect(work: Work, slug: str, wave_key: str) -> Prospect:
    """The next act of a draw, before it is done. Raises Forbidden unless a manager of the call, Hidden."""
    opened, wave = _managed(work, slug, wave_key)
    held = draws.of_wave(work.session, key_of(wave))
    if held is not None:
        return Prospect(opened, wave, held, None, None)
    try:
        return Prospect(opened, wave, None, _listed(work, opened, wave), None)
    except NotReady as refused:
        return Prospect(opened, wave, None, None, refused.reason)


def fix_list(work: Work, slug: str, wave_key: str, source: str = "") -> Draw:
    """Fix the list of a wave for its draw. ``source``: where the seed will come from; empty: from the house.

    Raises Forbidden unless a manager of the call without interest in the list (CGCT L2131-11), Conflict LIST_FIXED,
    NotReady while something may still enter the list, when nothing is left to chance or decisions are known already,
    Invalid.
    """
    opened, wave = _managed(work, slug, wave_key, lock=True)
    held = draws.of_wave(work.session, key_of(wave))
    if held is not None:
        raise Conflict(ReasonCode.LIST_FIXED, at=held.draw.fixed_at, zone=opened.folder.call.timezone)
    told = optional("source", " ".join(source.split()), LONGEST_SOURCE)
    listed = _listed(work, opened, wave)
    draw = Draw(
        wave_id=key_of(wave),
        source=told,
        listing=listed.text,
        sha256=listed.sha256,
        members=sorted(listed.band.members),
        above=sorted(listed.band.above),
        fixed_by=work.person_id,
        fixed_at=work.now,
    )
    work.session.add(draw)
    work.session.flush()
    _journal(work, opened, "fix_list", {"wave": wave.key, "list_sha256": draw.sha256, "source": told})
    return draw


def publish_seed(work: Work, slug: str, wave_key: str, typed: str = "") -> Held:
    """Publish the seed of a draw: ``typed`` where its source was told, made here otherwise. It never changes.

    Raises Forbidden as ``fix_list``, NotReady before the list is fixed, Conflict SEED_PUBLISHED, Invalid.
    """
    opened, wave = _managed(work, slug, wave_key, lock=True)
    held = draws.of_wave(work.session, key_of(wave))
    if held is None:
        raise NotReady(ReasonCode.LIST_NOT_FIXED)
    if held.published is not None:
        by = people.named(work.session, {held.published.published_by})[held.published.published_by].name
        said = {"at": held.published.published_at, "zone": opened.folder.call.timezone}
        raise Conflict(ReasonCode.SEED_PUBLISHED, by=by, seed=held.published.seed, **said)
    seed = _read(held.draw, seed_of(typed))
    row = DrawSeed(draw_id=key_of(held.draw), seed=seed, published_by=work.person_id, published_at=work.now)
    work.session.add(row)
    work.session.flush()
    data = {"wave": wave.key, "list_sha256": held.draw.sha256, "seed": seed}
    _journal(work, opened, "publish_seed", data)
    return Held(held.draw, row)


def _read(draw: Draw, seed: str) -> str:
    if not draw.source:
        if seed:
            raise Invalid(Fault("seed", Reason.of(ReasonCode.UNKNOWN_FIELD)))
        return secrets.token_hex(SEED_BYTES)
    if (fault := seed_fault(seed)) is not None:
        raise Invalid(Fault("seed", fault))
    return seed


def _managed(work: Work, slug: str, wave_key: str, *, lock: bool = False) -> tuple[OpenedCall, Wave]:
    """``lock``: every application of the list is taken before the wave, in the order of a release."""
    opened = by_slug(work, slug)
    work.require(Role.MANAGER, call_id=opened.id)
    if not has_draw(opened):
        raise Hidden(ReasonCode.NOT_FOUND, what="draw")
    wave = wave_of(opened, wave_key, work.now)
    listed = applications.in_wave(work.session, key_of(wave), RANKED_STAGES | BEFORE_THE_LIST, lock=lock)
    if lock:
        wave = calls.locked_wave(work.session, key_of(wave))
    if interests.interests_of_person(work.session, work.person_id) & {key_of(one) for one in listed}:
        raise Forbidden(ReasonCode.INTEREST_DECLARED, wave=wave.name)
    return opened, wave


def _listed(work: Work, opened: OpenedCall, wave: Wave) -> FixedList:
    """The list as it would be fixed now. Raises NotReady."""
    filed = applications.in_wave(work.session, key_of(wave), frozenset(Stage))
    known_at = wave.released_at or journal.first_of(work.session, {key_of(one) for one in filed}, TELLING)
    if known_at is not None:
        raise NotReady(ReasonCode.DRAW_TOO_LATE, at=known_at, zone=opened.folder.call.timezone)
    if not is_late(work.now, wave.dossier_due_at):
        until = wave.dossier_due_at
        raise NotReady(ReasonCode.LIST_STILL_OPEN, until=until, zone=opened.folder.call.timezone)
    waiting = applications.in_wave(work.session, key_of(wave), BEFORE_THE_LIST)
    count = sum(may_still_enter(one.stage, one.due_at, work.now) for one in waiting)
    if count:
        raise NotReady(ReasonCode.LIST_STILL_OPEN, count=count)
    rows = whole_ranking(work, opened, wave)
    result = rows[0].result if rows else None
    listed = fix(result.listing) if result is not None else None
    if listed is None or not listed.band.members:
        raise NotReady(ReasonCode.NOTHING_TO_DRAW)
    return listed


def _journal(work: Work, opened: OpenedCall, verb: str, data: dict[str, str]) -> None:
    journal.write(work.session, work.actor, verb, work.now, call_id=opened.id, data=data)
