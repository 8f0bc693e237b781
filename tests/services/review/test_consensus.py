"""Agreed marks that two officers record at once: one wins, the other is told by whom and when."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.db.session import Database
from app.domain.errors import ReasonCode, Stale
from app.domain.people import Actor
from app.services.cases import open_case
from app.services.review import consensus
from app.services.review.typed_marks import Sent
from tests import factories
from tests.factories import Cast
from tests.rich_grid import filled
from tests.services.review.test_rich_reviews import hand_in, under_review


def reviewed(database: Database) -> tuple[str, Cast]:
    reference, people = under_review(database, aggregation="consensus")
    for expert in people.experts[:2]:
        hand_in(database, expert, reference, filled())
    return reference, people


def recorded(database: Database, by: Actor, reference: str, sent: Sent, seen: int) -> None:
    with database.write() as session:
        consensus.record(factories.work(session, by), reference, sent, seen=seen)


def kept(database: Database, reference: str, by: Actor) -> tuple[int, str]:
    """How many times the marks were recorded, and what the first one says."""
    with database.read() as session:
        work = factories.work(session, by)
        found = consensus.consensus_of(work, open_case(work, reference))
        return found.version, str(found.marks["qualite"].value)


@pytest.mark.parametrize("seen", [0, 1])
def test_marks_recorded_since_they_were_read_are_not_replaced_unseen(database: Database, seen: int) -> None:
    reference, people = reviewed(database)
    for version in range(seen + 1):
        recorded(database, people.officer, reference, filled(qualite=("faible", "correct")[version]), version)
    before = kept(database, reference, people.officer)
    for by, own in ((people.manager, False), (people.officer, True)):
        with pytest.raises(Stale) as refused:
            recorded(database, by, reference, filled(qualite="solide"), seen)
        said = refused.value.reason
        assert said.code is ReasonCode.STALE
        assert (said.values["by"], said.values["own"]) == ("Inès Caron", own)
        assert said.values["fields"] == ("consensus",)
    assert kept(database, reference, people.officer) == before
    recorded(database, people.manager, reference, filled(qualite="solide"), seen + 1)
    assert kept(database, reference, people.officer) == (seen + 2, "4")


def test_the_same_marks_sent_twice_are_recorded_once(database: Database) -> None:
    reference, people = reviewed(database)
    for by in (people.officer, people.officer, people.manager):
        recorded(database, by, reference, filled(qualite="correct"), 0)
    assert kept(database, reference, people.officer) == (1, "2")


def test_of_two_officers_who_record_at_the_same_instant_one_wins(database: Database) -> None:
    reference, people = reviewed(database)
    marks = {"correct": people.officer, "solide": people.manager}
    barrier = Barrier(2)

    def send(word: str) -> str:
        barrier.wait()
        try:
            recorded(database, marks[word], reference, filled(qualite=word), 0)
        except Stale:
            return "told"
        return "won"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, marks)) == ["told", "won"]
    assert kept(database, reference, people.officer)[0] == 1
