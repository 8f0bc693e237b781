"""The last day of a review: that of the opening for who is named later, and the one that an officer gives."""

from datetime import date, timedelta

import pytest

from app.db import journal
from app.db.base import key_of
from app.db.review import reviews as tables
from app.db.review.reviews import Review
from app.db.session import Database
from app.domain.deadlines import end_of_day
from app.domain.errors import Conflict, Fault, Forbidden, Hidden, Invalid, Reason, ReasonCode, WrongStage
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.cases import open_case
from app.services.review import due_days, reopened, reviews
from tests import factories
from tests.factories import Cast
from tests.services.acting import application, do, given, mails


def opened(database: Database, **payload: str) -> tuple[str, Cast, date]:
    """An application whose reviews are open, and the day that the tests give to a review."""
    reference, people = given(database, Stage.ADMISSIBLE)
    with database.write() as session:
        work = factories.work(session, people.officer)
        for expert in people.experts[:2]:
            reviews.assign(work, reference, expert.person_id or 0)
        day = work.now.date() + timedelta(days=20)
    do(database, people.officer, reference, Action.OPEN_REVIEW, {"due_on": day.isoformat(), **payload})
    return reference, people, day


def name(database: Database, reference: str, people: Cast, expert: Actor, *, later: int = 0) -> None:
    with database.write() as session:
        work = factories.work(session, people.officer)
        work = factories.work(session, people.officer, now=work.now + timedelta(days=later))
        reviews.assign(work, reference, expert.person_id or 0)


def review_of(database: Database, reference: str, expert: Actor) -> Review:
    with database.read() as session:
        found = tables.review_of(
            session, key_of(application(database, reference)), expert.person_id or 0, afresh=True
        )
        assert found is not None
        return found


def move(database: Database, actor: Actor, reference: str, expert: Actor, day: date) -> None:
    with database.write() as session:
        due_days.move(factories.work(session, actor), reference, expert.person_id or 0, day)


def zoned(database: Database, reference: str, people: Cast, day: date) -> object:
    with database.read() as session:
        return end_of_day(day, open_case(factories.work(session, people.officer), reference).zone)


def test_who_is_named_after_the_opening_has_its_last_day(database: Database) -> None:
    reference, people, day = opened(database)
    name(database, reference, people, people.experts[2])
    assert review_of(database, reference, people.experts[2]).due_at == zoned(database, reference, people, day)


def test_a_last_day_that_is_over_is_given_to_nobody(database: Database) -> None:
    reference, people, _day = opened(database)
    name(database, reference, people, people.experts[2], later=30)
    assert review_of(database, reference, people.experts[2]).due_at is None


def test_a_review_that_is_given_back_has_the_last_day_of_the_opening(database: Database) -> None:
    reference, people, day = opened(database)
    expert = people.experts[0]
    with database.write() as session:
        factories.review(factories.work(session), reference, expert, "2")
        work = factories.work(session, people.officer)
        reopened.reopen(work, reference, expert.person_id or 0, "Un motif manque.", version=0)
    assert review_of(database, reference, expert).due_at == zoned(database, reference, people, day)


def test_an_officer_moves_the_last_day_of_one_review_and_its_expert_is_told_once(database: Database) -> None:
    reference, people, day = opened(database)
    expert, other = people.experts[:2]
    later = day + timedelta(days=7)
    version = review_of(database, reference, expert).version
    move(database, people.officer, reference, expert, later)
    told = mails(database)
    assert told[-1] == ("review_moved", expert.email)
    move(database, people.officer, reference, expert, later)
    assert mails(database) == told
    moved = review_of(database, reference, expert)
    was, now = (zoned(database, reference, people, one) for one in (day, later))
    assert (moved.due_at, moved.version) == (now, version)
    assert review_of(database, reference, other).due_at == was
    with database.read() as session:
        (entry,) = journal.those_of(session, key_of(application(database, reference)), "move_review")
        assert entry.data["expert"] == expert.person_id
        assert (entry.data["was_due_at"] < entry.data["due_at"]) is True


def test_a_last_day_is_moved_by_who_names_experts_to_a_day_to_come_while_it_is_written(
    database: Database,
) -> None:
    reference, people, day = opened(database)
    expert = people.experts[0]
    with pytest.raises(Forbidden):
        move(database, people.auditor, reference, expert, day)
    with pytest.raises(Hidden):
        move(database, people.officer, reference, people.experts[2], day)
    past = day - timedelta(days=300)
    with pytest.raises(Invalid) as refused:
        move(database, people.officer, reference, expert, past)
    assert refused.value.faults == (Fault("due_on", Reason.of(ReasonCode.IN_THE_PAST, read=past)),)
    with database.write() as session:
        factories.review(factories.work(session), reference, expert, "2")
    with pytest.raises(Conflict):
        move(database, people.officer, reference, expert, day)


def test_before_the_opening_there_is_no_last_day_to_move(database: Database) -> None:
    reference, people = given(database, Stage.ADMISSIBLE)
    name(database, reference, people, people.experts[0])
    assert review_of(database, reference, people.experts[0]).due_at is None
    with pytest.raises(WrongStage):
        move(database, people.officer, reference, people.experts[0], date(2099, 1, 1))
