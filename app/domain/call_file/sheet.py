"""What every file of a call shares: frozen, nothing unknown accepted, and the small types its fields are made
of.

Money is written in euros in a file and read as integer cents in Python; it goes to JSON in euros again, as
text ("50000.00"), so that a call read back from its JSON is the same call. Times without an offset are local
times of the call; `CallFile` turns them into UTC.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from app.domain.money import MoneyError, parse_euros, plain_euros


class Sheet(BaseModel):
    """A piece of a call's file: immutable, and a word it does not know is a fault, not a guess."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _cents(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise PydanticCustomError("money", "an amount in euros")
    try:
        return parse_euros(format(value, "f") if isinstance(value, Decimal) else str(value))
    except MoneyError as error:
        raise PydanticCustomError("money", "an amount in euros") from error


def _number(value: object) -> object:
    if isinstance(value, bool | float) or (isinstance(value, str) and not _PLAIN_NUMBER.fullmatch(value)):
        raise PydanticCustomError("decimal_parsing", "a number")
    return value


def _share(value: object) -> object:
    if isinstance(value, str) and (found := _PERCENT.fullmatch(value)) is not None:
        return (Decimal(found[1].replace(",", ".")) / 100).normalize()
    try:
        return _number(value)
    except PydanticCustomError as error:
        raise PydanticCustomError("share", "a part of one") from error


def _day_text(value: object) -> object:
    if isinstance(value, datetime) or not isinstance(value, str | date):
        raise PydanticCustomError("date_parsing", "a day")
    if isinstance(value, str) and not _DAY.fullmatch(value.strip()):
        raise PydanticCustomError("date_parsing", "a day")
    return value


def _moment_text(value: object) -> object:
    if isinstance(value, str) and not _MOMENT.match(value.strip()):
        raise PydanticCustomError("datetime_parsing", "a day and an hour")
    if not isinstance(value, str | datetime):
        raise PydanticCustomError("datetime_parsing", "a day and an hour")
    return value


_PLAIN_NUMBER = re.compile(r"\s*[-+]?\d{1,18}(\.\d{1,12})?\s*", re.ASCII)
_PERCENT = re.compile(r"\s*(\d{1,3}(?:[.,]\d{1,6})?)[\s\u00a0\u202f]*%\s*", re.ASCII)
_DAY = re.compile(r"20\d\d-\d\d-\d\d")
_MOMENT = re.compile(r"^20\d\d-\d\d-\d\d[ T]\d\d:\d\d")

Cents = Annotated[
    int,
    BeforeValidator(_cents),
    PlainSerializer(plain_euros, return_type=str, when_used="json"),
    WithJsonSchema({"type": ["integer", "number", "string"], "examples": [50000, "50 000,00 €"]}),
]
"""Integer cents in Python; euros in the file and in JSON."""

Number = Annotated[Decimal, BeforeValidator(_number), Field(ge=Decimal("-1e12"), le=Decimal("1e12"))]
"""An exact decimal; never a binary float."""

Share = Annotated[
    Decimal,
    BeforeValidator(_share),
    Field(ge=0, le=1),
    WithJsonSchema({"type": ["number", "string"], "minimum": 0, "maximum": 1, "examples": [0.4, "40 %"]}),
]
"""A part of one: 0.4, or "40 %", is forty per cent."""

Whole = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, BeforeValidator(_day_text)]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment_text),
    WithJsonSchema({"type": "string", "pattern": _MOMENT.pattern, "examples": ["2026-11-30 17:00"]}),
]
"""A day and an hour ("2026-11-30 17:00"), local to the call when no offset is written."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""The name by which other files and expressions call a thing."""

ShortText = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""A few words on one line."""

LongText = Annotated[str, StringConstraints(min_length=1, max_length=5000)]
OptionalText = Annotated[str, StringConstraints(max_length=5000)]
"""Text that may be empty."""

Condition = Annotated[str, StringConstraints(min_length=1, max_length=500)]
"""An expression of `app.domain.expressions`, checked with the names of the call."""

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Siret = Annotated[str, StringConstraints(pattern=r"^\d{14}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=500)]
