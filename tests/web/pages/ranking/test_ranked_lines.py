"""The lines of the ranked list: a sentence for each reason, and no calculation that nobody reads."""

from app.db.session import Database
from app.domain.workflow import Stage
from app.services.calls.calls import OpenedCall
from app.services.cases import open_case
from app.services.ranking.ranked_list import shown_ranking
from app.web.views.ranking.lines import why_unranked
from tests import factories


def test_why_an_application_has_no_rank_is_told_without_its_whole_explanation(database: Database) -> None:
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.REVIEWED, mark="1")
        officer = factories.cast(work).officer
    with database.read() as session:
        work = factories.work(session, officer)
        case = open_case(work, application.reference)
        (row,) = shown_ranking(work, OpenedCall(case.call, case.folder, (case.wave,)), case.wave).rows
        told = why_unranked(row)
        assert row.place.rank is None
        assert any("sous le seuil" in one for one in told)
        assert "explanation" not in row.__dict__
