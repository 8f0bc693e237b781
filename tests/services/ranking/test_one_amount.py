"""One amount everywhere: what an application asks, as far as the rule of the aid allows."""

from app.db import proof
from app.db.apply.applications import by_reference
from app.db.session import Database
from app.domain.workflow import Stage
from app.services.calls.calls import OpenedCall
from app.services.cases import open_case
from app.services.ranking import amounts
from app.services.ranking.ranked_list import ranking, shown_ranking
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


def test_what_was_filed_before_its_aid_was_kept_is_given_it_once(database: Database) -> None:
    """As migration 0018 left it: the column is there, and empty."""
    with database.write() as session:
        work = factories.work(session)
        filed = factories.at_stage(work, Stage.REVIEWED, euros=80_000).reference
        known = factories.at_stage(work, Stage.REVIEWED, title="Le Moulin", euros=40_000).reference
        factories.at_stage(work, Stage.DOSSIER_DRAFT, title="En cours")
        for reference, aid in ((filed, None), (known, 1)):
            kept = by_reference(session, reference)
            assert kept is not None
            kept.aid = aid
            session.add(kept)
        version = by_reference(session, filed).version
        officer = factories.cast(work).officer
    with database.read() as session:
        before = ranking(factories.work(session, officer), factories.TIERS_LIEUX).rows
    with database.write() as session:
        work = factories.work(session)
        assert amounts.without_aid(work) == (filed,)
        for reference in (filed, known):
            amounts.keep_aid(work, reference)
    with database.read() as session:
        told = {one: by_reference(session, one) for one in (filed, known)}
        assert {one: kept.aid for one, kept in told.items() if kept} == {filed: 50_000_00, known: 1}
        assert told[filed].version == version
        assert amounts.without_aid(factories.work(session)) == ()
        assert proof.verify(session).holds
        after = ranking(factories.work(session, officer), factories.TIERS_LIEUX).rows
    amount = {row.application.reference: row.place.amount for row in before}
    assert amount == {filed: 80_000_00, known: 1}
    assert {row.application.reference: row.place.amount for row in after} == {filed: 50_000_00, known: 1}
