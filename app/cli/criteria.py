"""The folders of the calls: checked, drawn, described, opened."""

from pathlib import Path
from typing import Annotated

import typer

from app.adapters import call_files
from app.adapters.clock import system_clock
from app.cli.criteria_diff import diff
from app.cli.criteria_input import Folder
from app.cli.criteria_rank import rank
from app.cli.criteria_simulate import simulate
from app.cli.french import FrenchCommand, commands
from app.domain.call_file.faults import CallFileFaults
from app.domain.call_file.folder import CallFolder
from app.domain.workflow import Workflow
from app.words.calls.faults import fault_sentence, warning_sentence
from app.words.command import help as command_help
from app.words.ranking import refused as command_faults
from app.words.road.diagram import mermaid, svg

app = commands(command_help.CRITERIA)

app.command(cls=FrenchCommand, help=command_help.RANK)(rank)
app.command(cls=FrenchCommand, help=command_help.SIMULATE)(simulate)
app.command(cls=FrenchCommand, help=command_help.DIFF)(diff)


@app.command(cls=FrenchCommand, help=command_help.CHECK)
def check(folders: Annotated[list[Path], typer.Argument(help=command_help.FOLDERS)]) -> None:
    """Read each folder and tell all its faults, with file, line and column; exit 2 when there is one."""
    raise typer.Exit(call_files.check(folders, typer.echo, system_clock()))


@app.command(cls=FrenchCommand, help=command_help.DIAGRAM)
def diagram(
    folder: Folder, into: Annotated[Path | None, typer.Option(help=command_help.DRAWING)] = None
) -> None:
    """Draw the road of a call: Mermaid on the terminal, or ``workflow.mmd`` and ``workflow.svg`` in a folder."""
    road = Workflow.for_call(_call(call_files.inspect(folder)).groups)
    if into is None:
        typer.echo(mermaid(road))
        return
    into.mkdir(parents=True, exist_ok=True)
    for name, text in (("workflow.mmd", mermaid(road)), ("workflow.svg", svg(road))):
        (into / name).write_text(text, encoding="utf-8")
        typer.echo(str(into / name))


@app.command(cls=FrenchCommand, help=command_help.SCHEMA)
def schema(
    into: Annotated[Path, typer.Option(help=command_help.SCHEMAS)] = Path("criteria/schema"),
) -> None:
    """Write the JSON Schema of each file of a call, by which an editor completes and checks."""
    for file in call_files.write_schemas(into):
        typer.echo(str(file))


@app.command("open", cls=FrenchCommand, help=command_help.OPEN)
def open_call(
    folder: Folder,
    heedless: Annotated[
        bool, typer.Option("--malgre-les-avertissements", help=command_help.HEEDLESS)
    ] = False,
) -> None:
    """Open the call of this folder: its content is frozen from now on. Refused while there are warnings."""
    from app.cli.house import REFUSED, working  # noqa: PLC0415 - slow, and for this command alone
    from app.services.calls import calls  # noqa: PLC0415 - slow, and for this command alone

    found = call_files.inspect(folder, system_clock())
    read = _call(found)
    for warning in found.warnings:
        typer.echo(warning_sentence(warning), err=True)
    if found.warnings and not heedless:
        typer.echo(command_faults.heed_the_warnings(len(found.warnings)), err=True)
        raise typer.Exit(REFUSED)
    with working() as work:
        calls.open_call(work, read)
    typer.echo(f"{read.call.title} ({read.checksum[:12]})")


def _call(found: call_files.Inspection) -> CallFolder:
    try:
        return found.call()
    except CallFileFaults as error:
        for fault in error.faults:
            typer.echo(fault_sentence(fault), err=True)
        raise typer.Exit(call_files.FOLDER_FAULTS) from error
