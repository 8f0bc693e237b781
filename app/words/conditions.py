"""A condition of a file in French: « Territoire est « Forte vulnérabilité » et Surface ≥ 100 ».

What the words below do not know is given as the file writes it: nothing is invented.
"""

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal

from app.words.formats import listing, number
from app.words.typography import typo

Named = Callable[[str], str]
Options = Mapping[str, Mapping[str, str]]
"""For the names that are choices, the words of each key."""

_SIGNS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "moins de",
    ast.LtE: "au plus",
    ast.Gt: "plus de",
    ast.GtE: "au moins",
    ast.Eq: "est",
    ast.NotEq: "n’est pas",
    ast.In: "parmi",
    ast.NotIn: "hors de",
}


def condition_words(text: str, label: Named, options: Options) -> str:
    """The condition in words; `label` names what it asks for."""
    try:
        return typo(_said(ast.parse(text.strip(), mode="eval").body, label, options))
    except (SyntaxError, _Unsaid):
        return text.strip()


class _Unsaid(ValueError):
    """No words for this."""


def _said(node: ast.expr, label: Named, options: Options) -> str:
    match node:
        case ast.BoolOp(op, values):
            joint = " et " if isinstance(op, ast.And) else " ou "
            return joint.join(_nested(one, label, options) for one in values)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(name)):
            return f"{_quoted(label(name))} : non"
        case ast.Name(name):
            return f"{_quoted(label(name))} : oui"
        case ast.Compare(left=ast.Name(name), ops=[op], comparators=[value]) if type(op) in _SIGNS:
            return f"{_quoted(label(name))} : {_compared(op, value, options.get(name, {}))}"
        case ast.Compare(left=ast.Constant(key), ops=[ast.In()], comparators=[ast.Name(name)]):
            return f"{_quoted(label(name))} comprend {_quoted(options.get(name, {}).get(str(key), str(key)))}"
    raise _Unsaid


def _nested(node: ast.expr, label: Named, options: Options) -> str:
    said = _said(node, label, options)
    return f"({said})" if isinstance(node, ast.BoolOp) else said


def _compared(op: ast.cmpop, value: ast.expr, words: Mapping[str, str]) -> str:
    match value:
        case ast.Constant(bool() as said):
            return "oui" if said is isinstance(op, ast.Eq) else "non"
        case ast.Constant(int() | float() as figure):
            return f"{_SIGNS[type(op)]} {number(Decimal(str(figure)))}".removeprefix("est ")
        case ast.Constant(str(key)):
            return f"{_SIGNS[type(op)]} {_quoted(words.get(key, key))}".removeprefix("est ")
        case ast.List(elts) | ast.Tuple(elts) if all(isinstance(one, ast.Constant) for one in elts):
            keys = [str(one.value) for one in elts if isinstance(one, ast.Constant)]
            told = [_quoted(words.get(key, key)) for key in keys]
            return listing(told, "ou") if isinstance(op, ast.In) else f"ni {' ni '.join(told)}"
    raise _Unsaid


def _quoted(text: str) -> str:
    """In quotation marks, unless it reads as words of the sentence: « l’aide demandée »."""
    return text if text.startswith(("l’", "le ", "la ", "les ")) else f"« {text} »"
