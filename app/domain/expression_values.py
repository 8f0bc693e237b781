"""The values of the language of expressions, and what is done with them when some are not known.

None is "not known". Numbers are exact: 28 digits, and nothing above 10^15; what would be infinite, not a
number or too large is refused.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from enum import StrEnum
from typing import Final, TypeAlias

Value: TypeAlias = Decimal | str | bool | date | tuple[str, ...]

LARGEST: Final = Decimal(10) ** 15
SIGNS: Final = {"Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">="}
_EXACT: Final = Context(prec=28, traps=[DivisionByZero, InvalidOperation, Overflow])


class Kind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    TEXT = "text"
    BOOL = "bool"
    DATE = "date"
    TEXTS = "texts"


class ExpressionRefusal(StrEnum):
    """Why an expression is not accepted, or cannot be computed."""

    EMPTY = "expression_empty"
    TOO_LONG = "expression_too_long"
    TOO_DEEP = "expression_too_deep"
    SYNTAX = "expression_syntax"
    NOT_ALLOWED = "expression_not_allowed"
    UNKNOWN_NAME = "expression_unknown_name"
    UNKNOWN_OPTION = "expression_unknown_option"
    UNKNOWN_FUNCTION = "expression_unknown_function"
    WRONG_COUNT = "expression_wrong_count"
    WRONG_KIND = "expression_wrong_kind"
    BAD_NUMBER = "expression_bad_number"
    BAD_DATE = "expression_bad_date"
    DIVISION_BY_ZERO = "expression_division_by_zero"
    TOO_LARGE = "expression_too_large"
    WRONG_VALUE = "expression_wrong_value"


NOT_COMPUTED: Final = frozenset({ExpressionRefusal.DIVISION_BY_ZERO, ExpressionRefusal.TOO_LARGE})
"""What the answers of one application may do to an expression that is right."""


class ExpressionError(ValueError):
    """An expression refused: `code`, where in the text (`offset`, characters), what to say about it."""

    def __init__(self, code: ExpressionRefusal, offset: int = 0, **said: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.offset = offset
        self.said = {name: str(value) for name, value in said.items()}


def exactly(compute: Callable[[], Value | None]) -> Value | None:
    """The result of `compute` in exact arithmetic, refused when it is too large."""
    with localcontext(_EXACT):
        return compute()


def kind_of(value: Value) -> Kind:
    """The kind of a constant."""
    if isinstance(value, bool):
        return Kind.BOOL
    return Kind.TEXT if isinstance(value, str) else Kind.NUMBER


_ACCEPTED: Final[dict[Kind, tuple[type, ...]]] = {
    Kind.NUMBER: (Decimal, int),
    Kind.TEXT: (str,),
    Kind.BOOL: (bool,),
    Kind.DATE: (date,),
    Kind.TEXTS: (tuple, list),
}


def checked(name: str, kind: Kind, value: object) -> Value | None:
    """The value given for a name, if it is of the kind that was declared; whole numbers become decimals."""
    if value is None:
        return None
    fits = isinstance(value, _ACCEPTED[kind]) and not isinstance(value, datetime)
    if not fits or (isinstance(value, bool) and kind is not Kind.BOOL):
        raise ExpressionError(ExpressionRefusal.WRONG_VALUE, name=name)
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _bounded(Decimal(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ExpressionError(ExpressionRefusal.WRONG_VALUE, name=name)
        return _bounded(value)
    return value  # type: ignore[return-value]


def _bounded(number: Decimal) -> Decimal:
    if abs(number) > LARGEST:
        raise ExpressionError(ExpressionRefusal.TOO_LARGE)
    return number


def arithmetic(sign: str, left: Value | None, right: Value | None) -> Decimal | None:
    """Left (+ - * /) right, both numbers."""
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return None
    match sign:
        case "+":
            return _bounded(left + right)
        case "-":
            return _bounded(left - right)
        case "*":
            return _bounded(left * right)
        case _:
            if right == 0:
                raise ExpressionError(ExpressionRefusal.DIVISION_BY_ZERO)
            return _bounded(left / right)


def days_between(left: Value | None, right: Value | None) -> Decimal | None:
    """How many days `left` is after `right`."""
    if not isinstance(left, date) or not isinstance(right, date):
        return None
    return Decimal((left - right).days)


def comparison(sign: str, left: Value | None, right: Value | None) -> bool | None:
    """Left (== != < <= > >=) right, of one kind."""
    if left is None or right is None:
        return None
    if sign in ("==", "!="):
        return (left == right) is (sign == "==")
    below, same = left < right, left == right  # type: ignore[operator]
    return {"<": below, "<=": below or same, ">": not below and not same, ">=": not below}[sign]


def negation(value: Value | None) -> bool | None:
    """Not: unknown stays unknown."""
    return None if value is None else not value


def first_decisive(parts: Iterable[Value | None], decisive: bool) -> bool | None:
    """`decisive` as soon as one part is, else unknown if one part is unknown, else the contrary."""
    unknown = False
    for part in parts:
        if part is decisive:
            return decisive
        unknown = unknown or part is None
    return None if unknown else not decisive


def contains(many: Value | None, one: Value | None) -> bool | None:
    """Is the text one of the list?"""
    if not isinstance(many, tuple) or one is None:
        return None
    return one in many


def extreme(name: str, of: Sequence[Value | None]) -> Value | None:
    """The smallest or the largest; unknown if one of them is."""
    if any(value is None for value in of):
        return None
    return min(of) if name == "min" else max(of)  # type: ignore[type-var]


def starts(text: Value | None, heads: Sequence[Value | None]) -> bool | None:
    """Does the text begin by one of the heads?"""
    if not isinstance(text, str) or any(head is None for head in heads):
        return None
    return text.startswith(tuple(str(head) for head in heads))
