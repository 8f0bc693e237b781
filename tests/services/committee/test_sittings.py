"""Sittings: an opinion is given in the one on the screen; one may be planned ahead, and its attendance taken later."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.db.base import key_of
from app.db.committee import committee as tables
from app.db.session import Database
from app.domain.documents import MinutesDocument, Votes
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, NotReady, Reason, ReasonCode
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.committee import attendances, committee
from app.services.committee import minutes as minuted
from app.services.review.reviews import declare_interest
from app.services.road.acts.committee import tied
from app.services.road.acts.payloads import Opinion
from app.words.documents import votes_said
from app.words.refused.reasons import sentence
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
            presides=present[0].person_id if present else None,
        )
        return held.id or 0


def take(
    database: Database, actor: Actor, sitting: int, *present: Actor, now: datetime = AN_OPEN_DAY
) -> None:
    with database.write() as session:
        there = [one.person_id or 0 for one in present]
        attendances.take(
            factories.work(session, actor, now), TIERS_LIEUX, sitting, there, {}, there[0] if there else None
        )


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


def test_a_sitting_opened_twice_is_one_and_another_once_it_is_closed(database: Database) -> None:
    _, people = given(database, Stage.SHORTLISTED)
    first = hold(database, people, *people.members)
    assert hold(database, people, people.president) == first
    with database.read() as session:
        present = [one.person_id for one in tables.attendance(session, first) if one.present]
    assert sorted(present) == sorted(one.person_id or 0 for one in people.members)
    with database.write() as session:
        committee.close_sitting(factories.work(session, people.officer), TIERS_LIEUX, first)
    assert hold(database, people, *people.members) != first


def test_a_sitting_opened_by_two_at_once_is_one(database: Database) -> None:
    _, people = given(database, Stage.SHORTLISTED)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: hold(database, people, *people.members), range(2)))
    assert len(set(found)) == 1


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
    with pytest.raises(Invalid) as tied:
        do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 2, "votes_against": 2})
    assert tied.value.faults[0].reason.code is ReasonCode.VOTES_TIED
    said = {"votes_for": 2, "votes_against": 2, "comment": "Partage."}
    do(database, people.officer, reference, Action.NOT_RECOMMEND, said)


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({}, "consensus", ReasonCode.VOTE_MISSING),
        ({"votes_for": 1, "consensus": True}, "consensus", ReasonCode.VOTE_AND_CONSENSUS),
        ({"votes_for": 1, "casting_vote": True}, "casting_vote", ReasonCode.CASTING_VOTE_NEEDLESS),
    ],
)
def test_an_opinion_says_its_votes_or_that_there_was_none(
    database: Database, sent: dict[str, Any], field: str, code: ReasonCode
) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    sitting = hold(database, people, *people.members)
    with pytest.raises(Invalid) as refused:
        do(database, people.officer, reference, Action.RECOMMEND, sent)
    assert [(one.field, one.reason.code) for one in refused.value.faults] == [(field, code)]
    do(database, people.officer, reference, Action.RECOMMEND, {"consensus": True})
    with database.read() as session:
        told = minuted.minutes(factories.work(session, people.officer), TIERS_LIEUX, sitting)
    assert isinstance(told, MinutesDocument), "a sitting that is not closed has a draft"
    assert votes_said(told.items[0].votes) == "Par consensus, sans vote"


def test_votes_and_voices_are_told_with_their_sum(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    giver, holder, third = people.members
    hold(database, people, third, holder, **{f"of_{giver.person_id}": holder.person_id or 0})
    with pytest.raises(Invalid) as refused:
        do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3, "abstentions": 2})
    assert sentence(refused.value.faults[0].reason).replace("\u00a0", " ").replace("\u202f", " ") == (
        "Plus de votes que de voix : 3 + 2 = 5 voix pour 3 (2 présents et 1 pouvoir)."
    )


@pytest.mark.parametrize(
    ("stage", "casting_vote", "allowed", "expected"),
    [
        (Stage.RECOMMENDED, False, False, ReasonCode.VOTES_TIED),
        (Stage.RECOMMENDED, False, True, ReasonCode.CASTING_VOTE_ASKED),
        (Stage.RECOMMENDED, True, True, None),
        (Stage.RECOMMENDED, True, False, ReasonCode.CASTING_VOTE_NEEDLESS),
        (Stage.NOT_RECOMMENDED, False, False, None),
        (Stage.POSTPONED, False, True, None),
    ],
)
def test_a_tie_adopts_nothing_unless_the_call_gives_a_casting_vote(
    stage: Stage, casting_vote: bool, allowed: bool, expected: ReasonCode | None
) -> None:
    for cast, abstained in ((4, 0), (0, 7)):
        payload = Opinion(
            votes_for=cast, votes_against=cast, abstentions=abstained, casting_vote=casting_vote
        )
        found = tied(stage, payload, allowed=allowed)
        assert (found.reason.code if found else None) is expected
    assert tied(stage, Opinion(consensus=True), allowed=allowed) is None
    assert votes_said(Votes(4, 4, 0, casting_vote=True)).endswith("voix prépondérante de la présidence")


def test_a_sitting_without_its_president_is_presided_by_a_member_who_is_there(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    first, second, absent = people.members

    def open_with(presides: Actor | None, *present: Actor) -> int:
        with database.write() as session:
            return key_of(
                committee.hold_sitting(
                    factories.work(session, people.officer),
                    TIERS_LIEUX,
                    WAVE,
                    held_at=AN_OPEN_DAY,
                    place=f"Salle de {present[-1].name}",
                    present=[one.person_id or 0 for one in present],
                    presides=presides.person_id if presides else None,
                )
            )

    for presides, code in ((None, ReasonCode.PRESIDER_MISSING), (absent, ReasonCode.PRESIDER_ABSENT)):
        with pytest.raises(Invalid) as refused:
            open_with(presides, first, second)
        assert [(one.field, one.reason.code) for one in refused.value.faults] == [("presides", code)]
    usual = open_with(None, first, people.president)
    without = open_with(second, first, second)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 2, "sitting": without})
    with database.read() as session:
        rows = [tables.sitting(session, one) for one in (usual, without)]
        told = minuted.minutes(factories.work(session, people.officer), TIERS_LIEUX, without)
    assert [row.presided_by for row in rows if row] == [people.president.person_id, second.person_id]
    assert isinstance(told, MinutesDocument), "a sitting that is not closed has a draft"
    assert told.president == second.name


def test_who_presides_and_has_an_interest_in_an_item_is_replaced_for_it(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    sitting = hold(database, people, people.president, *people.members)
    with database.write() as session:
        declare_interest(factories.work(session, people.president), reference, "family")
    second = people.members[1]
    for presides in (None, people.president.person_id):
        with pytest.raises(Invalid) as refused:
            do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3, "presides": presides})
        assert [(one.field, one.reason.code) for one in refused.value.faults] == [
            ("presides", ReasonCode.PRESIDER_OUT)
        ]
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3, "presides": second.person_id})
    with database.read() as session:
        told = minuted.minutes(factories.work(session, people.officer), TIERS_LIEUX, sitting)
    assert isinstance(told, MinutesDocument), "a sitting that is not closed has a draft"
    assert (told.president, told.items[0].president) == (people.president.name, second.name)


def test_a_favourable_opinion_without_money_is_refused_and_a_reserve_is_not(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    hold(database, people, *people.members)
    for action, said in (
        (Action.RECOMMEND, {}),
        (Action.RECOMMEND_WITH_CONDITIONS, {"conditions": "Un bail."}),
    ):
        with pytest.raises(Invalid) as refused:
            do(database, people.officer, reference, action, {"amount": "0", "votes_for": 3, **said})
        assert [(one.field, one.reason.code) for one in refused.value.faults] == [
            ("amount", ReasonCode.FAVOURABLE_WITHOUT_MONEY)
        ]
    do(database, people.officer, reference, Action.PLACE_ON_RESERVE, {"amount": "0", "votes_for": 3})


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
    do(database, people.officer, reference, action, {**sent, "consensus": "yes"})
    with database.read() as session:
        (opinion,) = tables.opinions_of_sitting(session, sitting)
        told = minuted.minutes(factories.work(session, people.officer), TIERS_LIEUX, sitting)
        assert isinstance(told, MinutesDocument), "a sitting that is not closed has a draft"
        (item,) = told.items
    assert (opinion.conditions, opinion.observations, opinion.reasons) == kept
    assert len(item.conditions) == len(kept[0].split("\n\n")) * bool(kept[0])
    assert ("\n\n".join(item.conditions), item.observations, item.motive) == kept
