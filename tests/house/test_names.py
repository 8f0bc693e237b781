"""The names of the house are the trade's, and what a module needs is said at its top."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("app", "scripts", "tests", "bench")
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager", "managers", "tools"}
REASON = re.compile(r"# noqa: PLC0415 +(?:-|—) *\w+")


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imports_inside_functions(source: str) -> list[int]:
    functions = (
        n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    inner = (n for function in functions for n in ast.walk(function))
    return sorted({n.lineno for n in inner if isinstance(n, ast.Import | ast.ImportFrom)})


def test_no_drawer_where_anything_fits() -> None:
    named = [p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if p.stem in DRAWERS]
    assert named == []


def test_an_import_inside_a_function_gives_its_reason_on_the_line() -> None:
    silent = []
    for path in (p for folder in FOLDERS for p in modules(folder)):
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        silent += [
            f"{path.relative_to(ROOT)}:{number}"
            for number in imports_inside_functions(source)
            if not REASON.search(lines[number - 1])
        ]
    assert silent == []


def test_the_check_sees_an_import_inside_a_function() -> None:
    assert imports_inside_functions(
        "import a\ndef f():\n    import b\n    def g():\n        from c import d\n"
    ) == [3, 5]


def test_every_module_of_the_house_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules("app")
        if path.name != "__init__.py"
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert silent == []
