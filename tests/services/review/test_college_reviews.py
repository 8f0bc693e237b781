"""Experts in colleges: named for one of them, their marks joined by the weights of the grid."""

from fractions import Fraction

import pytest
from sqlmodel import select

from app.db.journal import JournalEntry
from app.db.session import Database
from app.domain.errors import Fault, Invalid, NotReady, Reason, ReasonCode
from app.domain.workflow import Action, Stage
from app.services.calls.calls import open_call
from app.services.cases import open_case
from app.services.review import panels, reviews
from app.services.review.reviews import Remaining
from tests import factories
from tests.factories import Cast
from tests.rich_grid import filled, folder_of, rich_grid
from tests.services.acting import do, given

COLLEGES = [
    {"key": "experts", "label": "Experts", "weight": 60},
    {"key": "usagers", "label": "Usagers", "weight": 40},
]


def admissible(database: Database) -> tuple[str, Cast]:
    """An application of a call whose reviewers are in two colleges, that nobody reads yet."""
    with database.write() as session:
        work = factories.work(session)
        open_call(work, folder_of().model_copy(update={"scoring": rich_grid(colleges=COLLEGES)}))
        return factories.at_stage(work, Stage.ADMISSIBLE).reference, factories.cast(work)


def name(database: Database, reference: str, people: Cast, college: str) -> None:
    with database.write() as session:
        work = factories.work(session, people.officer)
        reviews.assign(work, reference, people.experts[0].person_id or 0, college)


@pytest.mark.parametrize("college", ["", "elus"])
def test_an_expert_is_named_for_a_college_of_the_grid(database: Database, college: str) -> None:
    reference, people = admissible(database)
    with pytest.raises(Invalid) as refused:
        name(database, reference, people, college)
    assert refused.value.faults == (Fault("college", Reason.of(ReasonCode.NOT_A_CHOICE, read=college)),)


def test_a_grid_without_college_takes_none(database: Database) -> None:
    reference, people = given(database, Stage.ADMISSIBLE)
    with pytest.raises(Invalid) as refused:
        name(database, reference, people, "experts")
    assert [one.field for one in refused.value.faults] == ["college"]


def test_the_marks_of_each_college_weigh_what_the_grid_says(database: Database) -> None:
    reference, people = admissible(database)
    named = list(zip(people.experts[:2], ("experts", "usagers"), strict=True))
    with database.write() as session:
        for expert, college in named:
            reviews.assign(factories.work(session, people.officer), reference, expert.person_id or 0, college)
    do(database, people.officer, reference, Action.OPEN_REVIEW)
    for (expert, _), risk in zip(named, ("1", "9"), strict=True):
        with database.write() as session:
            work = factories.work(session, expert)
            reviews.accept(work, reference)
            reviews.save(work, reference, filled(risque=risk), "", confidence="4")
            reviews.submit(work, reference)
    with database.read() as session:
        work = factories.work(session, people.officer)
        found = panels.score_alone(work, open_case(work, reference))
        assert found is not None
        marks = {one.key: one.mark for one in found.criteria}
        assert Fraction(marks["risque"] or 0) == Fraction(1 * 60 + 9 * 40, 100)
        said = [one.data for one in session.exec(select(JournalEntry)) if one.verb == "assign_reviewer"]
        assert [one["college"] for one in said] == ["experts", "usagers"]


def test_a_review_does_not_open_while_a_college_has_nobody(database: Database) -> None:
    reference, people = admissible(database)
    with database.write() as session:
        for expert in people.experts[:2]:
            work = factories.work(session, people.officer)
            reviews.assign(work, reference, expert.person_id or 0, "experts")
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.OPEN_REVIEW)
    assert refused.value.reason == Reason.of(ReasonCode.COLLEGES_MISSING, colleges=("Usagers",))
    with database.write() as session:
        work = factories.work(session, people.officer)
        reviews.assign(work, reference, people.experts[2].person_id or 0, "usagers")
    do(database, people.officer, reference, Action.OPEN_REVIEW)
    for expert in people.experts[:2]:
        with database.write() as session:
            work = factories.work(session, expert)
            reviews.accept(work, reference)
            reviews.save(work, reference, filled(), "", confidence="4")
            reviews.submit(work, reference)
    with pytest.raises(NotReady) as early:
        do(database, people.officer, reference, Action.CLOSE_REVIEW)
    assert early.value.reason == Reason.of(ReasonCode.COLLEGES_MISSING, colleges=("Usagers",))


def test_an_expert_who_declined_may_be_named_again_for_another_college(database: Database) -> None:
    reference, people = admissible(database)
    expert = people.experts[0].person_id or 0
    with database.write() as session:
        work = factories.work(session, people.officer)
        reviews.assign(work, reference, expert, "experts")
        reviews.unassign(work, reference, expert)
        assert reviews.assign(work, reference, expert, "usagers").college == "usagers"


def test_what_remains_while_a_college_owes_reviews_is_to_name_an_expert_not_to_close(
    database: Database,
) -> None:
    reference, people = admissible(database)
    named = list(zip(people.experts[:3], ("experts", "experts", "usagers"), strict=True))
    with database.write() as session:
        for expert, college in named:
            reviews.assign(factories.work(session, people.officer), reference, expert.person_id or 0, college)
    do(database, people.officer, reference, Action.OPEN_REVIEW)
    for expert, _ in named[:2]:
        with database.write() as session:
            work = factories.work(session, expert)
            reviews.accept(work, reference)
            reviews.save(work, reference, filled(), "", confidence="4")
            reviews.submit(work, reference)
    with database.write() as session:
        work = factories.work(session, people.officer)
        reviews.unassign(work, reference, named[2][0].person_id or 0)
        assert reviews.remaining(work, open_case(work, reference)) is Remaining.EXPERT
