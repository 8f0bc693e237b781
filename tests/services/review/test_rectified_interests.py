"""What was said of an interest is put right or lifted by who appoints, the first stays readable, both are proved."""

from datetime import timedelta

import pytest

from app.db import journal, proof
from app.db.base import key_of
from app.db.rectifications import Subject, rectifications
from app.db.review import interests
from app.db.session import Database
from app.domain.errors import Conflict, Forbidden, Hidden, Invalid, ReasonCode, Stale
from app.domain.interests import Kind, Nature
from app.domain.people import Actor, TeamRole
from app.domain.workflow import Action, Stage
from app.services.apply import invitations
from app.services.cases import open_case
from app.services.review import answering, rectified_interests
from app.services.review import reviews as expertise
from app.services.screening import suspicions
from tests import factories
from tests.factories import AN_OPEN_DAY, Cast
from tests.services.acting import application, given, mails

LATER = AN_OPEN_DAY + timedelta(days=20)


def declared(database: Database, stage: Stage, member: int = 0) -> tuple[str, Cast, Actor]:
    """An application in which a member of the committee declared an interest."""
    reference, people = given(database, stage)
    actor = people.members[member]
    with database.write() as session:
        expertise.declare_interest(factories.work(session, actor), reference, Nature.FAMILY)
    return reference, people, actor


def lift(
    database: Database, by: Actor, reference: str, person: Actor, *, version: int = 0, **said: int
) -> None:
    """Lifted today, or ``days`` after the declaration."""
    day = AN_OPEN_DAY.date() + timedelta(days=said["days"]) if "days" in said else None
    with database.write() as session:
        work = factories.work(session, by, LATER)
        rectified_interests.lift(
            work, reference, person.person_id or 0, Kind.DECLARED, day, "Mandat fini.", version=version
        )


def test_the_nature_is_put_right_the_first_stays_readable_and_one_of_two_wins(database: Database) -> None:
    reference, people, member = declared(database, Stage.SHORTLISTED)
    number = member.person_id or 0

    def rectify(nature: Nature) -> None:
        with database.write() as session:
            work = factories.work(session, people.officer, LATER)
            rectified_interests.rectify(
                work, reference, number, Kind.DECLARED, nature, "Il a dit : un mandat.", version=0
            )

    rectify(Nature.MANDATE)
    with pytest.raises(Stale):
        rectify(Nature.MONEY)
    with database.read() as session:
        (row,) = interests.declarations(session, key_of(application(database, reference)))
        (kept,) = rectifications(session, Subject.INTEREST, key_of(row))
        assert (row.nature, kept.was, kept.became) == (
            Nature.MANDATE,
            {"nature": Nature.FAMILY},
            {"nature": Nature.MANDATE},
        )
        assert number in interests.interested_in(session, row.application_id)
        assert proof.verify(session).holds


def test_lifted_it_opens_the_application_counts_as_it_did_and_is_declared_again_beside_the_first(
    database: Database,
) -> None:
    reference, people, member = declared(database, Stage.SHORTLISTED)
    number = member.person_id or 0
    lift(database, people.manager, reference, member)
    assert mails(database)[-1] == ("interest_lifted", member.email)
    with pytest.raises(Conflict) as done:
        lift(database, people.officer, reference, member, version=1)
    assert done.value.reason.code is ReasonCode.ALREADY_DONE
    with database.write() as session:
        work = factories.work(session, member, LATER + timedelta(days=1))
        case = open_case(work, reference)
        counted = [
            number in interests.interested_in(session, case.id, by=instant)
            for instant in (AN_OPEN_DAY, LATER - timedelta(days=1), LATER)
        ]
        assert counted == [True, True, False]
        expertise.declare_interest(work, reference, Nature.MONEY)
    with database.read() as session:
        first, second = interests.declarations(session, case.id)
        assert (first.nature, first.lifted_at, second.nature, second.lifted_at) == (
            Nature.FAMILY,
            LATER,
            Nature.MONEY,
            None,
        )
        with pytest.raises(Hidden):
            open_case(factories.work(session, member), reference)
        assert proof.verify(session).holds
        entry = journal.last_of(session, case.id, ("rectify_interest",))
        assert entry is not None
        assert (entry.actor_id, entry.data["reason"]) == (people.manager.person_id, "Mandat fini.")


def test_it_is_lifted_by_who_appoints_alone_and_never_by_who_has_one(database: Database) -> None:
    reference, people, member = declared(database, Stage.SHORTLISTED)
    with database.write() as session:
        expertise.declare_interest(factories.work(session, people.officer), reference, Nature.WORK)
    for actor, refusal in (
        (member, Hidden),
        (people.officer, Hidden),
        (people.members[1], Forbidden),
        (people.president, Forbidden),
        (people.auditor, Forbidden),
    ):
        with pytest.raises(refusal):
            lift(database, actor, reference, member)
    lift(database, people.manager, reference, member)


def test_what_is_so_by_nature_is_neither_put_right_nor_lifted(database: Database) -> None:
    reference, people, _ = declared(database, Stage.SHORTLISTED)
    owner = people.owner.person_id or 0
    with database.write() as session:
        work = factories.work(session, people.officer)
        with pytest.raises(Conflict) as refused:
            rectified_interests.lift(work, reference, owner, Kind.TEAM, None, "Non.", version=0)
        assert refused.value.reason.code is ReasonCode.INTEREST_BY_NATURE
        with pytest.raises(Hidden):
            rectified_interests.lift(work, reference, owner, Kind.FOUND, None, "Non.", version=0)


def test_the_day_is_neither_to_come_nor_before_it_was_known_nor_before_an_opinion_given_without_them(
    database: Database,
) -> None:
    reference, people, member = declared(database, Stage.SHORTLISTED)
    for days, code in ((-1, ReasonCode.TOO_EARLY), (21, ReasonCode.IN_THE_FUTURE)):
        with pytest.raises(Invalid) as refused:
            lift(database, people.officer, reference, member, days=days)
        assert [(one.field, one.reason.code) for one in refused.value.faults] == [("lifted_on", code)]
    with database.write() as session:
        work = factories.work(session, now=AN_OPEN_DAY + timedelta(days=10))
        session.info["cast"] = {factories.TIERS_LIEUX: people}
        factories.act(
            work, reference, Action.RECOMMEND, {"votes_for": 2, "presides": people.members[1].person_id}
        )
    with pytest.raises(Invalid) as refused:
        lift(database, people.officer, reference, member, days=5)
    assert refused.value.reason.code is ReasonCode.INTEREST_COUNTED
    lift(database, people.officer, reference, member, days=12)
    with database.read() as session:
        (row,) = interests.declarations(session, key_of(application(database, reference)))
        assert row.lifted_at is not None
        assert row.lifted_at.astimezone(factories.call_folder().call.zone).isoformat() == (
            "2026-11-14T00:00:00+01:00"
        )


def test_what_was_found_is_lifted_its_suspicion_is_set_aside_and_the_expert_is_named_again(
    database: Database,
) -> None:
    with database.write() as session:
        work = factories.work(session)
        people = factories.cast(work)
        rival, judged = factories.begin(work), factories.at_stage(work, Stage.ADMISSIBLE)
        expert, officer = people.experts[0], factories.by(work, people.officer)
        number = expert.person_id or 0
        invitations.invite_to_team(
            factories.by(work, people.owner), rival.reference, expert.email, TeamRole.EDITOR
        )
        answering.accept(factories.by(work, expert), rival.reference)
        suspicions.judge(officer, judged.reference, number, False, "Autre territoire.")
        expertise.assign(officer, judged.reference, number)
        suspicions.judge(officer, judged.reference, number, True, "Même marché.")
        with pytest.raises(Conflict):
            suspicions.judge(officer, judged.reference, number, False, "Non, finalement.")
        rectified_interests.lift(
            officer, judged.reference, number, Kind.FOUND, None, "Le rival a renoncé.", version=0
        )
        case = open_case(officer, judged.reference)
        assert [one.set_aside for one in suspicions.suspected(officer, case)] == ["Le rival a renoncé."]
        with pytest.raises(Hidden):
            expertise.my_review(factories.by(work, expert), judged.reference)
        assert number in {person.id for person, _ in expertise.experts_for(officer, case)}
        suspicions.judge(officer, judged.reference, number, True, "Il revient.")
        assert [(row.reason, row.lifted_at is None) for row in interests.findings(session, case.id)] == [
            ("Même marché.", False),
            ("Il revient.", True),
        ]
        assert proof.verify(session).holds
