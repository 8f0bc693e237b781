"""The committee, the decision and the letters that leave together: what happens to a whole wave, and to each in it."""

from collections.abc import Iterator
from datetime import date, datetime

from app.db.base import key_of
from app.db.committee.committee import Sitting
from app.demo.calendar import LAST_ACT, at_work, desk, meetings
from app.demo.play import Play
from app.demo.roads import DAY, Road
from app.demo.story import OVER, Bench
from app.demo.tale import Tale
from app.domain.interests import Nature
from app.domain.people import Role
from app.domain.workflow import Action, Outcome, Stage
from app.services.calls import calls
from app.services.committee import committee
from app.services.review import reviews
from app.services.road import decisions

RESERVE_CALLED = date(2026, 11, 9)
"""The day on which money that came back is given to the reserve list."""
TAKES_UP_AGAIN = ("tiers-lieux-2026", "printemps_2026")
TAKEN_UP_AGAIN = date(2026, 11, 19)
"""A wave of which one item was left, and the day of the sitting that is open for it still."""
OPINIONS = {
    Stage.NOT_RECOMMENDED: Action.NOT_RECOMMEND,
    Stage.REJECTED: Action.NOT_RECOMMEND,
    Stage.ON_RESERVE: Action.PLACE_ON_RESERVE,
    Stage.POSTPONED: Action.POSTPONE,
}
OUTCOMES = {
    Action.NOT_RECOMMEND: Outcome.REJECT,
    Action.PLACE_ON_RESERVE: Outcome.RESERVE,
    Action.RECOMMEND: Outcome.AWARD,
    Action.RECOMMEND_WITH_CONDITIONS: Outcome.AWARD,
}


def wave_life(play: Play, slug: str, key: str) -> Road:
    """The sitting of a wave, then the release of its decisions when its day has come."""
    wave = play.folders[slug].call.wave(key)
    sat, _, told = meetings(slug, wave)
    bench = play.cast.bench(slug)
    if sat is None or told is None or bench is None or sat > LAST_ACT:
        return
    yield play.calendar.at(sat, 14)
    sitting = _hold(play, bench, key)
    yield play.calendar.at(sat, 18)
    committee.close_sitting(play.work(desk(Role.OFFICER, slug)), slug, key_of(sitting))
    if (slug, key) == TAKES_UP_AGAIN:
        yield play.calendar.at(TAKEN_UP_AGAIN, 14, 30)
        _hold(play, bench, key)
    yield play.calendar.at(told, 10)
    decisions.release(play.work(desk(Role.MANAGER, slug)), slug, key)
    if slug == OVER:
        yield play.calendar.at(at_work(told + DAY), 9)
        calls.close_call(play.work(desk(Role.MANAGER, slug)), slug)


def _hold(play: Play, bench: Bench, key: str) -> Sitting:
    ids = {name: play.person_id(play.member(bench, name)) for name, _ in bench.members}
    giver, holder = bench.proxy
    return committee.hold_sitting(
        play.work(desk(Role.OFFICER, bench.call)),
        bench.call,
        key,
        held_at=play.now,
        place=bench.place,
        present=[one for name, one in ids.items() if name not in (*bench.absent, giver)],
        proxies={ids[giver]: ids[holder]},
    )


def before_the_committee(tale: Tale) -> Road:
    """On the list, heard in the sitting, decided: provisional until the release."""
    sat, decided, _ = meetings(tale.story.call, tale.wave)
    if sat is None or decided is None:
        return
    yield tale.at(at_work(sat - 8 * DAY), 11)
    tale.do(tale.officer, Action.SHORTLIST)
    if tale.story.recused:
        yield tale.at(sat - 3 * DAY, 18)
        _recuse(tale)
    if tale.there():
        return
    yield _turn(tale, sat)
    opinion = _advise(tale)
    if opinion not in OUTCOMES:
        return
    yield tale.at(decided, 17)
    _decide(tale, OUTCOMES[opinion], decided)


def _recuse(tale: Tale) -> None:
    bench = tale.play.cast.bench(tale.story.call)
    if bench is not None:
        name = bench.members[int(tale.story.recused.rpartition("-")[2]) - 1][0]
        reviews.declare_interest(tale.by(tale.play.member(bench, name)), tale.reference, Nature.MANDATE)


def _turn(tale: Tale, sat: date) -> datetime:
    minutes = 10 + 7 * (tale.rank % 30)
    return tale.play.calendar.at(sat, 14 + minutes // 60, minutes % 60)


def _advise(tale: Tale) -> Action:
    story = tale.story
    opinion = OPINIONS.get(story.stage, Action.RECOMMEND)
    if story.reserve:
        opinion = Action.PLACE_ON_RESERVE
    elif opinion is Action.RECOMMEND and story.conditions:
        opinion = Action.RECOMMEND_WITH_CONDITIONS
    sent: dict[str, object] = dict(
        zip(("votes_for", "votes_against", "abstentions"), story.votes, strict=True)
    )
    if opinion in (Action.RECOMMEND, Action.RECOMMEND_WITH_CONDITIONS):
        sent["amount"] = euros(story.awarded_cents)
    if opinion is Action.RECOMMEND_WITH_CONDITIONS:
        sent["conditions"] = story.conditions
    if opinion in (Action.NOT_RECOMMEND, Action.POSTPONE):
        sent["comment"] = story.reason
    tale.do(tale.officer, opinion, **sent)
    return opinion


def _decide(tale: Tale, outcome: Outcome, day: date) -> None:
    story = tale.story
    decisions.record(
        tale.by(tale.manager),
        tale.reference,
        outcome,
        amount=story.awarded_cents if outcome is Outcome.AWARD else 0,
        conditions=story.conditions if outcome is Outcome.AWARD else "",
        reasons=story.reason if outcome is Outcome.REJECT else "",
        deliberation=f"{tale.play.calendar.day(day).year}.{1_000 + tale.rank}.CP",
        deliberated_on=tale.play.calendar.day(day),
    )


def called_from_the_reserve(tale: Tale) -> Iterator[datetime]:
    """Money came back: the first of the reserve list is awarded after all."""
    yield tale.at(RESERVE_CALLED, 10)
    _decide(tale, Outcome.AWARD, RESERVE_CALLED)
    yield tale.at(RESERVE_CALLED + DAY, 10)
    decisions.release(tale.by(tale.manager), tale.story.call, tale.story.wave)


def euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
