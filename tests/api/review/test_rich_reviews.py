"""A review on a grid that uses all that a grid may say, by program."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.session import Database
from app.domain.workflow import Stage
from tests import factories
from tests.api_client import Callers
from tests.fakes import FakeClock
from tests.rich_grid import filled, open_rich
from tests.servers import SqliteTemplate


@pytest.fixture
def around(
    sqlite_template: SqliteTemplate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Callers, str]]:
    """The callers around an application under review, whose grid ends in a consensus."""
    folder: Path = tmp_path_factory.mktemp("rich")
    with sqlite_template.copy(folder) as url:
        database = Database.open(url)
        clock = FakeClock()
        clock.now = factories.AN_OPEN_DAY
        with database.write() as session:
            open_rich(factories.work(session, now=clock.now), aggregation="consensus")
        callers = Callers.around(database, factories.TIERS_LIEUX, clock, files=factories.memory_store())
        with database.write() as session:
            work = factories.work(session, now=clock.now)
            work.session.info["cast"] = {factories.TIERS_LIEUX: callers.cast}
            reference = factories.at_stage(work, Stage.IN_REVIEW).reference
        yield callers, f"/applications/{reference}"
        database.close()


def test_a_program_reads_the_scales_then_sends_marks_leaf_by_leaf(around: tuple[Callers, str]) -> None:
    callers, path = around
    call = callers.named("visitor").get(f"/calls/{factories.TIERS_LIEUX}")
    criteria = {one["key"]: one for one in call["criteria"]}
    assert [level["key"] for level in criteria["qualite"]["scale"]["levels"]] == [
        "faible",
        "correct",
        "solide",
    ]
    assert [level["key"] for level in criteria["feu"]["scale"]["levels"]] == ["no_go", "go"]
    assert [part["key"] for part in criteria["equipe"]["parts"]] == ["savoir", "temps"]
    assert (criteria["qualite"]["threshold"], criteria["rural_b"]["when"]) == ("correct", "rural")
    assert any("NO GO" in sentence for sentence in call["rules"])
    expert = callers.named("expert1")
    expert.post(f"{path}/review/accept")
    refused = expert.put(f"{path}/review", {"marks": {"risque": {"mark": "10"}}}, 422)
    assert "risque" in str(refused)
    kept = expert.put(f"{path}/review", {"marks": filled(), "confidence": 5})
    marks = {one["criterion"]: (one["value"], one["abstained"]) for one in kept["marks"]}
    assert (marks["modele"], marks["savoir"], marks["qualite"]) == (
        (None, True),
        ("4.5", False),
        ("4", False),
    )
    assert kept["confidence"] == 5
    assert expert.post(f"{path}/review/submit")["state"] == "submitted"


def test_the_consensus_is_recorded_and_makes_the_ranking(around: tuple[Callers, str]) -> None:
    callers, path = around
    officer = callers.named("officer")
    before = officer.get(f"{path}/consensus")
    assert (before["marks"], before["recorded_by"]) == ([], None)
    assert "expertises" in before["missing"]
    officer.put(f"{path}/consensus", {"marks": filled()}, 409)
    for name in ("expert1", "expert2"):
        expert = callers.named(name)
        expert.post(f"{path}/review/accept")
        expert.put(f"{path}/review", {"marks": filled(qualite="faible"), "confidence": 3})
        expert.post(f"{path}/review/submit")
    callers.named("expert1").put(f"{path}/consensus", {"marks": filled()}, 403)
    found = officer.put(f"{path}/consensus", {"marks": filled(qualite="correct")})
    assert (found["recorded_by"], found["missing"], found["version"]) == ("Inès Caron", None, 1)
    refused = callers.named("manager").put(f"{path}/consensus", {"marks": filled(qualite="faible")}, 409)
    assert "Inès Caron a modifié les notes de consensus" in refused["detail"]
    officer.post(f"{path}/actions/close_review", {})
    (row,) = officer.get(f"/calls/{factories.TIERS_LIEUX}/ranking")["ranking"]
    by_key = {one["criterion"]: one for one in row["criteria"]}
    assert (by_key["qualite"]["marks"], by_key["qualite"]["word"]) == (["0", "0"], "Correct")
    assert (by_key["ville"]["applies"], by_key["modele"]["mark"]) == (False, None)
    assert [part["criterion"] for part in by_key["equipe"]["parts"]] == ["savoir", "temps"]
    assert row["total"] == "69.50"
