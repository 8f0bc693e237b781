"""A condition of a call in French: « Minutes en voiture : 20 ou plus ».

What has no sentence here is given as the file writes it, with what its names are called: nothing is invented.
"""

import ast
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from app.words import formats
from app.words.lexicon import DECLARATIONS, PIECES, Lexicon, Term
from app.words.typography import quoted

_FIGURE: Final = {
    ast.GtE: "{} ou plus",
    ast.Gt: "plus de {}",
    ast.LtE: "{} ou moins",
    ast.Lt: "moins de {}",
    ast.Eq: "{}",
    ast.NotEq: "autre que {}",
}
_OTHER: Final = {
    ast.GtE: "au moins {}",
    ast.Gt: "plus que {}",
    ast.LtE: "au plus {}",
    ast.Lt: "moins que {}",
    ast.Eq: "égal à {}",
    ast.NotEq: "différent de {}",
}
_DAY: Final = {
    ast.GtE: "le {} ou après",
    ast.Gt: "après le {}",
    ast.LtE: "le {} ou avant",
    ast.Lt: "avant le {}",
    ast.Eq: "le {}",
    ast.NotEq: "un autre jour que le {}",
}
_SIGNS: Final = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
_FLIPPED: Final[dict[type[ast.cmpop], ast.cmpop]] = {
    ast.GtE: ast.LtE(),
    ast.Gt: ast.Lt(),
    ast.LtE: ast.GtE(),
    ast.Lt: ast.Gt(),
}
_TRUTH: Final = {"true": True, "false": False}


class _Unsaid(ValueError):
    """No words for this."""


def condition_words(condition: str, names: Lexicon) -> str | None:
    """The condition in French, without its end; None when there are no words for it."""
    try:
        tree = ast.parse(condition.strip(), mode="eval").body
        return _Teller(names, alone=not isinstance(tree, ast.BoolOp)).tell(tree)
    except (_Unsaid, SyntaxError):
        return None


class _Teller:
    """`alone`: one condition only, whose name stands without guillemets."""

    def __init__(self, names: Lexicon, *, alone: bool) -> None:
        self.names = names
        self.alone = alone

    def tell(self, node: ast.expr) -> str:
        match node:
            case ast.BoolOp(ast.Or(), [first, *rest]) if self._excludes(first):
                then = rest[0] if len(rest) == 1 else ast.BoolOp(ast.Or(), rest)
                return f"si {self._opposite(first)}, alors {self._inside(then)}"
            case ast.BoolOp(op, values):
                return (", et " if isinstance(op, ast.And) else ", ou ").join(map(self._inside, values))
            case ast.UnaryOp(ast.Not(), operand):
                return self._opposite(operand)
            case ast.Name(name):
                return f"{self._name(name)} : oui"
            case ast.Compare(left, [operator], [right]):
                return self._comparison(left, operator, right)
            case ast.Compare(low, [ast.LtE(), ast.LtE()], [middle, high]):
                return self._between(middle, low, high)
            case ast.Call(ast.Name(function), given):
                return self._called(function, given)
        raise _Unsaid

    def _inside(self, node: ast.expr) -> str:
        words = self.tell(node)
        return f"({words})" if isinstance(node, ast.BoolOp) else words

    @staticmethod
    def _excludes(node: ast.expr) -> bool:
        """Is it « not this value », which with *or* reads « when it is this value, then… »?"""
        is_not = isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Name)
        return is_not or (isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.NotEq))

    def _opposite(self, node: ast.expr) -> str:
        match node:
            case ast.Name(name):
                return f"{self._name(name)} : non"
            case ast.UnaryOp(ast.Not(), operand):
                return self.tell(operand)
            case ast.Compare(left, [ast.Eq()], [right]):
                return self._comparison(left, ast.NotEq(), right)
            case ast.Compare(left, [ast.NotEq()], [right]):
                return self._comparison(left, ast.Eq(), right)
            case ast.Compare(left, [ast.In()], [right]):
                return self._comparison(left, ast.NotIn(), right)
            case ast.Call(ast.Name("answered"), [ast.Name(name)]):
                return f"{self._name(name)} : sans réponse"
        raise _Unsaid

    def _name(self, name: str) -> str:
        label = self._term(name).label
        return label if self.alone and not label.endswith("?") else quoted(label)

    def _term(self, name: str) -> Term:
        if name not in self.names:
            raise _Unsaid
        return self.names[name]

    def _comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> str:
        match left, operator, right:
            case ast.Constant(str(key)), ast.In() | ast.NotIn(), ast.Name(name):
                return self._member(key, name, isin=isinstance(operator, ast.In))
            case ast.Name(name), ast.In() | ast.NotIn(), ast.List(elts) | ast.Tuple(elts):
                return f"{self._name(name)} : {self._among(name, elts, isin=isinstance(operator, ast.In))}"
            case ast.Constant() | ast.Call(ast.Name("date")), _, ast.Name():
                return self._comparison(right, _FLIPPED.get(type(operator), operator), left)
            case ast.Name(name), ast.Eq() | ast.NotEq(), ast.Name(word) if word in _TRUTH:
                return f"{self._name(name)} : {_yes(_TRUTH[word], equal=isinstance(operator, ast.Eq))}"
            case ast.Name(name), ast.Eq() | ast.NotEq(), ast.Constant(bool() as truth):
                return f"{self._name(name)} : {_yes(truth, equal=isinstance(operator, ast.Eq))}"
        words = _words_for(right).get(type(operator))
        if words is None:
            raise _Unsaid
        subject = self._name(left.id) if isinstance(left, ast.Name) else self._value(left)
        return f"{subject} : {words.format(self._value(right, left))}"

    def _member(self, key: str, name: str, *, isin: bool) -> str:
        option = quoted(self._term(name).options.get(key, key))
        if name == PIECES:
            return f"pièce {option} {'jointe' if isin else 'absente'}"
        if name == DECLARATIONS:
            return f"déclaration {option} {'cochée' if isin else 'non cochée'}"
        return f"{self._name(name)} : {'avec' if isin else 'sans'} {option}"

    def _among(self, name: str, values: Sequence[ast.expr], *, isin: bool) -> str:
        words = [self._value(one, ast.Name(name)) for one in values]
        return formats.listing(words, "ou") if isin else f"ni {' ni '.join(words)}"

    def _between(self, middle: ast.expr, low: ast.expr, high: ast.expr) -> str:
        subject = self._name(middle.id) if isinstance(middle, ast.Name) else self._value(middle)
        first, last = self._value(low, middle), self._value(high, middle)
        return f"{subject} : du {first} au {last}" if _is_day(low) else f"{subject} : de {first} à {last}"

    def _called(self, function: str, given: Sequence[ast.expr]) -> str:
        match function, given:
            case "between", [middle, low, high]:
                return self._between(middle, low, high)
            case "answered", [ast.Name(name)]:
                return f"{self._name(name)} : avec une réponse"
            case "starts_with", [ast.Name(name), *heads]:
                words = [quoted(str(one.value)) for one in heads if isinstance(one, ast.Constant)]
                if len(words) == len(heads):
                    return f"{self._name(name)} : commence par {formats.listing(words, 'ou')}"
        raise _Unsaid

    def _value(self, node: ast.expr, beside: ast.expr | None = None) -> str:
        """A value in words; `beside` is what it is compared with, which says its unit."""
        term = self._term(beside.id) if isinstance(beside, ast.Name) else None
        match node:
            case ast.Constant(bool()):
                raise _Unsaid
            case ast.Constant(str(key)):
                return quoted(term.options.get(key, key) if term else key)
            case ast.Constant(int() | float()):
                return _figure(Decimal(str(node.value)), term)
            case ast.Name(name):
                return quoted(self._term(name).label)
            case ast.Call(ast.Name("date"), [ast.Constant(day)]):
                return formats.day(date.fromisoformat(str(day)))
            case ast.BinOp(ast.Name(name), ast.Mult(), ast.Constant(int() | float() as part)) if part <= 1:
                return f"{formats.percent(Decimal(str(part)))} de {quoted(self._term(name).label)}"
            case ast.BinOp(left, operator, right) if type(operator) in _SIGNS:
                return f"{self._operand(left)} {_SIGNS[type(operator)]} {self._operand(right)}"
            case ast.Call(ast.Name("min" | "max" as which), given):
                head = "le plus petit de" if which == "min" else "le plus grand de"
                return f"{head} {formats.listing([self._operand(one) for one in given])}"
        raise _Unsaid

    def _operand(self, node: ast.expr) -> str:
        words = self._value(node)
        return f"({words})" if isinstance(node, ast.BinOp | ast.Call) else words


def _yes(truth: bool, *, equal: bool) -> str:
    return "oui" if truth is equal else "non"


def _words_for(right: ast.expr) -> dict[type[ast.cmpop], str]:
    if _is_day(right):
        return _DAY
    if isinstance(right, ast.Constant):
        return _FIGURE
    return _OTHER


def _is_day(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "date"


def _figure(value: Decimal, term: Term | None) -> str:
    unit = term.unit if term is not None else ""
    if abs(value) < 2 and unit.isalpha() and unit != "mois":
        unit = unit.removesuffix("s")
    return formats.number(value) + (f"{formats.NBSP}{unit}" if unit else "")
