"""The small language of conditions, rates and ceilings: read once, checked at once, then evaluated safely.

Numbers (exact decimals), texts, true and false, days, and lists of texts; comparisons, `and`, `or`, `not`,
`in`, `+ - * /`, `a if c else b`, and six functions: `min`, `max`, `between(x, a, b)`, `date('2026-01-31')`,
`starts_with(text, 'a', …)` and `answered(name)`. Nothing else is Python: no attribute, no call, no power, no
loop. Where the names say so, `lowest(name)`, `highest(name)` and `average(name)` are those of that name among all.

What is not known yet (a question without its answer) stays unknown: `evaluate` then gives None unless the
rest decides alone (false and unknown is false). Names and types are checked when the file is read, so that a
mistake is a fault of the file and never a surprise on the day.
"""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from app.domain import expression_values as values
from app.domain.expression_values import NOT_COMPUTED, ExpressionError, ExpressionRefusal, Kind, Value

LONGEST: Final = 500
DEEPEST: Final = 20

_Run = Callable[[Mapping[str, Value | None]], Value | None]
_NUMBER: Final = re.compile(r"\d{1,15}(\.\d{1,10})?")
_ORDERED: Final = frozenset({Kind.NUMBER, Kind.DATE})
_WORDS: Final = {"true": True, "false": False}
NO_OPTIONS: Final[Mapping[str, frozenset[str]]] = {}
FUNCTIONS: Final = frozenset({"min", "max", "between", "date", "starts_with", "answered"})
RESERVED: Final = FUNCTIONS | frozenset(_WORDS) | {"and", "or", "not", "in", "is", "if", "else"}
"""What cannot be the name of a value."""

__all__ = [
    "NOT_COMPUTED",
    "Expression",
    "ExpressionError",
    "ExpressionRefusal",
    "Kind",
    "Value",
    "read_expression",
]


@dataclass(frozen=True)
class Expression:
    """An expression that was read and checked; `names` are the values that it asks for."""

    text: str
    kind: Kind
    names: frozenset[str]
    _run: _Run = field(repr=False, compare=False)

    def evaluate(self, known: Mapping[str, Value | None]) -> Value | None:
        """Its value with these; None when what is not known decides.

        Raises:
            ExpressionError: division by zero, a result too large, or a value that is not of the declared
            kind.
        """
        return values.exactly(lambda: self._run(known))

    def holds(self, known: Mapping[str, Value | None]) -> bool:
        """Is the condition true, and known to be? Raises as `evaluate` does."""
        return self.evaluate(known) is True


def read_expression(
    text: str,
    names: Mapping[str, Kind],
    expected: Kind | None = None,
    options: Mapping[str, frozenset[str]] = NO_OPTIONS,
) -> Expression:
    """The expression that a file writes, with the names it may use and the kind it must give.

    `options` says, for the names that are choices, which texts they may be: comparing one with any other text
    is a fault, since it could never be true.

    Raises:
        ExpressionError: too long or too deep, not of the language, an unknown name, or kinds that do not go
        together.
    """
    bare = text.strip()
    if not bare:
        raise ExpressionError(ExpressionRefusal.EMPTY)
    if len(bare) > LONGEST:
        raise ExpressionError(ExpressionRefusal.TOO_LONG, most=LONGEST)
    if "\\" in bare or "\0" in bare:
        raise ExpressionError(ExpressionRefusal.SYNTAX)
    try:
        tree = ast.parse(bare, mode="eval").body
    except (SyntaxError, RecursionError, MemoryError) as error:
        column = getattr(error, "offset", None) or 1
        raise ExpressionError(ExpressionRefusal.SYNTAX, offset=column - 1) from error
    _refuse_depth(tree)
    reader = _Reader(bare, names, options)
    kind, run = reader.read(tree)
    if expected is not None and kind is not expected:
        raise ExpressionError(ExpressionRefusal.WRONG_KIND, read=kind.value, expected=expected.value)
    return Expression(bare, kind, frozenset(reader.used), run)


def _refuse_depth(tree: ast.AST) -> None:
    level = [tree]
    for _ in range(DEEPEST):
        level = [
            child for node in level for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)
        ]
        if not level:
            return
    raise ExpressionError(ExpressionRefusal.TOO_DEEP, most=DEEPEST)


def _always(constant: Value) -> _Run:
    return lambda _known: constant


class _Reader:
    """One pass over the tree: the kind of each node, and how to compute it."""

    def __init__(self, text: str, names: Mapping[str, Kind], options: Mapping[str, frozenset[str]]) -> None:
        self.text = text
        self.names = names
        self.options = options
        self.used: set[str] = set()

    def read(self, node: ast.expr) -> tuple[Kind, _Run]:
        match node:
            case ast.BoolOp():
                return self._logic(node)
            case ast.UnaryOp(op=ast.Not()):
                operand = self._of(node.operand, Kind.BOOL)
                return Kind.BOOL, lambda known: values.negation(operand(known))
            case ast.UnaryOp(op=ast.USub()):
                operand = self._of(node.operand, Kind.NUMBER)
                return Kind.NUMBER, lambda known: values.arithmetic("-", Decimal(0), operand(known))
            case ast.BinOp():
                return self._arithmetic(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.IfExp():
                return self._choice(node)
            case ast.Name():
                return self._name(node)
            case ast.Constant():
                constant = self._constant(node)
                return values.kind_of(constant), _always(constant)
            case ast.Call(func=ast.Name(), keywords=[]):
                return self._call(node)
            case _:
                raise self._error(ExpressionRefusal.NOT_ALLOWED, node)

    def _error(self, code: ExpressionRefusal, node: ast.AST, **said: object) -> ExpressionError:
        lines = self.text.split("\n")
        line: int = getattr(node, "lineno", 1) - 1
        inside = lines[line].encode()[: getattr(node, "col_offset", 0)].decode()
        return ExpressionError(code, offset=sum(len(row) + 1 for row in lines[:line]) + len(inside), **said)

    def _of(self, node: ast.expr, *expected: Kind) -> _Run:
        kind, run = self.read(node)
        if kind not in expected:
            raise self._mismatch(node, kind, *expected)
        return run

    def _mismatch(self, node: ast.AST, kind: Kind, *expected: Kind) -> ExpressionError:
        wanted = ",".join(one.value for one in expected)
        return self._error(ExpressionRefusal.WRONG_KIND, node, read=kind.value, expected=wanted)

    def _logic(self, node: ast.BoolOp) -> tuple[Kind, _Run]:
        parts = [self._of(part, Kind.BOOL) for part in node.values]
        decisive = isinstance(node.op, ast.Or)
        return Kind.BOOL, lambda known: values.first_decisive((part(known) for part in parts), decisive)

    def _arithmetic(self, node: ast.BinOp) -> tuple[Kind, _Run]:
        sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}.get(type(node.op))
        if sign is None:
            raise self._error(ExpressionRefusal.NOT_ALLOWED, node)
        kind, left = self.read(node.left)
        if sign == "-" and kind is Kind.DATE:
            right = self._of(node.right, Kind.DATE)
            return Kind.NUMBER, lambda known: values.days_between(left(known), right(known))
        if kind is not Kind.NUMBER:
            raise self._mismatch(node.left, kind, Kind.NUMBER)
        right = self._of(node.right, Kind.NUMBER)
        return Kind.NUMBER, lambda known: values.arithmetic(sign, left(known), right(known))

    def _comparison(self, node: ast.Compare) -> tuple[Kind, _Run]:
        parts: list[_Run] = []
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            parts.append(self._compare(left, operator, right))
            left = right
        return Kind.BOOL, lambda known: values.first_decisive((part(known) for part in parts), False)

    def _compare(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> _Run:
        if isinstance(operator, ast.In | ast.NotIn):
            member = self._membership(left, right)
            return member if isinstance(operator, ast.In) else lambda known: values.negation(member(known))
        sign = values.SIGNS.get(type(operator).__name__)
        if sign is None:
            raise self._error(ExpressionRefusal.NOT_ALLOWED, right)
        kind, first = self.read(left)
        if sign not in ("==", "!=") and kind not in _ORDERED:
            raise self._mismatch(left, kind, *sorted(_ORDERED))
        second = self._of(right, kind)
        self._know_option(left, right)
        self._know_option(right, left)
        return lambda known: values.comparison(sign, first(known), second(known))

    def _membership(self, left: ast.expr, right: ast.expr) -> _Run:
        kind, one = self.read(left)
        if isinstance(right, ast.List | ast.Tuple):
            several = [self._of(element, kind) for element in right.elts]
            for element in right.elts:
                self._know_option(left, element)
            return lambda known: values.first_decisive(
                (values.comparison("==", one(known), other(known)) for other in several), True
            )
        if kind is not Kind.TEXT:
            raise self._mismatch(left, kind, Kind.TEXT)
        many = self._of(right, Kind.TEXTS)
        self._know_option(right, left)
        return lambda known: values.contains(many(known), one(known))

    def _know_option(self, name: ast.expr, text: ast.expr) -> None:
        if not isinstance(name, ast.Name) or not isinstance(text, ast.Constant):
            return
        known = self.options.get(name.id)
        if known is not None and text.value not in known:
            among = ", ".join(sorted(known))
            raise self._error(ExpressionRefusal.UNKNOWN_OPTION, text, name=text.value, among=among)

    def _choice(self, node: ast.IfExp) -> tuple[Kind, _Run]:
        test = self._of(node.test, Kind.BOOL)
        kind, body = self.read(node.body)
        otherwise = self._of(node.orelse, kind)

        def run(known: Mapping[str, Value | None]) -> Value | None:
            answer = test(known)
            return None if answer is None else body(known) if answer else otherwise(known)

        return kind, run

    def _name(self, node: ast.Name) -> tuple[Kind, _Run]:
        name = node.id
        if name in _WORDS:
            return Kind.BOOL, _always(_WORDS[name])
        return self._named(name, node)

    def _is_known_extreme(self, which: str, of: ast.expr) -> bool:
        return isinstance(of, ast.Name) and f"{which}({of.id})" in self.names

    def _named(self, name: str, node: ast.expr) -> tuple[Kind, _Run]:
        kind = self.names.get(name)
        if kind is None:
            raise self._error(ExpressionRefusal.UNKNOWN_NAME, node, name=name)
        self.used.add(name)
        return kind, lambda known: values.checked(name, kind, known.get(name))

    def _constant(self, node: ast.Constant) -> Value:
        if isinstance(node.value, str | bool):
            return node.value
        written = ast.get_source_segment(self.text, node) or ""
        if not _NUMBER.fullmatch(written):
            raise self._error(ExpressionRefusal.BAD_NUMBER, node, name=written)
        return Decimal(written)

    def _call(self, node: ast.Call) -> tuple[Kind, _Run]:
        name = getattr(node.func, "id", "")
        given = node.args
        match name, len(given):
            case (("min" | "max"), count) if count >= 2:
                kind, first = self.read(given[0])
                if kind not in _ORDERED:
                    raise self._mismatch(given[0], kind, *sorted(_ORDERED))
                runs = [first, *(self._of(part, kind) for part in given[1:])]
                return kind, lambda known: values.extreme(name, [run(known) for run in runs])
            case "between", 3:
                low = self._compare(given[1], ast.LtE(), given[0])
                high = self._compare(given[0], ast.LtE(), given[2])
                return Kind.BOOL, lambda known: values.first_decisive((low(known), high(known)), False)
            case "date", 1:
                return Kind.DATE, _always(self._day(given[0]))
            case "starts_with", count if count >= 2:
                text, *heads = (self._of(part, Kind.TEXT) for part in given)
                return Kind.BOOL, lambda known: values.starts(text(known), [head(known) for head in heads])
            case "answered", 1 if isinstance(given[0], ast.Name) and given[0].id not in _WORDS:
                _, value = self._name(given[0])
                return Kind.BOOL, lambda known: value(known) is not None
            case (("lowest" | "highest" | "average"), 1) if self._is_known_extreme(name, given[0]):
                return self._named(f"{name}({getattr(given[0], 'id', '')})", node)
            case _, _ if name in FUNCTIONS:
                raise self._error(ExpressionRefusal.WRONG_COUNT, node, name=name)
            case _:
                raise self._error(ExpressionRefusal.UNKNOWN_FUNCTION, node, name=name)

    def _day(self, node: ast.expr) -> date:
        written = node.value if isinstance(node, ast.Constant) else None
        try:
            return date.fromisoformat(str(written))
        except ValueError as error:
            raise self._error(ExpressionRefusal.BAD_DATE, node) from error
