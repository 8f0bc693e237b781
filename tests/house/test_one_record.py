"""What is kept by kind of answer or by action is whole, or says that it is not: nothing is forgotten in silence.

``app.domain.whole`` refuses a table that lacks an entry as soon as its module is read. Here: every table with these
keys goes through it, and refuses whichever of its entries is taken out.
"""

import ast
from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path

import pytest

from app.domain.call_file.kinds import QuestionKind
from app.domain.whole import Incomplete, whole
from app.domain.workflow import Action

ROOT = Path(__file__).resolve().parents[2]
ENUMS: Mapping[str, type[Enum]] = {"QuestionKind": QuestionKind, "Action": Action}
OF_SOME = {
    "app/domain/workflow/committee.py": "the five opinions of a committee, and the stage of each",
    "app/services/road/letters.py": "the acts that are notified by a letter",
    "app/demo/sittings.py": "what the demonstration decides after each opinion",
}
"""The files whose table speaks of some members only, and of which ones."""

FILES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "app").rglob("*.py"))
}


def is_whole(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "whole"


def keyed(node: ast.Dict) -> bool:
    """Are its keys members of one of these enums?"""
    return any(
        isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name) and key.value.id in ENUMS
        for key in node.keys
    )


def bound(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Each name that a file binds, with its value."""
    for statement in tree.body:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            yield ast.unparse(statement.target), statement.value
        elif isinstance(statement, ast.Assign):
            yield ast.unparse(statement.targets[0]), statement.value


WHOLE = [
    (file, name, value.args[0].id)
    for file, tree in FILES.items()
    for name, value in bound(tree)
    if isinstance(value, ast.Call) and is_whole(value) and isinstance(value.args[0], ast.Name)
]
GATHERED = {
    ast.unparse(part).rpartition(".")[2]
    for tree in FILES.values()
    for call in ast.walk(tree)
    if isinstance(call, ast.Call) and is_whole(call) and isinstance(call.args[1], ast.Dict)
    for key, part in zip(call.args[1].keys, call.args[1].values, strict=True)
    if key is None
}
"""The tables that a whole one is made of."""


def loose() -> Iterator[str]:
    """The files with a table by kind or by action that is neither whole nor part of a whole one."""
    for file, tree in FILES.items():
        told = {
            id(node)
            for name, value in bound(tree)
            if is_whole(value) or name in GATHERED
            for node in ast.walk(value)
        }
        yield from (
            file
            for node in ast.walk(tree)
            if isinstance(node, ast.Dict) and keyed(node) and id(node) not in told
        )


def test_a_table_by_kind_or_by_action_is_whole_or_says_of_which_it_speaks() -> None:
    assert set(loose()) == set(OF_SOME)


def test_there_is_one_record_a_layer() -> None:
    assert sorted(f"{file}:{name}" for file, name, enum in WHOLE if enum in ENUMS) == [
        "app/domain/call_file/kinds.py:KINDS",
        "app/services/road/acts/records.py:ACTS",
        "app/words/calls/kinds.py:KIND_WORDS",
        "app/words/road/actions.py:ACTIONS",
    ]


@pytest.mark.parametrize(("file", "name", "enum"), WHOLE, ids=[name for _, name, _ in WHOLE])
def test_a_table_refuses_to_be_read_without_any_one_of_its_entries(file: str, name: str, enum: str) -> None:
    table = getattr(import_module(file.removesuffix(".py").replace("/", ".")), name)
    assert list(table) == list(ENUMS[enum])
    for member in ENUMS[enum]:
        with pytest.raises(Incomplete, match=rf"\b{member.name}$"):
            whole(ENUMS[enum], {key: value for key, value in table.items() if key is not member})
