"""Experts too far apart ask for one more; a review that was handed in is given back, and stays readable as it was."""

import pytest

from app.db import journal
from app.db.base import key_of
from app.db.proof import verify
from app.db.rectifications import Rectification, Subject, rectifications
from app.db.review import reviews as tables
from app.db.review.reviews import ReviewState
from app.db.session import Database
from app.domain.errors import (
    Conflict,
    Fault,
    Forbidden,
    Hidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    Stale,
    WrongStage,
)
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.cases import open_case
from app.services.ranking import ranked_list
from app.services.review import gaps, panels, reopened, reviews
from app.services.review.gaps import Gap
from app.services.review.removals import removals
from app.services.review.reviews import Remaining
from tests import factories
from tests.factories import Cast
from tests.services.acting import application, do, given, mails
from tests.services.review.test_reviews import CRITERIA, typed


def apart(database: Database) -> tuple[str, Cast]:
    """An application whose two experts are further apart than the 20 points of the grid."""
    reference, people = given(database, Stage.IN_REVIEW)
    with database.write() as session:
        work = factories.work(session)
        for expert, mark in zip(people.experts[:2], ("1", "4"), strict=True):
            factories.review(work, reference, expert, mark)
    return reference, people


def gap(database: Database, reference: str, reader: Actor) -> Gap:
    with database.read() as session:
        work = factories.work(session, reader)
        found = gaps.gap_of(work, open_case(work, reference))
    assert found is not None
    return found


def remaining(database: Database, reference: str, people: Cast) -> Remaining | None:
    with database.read() as session:
        work = factories.work(session, people.officer)
        return reviews.remaining(work, open_case(work, reference))


def reopen(
    database: Database,
    actor: Actor,
    reference: str,
    expert: Actor,
    *,
    reason: str = "Un motif manque.",
    version: int = 0,
) -> Rectification:
    with database.write() as session:
        return reopened.reopen(
            factories.work(session, actor), reference, expert.person_id or 0, reason, version=version
        )


def test_marks_too_far_apart_are_not_closed_without_one_more_expert_or_a_reason(database: Database) -> None:
    reference, people = apart(database)
    assert remaining(database, reference, people) is Remaining.ANOTHER
    assert gap(database, reference, people.officer).asks_another is True
    with pytest.raises(Invalid) as refused:
        do(database, people.officer, reference, Action.CLOSE_REVIEW, {})
    assert refused.value.faults == (Fault("gap_reason", Reason.of(ReasonCode.MARKS_APART)),)
    do(
        database,
        people.officer,
        reference,
        Action.CLOSE_REVIEW,
        {"gap_reason": "Les deux s’accordent sur le fond."},
    )
    told = gap(database, reference, people.auditor)
    assert (told.reason, told.by, told.asks_another) == (
        "Les deux s’accordent sur le fond.",
        people.officer.name,
        True,
    )
    with database.read() as session:
        last = journal.last_of(session, key_of(application(database, reference)), ("close_review",))
        assert last is not None
        assert last.data == {"gap_reason": "Les deux s’accordent sur le fond.", "gap": str(told.spread)}


def test_a_third_expert_answers_the_gap_and_the_score_follows(database: Database) -> None:
    reference, people = apart(database)
    third = people.experts[2]
    with database.write() as session:
        reviews.assign(factories.work(session, people.officer), reference, third.person_id or 0)
    assert remaining(database, reference, people) is None
    with database.write() as session:
        work = factories.work(session)
        before = panels.score_alone(work, open_case(factories.by(work, people.officer), reference))
        factories.review(work, reference, third, "4")
        after = panels.score_alone(work, open_case(factories.by(work, people.officer), reference))
    assert before is not None
    assert after is not None
    assert (before.total < after.total, len(after.totals)) == (True, 3)
    assert remaining(database, reference, people) is Remaining.CLOSING
    do(database, people.officer, reference, Action.CLOSE_REVIEW, {})
    assert gap(database, reference, people.officer).asks_another is False


def test_closed_reviews_are_reopened_with_a_reason_until_the_committee_advises(database: Database) -> None:
    reference, people = given(database, Stage.SHORTLISTED)
    with pytest.raises(Invalid) as silent:
        do(database, people.officer, reference, Action.REOPEN_REVIEW, {})
    assert [one.field for one in silent.value.faults] == ["reopening_reason"]
    with pytest.raises(Forbidden):
        do(database, people.owner, reference, Action.REOPEN_REVIEW, {"reopening_reason": "Non."})
    with database.read() as session:
        assert (
            len(ranked_list.ranking(factories.work(session, people.officer), factories.TIERS_LIEUX)[2]) == 1
        )
    do(database, people.officer, reference, Action.REOPEN_REVIEW, {"reopening_reason": "Un troisième lira."})
    assert application(database, reference).stage is Stage.IN_REVIEW
    with database.read() as session:
        work = factories.work(session, people.officer)
        assert ranked_list.ranking(work, factories.TIERS_LIEUX)[2] == ()
        with pytest.raises(Hidden):
            open_case(factories.by(work, people.members[0]), reference)
    with database.write() as session:
        reviews.assign(factories.work(session, people.officer), reference, people.experts[2].person_id or 0)


def test_the_advice_of_the_committee_ends_what_may_be_reopened(database: Database) -> None:
    reference, people = given(database, Stage.RECOMMENDED)
    with pytest.raises(WrongStage):
        do(database, people.officer, reference, Action.REOPEN_REVIEW, {"reopening_reason": "Trop tard."})


def test_a_review_is_given_back_with_a_reason_and_what_was_handed_in_stays(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    expert, other = people.experts[:2]
    with database.write() as session:
        work = factories.work(session)
        for one in (expert, other):
            factories.review(work, reference, one, "2")
    with pytest.raises(Conflict), database.write() as session:
        reviews.save(factories.work(session, expert), reference, typed("4"), "")
    with pytest.raises(Invalid):
        reopen(database, people.officer, reference, expert, reason=" ")
    with pytest.raises(Forbidden):
        reopen(database, people.auditor, reference, expert)
    made = reopen(database, people.officer, reference, expert)
    assert (made.number, made.reason, made.rectified_by) == (1, "Un motif manque.", people.officer.person_id)
    assert mails(database)[-1] == ("review_reopened", expert.email)
    with database.read() as session:
        assert verify(session).holds
    with pytest.raises(Conflict):
        reopen(database, people.officer, reference, expert, version=1)
    with pytest.raises(NotReady) as short:
        do(database, people.officer, reference, Action.CLOSE_REVIEW, {})
    assert short.value.reason == Reason.of(ReasonCode.REVIEWS_MISSING, reviews=1, wanted=2)
    with database.write() as session:
        work = factories.work(session, expert)
        reviews.save(work, reference, typed("4"), "Repris.")
        reviews.submit(work, reference)
    with database.read() as session:
        work = factories.work(session, people.officer)
        case = open_case(work, reference)
        row = tables.review_of(session, case.id, expert.person_id or 0)
        assert row is not None
        assert (row.state, row.comment) == (ReviewState.SUBMITTED, "Repris.")
        (kept,) = rectifications(session, Subject.REVIEW, key_of(row))
        score = panels.score_alone(work, case)
    assert {key: one["mark"] for key, one in kept.was["marks"].items()} == dict.fromkeys(CRITERIA, "2")
    assert (kept.was["comment"], set(kept.became.values())) == ("Un beau projet.", {None})
    assert score is not None
    assert score.criteria[0].marks == (2, 4)
    with pytest.raises(Stale) as crossed:
        reopen(database, people.manager, reference, expert)
    assert crossed.value.reason.values["by"] == people.officer.name


def test_only_a_review_that_is_handed_in_under_review_is_given_back(database: Database) -> None:
    reference, people = given(database, Stage.REVIEWED)
    with pytest.raises(WrongStage):
        reopen(database, people.officer, reference, people.experts[0])
    with pytest.raises(Hidden):
        reopen(database, people.officer, reference, people.experts[2])
    do(database, people.officer, reference, Action.REOPEN_REVIEW, {"reopening_reason": "Un motif manque."})
    with database.write() as session:
        reviews.declare_interest(factories.work(session, people.experts[0]), reference, "family")
    with pytest.raises(Invalid) as refused:
        reopen(database, people.officer, reference, people.experts[0])
    assert refused.value.faults[0].reason.code is ReasonCode.INTEREST_DECLARED


def test_an_expert_who_had_handed_in_is_not_taken_off_without_a_reason_that_the_committee_reads(
    database: Database,
) -> None:
    reference, people = apart(database)
    expert = people.experts[0]
    reopen(database, people.officer, reference, expert)
    with pytest.raises(Invalid) as refused, database.write() as session:
        reviews.unassign(factories.work(session, people.officer), reference, expert.person_id or 0, " ")
    assert refused.value.faults == (Fault("retrait", Reason.of(ReasonCode.JUSTIFICATION_MISSING)),)
    with database.write() as session:
        work = factories.work(session, people.officer)
        reviews.unassign(work, reference, expert.person_id or 0, "Il ne répond plus.")
    with database.read() as session:
        work = factories.work(session, people.officer)
        case = open_case(work, reference)
        (told,) = removals(work, case)
        (entry,) = journal.those_of(session, case.id, "unassign_reviewer")
    assert (told.expert, told.reason, told.by) == (expert.name, "Il ne répond plus.", people.officer.name)
    assert entry.data == {"expert": expert.person_id, "handed_in": True, "reason": "Il ne répond plus."}


def test_an_expert_who_handed_nothing_in_is_taken_off_without_a_word(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    with database.write() as session:
        work = factories.work(session, people.officer)
        reviews.unassign(work, reference, people.experts[0].person_id or 0)
        assert removals(work, open_case(work, reference)) == ()
