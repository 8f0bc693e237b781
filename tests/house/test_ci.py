"""One Makefile, one lock, one script for continuous integration: none of them skips or reaches elsewhere."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-run.lock")
PINNED = re.compile(r"^([a-z0-9][a-z0-9-]*)==\S+", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def recipe(target: str) -> str:
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text_of("Makefile"), re.MULTILINE)
    assert found, f"no target {target}"
    return found[1]


def plain(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_carries_its_hashes(lock: str) -> None:
    pinned = re.split(r"\n(?=\S)", text_of(lock).strip())
    assert [entry for entry in pinned if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_host_and_no_folder(lock: str) -> None:
    assert re.findall(r"^.*(?:://|file:|@ |--index|--find-links).*$", text_of(lock), re.MULTILINE) == []


@pytest.mark.parametrize("script", ["Makefile", "Dockerfile"])
def test_the_lock_is_installed_as_it_is(script: str) -> None:
    """Resolved again, it would refuse itself the day a newer release of a locked package comes out."""
    locked = [line for line in text_of(script).splitlines() if "-r requirements" in line]
    assert locked
    assert [line for line in locked if "--no-deps --require-hashes" not in line] == []


def test_what_runs_is_what_was_tested() -> None:
    tested, running = (set(re.findall(r"^(\S+==\S+)", text_of(lock), re.MULTILINE)) for lock in LOCKS)
    assert running < tested


def test_everything_asked_for_is_locked() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    tested, running = (set(PINNED.findall(text_of(lock))) for lock in LOCKS)
    assert {plain(r) for r in project["dependencies"] + extras["build"]} <= running
    assert {plain(r) for r in extras["test"]} <= tested
    assert {plain(r) for r in extras["test"]} & running == set()


def test_every_target_says_what_it_does() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", text_of("Makefile"), re.MULTILINE)
    assert phony
    documented = re.findall(r"^([a-z]+):.*## [A-Z]", text_of("Makefile"), re.MULTILINE)
    assert sorted(documented) == sorted(phony[1].split())


def test_ci_starts_from_nothing_and_stops_at_the_first_failure() -> None:
    script = text_of(".ci/run")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in script
    assert re.findall(r"^(?:exec )?(make \w+)$", script, re.MULTILINE) == ["make install", "make check"]


@pytest.mark.parametrize(
    "command",
    [
        "ruff format --check",
        "ruff check",
        "mypy app",
        "lint-imports",
        "alembic -x url=$$url check",
        "pytest -n 2 --cov",
        "coverage report --include='app/domain/*' --fail-under=100",
    ],
)
def test_check_leaves_nothing_out(command: str) -> None:
    assert f"$(BIN)/{command}" in recipe("check")


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    ways_out = re.compile(r"pytest\.(?:skip|xfail|importorskip)|mark\.(?:skip|skipif|xfail)\b")
    sources = {
        p: p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py") if p != Path(__file__)
    }
    assert [p.name for p, source in sources.items() if ways_out.search(source)] == []


def test_mypy_is_strict_and_the_domain_is_covered_by_branch() -> None:
    tool = tomllib.loads(text_of("pyproject.toml"))["tool"]
    assert (tool["mypy"]["strict"], tool["coverage"]["run"]["branch"]) == (True, True)


@pytest.mark.parametrize(
    ("need", "missing", "packages"),
    [
        ("python", "python3", "python3 python3-venv"),
        (
            "pdf",
            "ldconfig",
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core",
        ),
        ("browser", "chromium", "chromium libatomic1 poppler-utils qpdf"),
    ],
)
def test_who_is_not_root_is_told_the_one_command_to_run(
    tmp_path: Path, need: str, missing: str, packages: str
) -> None:
    for name, answer in {"id": "echo 1000", missing: "exit 1"}.items():
        program = tmp_path / name
        program.write_text(f"#!/bin/bash\n{answer}\n")
        program.chmod(0o755)
    if need == "browser":
        (tmp_path / missing).unlink()
    path = str(tmp_path) if need == "browser" else f"{tmp_path}:/usr/bin:/bin"
    told = subprocess.run(
        ["/bin/bash", ROOT / "scripts" / "system", need],
        env={"PATH": path, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert f"\n  sudo apt-get install -y --no-install-recommends {packages}\n" in told.stderr
