"""The command line is in French throughout: the help of every command, and what Typer refuses by itself."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from app.cli.commands import app
from app.words.command import help as command_help
from app.words.command import line as command_line

WHOLE: Any = typer.main.get_command(app)
SAID = {text for name, text in vars(command_help).items() if name.isupper()}
TYPER = re.compile(
    r"Usage|Arguments|Show this|Try |Error|default|required|Missing|Invalid|No such|\[ARGS\]|<\w+>"
)


def commands_of(group: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    for name, one in group.commands.items():
        yield f"{path}{name}", one
        if hasattr(one, "commands"):
            yield from commands_of(one, f"{path}{name} ")


COMMANDS = dict(commands_of(WHOLE))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_its_arguments_and_its_options_are_told_in_french(name: str) -> None:
    command = COMMANDS[name]
    own = [one for one in command.params if one.name != "help"]
    assert [text for text in (command.help, *(one.help for one in own)) if text not in SAID] == []
    arguments = {one.name for one in own if one.param_type_name == "argument"}
    assert arguments <= command_line.NAMES.keys()
    told = CliRunner().invoke(app, [*name.split(), "--help"])
    assert told.exit_code == 0
    assert f"Emploi\u00a0: maillage {name} [OPTIONS]" in told.stdout.replace("root", "maillage")
    assert TYPER.findall(told.stdout) == []


def test_no_word_of_the_help_is_idle() -> None:
    used = {WHOLE.help}
    for command in COMMANDS.values():
        used |= {command.help, *(one.help for one in command.params)}
    assert used >= SAID


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("criteria rank", "Il manque DOSSIER ; attendu : un chemin."),
        ("crit", "Il n’y a pas de commande « crit » ; peut-être criteria."),
        ("criteria zzz", "Il n’y a pas de commande « zzz »."),
        ("--mauvaise", "Il n’y a pas d’option --mauvaise."),
        ("criteria rank --mony 3", "Il n’y a pas d’option --mony ; peut-être --money."),
        (
            "criteria simulate a --applications x",
            "--applications : cette valeur ne convient pas ; attendu : un nombre entier de 1 à 1000.",
        ),
        (
            "criteria rank a b --round x",
            "--round : cette valeur ne convient pas ; attendu : letter, dossier ou audition.",
        ),
        ("criteria simulate a b c", "En trop : b c."),
        ("criteria rank a b --money", "--money : il manque sa valeur."),
        ("criteria rank a b --json=3", "--json ne prend pas de valeur."),
    ],
)
def test_a_line_that_cannot_be_run_is_refused_in_french(line: str, told: str) -> None:
    result = CliRunner().invoke(app, line.split())
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0].translate({0x202F: " ", 0xA0: " "}) == told
    assert TYPER.findall(result.stderr) == []


def test_a_group_alone_shows_its_help() -> None:
    result = CliRunner().invoke(app, ["criteria"])
    assert result.exit_code == 2
    assert "Commandes" in result.stderr


def test_a_caller_from_python_gets_what_refuses_its_line() -> None:
    with pytest.raises(Exception, match="En trop"):
        WHOLE.main(["verify", "x"], standalone_mode=False)
    assert WHOLE.main(["verify", "--help"], standalone_mode=False) == 0


def test_the_commands_about_files_do_without_the_house() -> None:
    """It takes a second to load: a fault of a file is told at once."""
    loaded = "import app.cli.criteria, sys; print({'sqlalchemy', 'fastapi', 'dbos'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"
