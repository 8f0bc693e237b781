"""A ranked list is computed once between two deeds, for whoever may read the same of it, on every database."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.db.session import Database
from app.domain.people import Actor
from app.domain.scoring.summary import Summary
from app.domain.workflow import Stage
from app.services.ranking import kept_lists, ranked_list
from app.services.ranking.ranked_list import Ranking
from app.services.review import reviews
from tests import factories
from tests.factories import TIERS_LIEUX, Cast

NOTHING = Summary(Decimal(0), Decimal(0), None, None, False, ())


@pytest.fixture
def people(database: Database) -> Cast:
    with database.write() as session:
        work = factories.work(session)
        for title in ("La Gare", "La Halle", "Le Moulin"):
            factories.at_stage(work, Stage.SHORTLISTED, title=title)
        return factories.cast(work)


def read(database: Database, actor: Actor) -> Ranking:
    with database.read() as session:
        return ranked_list.ranking(replace(factories.work(session), actor=actor), TIERS_LIEUX)


def statements(database: Database, actor: Actor) -> int:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    read(database, actor)
    sa.event.remove(database.engine, "before_cursor_execute", note)
    return len(seen)


def test_the_second_reading_computes_nothing_and_says_the_same(database: Database, people: Cast) -> None:
    first = read(database, people.officer)
    asked = statements(database, people.officer)
    again = read(database, people.manager)
    assert again.rows == first.rows
    assert again.rows[0] is first.rows[0]
    with database.write() as session:
        work = factories.work(session)
        factories.at_stage(work, Stage.SHORTLISTED, title="La Forge")
    assert len(read(database, people.officer).rows) == 4
    assert statements(database, people.officer) == asked


def test_any_deed_makes_the_list_again(database: Database, people: Cast) -> None:
    before = read(database, people.officer).rows
    with database.write() as session:
        work = factories.work(session)
        application = factories.at_stage(work, Stage.REVIEWED, title="La Forge")
        expert = people.experts[0]
    found = {row.application.reference: row.summary or NOTHING for row in read(database, people.officer).rows}
    assert len(found) == len(before) + 1
    assert found[application.reference].spread == 0
    with database.write() as session:
        acting = factories.by(factories.work(session), expert)
        reviews.declare_interest(acting, application.reference, "family")
    after = {row.application.reference: row.summary or NOTHING for row in read(database, people.officer).rows}
    assert after[application.reference].spread is None, "the marks of who is interested count no more"


def test_who_has_an_interest_reads_their_own_list_whoever_read_before(
    database: Database, people: Cast
) -> None:
    whole = read(database, people.officer).rows
    hidden = whole[0].application
    with database.write() as session:
        acting = factories.by(factories.work(session), people.members[0])
        reviews.declare_interest(acting, hidden.reference, "family")
    for reader, masked in ((people.officer, 0), (people.members[0], 1), (people.officer, 0)):
        found = read(database, reader)
        assert found.masked == masked
        assert (hidden.reference in {row.application.reference for row in found.rows}) is (masked == 0)
        assert all((row.result is None) is (masked == 1) for row in found.rows)


class Undone(Exception):
    """Ends a transaction without a commit."""


def _listed_then_undone(database: Database, people: Cast, count: int) -> None:
    with database.write() as session:
        work = factories.work(session)
        factories.at_stage(work, Stage.SHORTLISTED, title="La Forge")
        found = ranked_list.ranking(replace(work, actor=people.officer), TIERS_LIEUX).rows
        assert len(found) == count
        raise Undone


def test_what_a_transaction_wrote_and_undid_is_never_kept(database: Database, people: Cast) -> None:
    before = read(database, people.officer).rows
    with suppress(Undone):
        _listed_then_undone(database, people, len(before) + 1)
    assert read(database, people.officer).rows == before


def test_the_lists_that_were_asked_for_longest_ago_are_forgotten(
    database: Database, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_lists, "MOST", 3)
    made: list[str] = []

    def make(name: str) -> tuple[str, ...]:
        made.append(name)
        return (name, name)

    with database.read() as session:
        work = factories.work(session)
        for name in ("one", "one", "two", "one", "one"):
            assert kept_lists.kept(work, name, lambda name=name: make(name)) == (name, name)
    assert made == ["one", "two", "one"]
