"""Expert review: named, free of interests, marked criterion by criterion, handed in once."""

from decimal import Decimal

import pytest

from app.db.review import reviews as tables
from app.db.review.reviews import ReviewState
from app.db.session import Database
from app.domain.errors import (
    Conflict,
    Forbidden,
    Hidden,
    Invalid,
    NotReady,
    Reason,
    ReasonCode,
    Refusal,
    Stale,
    WrongStage,
)
from app.domain.workflow import Action, Stage
from app.services.cases import open_case
from app.services.review import panels, reviews
from tests import factories
from tests.services.acting import do, given, mails

CRITERIA = ("ouverture", "flexibilite", "accueil", "numerique", "implication")


def typed(mark: str, *keys: str) -> dict[str, dict[str, str]]:
    return {key: {"mark": mark, "justification": "Solide."} for key in keys or CRITERIA}


def test_the_review_opens_with_the_reviewers_that_the_call_wants(database: Database) -> None:
    reference, people = given(database, Stage.ADMISSIBLE)
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.OPEN_REVIEW)
    assert refused.value.reason == Reason.of(ReasonCode.REVIEWERS_MISSING, reviewers=0, wanted=2)
    with database.write() as session:
        work = factories.work(session, people.officer)
        assert [(p.name, load) for p, load in reviews.experts_for(work, open_case(work, reference))] == [
            ("Nora Blin", 0),
            ("Yves Tanguy", 0),
            ("Zoé Armand", 0),
        ]
        for expert in people.experts[:2]:
            reviews.assign(work, reference, expert.person_id or 0)
        left = reviews.experts_for(work, open_case(work, reference))
        assert [person.name for person, _ in left] == ["Zoé Armand"]
    assert mails(database)[-2:] == [("review_assigned", expert.email) for expert in people.experts[:2]]
    do(database, people.officer, reference, Action.OPEN_REVIEW)


def test_only_an_expert_of_the_call_without_interest_is_named_and_once(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    named, _other, third = people.experts
    with database.write() as session:
        reviews.declare_interest(factories.work(session, named), reference, "family")
    refusals: list[tuple[int | None, type[Refusal]]] = [
        (people.stranger.person_id, Invalid),
        (named.person_id, Invalid),
        (people.experts[1].person_id, Conflict),
    ]
    for person_id, family in refusals:
        with pytest.raises(family), database.write() as session:
            reviews.assign(factories.work(session, people.officer), reference, person_id or 0)
    with pytest.raises(Forbidden), database.write() as session:
        reviews.assign(factories.work(session, people.owner), reference, third.person_id or 0)


def test_a_review_is_accepted_then_saved_then_handed_in_and_stays(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    expert = people.experts[0]
    with pytest.raises(NotReady) as first, database.write() as session:
        reviews.save(factories.work(session, expert), reference, typed("3"), "")
    assert first.value.reason.code is ReasonCode.ACCEPT_FIRST
    with database.write() as session:
        work = factories.work(session, expert)
        version = reviews.accept(work, reference).version
        assert reviews.accept(work, reference).version == version
        saved = reviews.save(work, reference, typed("3", "ouverture"), " Bien. ", version=version)
        assert saved.comment == "Bien."
    with pytest.raises(Stale) as crossed, database.write() as session:
        reviews.save(factories.work(session, expert), reference, typed("4"), "", version=version)
    told = crossed.value.reason.values
    assert (told["own"], told["version"]) == (True, version + 1)
    assert told["kept"] == {
        "marks": {"ouverture": {"mark": "3", "justification": "Solide."}},
        "comment": "Bien.",
        "confidence": None,
    }
    with database.write() as session:
        again = typed("3", "ouverture")
        same = reviews.save(factories.work(session, expert), reference, again, "Bien.", version=version)
        assert same.version == version + 1
    with pytest.raises(Invalid) as missing, database.write() as session:
        reviews.submit(factories.work(session, expert), reference)
    assert [fault.field for fault in missing.value.faults if "-" not in fault.field] == list(CRITERIA[1:])
    with database.write() as session:
        work = factories.work(session, expert)
        reviews.save(work, reference, typed("2", *CRITERIA[1:]), "Bien.")
        assert reviews.submit(work, reference).state is ReviewState.SUBMITTED
    for again in (
        lambda work: reviews.submit(work, reference),
        lambda work: reviews.decline(work, reference, "x"),
    ):
        with pytest.raises(Conflict) as refused, database.write() as session:
            again(factories.work(session, expert))
        assert refused.value.reason.code is ReasonCode.ALREADY_DONE
    with database.read() as session:
        work = factories.work(session, people.officer)
        result = panels.score_alone(work, open_case(work, reference))
    assert result is not None
    assert (result.total, result.retained) == (Decimal(55), True)


def test_a_mark_off_its_scale_is_refused_with_every_other(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    sent = {
        **typed("5", "ouverture"),
        **typed("2,5", "flexibilite"),
        **typed("bien", "accueil"),
        **typed("NaN", "numerique"),
        **typed("", "implication"),
    }
    with database.write() as session:
        reviews.accept(factories.work(session, people.experts[0]), reference)
    with pytest.raises(Invalid) as refused, database.write() as session:
        reviews.save(factories.work(session, people.experts[0]), reference, sent, "")
    assert {fault.field: fault.reason.code for fault in refused.value.faults} == {
        "ouverture": ReasonCode.TOO_LARGE,
        "flexibilite": ReasonCode.OFF_STEP,
        "accueil": ReasonCode.NOT_A_NUMBER,
        "numerique": ReasonCode.NOT_A_NUMBER,
    }


def test_a_review_given_back_is_no_longer_the_experts_and_may_be_given_to_another(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    expert = people.experts[0]
    with pytest.raises(Invalid), database.write() as session:
        reviews.decline(factories.work(session, expert), reference, " ")
    with database.write() as session:
        reviews.decline(factories.work(session, expert), reference, "Trop de travail.")
    with pytest.raises(Hidden), database.read() as session:
        reviews.my_review(factories.work(session, expert), reference)
    with database.write() as session:
        work = factories.work(session, people.officer)
        assert reviews.assign(work, reference, expert.person_id or 0).state is ReviewState.ASSIGNED
        reviews.unassign(work, reference, expert.person_id or 0)
        row = tables.review_of(session, 1, expert.person_id or 0)
    assert row is not None
    assert row.state is ReviewState.WITHDRAWN
    with pytest.raises(Hidden), database.write() as session:
        reviews.unassign(factories.work(session, people.officer), reference, people.stranger.person_id or 0)


def test_nothing_is_marked_once_the_review_is_closed(database: Database) -> None:
    reference, people = given(database, Stage.REVIEWED)
    with pytest.raises(WrongStage), database.write() as session:
        reviews.assign(factories.work(session, people.officer), reference, people.experts[2].person_id or 0)
    with pytest.raises(Conflict), database.write() as session:
        reviews.save(factories.work(session, people.experts[0]), reference, typed("0"), "")
    with pytest.raises(Conflict), database.write() as session:
        reviews.unassign(factories.work(session, people.officer), reference, people.experts[0].person_id or 0)


def test_the_review_closes_when_every_review_is_in(database: Database) -> None:
    reference, people = given(database, Stage.IN_REVIEW)
    with database.write() as session:
        factories.review(factories.work(session), reference, people.experts[0])
    with pytest.raises(NotReady) as refused:
        do(database, people.officer, reference, Action.CLOSE_REVIEW)
    assert refused.value.reason == Reason.of(ReasonCode.REVIEWS_MISSING, reviews=1, wanted=2)
