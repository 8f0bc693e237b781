"""The draw of a wave: its list is fixed when nothing may enter it any more, its seed is published once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from app.db.base import key_of
from app.db.calls import calls
from app.db.committee import committee as kept_committee
from app.db.journal import JournalEntry
from app.db.ranking import draws
from app.db.session import Database
from app.domain.allocation import draw
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, NotReady, Reason, ReasonCode, Refusal
from app.domain.people import Actor
from app.domain.workflow import Action, Outcome, Stage
from app.services.calls.calls import by_slug
from app.services.cases import open_case
from app.services.committee import committee
from app.services.committee import minutes as minuted
from app.services.frozen import Paper
from app.services.ranking import draws as acts
from app.services.ranking import ranked_list
from app.services.review import reviews
from app.services.road import decisions
from tests import factories
from tests.factories import TIERS_LIEUX, Cast
from tests.lottery import AFTER, SEED, SOURCE, TYPED, WAVE, reviewed
from tests.services.acting import application, do, given


def listed(database: Database) -> tuple[str, tuple[str, ...], Cast]:
    with database.write() as session:
        work = factories.work(session)
        first, tied = reviewed(work)
        return first, tied, factories.cast(work)


def fix(database: Database, actor: Actor, source: str = "", now: datetime = AFTER) -> str:
    with database.write() as session:
        return acts.fix_list(factories.work(session, actor, now), TIERS_LIEUX, WAVE, source).sha256


def publish(database: Database, actor: Actor, typed: str = "", now: datetime = AFTER) -> str:
    with database.write() as session:
        seed = acts.publish_seed(factories.work(session, actor, now), TIERS_LIEUX, WAVE, typed).seed
        assert seed is not None
        return seed


def ranked(database: Database, actor: Actor) -> list[tuple[str, str]]:
    """The list as this person reads it: references and outcomes."""
    with database.read() as session:
        rows = ranked_list.ranking(factories.work(session, actor, AFTER), TIERS_LIEUX, WAVE).rows
        return [
            (row.application.reference, row.place.outcome.value if row.place.outcome else "") for row in rows
        ]


def refused(database: Database, actor: Actor, now: datetime = AFTER) -> Refusal:
    with pytest.raises(Refusal) as found:
        fix(database, actor, now=now)
    return found.value


def test_the_order_is_unknown_before_the_seed_and_the_same_for_all_after(database: Database) -> None:
    first, tied, people = listed(database)
    assert ranked(database, people.officer) == [(first, "funded"), *((one, "to_draw") for one in tied)]
    sealed = fix(database, people.manager, f"  {SOURCE} ")
    assert ranked(database, people.officer) == [(first, "funded"), *((one, "to_draw") for one in tied)]
    assert publish(database, people.manager, TYPED) == SEED
    order = draw(SEED, tied)
    drawn = [(first, "funded"), (order[0], "funded"), *((one, "drawn_out") for one in order[1:])]
    assert ranked(database, people.officer) == ranked(database, people.members[0]) == drawn
    with database.read() as session:
        told = select(JournalEntry).where(col(JournalEntry.verb).in_(("fix_list", "publish_seed")))
        entries = [(one.verb, one.actor_name, one.data) for one in session.exec(told)]
    assert entries == [
        ("fix_list", "Hugo Leroy", {"wave": WAVE, "list_sha256": sealed, "source": SOURCE}),
        ("publish_seed", "Hugo Leroy", {"wave": WAVE, "list_sha256": sealed, "seed": SEED}),
    ]


def test_a_seed_of_the_house_is_made_when_it_is_published_and_never_typed(database: Database) -> None:
    _, _, people = listed(database)
    fix(database, people.manager)
    with pytest.raises(Invalid) as wrong:
        publish(database, people.manager, SEED)
    assert wrong.value.reason == Reason.of(ReasonCode.UNKNOWN_FIELD)
    assert len(publish(database, people.manager)) == 2 * acts.SEED_BYTES


def test_an_announced_seed_is_typed_as_it_was_drawn(database: Database) -> None:
    _, _, people = listed(database)
    with pytest.raises(Invalid) as wrong:
        fix(database, people.manager, "x" * (acts.LONGEST_SOURCE + 1))
    assert wrong.value.reason.code is ReasonCode.TOO_LONG
    fix(database, people.manager, SOURCE)
    for typed, code in (("", ReasonCode.REQUIRED), ("quatre & huit", ReasonCode.NOT_A_SEED)):
        with pytest.raises(Invalid) as wrong:
            publish(database, people.manager, typed)
        assert wrong.value.reason.code is code


def test_neither_act_is_done_twice_nor_out_of_order(database: Database) -> None:
    _, _, people = listed(database)
    with pytest.raises(NotReady) as early:
        publish(database, people.manager)
    assert early.value.reason == Reason.of(ReasonCode.LIST_NOT_FIXED)
    fix(database, people.manager)
    assert refused(database, people.manager).reason == Reason.of(
        ReasonCode.LIST_FIXED, at=AFTER, zone="Europe/Paris"
    )
    seed = publish(database, people.manager)
    with pytest.raises(Conflict) as again:
        publish(database, people.manager)
    assert again.value.reason == Reason.of(
        ReasonCode.SEED_PUBLISHED, by="Hugo Leroy", seed=seed, at=AFTER, zone="Europe/Paris"
    )


def test_of_two_who_publish_at_once_one_does(database: Database) -> None:
    _, _, people = listed(database)
    fix(database, people.manager)
    ready = Barrier(2)

    def attempt(_: int) -> str:
        ready.wait(timeout=30)
        try:
            return publish(database, people.manager)
        except Conflict as lost:
            return str(lost.reason.values["seed"])

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(attempt, range(2)))
    assert len(set(told)) == 1
    with database.read() as session:
        kept = session.exec(select(draws.DrawSeed)).all()
    assert [one.seed for one in kept] == told[:1]


@pytest.mark.parametrize("table", ["draw", "draw_seed"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id + 1"])
def test_the_database_itself_keeps_a_draw_as_it_is(database: Database, table: str, statement: str) -> None:
    _, _, people = listed(database)
    fix(database, people.manager)
    publish(database, people.manager)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.write() as session:
        session.execute(sa.text(statement.format(table)))


def test_a_list_that_something_may_still_enter_is_not_fixed(database: Database) -> None:
    _, _, people = listed(database)
    assert refused(database, people.manager, factories.AN_OPEN_DAY).reason.code is ReasonCode.LIST_STILL_OPEN
    given(database, Stage.DOSSIER_DRAFT)
    given(database, Stage.IN_REVIEW)
    invited, _ = given(database, Stage.LETTER_SUBMITTED)
    later = (AFTER + timedelta(days=9)).date().isoformat()
    assert refused(database, people.manager).reason == Reason.of(ReasonCode.LIST_STILL_OPEN, count=2)
    do(database, people.officer, invited, Action.INVITE, {"due_on": later})
    assert refused(database, people.manager).reason == Reason.of(ReasonCode.LIST_STILL_OPEN, count=2)


def test_what_happens_after_the_list_is_fixed_changes_nobody_of_the_draw(database: Database) -> None:
    first, tied, people = listed(database)
    fix(database, people.manager)
    gone, *left = draw(publish(database, people.manager), tied)
    do(database, people.owner, gone, Action.WITHDRAW, now=AFTER)
    assert ranked(database, people.officer) == [
        (first, "funded"),
        (left[0], "funded"),
        (left[1], "drawn_out"),
    ]


def test_nothing_is_drawn_where_the_money_serves_all_or_decisions_are_known(database: Database) -> None:
    first, tied, people = listed(database)
    for reference in tied[:2]:
        do(database, people.owner, reference, Action.WITHDRAW)
    assert refused(database, people.manager).reason == Reason.of(ReasonCode.NOTHING_TO_DRAW)
    for reference in (first, tied[2]):
        do(database, people.owner, reference, Action.WITHDRAW)
    assert refused(database, people.manager).reason == Reason.of(ReasonCode.NOTHING_TO_DRAW)
    with database.write() as session:
        wave = calls.wave_by_key(session, 1, WAVE)
        assert wave is not None
        wave.released_at = AFTER
        session.add(wave)
    assert refused(database, people.manager).reason.code is ReasonCode.DRAW_TOO_LATE


def decide(database: Database, people: Cast, reference: str, outcome: Outcome = Outcome.AWARD) -> None:
    """Shortlist, advise and record: everything before the release."""
    with database.write() as session:
        work = factories.work(session, now=AFTER)
        if not kept_committee.sittings_of_wave(session, open_case(work, reference).application.wave_id):
            factories.sitting(work, TIERS_LIEUX, WAVE, (*people.members, people.president))
    do(database, people.officer, reference, Action.SHORTLIST, now=AFTER)
    do(database, people.president, reference, Action.RECOMMEND, {"votes_for": 3}, now=AFTER)
    with database.write() as session:
        decisions.record(
            factories.work(session, people.manager, AFTER),
            reference,
            outcome,
            amount=application(database, reference).requested,
            reasons="L’enveloppe de la vague est épuisée.",
            deliberation="2027.1.CP",
            deliberated_on=AFTER.date(),
        )


def release(database: Database, people: Cast) -> tuple[str, ...]:
    with database.write() as session:
        return decisions.release(factories.work(session, people.manager, AFTER), TIERS_LIEUX, WAVE)


def test_no_decision_is_released_between_the_two_acts_of_a_draw(database: Database) -> None:
    first, tied, people = listed(database)
    decide(database, people, first)
    fix(database, people.manager)
    decide(database, people, tied[0], Outcome.REJECT)
    with pytest.raises(NotReady) as waits:
        release(database, people)
    assert waits.value.reason == Reason.of(ReasonCode.DRAW_PENDING, at=AFTER, zone="Europe/Paris")
    for reference, action in ((first, Action.AWARD), (tied[0], Action.REJECT)):
        with pytest.raises(NotReady) as alone:
            do(database, people.manager, reference, action, now=AFTER)
        assert alone.value.reason == Reason.of(ReasonCode.DRAW_PENDING, at=AFTER)
    publish(database, people.manager)
    do(database, people.manager, tied[0], Action.REJECT, now=AFTER)
    assert release(database, people) == (first,)


def test_no_list_is_fixed_once_one_decision_is_known_even_alone(database: Database) -> None:
    first, _, people = listed(database)
    decide(database, people, first, Outcome.RESERVE)
    do(database, people.manager, first, Action.KEEP_ON_RESERVE, now=AFTER)
    assert refused(database, people.manager).reason == Reason.of(
        ReasonCode.DRAW_TOO_LATE, at=AFTER, zone="Europe/Paris"
    )


def test_of_a_release_and_a_list_fixed_at_once_one_waits(database: Database) -> None:
    first, _, people = listed(database)
    decide(database, people, first)
    ready = Barrier(2)

    def attempt(act: Callable[[], object]) -> str:
        ready.wait(timeout=30)
        try:
            act()
        except NotReady as lost:
            return lost.reason.code.value
        return "done"

    with ThreadPoolExecutor(2) as pool:
        told = list(
            pool.map(attempt, (lambda: release(database, people), lambda: fix(database, people.manager)))
        )
    assert told in (["done", "draw_too_late"], ["draw_pending", "done"])


def test_a_manager_with_an_interest_in_the_list_does_not_draw(database: Database) -> None:
    first, _, people = listed(database)
    with database.write() as session:
        reviews.declare_interest(factories.work(session, people.manager), first, "family")
    found = refused(database, people.manager)
    assert isinstance(found, Forbidden)
    assert found.reason.code is ReasonCode.INTEREST_DECLARED


@pytest.mark.parametrize("who", ["officer", "president", "auditor", "admin", "owner"])
def test_only_the_manager_draws(database: Database, who: str) -> None:
    _, _, people = listed(database)
    assert isinstance(refused(database, getattr(people, who)), Forbidden)


def test_a_call_without_lottery_has_no_draw(database: Database) -> None:
    _, people = given(database, Stage.REVIEWED)
    assert isinstance(refused(database, people.manager), Hidden)
    with database.read() as session:
        work = factories.work(session, people.manager, AFTER)
        opened = by_slug(work, TIERS_LIEUX)
        assert acts.named_draw(work, opened, opened.waves[0]) is None
        assert acts.of_call(work, opened) == []


def test_what_the_manager_is_about_to_do_is_told_before(database: Database) -> None:
    _, tied, people = listed(database)

    def told(now: datetime = AFTER) -> acts.Prospect:
        with database.read() as session:
            return acts.prospect(factories.work(session, people.manager, now), TIERS_LIEUX, WAVE)

    early, ready = told(factories.AN_OPEN_DAY), told()
    assert early.refusal is not None
    assert early.listed is None
    assert ready.listed is not None
    assert ready.listed.band.members == frozenset(tied)
    sealed = fix(database, people.manager)
    assert ready.listed.sha256 == sealed
    held = told().held
    assert held is not None
    assert (held.draw.sha256, held.seed, told().listed) == (sealed, None, None)


def test_the_minutes_know_the_draw_as_it_was_when_the_sitting_ended(database: Database) -> None:
    first, tied, people = listed(database)
    with database.write() as session:
        work = factories.work(session, now=AFTER)
        sitting = factories.sitting(work, TIERS_LIEUX, WAVE, people.members)
    for reference in (first, *tied):
        do(database, people.officer, reference, Action.SHORTLIST, now=AFTER)
        do(database, people.president, reference, Action.RECOMMEND, {"votes_for": 3}, now=AFTER)

    def minutes(reader: Actor) -> tuple[object, str]:
        with database.read() as session:
            document = minuted.minutes(factories.work(session, reader, AFTER), TIERS_LIEUX, sitting)
            document = document.value if isinstance(document, Paper) else document
            codes = Counter(step.code.value for item in document.items for step in item.steps)
            return document.draw, " ".join(sorted(code for code in codes if "draw" in code))

    assert minutes(people.officer) == (None, "to_draw")
    fix(database, people.manager, SOURCE, AFTER + timedelta(hours=1))
    told, _ = minutes(people.officer)
    assert told is not None
    publish(database, people.manager, SEED, AFTER + timedelta(hours=2))
    with database.write() as session:
        close = factories.work(session, people.officer, AFTER + timedelta(hours=3))
        committee.close_sitting(close, TIERS_LIEUX, sitting)
    document, codes = minutes(people.officer)
    order = draw(SEED, tied)
    assert codes == "drawn"
    assert [one for one, _ in document.order] == list(order)
    with database.write() as session:
        reviews.declare_interest(factories.work(session, people.members[0]), first, "family")
    document, codes = minutes(people.members[0])
    assert (document.order, document.seed, codes) == ((), SEED, "")
    with database.read() as session:
        wave = calls.wave_by_key(session, 1, WAVE)
        assert wave is not None
        before = draws.of_wave(session, key_of(wave), by=AFTER + timedelta(minutes=90))
        assert before is not None
        assert before.seed is None
        assert draws.of_wave(session, key_of(wave), by=AFTER) is None
