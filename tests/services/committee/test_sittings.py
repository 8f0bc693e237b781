"""Sittings: an opinion is given in the one on the screen; one may be planned ahead, and its attendance taken later."""

from datetime import datetime, timedelta

import pytest

from app.db.committee import committee as tables
from app.db.session import Database
from app.domain.documents import MinutesDocument
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, NotReady, Reason, ReasonCode
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.committee import attendances, committee
from app.services.committee import minutes as minuted
from tests import factories
from tests.factories import AN_OPEN_DAY, TIERS_LIEUX, Cast
from tests.services.acting import do, given

WAVE = "automne_2026"
IN_SPRING = AN_OPEN_DAY + timedelta(days=110)


def hold(
    database: Database, people: Cast, *present: Actor, held_at: datetime = AN_OPEN_DAY, **proxies: int
) -> int:
    with database.write() as session:
        held = committee.hold_sitting(
            factories.work(session, people.officer),
            TIERS_LIEUX,
            WAVE,
            held_at=held_at,
            place="Bordeaux",
            present=[one.person_id or 0 for one in present],
            proxies={int(giver.removeprefix("of_")): holder for giver, holder in proxies.items()},
        )
        return held.id or 0


def take(
    database: Database, actor: Actor, sitting: int, *present: Actor, now: datetime = AN_OPEN_DAY
) -> None:
    with database.write() as session:
        there = [one.person_id or 0 for one in present]
        attendances.take(factories.work(session, actor, now), TIERS_LIEUX, sitting, there, {})


def advised(database: Database, sitting: int) -> list[int]:
    with database.read() as session:
        return [one.votes_for for one in tables.opinions_of_sitting(session, sitting)]


def test_an_opinion_is_given_in_the_sitting_on_the_screen_and_in_no_other(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    first = hold(database, people, *people.members)
    second = hold(database, people, people.president, held_at=AN_OPEN_DAY + timedelta(hours=3))
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 1})
    assert refused.value.reason == Reason.of(ReasonCode.SITTING_TO_NAME, count=2)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 1, "sitting": second})
    assert refused.value.reason == Reason.of(ReasonCode.QUORUM_MISSING, present=1, required=2, eligible=4)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3, "sitting": first})
    assert (advised(database, first), advised(database, second)) == ([3], [])


def test_a_sitting_takes_up_nothing_that_was_put_before_the_committee_after_its_day(
    database: Database,
) -> None:
    reference, people = given(database, Stage.REVIEWED)
    before = hold(database, people, *people.members)
    tomorrow = AN_OPEN_DAY + timedelta(days=1)
    do(database, people.officer, reference, Action.SHORTLIST, now=tomorrow)
    with pytest.raises(NotReady) as refused:
        do(
            database,
            people.officer,
            reference,
            Action.RECOMMEND,
            {"votes_for": 3, "sitting": before},
            now=tomorrow,
        )
    assert refused.value.reason == Reason.of(ReasonCode.SITTING_BEFORE, at=AN_OPEN_DAY, zone="Europe/Paris")
    after = hold(database, people, held_at=tomorrow)
    take(database, people.officer, after, *people.members, now=tomorrow)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3}, now=tomorrow)
    assert (advised(database, before), advised(database, after)) == ([], [3])


@pytest.mark.parametrize("named", [99, "99999999999", "abc", -1])
def test_a_sitting_of_another_wave_or_that_is_none_takes_no_opinion(
    database: Database, named: object
) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    hold(database, people, *people.members)
    with pytest.raises((NotReady, Invalid)):
        do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 1, "sitting": named})


def test_a_sitting_is_planned_without_its_attendance_which_is_taken_on_its_day(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    planned = hold(database, people, held_at=IN_SPRING)
    told = {"at": IN_SPRING, "zone": "Europe/Paris"}
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 1})
    assert refused.value.reason == Reason(ReasonCode.SITTING_TO_COME, told)
    with pytest.raises(NotReady) as refused:
        take(database, people.officer, planned, *people.members)
    assert refused.value.reason == Reason(ReasonCode.SITTING_TO_COME, told)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 1}, now=IN_SPRING)
    assert refused.value.reason == Reason(ReasonCode.SITTING_NOT_ATTENDED, told)
    for actor, family in ((people.members[0], Forbidden), (people.owner, Forbidden)):
        with pytest.raises(family):
            take(database, actor, planned, *people.members, now=IN_SPRING)
    with pytest.raises(Invalid) as nobody:
        take(database, people.officer, planned, now=IN_SPRING)
    assert [(one.field, one.reason.code) for one in nobody.value.faults] == [
        ("present", ReasonCode.NOBODY_PRESENT)
    ]
    take(database, people.officer, planned, *people.members, now=IN_SPRING)
    with pytest.raises(Conflict) as again:
        take(database, people.officer, planned, people.president, now=IN_SPRING)
    assert again.value.reason == Reason.of(ReasonCode.ALREADY_DONE)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3}, now=IN_SPRING)
    assert advised(database, planned) == [3]
    with pytest.raises(Hidden):
        take(database, people.officer, 99, *people.members)


def test_nobody_is_present_at_a_sitting_that_is_to_come(database: Database) -> None:
    _, people = given(database, Stage.SHORTLISTED)
    with pytest.raises(Invalid) as refused:
        hold(database, people, *people.members, held_at=IN_SPRING)
    assert [(one.field, one.reason.code) for one in refused.value.faults] == [
        ("held_at", ReasonCode.SITTING_TO_COME)
    ]
    closed = hold(database, people)
    with database.write() as session:
        committee.close_sitting(factories.work(session, people.officer), TIERS_LIEUX, closed)
    with pytest.raises(Conflict) as late:
        take(database, people.officer, closed, *people.members)
    assert late.value.reason.code is ReasonCode.SITTING_CLOSED


def test_a_proxy_that_cannot_be_carried_says_why(database: Database) -> None:
    _, people = given(database, Stage.SHORTLISTED)
    giver, holder, other = people.members
    names = {"giver": giver.name, "holder": holder.name, "read": holder.person_id}
    for present, code in (
        ((other,), ReasonCode.PROXY_TO_ABSENT),
        ((giver, holder), ReasonCode.PROXY_OF_PRESENT),
    ):
        with pytest.raises(Invalid) as refused:
            hold(database, people, *present, **{f"of_{giver.person_id}": holder.person_id or 0})
        (fault,) = refused.value.faults
        assert (fault.field, fault.reason) == (f"proxy-{giver.person_id}", Reason(code, names))
    twice = {f"of_{one.person_id}": holder.person_id or 0 for one in (giver, other)}
    with pytest.raises(Invalid) as refused:
        hold(database, people, holder, **twice)
    assert [one.reason.code for one in refused.value.faults] == [ReasonCode.PROXY_TWICE] * 2


def test_an_opinion_does_not_contradict_its_votes(database: Database, subtests: pytest.Subtests) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    hold(database, people, *people.members, people.president)
    conditions = {"conditions": "Un bail."}
    for action, sent in (
        (Action.RECOMMEND, {"votes_for": 1, "votes_against": 2}),
        (Action.RECOMMEND_WITH_CONDITIONS, {"votes_for": 1, "votes_against": 3, **conditions}),
        (Action.PLACE_ON_RESERVE, {"votes_against": 1}),
        (Action.NOT_RECOMMEND, {"votes_for": 3, "votes_against": 1, "comment": "Trop tôt."}),
    ):
        with subtests.test(action=action):
            with pytest.raises(Invalid) as refused:
                do(database, people.officer, reference, action, sent)
            told = {key: sent.get(key, 0) for key in ("votes_for", "votes_against")}
            (fault,) = refused.value.faults
            assert (fault.field, fault.reason) == ("votes_for", Reason(ReasonCode.VOTES_CONTRADICT, told))
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 2, "votes_against": 2})


def test_a_favourable_opinion_without_money_is_refused_and_a_reserve_is_not(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    hold(database, people, *people.members)
    for action, said in (
        (Action.RECOMMEND, {}),
        (Action.RECOMMEND_WITH_CONDITIONS, {"conditions": "Un bail."}),
    ):
        with pytest.raises(Invalid) as refused:
            do(database, people.officer, reference, action, {"amount": "0", **said})
        assert [(one.field, one.reason.code) for one in refused.value.faults] == [
            ("amount", ReasonCode.FAVOURABLE_WITHOUT_MONEY)
        ]
    do(database, people.officer, reference, Action.PLACE_ON_RESERVE, {"amount": "0"})


SAID: list[tuple[Action, dict[str, str], tuple[str, str, str]]] = [
    (
        Action.RECOMMEND_WITH_CONDITIONS,
        {"conditions": "Un bail.\n\nUn emploi.", "comment": ""},
        ("Un bail.\n\nUn emploi.", "", ""),
    ),
    (Action.RECOMMEND, {"comment": "Revoir le budget."}, ("", "Revoir le budget.", "")),
    (Action.PLACE_ON_RESERVE, {"comment": "Revoir le budget."}, ("", "Revoir le budget.", "")),
    (
        Action.RECOMMEND_WITH_CONDITIONS,
        {"conditions": "Un bail.", "comment": "Bravo."},
        ("Un bail.", "Bravo.", ""),
    ),
    (Action.POSTPONE, {"comment": "Trop tôt."}, ("", "", "Trop tôt.")),
    (Action.NOT_RECOMMEND, {"comment": "Trop tôt."}, ("", "", "Trop tôt.")),
]


@pytest.mark.parametrize(("action", "sent", "kept"), SAID)
def test_what_is_observed_is_no_condition_and_what_refuses_is_a_reason(
    database: Database, action: Action, sent: dict[str, str], kept: tuple[str, str, str]
) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    sitting = hold(database, people, *people.members)
    do(database, people.officer, reference, action, dict(sent))
    with database.read() as session:
        (opinion,) = tables.opinions_of_sitting(session, sitting)
        told = minuted.minutes(factories.work(session, people.officer), TIERS_LIEUX, sitting)
        assert isinstance(told, MinutesDocument), "a sitting that is not closed has a draft"
        (item,) = told.items
    assert (opinion.conditions, opinion.observations, opinion.reasons) == kept
    assert len(item.conditions) == len(kept[0].split("\n\n")) * bool(kept[0])
    assert ("\n\n".join(item.conditions), item.observations, item.motive) == kept
