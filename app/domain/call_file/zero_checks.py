"""Where a formula may divide by zero: told when the file is checked, since it leaves applications without a rank.

A divisor is safe when the file says that it stays above zero (the `min` of a question, of an attribute, of a scale),
or when a condition read just before looks at all that it is made of.
"""

import ast
from collections.abc import Iterable, Iterator
from decimal import Decimal

from app.domain.call_file.breach import Breach, BreachCode, Path
from app.domain.call_file.conditions import condition_breach
from app.domain.call_file.names import Bounds, Names
from app.domain.expressions import Kind

Tested = frozenset[str]
NOTHING: Tested = frozenset()


def formula_breaches(
    file: str,
    path: Path,
    text: str | None,
    names: Names,
    expected: Kind = Kind.BOOL,
    before: Iterable[str | None] = (),
) -> Iterator[Breach]:
    """The fault of a formula as `condition_breach` finds it, else a warning for each divisor that may be zero.

    `before`: the conditions that were read first.
    """
    fault = next(condition_breach(file, path, text, names, expected), None)
    if fault is not None:
        yield fault
    elif text is not None:
        readable = [one for one in before if next(condition_breach(file, path, one, names), None) is None]
        tested = NOTHING.union(*(_names(_tree(one)) for one in readable if one is not None))
        for divisor in _divisors(_tree(text), tested, names):
            said = {"name": ast.unparse(divisor)}
            yield Breach(file, path, BreachCode.MAY_DIVIDE_BY_ZERO, text, said)


def _tree(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def _names(node: ast.AST) -> Tested:
    """The names under a node: "lowest(prix)" speaks of "prix"."""
    called = {one.func for one in ast.walk(node) if isinstance(one, ast.Call)}
    return frozenset(one.id for one in ast.walk(node) if isinstance(one, ast.Name) and one not in called)


def _divisors(node: ast.expr, tested: Tested, names: Names) -> Iterator[ast.expr]:
    match node:
        case ast.IfExp(test=test, body=body, orelse=other):
            yield from _divisors(test, tested, names)
            for one in (body, other):
                yield from _divisors(one, tested | _names(test), names)
        case ast.BoolOp(values=parts):
            for one in parts:
                yield from _divisors(one, tested, names)
                tested |= _names(one)
        case _:
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                low, made = _least(node.right, names), _names(node.right)
                if (low is None or low <= 0) and not (made and made <= tested):
                    yield node.right
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    yield from _divisors(child, tested, names)


def _least(node: ast.expr, names: Names) -> Decimal | None:
    """The least that it may be, as far as the file says; None when it says nothing."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return Decimal(str(value))
        case ast.Name(id=name) if names.kinds.get(name) is Kind.NUMBER:
            return names.bounds.get(name, Bounds()).least
        case ast.Call(func=ast.Name(id="lowest" | "highest" | "average"), args=[one]):
            return _least(one, names)
        case ast.Call(func=ast.Name(id="max"), args=several):
            return max((low for one in several if (low := _least(one, names)) is not None), default=None)
        case ast.Call(func=ast.Name(id="min"), args=several):
            lows = [_least(one, names) for one in several]
            return min((low for low in lows if low is not None), default=None) if None not in lows else None
        case ast.BinOp(left=left, op=ast.Add() | ast.Mult() as sign, right=right):
            first, second = _least(left, names), _least(right, names)
            if first is None or second is None:
                return None
            if isinstance(sign, ast.Add):
                return first + second
            return first * second if first >= 0 and second >= 0 else None
        case _:
            return None
