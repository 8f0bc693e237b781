"""An interest that somebody says aloud is written down by who leads, with the effects of a declaration."""

import pytest

from app.db import journal, proof
from app.db.base import key_of
from app.db.committee import committee
from app.db.review import interests, reviews
from app.db.review.reviews import ReviewState
from app.db.session import Database
from app.domain.documents import MinutesDocument
from app.domain.errors import Forbidden, Hidden, Invalid
from app.domain.interests import Nature
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.calls.calls import by_slug
from app.services.cases import open_case
from app.services.committee import minutes
from app.services.committee.quorum import quorum_of
from app.services.review import declaring
from app.services.review import reviews as expertise
from tests import factories
from tests.services.acting import application, do, given, mails

HEARD = "Je siège à son conseil depuis juin."


def enter(database: Database, by: Actor, reference: str, person: Actor, **said: str) -> None:
    nature, heard = said.get("nature", Nature.MANDATE), said.get("heard", HEARD)
    with database.write() as session:
        work = factories.work(session, by)
        declaring.enter(work, reference, person.person_id or 0, nature, heard)


def test_a_member_who_says_it_in_a_sitting_leaves_the_quorum_and_the_minutes_say_it(
    database: Database,
) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    member, president = people.members[0], people.president
    with database.write() as session:
        work = factories.work(session)
        session.info["cast"] = {factories.TIERS_LIEUX: people}
        factories.sitting(work, factories.TIERS_LIEUX, "automne_2026", (*people.members, president))
    enter(database, president, reference, member)
    assert {("interest_entered", member.email), ("interest_declared", people.officer.email)} <= set(
        mails(database)
    )
    do(database, president, reference, Action.RECOMMEND, {"votes_for": 2, "presides": president.person_id})
    with database.read() as session:
        work = factories.work(session, people.officer)
        kept = application(database, reference)
        opened = by_slug(work, factories.TIERS_LIEUX)
        sitting = committee.sittings_of_wave(session, kept.wave_id)[0]
        quorum = quorum_of(work, opened, sitting, key_of(kept))
        whole = quorum_of(work, opened, sitting)
        assert quorum is not None
        assert whole is not None
        assert quorum.eligible == whole.eligible - 1
        told = minutes.minutes(work, factories.TIERS_LIEUX, key_of(sitting))
        value = told if isinstance(told, MinutesDocument) else told.value
        assert [one.name for one in value.items[0].recused] == [member.name]
        entry = journal.last_of(session, key_of(kept), ("enter_interest",))
        assert entry is not None
        assert (entry.actor_id, entry.data) == (president.person_id, {"person": member.person_id})
        (row,) = interests.declarations(session, key_of(kept))
        assert (row.entered_by, row.heard, row.nature) == (president.person_id, HEARD, Nature.MANDATE)
        with pytest.raises(Hidden):
            open_case(factories.work(session, member), reference)
        assert proof.verify(session).holds


def test_an_expert_who_says_it_to_the_officer_gives_the_review_back(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    with database.read() as session:
        named = reviews.of_application(session, key_of(application(database, reference)))[0].expert_id
    expert = next(one for one in people.experts if one.person_id == named)
    enter(database, people.officer, reference, expert)
    with database.read() as session:
        row = reviews.of_application(session, key_of(application(database, reference)))[0]
        assert (row.expert_id, row.state) == (named, ReviewState.DECLINED)
        with pytest.raises(Hidden):
            expertise.my_review(factories.work(session, expert), reference)
    with pytest.raises(Invalid) as again:
        enter(database, people.officer, reference, expert)
    assert [one.field for one in again.value.faults] == ["person_id"]


def test_it_wants_a_person_a_nature_and_a_sentence_from_who_leads_alone(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    with pytest.raises(Invalid) as refused:
        enter(database, people.officer, reference, people.stranger, nature="rival", heard=" ")
    assert [one.field for one in refused.value.faults] == ["person_id", "nature", "heard"]
    with pytest.raises(Invalid):
        enter(database, people.president, reference, people.experts[2])
    for actor in (people.members[1], people.auditor):
        with pytest.raises(Forbidden):
            enter(database, actor, reference, people.members[0])
    enter(database, people.manager, reference, people.experts[2])
