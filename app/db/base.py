"""What every table shares: how a value is written down, and what its constraints are called.

A table is declared `class Call(Row, table=True)`. `table=True` does not validate: rules live in the domain.
A column that is not a plain `int`, `str` or `bool` names its type with `sa_type=`:
`UtcDateTime`, `DecimalText`, `JsonText`, `BigInteger` for cents, `enum_by_value(Stage)` for an enumeration.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

ENUM_LENGTH = 40
UNREADABLE = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, DBAPIError)
"""What reading a column can raise when it holds what its type never writes."""
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class Row(SQLModel):
    """The parent of every table: its metadata names every constraint, so that a migration can change it."""

    metadata: ClassVar[sa.MetaData] = sa.MetaData(naming_convention=CONSTRAINT_NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware in UTC out. A naive datetime is refused with ValueError."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime has no place in the database: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DecimalText(TypeDecorator[Decimal]):
    """An exact decimal kept as text, digit for digit ("0.50" stays "0.50").

    SQL must neither compare nor sum it: "10" sorts before "9". A float, NaN or infinity is refused.
    """

    impl = sa.String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, _dialect: Dialect) -> str | None:
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError(f"a float is not exact: {value!r}")
        exact = Decimal(value)
        if not exact.is_finite():
            raise ValueError(f"not a finite decimal: {value!r}")
        return format(exact, "f")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def canonical_json(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8 letters as they are; NaN is refused."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class JsonText(TypeDecorator[Any]):
    """JSON in its canonical text, the same bytes on both databases, so that it can be hashed.

    A change inside the value is not seen: assign a new value. Decimals and dates must be text already.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def enum_by_value(kind: type[Enum]) -> sa.Enum:
    """A column holding the value of an enumeration (SQLModel alone stores the NAME), as VARCHAR(40).

    No CHECK: a new stage needs no migration. A value outside the enumeration raises LookupError.
    """
    values = [str(member.value) for member in kind]
    longest = max(values, key=len)
    if len(longest) > ENUM_LENGTH:
        raise ValueError(f"{kind.__name__}: “{longest}” is longer than {ENUM_LENGTH} characters")
    return sa.Enum(
        kind,
        name=_CAPITAL.sub("_", kind.__name__).lower(),
        values_callable=lambda enumeration: [str(member.value) for member in enumeration],
        native_enum=False,
        length=ENUM_LENGTH,
        validate_strings=True,
    )


def key_of(row: SQLModel) -> int:
    """The key that the database gave to a row. ValueError when the row was not written yet."""
    key = getattr(row, "id", None)
    if not isinstance(key, int):
        raise ValueError(f"this {type(row).__name__} was not written yet")
    return key


def table_of(kind: type[Row]) -> sa.Table:
    """The table of these rows, for a query of plain columns."""
    return Row.metadata.tables[str(kind.__tablename__)]


def plain_rows(session: Session, query: sa.Select[Any], named: Mapping[str, Any]) -> Sequence[Any]:
    """What a query of tables gives, without an object a row: a list of hundreds is read three times as fast.

    What this transaction has changed is written first, as for any other query.
    """
    if session.autoflush:
        session.flush()
    return session.connection().execute(query, named).all()


def written_out(values: Iterable[StrEnum]) -> list[sa.ColumnElement[str]]:
    """These values as a part of the query itself: they are the same each time, and need not be sent with it."""
    return [sa.literal_column(f"'{value.value}'", sa.String) for value in sorted(values)]
