"""An opinion of the committee is put right by a second deed, until a decision is released on it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from app.db.committee import committee as tables
from app.db.committee.committee import Decision
from app.db.journal import JournalEntry
from app.db.rectifications import Subject, rectifications
from app.db.session import Database
from app.domain.documents import Opinion
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, ReasonCode, Stale
from app.domain.people import Actor
from app.domain.workflow import Action, Outcome, Stage
from app.services.committee import committee, minutes
from app.services.frozen import Paper
from app.services.review.reviews import declare_interest
from app.services.road import decisions, rectified_opinions
from tests import factories
from tests.factories import AN_OPEN_DAY, TIERS_LIEUX, Cast
from tests.services.acting import application, do, given

RIGHT: dict[str, Any] = {
    "opinion": "recommended",
    "votes_for": 2,
    "reason": "Le décompte le montre.",
    "version": 0,
}


def rectify(database: Database, actor: Actor, reference: str, number: int = 1, **said: Any) -> None:
    with database.write() as session:
        rectified_opinions.rectify(factories.work(session, actor), reference, number, {**RIGHT, **said})


def sat(database: Database) -> tuple[str, Cast]:
    """An application that the committee recommended by three votes, in a sitting that is still open."""
    reference, people = given(database, Stage.SHORTLISTED)
    with database.write() as session:
        factories.sitting(factories.work(session), TIERS_LIEUX, "automne_2026", people.members)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 3, "amount": "30000"})
    return reference, people


def close(database: Database, people: Cast) -> None:
    with database.write() as session:
        committee.close_sitting(factories.work(session, people.officer), TIERS_LIEUX, 1)


def read(database: Database, reader: Actor, version: int | None = None) -> Paper:
    with database.read() as session:
        told = minutes.minutes(factories.work(session, reader), TIERS_LIEUX, 1, version)
    assert isinstance(told, Paper), "the sitting is closed"
    return told


def test_an_opinion_put_right_keeps_what_was_and_takes_the_application_to_its_stage(
    database: Database,
) -> None:
    reference, people = sat(database)
    with database.write() as session:
        work = factories.work(session, people.manager)
        decisions.record(work, reference, Outcome.AWARD, amount=30_000_00)
    said = {"opinion": "not_recommended", "votes_for": 0, "votes_against": 3, "comment": "Trop cher."}
    rectify(database, people.officer, reference, **said)
    assert application(database, reference).stage is Stage.NOT_RECOMMENDED
    with database.read() as session:
        (kept,) = rectifications(session, Subject.OPINION, 1)
        opinion = tables.opinion(session, 1)
        verbs = list(session.exec(select(JournalEntry.verb).order_by(JournalEntry.number)))[-3:]
        decided = session.exec(select(Decision)).all()
    assert (kept.was["opinion"], kept.became["opinion"]) == ("recommended", "not_recommended")
    assert (kept.was["amount"], kept.became["amount"]) == (30_000_00, None)
    assert opinion is not None
    assert (opinion.reasons, opinion.votes_against, opinion.amount) == ("Trop cher.", 3, None)
    assert verbs == ["rectify_opinion", "set_decision_aside", "follow_opinion"]
    assert decided == []


def test_votes_alone_leave_the_stage_and_the_decision(database: Database) -> None:
    reference, people = sat(database)
    with database.write() as session:
        work = factories.work(session, people.manager)
        decisions.record(work, reference, Outcome.AWARD, amount=30_000_00)
    rectify(database, people.president, reference, amount="30000", abstentions=1)
    with database.read() as session:
        (kept,) = rectifications(session, Subject.OPINION, 1)
        assert len(session.exec(select(Decision)).all()) == 1
    assert kept.was == {"votes_for": 3, "abstentions": 0}
    assert application(database, reference).stage is Stage.RECOMMENDED
    with pytest.raises(Stale):
        rectify(database, people.officer, reference, amount="10000")


def test_an_opinion_put_right_is_judged_as_the_first_was(database: Database) -> None:
    reference, people = sat(database)
    for said, field, code in (
        ({"opinion": "not_recommended", "votes_for": 0, "votes_against": 3}, "comment", ReasonCode.REQUIRED),
        ({"opinion": "recommended_with_conditions"}, "conditions", ReasonCode.REQUIRED),
        ({"votes_for": 0, "votes_against": 2}, "votes_for", ReasonCode.VOTES_CONTRADICT),
        ({"votes_for": 30}, "votes_for", ReasonCode.VOTES_EXCEED),
        ({"amount": "999999"}, "amount", ReasonCode.TOO_LARGE),
        ({"opinion": "awarded"}, "opinion", ReasonCode.NOT_A_CHOICE),
        ({"reason": " "}, "reason", ReasonCode.JUSTIFICATION_MISSING),
        ({"unknown": "x"}, "unknown", ReasonCode.UNKNOWN_FIELD),
    ):
        with pytest.raises(Invalid) as refused:
            rectify(database, people.officer, reference, **said)
        assert [(one.field, one.reason.code) for one in refused.value.faults] == [(field, code)]
    for actor in (people.members[0], people.auditor, people.owner):
        with pytest.raises((Forbidden, Hidden)):
            rectify(database, actor, reference)
    with pytest.raises(Hidden):
        rectify(database, people.officer, reference, number=9)


def test_once_the_decision_is_released_an_opinion_stays(database: Database) -> None:
    reference, people = given(database, Stage.AWARDED)
    with pytest.raises(Conflict) as refused:
        rectify(database, people.officer, reference)
    assert refused.value.reason.code is ReasonCode.OPINION_RELEASED


def test_a_postponed_item_taken_up_again_keeps_both_opinions_in_the_minutes(database: Database) -> None:
    reference, people = given(database, Stage.POSTPONED)
    do(database, people.officer, reference, Action.SHORTLIST)
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 2, "amount": "20000"})
    with pytest.raises(Invalid) as refused:
        rectify(database, people.officer, reference, comment="Report.", votes_for=0)
    assert refused.value.faults[0].reason.code is ReasonCode.OPINION_FOLLOWED
    close(database, people)
    first = read(database, people.officer).value
    assert [(one.opinion, one.taken_up_again) for one in first.items] == [
        (Opinion.POSTPONED, True),
        (Opinion.RECOMMENDED, False),
    ]
    assert (first.count(Opinion.POSTPONED), first.supported_cents, len(first.settled)) == (0, 20_000_00, 1)


def test_minutes_that_are_kept_are_replaced_by_a_version_that_says_what_it_replaces_and_why(
    database: Database,
) -> None:
    reference, people = sat(database)
    close(database, people)
    first = read(database, people.officer)
    rectify(database, people.officer, reference, amount="20000")
    second = read(database, people.officer)
    assert [(one.number, one.value.items[0].amount_cents) for one in (first, second)] == [
        (1, 30_000_00),
        (2, 20_000_00),
    ]
    assert read(database, people.officer, 1) == first
    (told,) = second.value.rectified
    assert (told.version, told.reference, told.reason) == (2, reference, "Le décompte le montre.")
    assert [(one.field, one.was) for one in told.changes] == [("amount", 30_000_00), ("votes_for", 3)]
    with pytest.raises(Hidden):
        read(database, people.officer, 3)


def test_an_item_says_its_quorum_who_was_out_since_when_and_the_proxies_that_were_lost(
    database: Database,
) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    absent, out, *there = people.members
    with database.write() as session:
        committee.hold_sitting(
            factories.work(session, people.officer),
            TIERS_LIEUX,
            "automne_2026",
            held_at=AN_OPEN_DAY,
            place="Bordeaux",
            present=[one.person_id or 0 for one in (out, *there, people.president)],
            proxies={absent.person_id or 0: out.person_id or 0},
        )
    said_at, given_at = AN_OPEN_DAY + timedelta(minutes=20), AN_OPEN_DAY + timedelta(minutes=30)
    with database.write() as session:
        declare_interest(factories.work(session, out, said_at), reference, "family")
    do(database, people.officer, reference, Action.RECOMMEND, {"votes_for": 1}, now=given_at)
    close(database, people)
    (item,) = read(database, people.officer).value.items
    assert [(one.name, one.since, one.during) for one in item.recused] == [(out.name, said_at, True)]
    assert [(one.giver, one.holder) for one in item.lost_proxies] == [(absent.name, out.name)]
    assert item.quorum is not None
    assert (item.quorum.seats, item.quorum.present, item.quorum.represented) == (
        len(people.members),
        len(there) + 1,
        0,
    )
