"""The firmness of a list, from what the reader may see of it."""

import pytest

from app.db.session import Database
from app.domain.errors import Forbidden, Hidden, NotReady, ReasonCode
from app.domain.workflow import Stage
from app.services.calls.calls import open_call
from app.services.ranking.firmness import firm_list
from app.services.review import reviews as expertise
from tests import factories
from tests.domain.grids import criterion, grid
from tests.factories import BRESCIA, TIERS_LIEUX


def test_the_firmness_of_a_list_knows_each_expert_by_name(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        cast = factories.cast(work)
        first = factories.at_stage(work, Stage.REVIEWED, mark="4")
        second = factories.at_stage(work, Stage.REVIEWED, mark="3")
        found = firm_list(factories.by(work, cast.officer), TIERS_LIEUX)
        assert [row.application.reference for row in found.rows] == [first.reference, second.reference]
        assert [(row.firmness.best, row.firmness.worst, row.funded) for row in found.rows] == [
            (1, 1, True),
            (2, 2, True),
        ]
        assert (found.masked, found.fragile, found.reviews_out, found.reviews_money) == (0, (), True, True)
        assert set(found.names.values()) == {one.name for one in cast.experts[:2]}
        assert found.agreement is not None
        assert (found.agreement.shared, found.agreement.of) == (2, 2)


def test_what_an_interest_hides_enters_no_figure(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        cast = factories.cast(work)
        hidden = factories.at_stage(work, Stage.REVIEWED, mark="4")
        shown = factories.at_stage(work, Stage.REVIEWED, mark="3")
        mine = factories.by(work, cast.officer)
        expertise.declare_interest(mine, hidden.reference, "family")
        found = firm_list(mine, TIERS_LIEUX)
        assert [row.application.reference for row in found.rows] == [shown.reference]
        assert (found.rows[0].firmness.rank, found.masked, found.fragile) == (1, 1, ())
        assert found.agreement is not None
        assert found.agreement.of == 1


def test_who_reads_no_review_and_a_call_that_does_not_rank_are_refused(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        cast = factories.cast(work)
        with pytest.raises(Forbidden):
            firm_list(factories.by(work, cast.experts[0]), TIERS_LIEUX)
        table = factories.cast(work, BRESCIA)
        with pytest.raises(Hidden):
            firm_list(factories.by(work, table.officer), BRESCIA)


def test_a_rule_that_cannot_be_computed_is_refused_with_its_name(database: Database) -> None:
    never = grid(
        criterion("a", "0", ("0", "10", "1"), counts="nothing"), out_of=None, rank_by="expected_rank"
    )
    with database.write() as session:
        work = factories.work(session)
        open_call(work, factories.call_folder().model_copy(update={"scoring": never}))
        cast = factories.cast(work)
        factories.at_stage(work, Stage.REVIEWED, mark="9")
        with pytest.raises(NotReady) as refused:
            firm_list(factories.by(work, cast.officer), TIERS_LIEUX)
        assert refused.value.reason.code is ReasonCode.RULE_NOT_COMPUTED
