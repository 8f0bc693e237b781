"""People in the order of a French list, on every database."""

from datetime import UTC, datetime

from app.db import people
from app.db.people import FOLDED, Person
from app.db.session import Database

NAMES = (
    "Zoé Abel",
    "Éric Œuvrard",
    "Eric Nox",
    "Çelik Ada",
    "anne Roy",
    "Ève-Lise Bon",
    "Émile Côté",
    "Dora Roux",
)
IN_ORDER = [
    "anne Roy",
    "Çelik Ada",
    "Dora Roux",
    "Émile Côté",
    "Eric Nox",
    "Éric Œuvrard",
    "Ève-Lise Bon",
    "Zoé Abel",
]


def test_names_are_filed_without_their_accents_page_after_page(database: Database) -> None:
    with database.write() as session:
        for rank, name in enumerate(NAMES):
            session.add(
                Person(email=f"{rank}@a.example", name=name, created_at=datetime(2026, 1, 1, tzinfo=UTC))
            )
    with database.read() as session:
        first = people.everybody(session, limit=5)
        rest = people.everybody(session, offset=5, limit=5)
        assert people.how_many(session) == len(NAMES)
        found = people.everybody(session, "OEuvr")
        assert [one.name for one in found] == ["Éric Œuvrard"]
        assert people.how_many(session, "oeuvr") == 1
        assert people.how_many(session, "@A.EXAMPLE") == len(NAMES)
        assert people.everybody(session, "%") == []
    assert [one.name for one in (*first, *rest)] == IN_ORDER


def test_a_name_read_already_is_filed_in_the_same_way() -> None:
    assert sorted(NAMES, key=people.folded) == IN_ORDER
    assert people.folded("".join(FOLDED.values())).isascii()
