"""A value comes back from the database exactly as it went in, or is refused."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from app.db.base import DecimalText, JsonText, Row, UtcDateTime, canonical_json, enum_by_value
from app.db.session import Database


class Colour(StrEnum):
    DEEP_BLUE = "deep-blue"
    RED = "red"


class TooLong(StrEnum):
    NAME = "x" * 41


SHELF = sa.Table(
    "shelf_of_the_test",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("rate", DecimalText),
    sa.Column("moment", UtcDateTime),
    sa.Column("json", JsonText),
    sa.Column("colour", enum_by_value(Colour)),
)


def back(database: Database, **values: Any) -> Any:
    """The only value given, written then read."""
    (name,) = values
    with database.write() as session:
        session.connection().execute(sa.schema.CreateTable(SHELF, if_not_exists=True))
        session.execute(sa.insert(SHELF).values(**values))
        return session.execute(sa.select(SHELF.c[name])).scalar_one()


@pytest.mark.parametrize("text", ["0.50", "-12.3", "1E+3", "0.0000001", "100000000000000000000.01"])
def test_a_decimal_keeps_its_digits(database: Database, text: str) -> None:
    assert format(back(database, rate=Decimal(text)), "f") == format(Decimal(text), "f")


@pytest.mark.parametrize("value", [0.5, Decimal("NaN"), Decimal("Infinity")])
def test_an_inexact_number_is_refused(database: Database, value: Any) -> None:
    with pytest.raises((StatementError, TypeError, ValueError)):
        back(database, rate=value)


def test_an_enumeration_is_stored_by_its_value(database: Database) -> None:
    assert back(database, colour=Colour.DEEP_BLUE) is Colour.DEEP_BLUE
    with database.write() as session:
        session.execute(sa.insert(SHELF).values(colour=Colour.RED))
        stored = session.execute(
            sa.text("SELECT colour FROM shelf_of_the_test WHERE colour = 'red'")
        ).scalars()
        assert list(stored) == ["red"]


def test_a_value_outside_the_enumeration_is_refused(database: Database) -> None:
    with pytest.raises((StatementError, LookupError)):
        back(database, colour="green")


def test_a_name_too_long_for_its_column_is_told_when_the_table_is_declared() -> None:
    with pytest.raises(ValueError, match="longer than 40"):
        enum_by_value(TooLong)


@pytest.mark.parametrize("name", ["rate", "moment", "json", "colour"])
def test_nothing_stays_nothing(database: Database, name: str) -> None:
    assert back(database, **{name: None}) is None


def test_json_and_instants_come_back(database: Database) -> None:
    assert back(database, json={"b": [1, "é", None], "a": True}) == {"a": True, "b": [1, "é", None]}


def test_an_instant_comes_back(database: Database) -> None:
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert back(database, moment=moment) == moment


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_canonical_json_does_not_depend_on_the_order_of_keys(value: dict[str, Any]) -> None:
    assert canonical_json(value) == canonical_json(dict(reversed(value.items())))


def test_canonical_json_refuses_what_json_cannot_say() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})


def test_every_constraint_has_a_name() -> None:
    nameless = [
        f"{table.name}: {constraint!r}"
        for table in Row.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []
