"""A review on a grid that uses all that a grid may say: leaf by leaf, with what may not be assessed."""

from decimal import Decimal

import pytest
from sqlmodel import select

from app.db.base import key_of
from app.db.journal import JournalEntry
from app.db.review import marks
from app.db.session import Database
from app.domain.call_file.grid.scoring import ScoringFile
from app.domain.errors import Fault, Forbidden, Hidden, Invalid, NotReady, Reason, ReasonCode, WrongStage
from app.domain.people import Actor
from app.domain.workflow import Action, Stage
from app.services.calls.calls import open_call
from app.services.cases import open_case
from app.services.ranking import ranked_list
from app.services.review import consensus, panels, reviews
from app.services.review.typed_marks import Sent
from app.services.road.transitions import perform
from tests import factories
from tests.domain.grids import criterion
from tests.factories import Cast
from tests.rich_grid import filled, folder_of, open_rich, rich_grid


def under_review(database: Database, **grid: str) -> tuple[str, Cast]:
    """An application of the call with the rich grid, its two experts in front of it."""
    with database.write() as session:
        work = factories.work(session)
        open_rich(work, **grid)
        reference, people = factories.at_stage(work, Stage.IN_REVIEW).reference, factories.cast(work)
        for expert in people.experts[:2]:
            reviews.accept(factories.by(work, expert), reference)
        return reference, people


def hand_in(database: Database, expert: Actor, reference: str, sent: Sent, sure: str | None = "4") -> None:
    with database.write() as session:
        work = factories.work(session, expert)
        reviews.save(work, reference, sent, "", confidence=sure)
        reviews.submit(work, reference)


def faults_of(
    database: Database, expert: Actor, reference: str, sent: Sent, sure: str = ""
) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        hand_in(database, expert, reference, sent, sure)
    return {fault.field: fault.reason.code.value for fault in refused.value.faults}


def test_what_is_computed_from_the_dossier_is_asked_of_nobody_and_counts(database: Database) -> None:
    more = criterion(
        "aide", "10", ("0", "10", "1"), computed=[{"when": "requested > 0", "mark": 7}, {"mark": 0}]
    )
    with database.write() as session:
        work = factories.work(session)
        folder, file = folder_of(), rich_grid().model_dump(mode="json")
        grid = ScoringFile.model_validate({**file, "criteria": [*file["criteria"], more], "out_of": 110})
        open_call(work, folder.model_copy(update={"scoring": grid}))
        reference, people = factories.at_stage(work, Stage.IN_REVIEW).reference, factories.cast(work)
        for expert in people.experts[:2]:
            reviews.accept(factories.by(work, expert), reference)
    for expert in people.experts[:2]:
        hand_in(database, expert, reference, filled())
    with database.read() as session:
        work = factories.work(session, people.officer)
        case = open_case(work, reference)
        assert "aide" not in [one.key for one in panels.applying(work, case)]
        found = panels.score_alone(work, case)
        assert found is not None
        assert [(one.key, one.mark, one.points) for one in found.criteria][-1] == ("aide", 7, 7)


def test_marks_are_read_by_leaf_and_what_cannot_be_assessed_is_not_what_is_missing(
    database: Database,
) -> None:
    reference, people = under_review(database)
    expert = people.experts[0]
    with database.write() as session:
        review = reviews.save(
            factories.work(session, expert), reference, filled(risque=""), "", confidence="4"
        )
        kept = marks.values(session, {key_of(review)})[key_of(review)]
        assert review.confidence == 4
    assert kept == {
        "qualite": 4,
        "savoir": Decimal("4.5"),
        "temps": 3,
        "modele": None,
        "rural_b": 1,
        "feu": 1,
    }
    with pytest.raises(Invalid) as refused, database.write() as session:
        reviews.submit(factories.work(session, expert), reference)
    assert refused.value.faults == (Fault("risque", Reason.of(ReasonCode.REQUIRED, label="Risque")),)
    hand_in(database, expert, reference, {"risque": {"mark": "1"}}, None)
    with database.read() as session:
        work = factories.work(session, people.officer)
        score = panels.score_alone(work, open_case(work, reference))
    assert score is not None
    by_key = {one.key: one for one in score.criteria}
    assert [by_key["qualite"].word, by_key["rural_b"].word, by_key["modele"].mark] == ["Solide", "Oui", None]
    assert (by_key["ville"].applies, by_key["risque"].points) == (False, 20)
    assert [part.points for part in by_key["equipe"].parts] == [Decimal("2.7"), Decimal("1.2")]
    assert score.total == Decimal("94.5")  # (40 + 15.6 + 20) × 100 ÷ 80


def test_what_is_typed_wrong_is_told_leaf_by_leaf(database: Database) -> None:
    reference, people = under_review(database)
    sent = filled(
        qualite="bon",
        savoir="4,7",
        temps="na",
        risque="0",
        modele="101",
        feu="peut-être",
        ville="3",
        equipe="4",
    )
    sent["equipe"] = {"mark": "4", "justification": "Bien."}
    assert faults_of(database, people.experts[0], reference, sent, "9") == {
        "qualite": "not_a_level",
        "savoir": "off_step",
        "temps": "must_assess",
        "equipe": "unknown_field",
        "risque": "too_small",
        "modele": "too_large",
        "ville": "unknown_field",
        "feu": "not_a_level",
        "confidence": "too_large",
    }
    for typed, code in (("0", "too_small"), ("sûr", "not_a_number"), ("", "required")):
        assert faults_of(database, people.experts[0], reference, filled(), typed) == {"confidence": code}


def test_what_applies_comes_from_the_dossier(database: Database) -> None:
    reference, people = under_review(database)
    with database.read() as session:
        work = factories.work(session, people.officer)
        found = panels.applying(work, open_case(work, reference))
    assert [one.key for one in found] == ["qualite", "equipe", "risque", "modele", "rural_b", "feu"]


def test_gates_and_knock_outs_of_the_grid_put_a_dossier_out_of_the_list(database: Database) -> None:
    reference, people = under_review(database)
    for expert in people.experts[:2]:
        hand_in(database, expert, reference, filled(feu="no_go"))
    with database.write() as session:
        work = factories.work(session, people.officer)
        perform(work, reference, Action.CLOSE_REVIEW.value)
        (row,) = ranked_list.ranking(work, factories.TIERS_LIEUX)[2]
    assert row.score is not None
    assert (row.place.rank, row.score.retained) == (None, False)


def test_the_agreed_marks_make_the_score_once_every_expert_has_finished(database: Database) -> None:
    reference, people = under_review(database, aggregation="consensus")
    agreed = filled(qualite="correct", modele="na")
    hand_in(database, people.experts[0], reference, filled())
    with pytest.raises(NotReady) as early, database.write() as session:
        consensus.record(factories.work(session, people.officer), reference, agreed)
    assert early.value.reason == Reason.of(ReasonCode.REVIEWS_MISSING, reviews=1, wanted=2)
    hand_in(database, people.experts[1], reference, filled(qualite="faible"))
    with pytest.raises(Forbidden), database.write() as session:
        consensus.record(factories.work(session, people.experts[0]), reference, agreed)
    with pytest.raises(NotReady) as unsaid, database.write() as session:
        perform(factories.work(session, people.officer), reference, Action.CLOSE_REVIEW.value)
    assert unsaid.value.reason == Reason.of(ReasonCode.CONSENSUS_MISSING)
    with pytest.raises(Invalid) as lacking, database.write() as session:
        consensus.record(factories.work(session, people.officer), reference, filled(qualite="", risque="11"))
    assert {one.field for one in lacking.value.faults} == {"qualite", "risque"}
    with database.write() as session:
        consensus.record(factories.work(session, people.officer), reference, filled(qualite="faible"))
    with database.write() as session:
        work = factories.work(session, people.manager)
        consensus.record(work, reference, agreed, seen=1)
        found = consensus.consensus_of(work, open_case(work, reference))
        assert found.recorded_by is not None
        assert (found.recorded_by.name, found.refusal) == ("Hugo Leroy", None)
        assert (found.marks["qualite"].value, found.marks["modele"].value) == (2, None)
        score = panels.score_alone(work, open_case(work, reference))
        perform(work, reference, Action.CLOSE_REVIEW.value)
        lines = session.exec(select(JournalEntry).where(JournalEntry.verb == "record_consensus")).all()
        assert [one.actor_name for one in lines] == ["Inès Caron", "Hugo Leroy"]
        assert lines[1].data["marks"]["modele"] == "na"
    assert score is not None
    assert score.criteria[0].marks == (0, 4)
    assert score.total == Decimal("69.5")  # (20 + 15.6 + 20) × 100 ÷ 80
    with pytest.raises(WrongStage), database.write() as session:
        consensus.record(factories.work(session, people.officer), reference, agreed)


def test_a_grid_without_agreement_has_no_such_page(database: Database) -> None:
    reference, people = under_review(database)
    with pytest.raises(Hidden), database.write() as session:
        consensus.record(factories.work(session, people.officer), reference, filled())
