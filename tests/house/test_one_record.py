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
PARTS = {
    ("app/domain/workflow/committee.py", "Action"): "the five opinions of a committee, and the stage of each",
    ("app/words/road/actions_to_decision.py", "Action"): "one of the parts of ACTIONS",
    ("app/words/road/actions_after_decision.py", "Action"): "one of the parts of ACTIONS",
    ("app/demo/sittings.py", "Action"): "what the demonstration decides after each opinion",
}
"""The tables that speak of some members only, and of which ones."""


def keyed(node: ast.Dict) -> str | None:
    """The enum whose members are the keys of this table, if one is."""
    owners = {
        key.value.id
        for key in node.keys
        if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name) and key.value.id in ENUMS
    }
    return owners.pop() if owners else None


def tables(path: Path) -> Iterator[tuple[str, str, bool]]:
    """(enum, name of the table, is it told to be whole?) for each table of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    checked = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "whole"
        for part in ast.walk(call)
    }
    for statement in tree.body:
        target = getattr(statement, "target", None) or (getattr(statement, "targets", None) or [None])[0]
        name = target.id if isinstance(target, ast.Name) else ""
        for node in ast.walk(statement):
            if isinstance(node, ast.Dict) and (enum := keyed(node)):
                yield enum, name, id(node) in checked


def every_table() -> list[tuple[str, str, str, bool]]:
    return [
        (str(path.relative_to(ROOT)), *found)
        for path in sorted((ROOT / "app").rglob("*.py"))
        for found in tables(path)
    ]


EVERY = every_table()
WHOLE = [(file, name, enum) for file, enum, name, checked in EVERY if checked]


def test_a_table_by_kind_or_by_action_is_whole_or_says_of_which_it_speaks() -> None:
    assert {(file, enum) for file, enum, _, checked in EVERY if not checked} == set(PARTS)


@pytest.mark.parametrize(("file", "name", "enum"), WHOLE, ids=[name for _, name, _ in WHOLE])
def test_a_table_refuses_to_be_read_without_any_one_of_its_entries(file: str, name: str, enum: str) -> None:
    table = getattr(import_module(file.removesuffix(".py").replace("/", ".")), name)
    assert list(table) == list(ENUMS[enum])
    for member in ENUMS[enum]:
        with pytest.raises(Incomplete, match=rf"\b{member.name}$"):
            whole(ENUMS[enum], {key: value for key, value in table.items() if key is not member})
