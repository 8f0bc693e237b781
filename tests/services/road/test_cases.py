"""Whether an application exists for somebody, and what they are to it."""

from collections.abc import Collection

import pytest

from app.db.session import Database
from app.domain.access import Permission
from app.domain.errors import Forbidden, Hidden
from app.domain.people import VISITOR, Actor, Part
from app.domain.workflow import Action, Stage
from app.services.apply import applications
from app.services.cases import open_case
from app.services.review import reviews
from tests import factories
from tests.services.acting import given


def parts(database: Database, actor: Actor, reference: str) -> Collection[Part] | None:
    """The parts that somebody plays; None when the application does not exist for them."""
    with database.read() as session:
        try:
            return open_case(factories.work(session, actor), reference).parts
        except Hidden:
            return None


def stage_for(database: Database, actor: Actor, reference: str) -> Stage:
    with database.read() as session:
        return open_case(factories.work(session, actor), reference).stage_shown


def test_a_draft_exists_for_its_team_only(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    assert parts(database, people.owner, reference) == {Part.OWNER}
    assert parts(database, people.reader, reference) == {Part.READER}
    others = (
        people.officer,
        people.manager,
        people.experts[0],
        people.members[0],
        people.president,
        people.finance,
        people.auditor,
        people.admin,
        people.stranger,
        VISITOR,
    )
    assert [actor.name for actor in others if parts(database, actor, reference) is not None] == []


def test_each_part_finds_the_application_at_its_own_moment(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    assert parts(database, people.officer, reference) == {Part.OFFICER}
    assert parts(database, people.experts[0], reference) == {Part.EXPERT}
    assert parts(database, people.experts[2], reference) is None
    assert parts(database, people.members[0], reference) is None
    assert parts(database, people.finance, reference) is None
    with database.write() as session:
        factories.walk(factories.work(session), reference, Stage.SHORTLISTED)
    assert parts(database, people.members[0], reference) == {Part.MEMBER}
    assert parts(database, people.president, reference) == {Part.PRESIDENT}
    assert parts(database, people.finance, reference) is None
    with database.write() as session:
        factories.walk(factories.work(session), reference, Stage.AWARDED)
    assert parts(database, people.finance, reference) == {Part.FINANCE}


def test_an_unknown_reference_and_a_hidden_one_are_told_alike(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_DRAFT)
    told = []
    with database.read() as session:
        for asked in (reference, "TL26-9999"):
            with pytest.raises(Hidden) as refused:
                open_case(factories.work(session, people.stranger), asked)
            told.append({**refused.value.reason.values, "what": "?"})
    assert told[0] == told[1]


@pytest.mark.parametrize("who", ["expert", "member", "officer"])
def test_a_declared_interest_hides_the_application_from_the_person_everywhere(
    database: Database, who: str
) -> None:
    reference, people = given(database, Stage.IN_REVIEW if who == "expert" else Stage.SHORTLISTED)
    actor = {"expert": people.experts[0], "member": people.members[0], "officer": people.officer}[who]
    with database.write() as session:
        work = factories.work(session, actor)
        if who == "officer":
            assert applications.take_charge(work, reference).application.officer_id == actor.person_id
        reviews.declare_interest(work, reference, "family")
    assert parts(database, actor, reference) is None
    assert parts(database, people.manager, reference) == {Part.MANAGER}
    with database.read() as session:
        assert open_case(factories.work(session, people.manager), reference).application.officer_id is None


def test_the_opinion_of_the_committee_is_hidden_from_the_applicant_until_the_release(
    database: Database,
) -> None:
    reference, people = given(database, Stage.RECOMMENDED)
    assert stage_for(database, people.owner, reference) is Stage.SHORTLISTED
    assert stage_for(database, people.experts[0], reference) is Stage.SHORTLISTED
    assert stage_for(database, people.officer, reference) is Stage.RECOMMENDED
    with database.write() as session:
        factories.act(factories.work(session), reference, Action.KEEP_ON_RESERVE)
    assert stage_for(database, people.owner, reference) is Stage.ON_RESERVE


def test_a_deed_that_is_not_theirs_is_refused_with_who_may(database: Database) -> None:
    reference, people = given(database, Stage.LETTER_SUBMITTED)
    with database.read() as session, pytest.raises(Forbidden) as refused:
        open_case(factories.work(session, people.officer), reference, Permission.WRITE_FORM)
    assert refused.value.reason.values["parts"] == (Part.EDITOR, Part.OWNER, Part.REPRESENTATIVE)
