"""No container engine builds the image here: what it would do is replayed piece by piece.

Its packages are asked of apt on this machine without installing them, its locked environment is the one the other
tests run in, and its start command is parsed by the real command line. The build itself is left to who deploys.
"""

import json
import os
import re
import shlex
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import typer
from ruamel.yaml import YAML
from typer.core import TyperGroup

from app.cli.commands import app as command_line
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
OFFERED_BY_THE_IMAGES = {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"}


def instruction(name: str) -> list[str]:
    return re.findall(rf"^\s*{name} (.*)$", DOCKERFILE, re.MULTILINE)


def system_packages() -> list[str]:
    found = re.search(r"apt-get install -y --no-install-recommends\s+(.*?)\s+&&", DOCKERFILE)
    assert found
    return found[1].split()


def composition() -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load(ROOT / "compose.yaml")
    return read


@cache
def apt_knows_its_packages() -> bool:
    """A fresh machine has no list of packages until `apt-get update`, which only root may run."""
    if not list(Path("/var/lib/apt/lists").glob("*Packages*")) and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
    return bool(list(Path("/var/lib/apt/lists").glob("*Packages*")))


def test_the_image_holds_the_packages_that_make_run_asks_for() -> None:
    script = (ROOT / "scripts" / "system").read_text(encoding="utf-8")
    asked = re.search(r'^PDF="(.*)"$', script, re.MULTILINE)
    assert asked
    assert system_packages() == asked[1].split()


def test_apt_would_install_the_packages_of_the_image() -> None:
    assert apt_knows_its_packages(), "run `sudo apt-get update` once"
    replay = subprocess.run(
        ["apt-get", "install", "--simulate", "--no-install-recommends", *system_packages()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert replay.returncode == 0, replay.stderr


def test_the_image_is_built_in_two_stages_and_runs_without_privilege() -> None:
    assert [line.split(" AS ")[1:] for line in instruction("FROM")] == [["build"], []]
    assert instruction("USER") == ["maillage"]


def test_all_that_the_image_copies_is_in_the_project_and_let_through() -> None:
    let_through = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    copied = [path for line in instruction("COPY") if "--from" not in line for path in line.split()[:-1]]
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert [path for path in copied if f"!{path}" not in let_through] == []


def test_the_image_starts_with_a_command_that_exists() -> None:
    program, name, *options = json.loads(instruction("CMD")[-1])
    scripts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'{program} = "app.cli:main"' in scripts
    group = typer.main.get_command(command_line)
    assert isinstance(group, TyperGroup)
    parsed = group.commands[name].make_context(name, options)
    assert (parsed.params["host"], parsed.params["port"]) == ("0.0.0.0", 8000)


def test_the_health_check_asks_a_port_and_an_address_that_answer() -> None:
    asked = re.search(r"HEALTHCHECK .*?CMD (\[.*?\])$", DOCKERFILE, re.MULTILINE)
    assert asked
    *_, code = json.loads(asked[1])
    compile(code, "health check", "exec")
    assert "http://127.0.0.1:8000/readyz" in code


def test_compose_sets_variables_that_the_settings_read() -> None:
    given = composition()["services"]["app"]["environment"]
    assert set(given) <= {f"MAILLAGE_{name.upper()}" for name in Settings.model_fields}
    assert shlex.quote(given["MAILLAGE_DATABASE_URL"]).startswith("'postgresql+psycopg://maillage:")


def test_the_example_of_environment_names_what_compose_asks_for() -> None:
    asked = set(re.findall(r"\$\{(\w+):", (ROOT / "compose.yaml").read_text(encoding="utf-8")))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == asked


def test_the_database_waits_to_be_ready_and_keeps_its_data() -> None:
    services = composition()["services"]
    assert services["app"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert set(services["database"]["environment"]) == OFFERED_BY_THE_IMAGES
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql/data"]
