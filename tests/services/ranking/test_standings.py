"""The score of one application: its own, or that of the list where the grid compares the applications of a wave."""

import pytest

from app.db.session import Database
from app.domain.workflow import Stage
from app.services.calls.calls import open_call
from app.services.cases import open_case
from app.services.ranking.standings import Standing, standing_of
from tests import factories
from tests.domain.grids import criterion, grid

AVIS = criterion("avis", "50", ("0", "10", "1"))


def told(database: Database, computed: str, stage: Stage = Stage.REVIEWED) -> Standing:
    """The standing of the second of two applications, where the other half of the grid is computed so."""
    rules = grid(AVIS, criterion("cout", "50", ("0", "50", "0.01"), computed=computed))
    with database.write() as session:
        work = factories.work(session)
        open_call(work, factories.call_folder().model_copy(update={"scoring": rules}))
        factories.at_stage(work, Stage.REVIEWED, euros=20_000, mark="9")
        second = factories.at_stage(work, stage, euros=40_000, mark="8")
        officer = factories.cast(work).officer
    with database.read() as session:
        work = factories.work(session, officer)
        return standing_of(work, open_case(work, second.reference))


def test_a_score_that_compares_is_that_of_the_list_with_its_place(database: Database) -> None:
    found = told(database, "50 * lowest(requested) / requested")
    assert found.score is not None
    assert found.place is not None
    assert (found.score.total, found.place.rank, found.among, found.masked) == (65, 2, 2, 0)
    assert found.compared


def test_a_score_of_its_own_has_no_place(database: Database) -> None:
    found = told(database, "50 * 20000 / requested")
    assert found.score is not None
    assert (found.score.total, found.compared, found.place) == (65, False, None)


@pytest.mark.parametrize(
    "rule", ["50 * lowest(requested) / (requested - 40000)", "50 * 20000 / (requested - 40000)"]
)
def test_a_rule_that_cannot_be_computed_is_told_and_leaves_no_rank(database: Database, rule: str) -> None:
    found = told(database, rule)
    assert found.score is not None
    assert [one.text for one in found.score.uncomputed] == [rule]
    assert found.score.retained is False
    assert found.place is None or found.place.rank is None


def test_before_the_list_there_is_no_score_that_compares(database: Database) -> None:
    found = told(database, "50 * lowest(requested) / requested", Stage.IN_REVIEW)
    assert found == Standing(None, compared=True)
