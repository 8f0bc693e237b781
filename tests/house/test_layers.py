"""The contracts of `pyproject.toml` are checked by import-linter; here, what a list of forbidden names cannot say."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PURE_LIBRARIES = {"email_validator", "numpy", "phonenumbers", "pydantic", "pydantic_core", "stdnum"}
ALLOWED_IN_DOMAIN = sys.stdlib_module_names | {"app"} | PURE_LIBRARIES
WAITING = {"open", "input", "print"}


def trees() -> dict[Path, ast.Module]:
    return {
        p: ast.parse(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "app" / "domain").rglob("*.py"))
    }


def imported(tree: ast.Module) -> set[str]:
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    from_others = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level == 0}
    return {name.partition(".")[0] for name in plain | from_others}


def test_the_domain_imports_the_standard_library_and_pure_libraries_only() -> None:
    strangers = {p.name: imported(tree) - ALLOWED_IN_DOMAIN for p, tree in trees().items()}
    assert {name: found for name, found in strangers.items() if found} == {}


def test_the_domain_neither_reads_nor_prints() -> None:
    calls = [
        f"{path.name}:{node.lineno}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WAITING
    ]
    assert calls == []


def test_the_domain_never_asks_what_time_it_is() -> None:
    clocks = [
        f"{path.name}:{node.lineno}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "utcnow", "today", "time", "monotonic"}
    ]
    assert clocks == []


def test_the_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-4000:]


def test_the_contracts_of_the_house_are_all_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {c["name"] for c in project["tool"]["importlinter"]["contracts"]} == {
        "Each layer looks down only",
        "Only those who wire the house read the settings",
        "The domain is plain Python",
        "Tables look upstream only",
        "Services look back along the road only",
        "Words look back along the road only",
        "No circles between siblings",
    }
