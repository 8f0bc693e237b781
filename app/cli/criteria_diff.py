"""``maillage criteria diff``: what changed between two editions, in sentences."""

from pathlib import Path
from typing import Annotated

import typer

from app.adapters import call_files
from app.cli.criteria_input import read_rules, refuse
from app.domain.call_file.changes.change import Change
from app.domain.call_file.changes.changes import call_changes, grid_and_rule_changes
from app.domain.call_file.faults import CallFileFaults
from app.words.calls.changes.told import change_sentence, no_change
from app.words.calls.faults import fault_sentence
from app.words.command import help as command_help
from app.words.lexicon import Lexicon, grid_lexicon, lexicon


def diff(
    before: Annotated[Path, typer.Argument(help=command_help.OLD_FOLDER)],
    after: Annotated[Path, typer.Argument(help=command_help.NEW_FOLDER)],
) -> None:
    """Tell what changed between two calls, or between two grids; exit 2 when one of them is at fault."""
    grids = _is_grid(before) or _is_grid(after)
    found, names = _of_grids(before, after) if grids else _of_calls(before, after)
    for said in dict.fromkeys(change_sentence(one, names) for one in found):
        typer.echo(said)
    if not found:
        typer.echo(no_change())


def _is_grid(folder: Path) -> bool:
    return call_files.is_grid_alone(folder)


def _of_grids(before: Path, after: Path) -> tuple[tuple[Change, ...], Lexicon]:
    old, new = read_rules(before), read_rules(after)
    found = grid_and_rule_changes((old.grid, old.ranking), (new.grid, new.ranking))
    return found, {**grid_lexicon(old.grid), **grid_lexicon(new.grid)}


def _of_calls(before: Path, after: Path) -> tuple[tuple[Change, ...], Lexicon]:
    try:
        old, new = call_files.read_call(before), call_files.read_call(after)
        return call_changes(old, new), {**lexicon(old), **lexicon(new)}
    except CallFileFaults as error:
        refuse(fault_sentence(fault) for fault in error.faults)
