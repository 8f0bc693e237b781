"""The language of conditions: what it can say, what it refuses, and what it does with what is not known."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.expressions import (
    ExpressionError,
    ExpressionRefusal,
    Kind,
    Value,
    read_expression,
)

R = ExpressionRefusal
NAMES = {
    "a": Kind.NUMBER,
    "b": Kind.NUMBER,
    "t": Kind.TEXT,
    "yes": Kind.BOOL,
    "day": Kind.DATE,
    "many": Kind.TEXTS,
    "nature": Kind.TEXT,
}
OPTIONS = {"nature": frozenset({"creation", "developpement"}), "many": frozenset({"x", "y"})}
KNOWN: dict[str, Value | None] = {
    "a": 6,  # type: ignore[dict-item]
    "b": Decimal("0.5"),
    "t": "59350",
    "yes": True,
    "day": date(2026, 11, 22),
    "many": ("x",),
    "nature": "creation",
}


def value(text: str, **known: Value | None) -> Value | None:
    return read_expression(text, NAMES, options=OPTIONS).evaluate({**KNOWN, **known})


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a + b * 2 - 1 / 4", Decimal("6.75")),
        ("-a", Decimal(-6)),
        ("0.1 + 0.2", Decimal("0.3")),
        ("a if yes else b", Decimal(6)),
        ("a if not yes else b", Decimal("0.5")),
        ("min(a, b, 3)", Decimal("0.5")),
        ("max(a, b)", Decimal(6)),
        ("day - date('2026-11-01')", Decimal(21)),
        ("min(day, date('2026-01-01'))", date(2026, 1, 1)),
    ],
)
def test_it_computes(text: str, result: Value) -> None:
    assert value(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a > 5 and b < 1", True),
        ("a >= 7 or yes", True),
        ("1 <= a < 6", False),
        ("a != 6", False),
        ("between(a, 6, 6)", True),
        ("between(day, date('2026-12-01'), date('2026-12-31'))", False),
        ("nature == 'creation'", True),
        ("nature in ['developpement']", False),
        ("nature not in ('developpement', 'creation')", False),
        ("a in [1, 6]", True),
        ("'x' in many", True),
        ("'y' not in many", True),
        ("starts_with(t, '59', '62')", True),
        ("answered(a)", True),
        ("true", True),
        ("not false", True),
        ("True", True),
    ],
)
def test_it_decides(text: str, result: bool) -> None:
    assert value(text) is result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("a > 5", None),
        ("a + b > 1", None),
        ("not a > 5", None),
        ("a > 5 and yes", None),
        ("a > 5 and not yes", False),
        ("a > 5 or yes", True),
        ("yes or a > 5", True),
        ("b == a", None),
        ("-a", None),
        ("min(a, 3)", None),
        ("a if a > 5 else b", None),
        ("answered(a)", False),
        ("day - date('2026-11-01')", None),
        ("'x' in many", None),
        ("t in ['a']", None),
        ("starts_with(t, '59')", None),
    ],
)
def test_what_is_not_known_stays_unknown_unless_the_rest_decides(text: str, result: Value | None) -> None:
    assert value(text, a=None, day=None, many=None, t=None) is result


def test_a_condition_holds_only_when_it_is_known_to_be_true() -> None:
    condition = read_expression("a > 5", NAMES, Kind.BOOL)
    assert condition.holds(KNOWN)
    assert not condition.holds({})
    assert condition.names == {"a"}


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("  ", R.EMPTY, 0),
        ("a" * 501, R.TOO_LONG, 0),
        ("not " * 25 + "yes", R.TOO_DEEP, 0),
        ("(" * 250 + "a", R.SYNTAX, None),
        ("a >", R.SYNTAX, None),
        ("t == 'x\\n'", R.SYNTAX, 0),
        ("c > 1", R.UNKNOWN_NAME, 0),
        ("a > 1 and c > 1", R.UNKNOWN_NAME, 10),
        ("t == 'é' and c > 1", R.UNKNOWN_NAME, 13),
        ("(a > 1\nand c > 1)", R.UNKNOWN_NAME, 11),
        ("nature == 'creatoin'", R.UNKNOWN_OPTION, 10),
        ("'creatoin' == nature", R.UNKNOWN_OPTION, 0),
        ("nature in ['creatoin']", R.UNKNOWN_OPTION, 11),
        ("'z' in many", R.UNKNOWN_OPTION, 0),
        ("open('x')", R.UNKNOWN_FUNCTION, 0),
        ("min(a)", R.WRONG_COUNT, 0),
        ("between(a, 1)", R.WRONG_COUNT, 0),
        ("answered(1)", R.WRONG_COUNT, 0),
        ("answered(true)", R.WRONG_COUNT, 0),
        ("a > t", R.WRONG_KIND, 4),
        ("t > 'a'", R.WRONG_KIND, 0),
        ("t + 'a'", R.WRONG_KIND, 0),
        ("a + t", R.WRONG_KIND, 4),
        ("a and yes", R.WRONG_KIND, 0),
        ("min(t, 'a')", R.WRONG_KIND, 4),
        ("a in many", R.WRONG_KIND, 0),
        ("'x' in t", R.WRONG_KIND, 7),
        ("yes if a else yes", R.WRONG_KIND, 7),
        ("a if yes else t", R.WRONG_KIND, 14),
        ("a ** b", R.NOT_ALLOWED, 0),
        ("t.upper()", R.NOT_ALLOWED, 0),
        ("__import__('os').x", R.NOT_ALLOWED, 0),
        ("[a]", R.NOT_ALLOWED, 0),
        ("a is b", R.NOT_ALLOWED, 5),
        ("min(a, key=b)", R.NOT_ALLOWED, 0),
        ("lambda: a", R.NOT_ALLOWED, 0),
        ("f'{a}' == t", R.NOT_ALLOWED, 0),
        ("+a", R.NOT_ALLOWED, 0),
        ("a > 1e400", R.BAD_NUMBER, 4),
        ("a > 0x10", R.BAD_NUMBER, 4),
        ("a > 1j", R.BAD_NUMBER, 4),
        ("a > 1_000", R.BAD_NUMBER, 4),
        ("a == None", R.BAD_NUMBER, 5),
        ("t == b'a'", R.BAD_NUMBER, 5),
        ("day > date('2026-02-30')", R.BAD_DATE, 11),
        ("day > date(t)", R.BAD_DATE, 11),
        ("NaN > 1", R.UNKNOWN_NAME, 0),
    ],
)
def test_what_is_not_of_the_language_is_refused_when_it_is_read(
    text: str, code: ExpressionRefusal, offset: int | None
) -> None:
    with pytest.raises(ExpressionError) as refused:
        read_expression(text, NAMES, options=OPTIONS)
    assert refused.value.code is code
    assert offset is None or refused.value.offset == offset


def test_a_condition_that_is_not_a_condition_is_refused() -> None:
    with pytest.raises(ExpressionError) as refused:
        read_expression("a + 1", NAMES, Kind.BOOL)
    assert refused.value.said == {"read": "number", "expected": "bool"}


@pytest.mark.parametrize(
    ("text", "known", "code"),
    [
        ("1 / (a - 6)", {}, R.DIVISION_BY_ZERO),
        ("a * 999999999999999", {}, R.TOO_LARGE),
        ("a > 1", {"a": Decimal("1e16")}, R.TOO_LARGE),
        ("a > 1", {"a": 10**16}, R.TOO_LARGE),
        ("a > 1", {"a": Decimal("NaN")}, R.WRONG_VALUE),
        ("a > 1", {"a": Decimal("Infinity")}, R.WRONG_VALUE),
        ("a > 1", {"a": True}, R.WRONG_VALUE),
        ("a > 1", {"a": 0.5}, R.WRONG_VALUE),
        ("yes", {"yes": 1}, R.WRONG_VALUE),
        ("t == 'a'", {"t": 3}, R.WRONG_VALUE),
        ("day == day", {"day": datetime.fromisoformat("2026-01-01")}, R.WRONG_VALUE),
        ("'x' in many", {"many": "xyz"}, R.WRONG_VALUE),
    ],
)
def test_what_cannot_be_computed_is_refused(
    text: str, known: dict[str, Value | None], code: ExpressionRefusal
) -> None:
    with pytest.raises(ExpressionError) as refused:
        value(text, **known)
    assert refused.value.code is code


def test_what_is_decided_first_protects_what_follows() -> None:
    assert value("a != 6 and 1 / (a - 6) > 0") is False


@given(st.text(max_size=120))
def test_any_text_is_an_expression_or_a_refusal(text: str) -> None:
    try:
        found: object = read_expression(text, NAMES, options=OPTIONS).kind
    except ExpressionError as error:
        found = error.code
    assert isinstance(found, Kind | ExpressionRefusal)
