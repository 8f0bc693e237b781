"""No pattern of the house takes the square of what somebody typed: each is tried against what would make it."""

import ast
import importlib
import pkgutil
import re
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest

import app

SMALL, LARGE = 1_000, 8_000
"""Eight times more text takes eight times longer in a straight line, sixty-four times longer in a square."""
MOST = 20
NOTICED = 0.02
"""Below twenty milliseconds of the processor for the longest text there is nothing to compare."""
STARTS = re.compile(r"[^\x00-\x1f]")


WHOLE_ONLY = {"fullmatch", "match"}


@dataclass(frozen=True)
class Held:
    """A pattern, and whether it is only ever asked of a text from its start, never looked for inside."""

    pattern: re.Pattern[str]
    from_the_start: bool

    def run(self, text: str) -> float:
        """The seconds of the processor that it takes to read the text, whatever else the machine does meanwhile."""
        began = time.thread_time()
        self.pattern.fullmatch(text)
        self.pattern.match(text)
        if not self.from_the_start:
            for _ in self.pattern.finditer(text):
                pass
        return time.thread_time() - began


def patterns() -> dict[str, Held]:
    """Every pattern that a module of the house holds, by where it is."""
    found: dict[str, Held] = {}
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.endswith("__main__"):
            read = _read(module.name)
            source = Path(str(read.__file__)).read_text(encoding="utf-8")
            for name, value in vars(read).items():
                uses = set(re.findall(rf"\b{name}\.(\w+)", source))
                for at, pattern in enumerate(_within(value)):
                    held = Held(pattern, bool(uses) and uses <= WHOLE_ONLY)
                    found.setdefault(f"{module.name}:{name}[{at}]", held)
    return found


def _read(name: str) -> ModuleType:
    """The module; what a library warns of as it is loaded is not what is tried here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module(name)


def _within(value: object) -> Iterator[re.Pattern[str]]:
    match value:
        case re.Pattern(pattern=str()):
            yield value
        case re.Pattern(pattern=bytes() as written):
            yield re.compile(written.decode("latin-1"), re.ASCII)
        case tuple() | list():
            for one in value:
                yield from _within(one)
        case dict():
            yield from _within(list(value.values()))


def attacks(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """A short piece to repeat and an end that never fits: the signs of the pattern itself, alone and by two."""
    signs = {*STARTS.findall(pattern.pattern), " ", "a", "1", "\n", "é"} - set("?*+(){}|^$\\")
    for unit in [*signs, *("".join(pair) for pair in product(sorted(signs), repeat=2))]:
        yield unit, "\x00x"


def grows_as_a_square(held: Held) -> str:
    """What to repeat to make the pattern slow; nothing for a pattern that stays in a straight line."""
    for unit, end in attacks(held.pattern):
        small, large = ("x" + unit * (size // len(unit)) + end for size in (SMALL, LARGE))
        if held.run(large) < NOTICED:
            continue
        slow = min(held.run(large) for _ in range(3))
        if slow > NOTICED and slow > MOST * min(held.run(small) for _ in range(3)):
            return repr(unit)
    return ""


PATTERNS = patterns()


@pytest.mark.parametrize("where", sorted(PATTERNS))
def test_a_text_eight_times_longer_takes_about_eight_times_longer(where: str) -> None:
    assert grows_as_a_square(PATTERNS[where]) == ""


@pytest.mark.parametrize("slow", [r" *»", r"<[^>]*>", r"\s+$", r"«(.+?)»"])
def test_the_trial_sees_a_pattern_that_takes_the_square(slow: str) -> None:
    assert grows_as_a_square(Held(re.compile(slow), False)) != ""


def test_every_pattern_is_held_by_a_module_where_the_trial_finds_it() -> None:
    assert [place for path in sorted(Path("app").rglob("*.py")) for place in _hidden(path)] == []


def _hidden(path: Path) -> Iterator[str]:
    """The patterns written inside a function: `re.sub("…", …)`."""
    for deed in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(deed, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(deed):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr != "escape"
            ):
                yield f"{path}:{node.lineno}"
