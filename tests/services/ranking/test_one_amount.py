"""One amount everywhere: what an application asks, as far as the rule of the aid allows."""

from app.db.apply.applications import by_reference
from app.db.session import Database
from app.domain.workflow import Stage
from app.services.calls.calls import OpenedCall
from app.services.cases import open_case
from app.services.ranking import amounts
from app.services.ranking.ranked_list import shown_ranking
from tests import factories


def test_the_line_of_the_list_is_drawn_with_the_aid_that_the_rule_gives(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        asking = factories.at_stage(work, Stage.REVIEWED, euros=80_000)
        modest = factories.at_stage(work, Stage.REVIEWED, title="Le Moulin", euros=40_000, mark="4")
        officer = factories.cast(work).officer
    with database.read() as session:
        work = factories.work(session, officer)
        case = open_case(work, asking.reference)
        found = shown_ranking(work, OpenedCall(case.call, case.folder, (case.wave,)), case.wave)
        told = {row.application.reference: row.place.amount for row in found.rows}
        assert told == {asking.reference: 50_000_00, modest.reference: 40_000_00}
        assert told[asking.reference] == amounts.most(work, case)
        kept = by_reference(session, asking.reference)
        assert kept is not None
        assert (kept.requested, kept.aid) == (80_000_00, 50_000_00)
