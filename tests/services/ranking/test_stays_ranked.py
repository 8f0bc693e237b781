"""What was ranked stays ranked with its rank, whatever becomes of it; and each amount that a total counts has a row."""

from app.db.session import Database
from app.domain.workflow import Action, Stage
from app.services.calls.calls import by_slug
from app.services.follow_up import payments
from app.services.ranking import envelopes, ranked_list
from app.services.road.transitions import perform
from app.web.views.road.decision_table import DecisionTable, decision_table
from tests import factories
from tests.factories import AN_OPEN_DAY, TIERS_LIEUX, Cast
from tests.journeys.pages import plain
from tests.services.acting import do, given

WAVE = "automne_2026"


def ranks(database: Database, people: Cast) -> dict[str, int | None]:
    with database.read() as session:
        work = factories.work(session, people.officer)
        rows = ranked_list.ranking(work, TIERS_LIEUX, WAVE).rows
        return {row.application.reference: row.place.rank for row in rows}


def table(database: Database, people: Cast) -> tuple[DecisionTable, int]:
    """The table of the decisions, and what is awarded by the account of the envelope."""
    with database.read() as session:
        work = factories.work(session, people.officer)
        opened = by_slug(work, TIERS_LIEUX)
        wave = next(one for one in opened.waves if one.key == WAVE)
        return decision_table(work, opened, wave), envelopes.account(session, wave).awarded


def test_what_ended_early_was_given_up_or_withdrawn_keeps_its_rank_and_its_line(database: Database) -> None:
    ended, people = given(database, Stage.STARTED, mark="4")
    with database.write() as session:
        work = factories.work(session)
        given_up = factories.at_stage(work, Stage.AWARDED, mark="3").reference
        left = factories.at_stage(work, Stage.RECOMMENDED, mark="2").reference
        last = factories.at_stage(work, Stage.SHORTLISTED, mark="2").reference
        factories.act(work, last, Action.RECOMMEND)
    before = ranks(database, people)
    assert [before[one] for one in (ended, given_up)] == [1, 2]
    with database.write() as session:
        payments.pay(
            factories.work(session, people.finance),
            ended,
            "advance",
            paid_on=AN_OPEN_DAY.date(),
            order_number="M-1",
            amount=9_000_00,
        )
    with database.write() as session:
        manager = factories.work(session, people.manager)
        perform(manager, ended, Action.TERMINATE, factories.payload_for(Action.TERMINATE))
        factories.act(factories.work(session), given_up, Action.RENOUNCE)
        factories.act(factories.work(session), left, Action.WITHDRAW)
    assert ranks(database, people) == before
    found, awarded = table(database, people)
    kept = {line.application.reference: (line.kept, plain(line.became)) for line in found.lines}
    assert kept[ended] == (9_000_00, "Résiliée : 9 000,00 € payés sur 40 000,00 € décidés")
    assert kept[given_up] == (0, "Aide abandonnée : 40 000,00 € rendus à l’enveloppe")
    assert left not in kept
    assert found.total == sum(cents for cents, _ in kept.values()) == awarded == 9_000_00


def test_what_was_withdrawn_before_the_committee_is_in_no_list(database: Database) -> None:
    reference, people = given(database, Stage.REVIEWED)
    assert ranks(database, people) == {reference: 1}
    do(database, people.owner, reference, Action.WITHDRAW)
    assert ranks(database, people) == {}
