"""What the commands that rank read: a folder, one of its waves, an amount; the faults of each told, with exit 2."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from app.adapters import call_files
from app.adapters.call_files import Rules
from app.domain.call_file.call import WaveFile
from app.domain.call_file.faults import CallFileFaults
from app.domain.money import MoneyError, parse_euros
from app.words.calls.faults import fault_sentence
from app.words.command import help as command_help
from app.words.ranking import refused as command_faults
from app.words.ranking import report as ranking_report
from app.words.refused import reasons

FAULTY: Final = 2
"""The exit status of bad input."""
Folder = Annotated[Path, typer.Argument(help=command_help.FOLDER)]
WaveKey = Annotated[str | None, typer.Option("--wave", help=command_help.WAVE)]


def read_rules(folder: Path) -> Rules:
    """What ranks in this folder; exit 2 telling its faults, or that it has no grid."""
    try:
        rules = call_files.read_rules(folder)
    except CallFileFaults as error:
        refuse(fault_sentence(fault) for fault in error.faults)
    if rules is None:
        refuse([command_faults.no_grid(str(folder))])
    return rules


def refuse(told: Iterable[str]) -> NoReturn:
    """Tell what is wrong, each on its line, and exit 2."""
    for sentence_ in told:
        typer.echo(sentence_, err=True)
    raise typer.Exit(FAULTY)


def cents(text: str) -> int:
    """Cents of what was typed in euros; exit 2 telling why it is no amount."""
    try:
        return parse_euros(text)
    except MoneyError as error:
        refuse([f"--money : {reasons.sentence(error.reason)}"])


def wave_of(rules: Rules, key: str | None, money: str | None) -> WaveFile | None:
    """The wave whose envelope is given: the one of that key, else the first; None for a grid alone, or for `money`.

    Exit 2 telling that there is no such wave, or that both were said.
    """
    if key is None:
        return rules.waves[0] if rules.waves and money is None else None
    if money is not None:
        refuse([command_faults.WAVE_AND_MONEY])
    found = next((one for one in rules.waves if one.key == key), None)
    if found is None:
        refuse([command_faults.no_wave(key, [one.key for one in rules.waves])])
    return found


def envelope_of(wave: WaveFile | None, money: str | None) -> int:
    """The cents to give; 0 for no limit. Exit 2 telling why `money` is no amount."""
    if money is not None:
        return cents(money)
    return wave.envelope if wave is not None else 0


def limits_told(rules: Rules, wave: WaveFile | None, *, chosen: bool) -> Iterator[str]:
    """Whose envelope it was, where a call has several waves, and what nothing replays here."""
    if wave is not None and len(rules.waves) > 1:
        yield ranking_report.wave_words(wave, () if chosen else rules.waves)
    if rules.screened:
        yield ranking_report.NOT_SCREENED
