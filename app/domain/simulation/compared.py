"""What the files of a call compare each answer to: the figures, days and words that are worth trying.

    habitants >= 2000                 habitants at 2 000
    between(age, 18, 25)              age at 18 and at 25
    min(40, surface / 10)             surface at 400
    date('2027-09-01') - ne_le > 90   ne_le at 2027-06-03

A formula that gives a mark is compared to the two ends of its scale. What two answers decide together says nothing.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations, pairwise


@dataclass(frozen=True)
class Formula:
    """How a mark is computed, and the ends of the scale within which it is brought."""

    text: str
    lowest: Fraction
    highest: Fraction


@dataclass(frozen=True)
class Compared:
    """By name: the figures (a day by its number in the calendar, `date.toordinal`) and the words, in order."""

    figures: Mapping[str, tuple[Fraction, ...]]
    words: Mapping[str, tuple[str, ...]]


def compared(conditions: tuple[str, ...], formulas: tuple[Formula, ...] = ()) -> Compared:
    """What these compare each name to. They were read before: see `read_expression`."""
    figures: dict[str, set[Fraction]] = {}
    words: dict[str, set[str]] = {}
    trees = [_tree(text) for text in conditions]
    for one in formulas:
        trees.append(_tree(one.text))
        for end in (one.lowest, one.highest):
            for name, figure in _meets(trees[-1], end):
                figures.setdefault(name, set()).add(figure)
    for left, right in (pair for tree in trees for node in ast.walk(tree) for pair in _pairs(node)):
        for side, other in ((left, right), (right, left)):
            constant = _constant(other)
            for name, figure in _meets(side, constant) if constant is not None else ():
                figures.setdefault(name, set()).add(figure)
            if (
                isinstance(side, ast.Name)
                and isinstance(other, ast.Constant)
                and isinstance(other.value, str)
            ):
                words.setdefault(side.id, set()).add(other.value)
    return Compared(
        {name: tuple(sorted(found)) for name, found in figures.items()},
        {name: tuple(sorted(said)) for name, said in words.items()},
    )


def _tree(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def _pairs(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What this node compares with what."""
    match node:
        case ast.Compare():
            for left, right in pairwise((node.left, *node.comparators)):
                several = right.elts if isinstance(right, ast.List | ast.Tuple) else [right]
                yield from ((left, one) for one in several)
        case ast.Call(func=ast.Name(id="between" | "starts_with")):
            yield from ((node.args[0], one) for one in node.args[1:])
        case ast.Call(func=ast.Name(id="min" | "max")):
            yield from combinations(node.args, 2)


def _meets(node: ast.expr, target: Fraction) -> Iterator[tuple[str, Fraction]]:
    """Each name of a calculation, at the figure for which the calculation gives the target."""
    match node:
        case ast.Name():
            yield node.id, target
        case ast.UnaryOp(op=ast.USub()):
            yield from _meets(node.operand, -target)
        case ast.BinOp():
            yield from _undone(node, target)
        case ast.IfExp():
            yield from _meets(node.body, target)
            yield from _meets(node.orelse, target)
        case ast.Call(func=ast.Name(id="min" | "max")):
            for one in node.args:
                yield from _meets(one, target)


def _undone(node: ast.BinOp, target: Fraction) -> Iterator[tuple[str, Fraction]]:
    left, right = _constant(node.left), _constant(node.right)
    match node.op, left, right:
        case ast.Add(), None, Fraction():
            yield from _meets(node.left, target - right)
        case ast.Add(), Fraction(), None:
            yield from _meets(node.right, target - left)
        case ast.Sub(), None, Fraction():
            yield from _meets(node.left, target + right)
        case ast.Sub(), Fraction(), None:
            yield from _meets(node.right, left - target)
        case ast.Mult(), None, Fraction() if right:
            yield from _meets(node.left, target / right)
        case ast.Mult(), Fraction(), None if left:
            yield from _meets(node.right, target / left)
        case ast.Div(), None, Fraction():
            yield from _meets(node.left, target * right)
        case ast.Div(), Fraction(), None if target:
            yield from _meets(node.right, left / target)


def _constant(node: ast.expr) -> Fraction | None:
    """The figure that this is whatever the answers; a day by its number. None when it depends on them."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as figure):
            return Fraction(str(figure))
        case ast.UnaryOp(op=ast.USub()):
            inside = _constant(node.operand)
            return None if inside is None else -inside
        case ast.Call(func=ast.Name(id="date"), args=[ast.Constant(value=str() as day)]):
            return Fraction(date.fromisoformat(day).toordinal())
        case ast.BinOp():
            return _computed(node.op, _constant(node.left), _constant(node.right))
    return None


def _computed(sign: ast.operator, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    match sign:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
    return left / right if right else None
