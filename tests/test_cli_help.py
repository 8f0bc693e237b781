"""The help of the officer's commands is in French, and tells every one of them."""

import subprocess
import sys
from typing import Any

import pytest
import typer.main

from app.cli.criteria import app
from app.words import command_help

OWN: Any = typer.main.get_command(app)
SAID = {text for name, text in vars(command_help).items() if name.isupper()}


@pytest.mark.parametrize("name", sorted(OWN.commands))
def test_a_command_its_arguments_and_its_options_are_told_in_french(name: str) -> None:
    command = OWN.commands[name]
    own = [one for one in command.params if one.name != "help"]
    assert [text for text in (command.help, *(one.help for one in own)) if text not in SAID] == []


def test_the_group_is_told_in_french_and_no_word_is_idle() -> None:
    used = {OWN.help}
    for command in OWN.commands.values():
        used |= {command.help, *(one.help for one in command.params)}
    assert used >= SAID


def test_the_commands_about_files_do_without_the_house() -> None:
    """It takes a second to load: a fault of a file is told at once."""
    loaded = "import app.cli.criteria, sys; print({'sqlalchemy', 'fastapi', 'dbos'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"
