"""What the documentation takes from the code, written again; tests of the house compare them."""

import re
from pathlib import Path
from typing import Annotated

import typer

from app.adapters import call_files
from app.domain.workflow import Workflow
from app.words.calls.rubrics import rubrics
from app.words.calls.schema import Undescribed
from app.words.command import help as command_help
from app.words.command.answers import undescribed
from app.words.road.diagram import FULL_ROAD, documentation, mermaid
from app.words.road.role_table import role_table

ROOT = Path(__file__).resolve().parents[2]
BETWEEN = re.compile(r"(<!-- workflow:begin -->\n).*?(<!-- workflow:end -->)", re.DOTALL)


def rubrics_of(criteria: Path) -> str:
    """The lines of each file of a call, with examples from the calls and the grids of this folder."""
    grids = [call_files.inspect_grid(path).sheets for path in sorted((criteria / "grilles").glob("*/"))]
    sheets = (sheet for found in grids for sheet in found.values())
    return rubrics([*call_files.read_calls(criteria), *sheets])


def docs(into: Annotated[Path, typer.Option(help=command_help.DOCS_FOLDER)] = ROOT) -> None:
    """Write docs/workflow.md, docs/roles.md, criteria/rubriques.md, the schemas and the drawing of the README again.

    Ends with the status 1, and says which, when something that a call may say has no description.
    """
    try:
        _write(into)
    except Undescribed as missing:
        typer.echo(undescribed(missing.names), err=True)
        raise typer.Exit(1) from missing


def _write(into: Path) -> None:
    folder, readme = into / "docs", into / "README.md"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "workflow.md").write_text(documentation(), encoding="utf-8")
    (folder / "roles.md").write_text(role_table(), encoding="utf-8")
    criteria = into / "criteria"
    if criteria.is_dir():
        call_files.write_schemas(criteria / "schema")
        (criteria / "rubriques.md").write_text(rubrics_of(criteria), encoding="utf-8")
    if readme.exists():
        drawn = f"```mermaid\n{mermaid(Workflow.for_call(FULL_ROAD))}```\n"
        text = readme.read_text(encoding="utf-8")
        readme.write_text(BETWEEN.sub(lambda found: found[1] + drawn + found[2], text), encoding="utf-8")
    typer.echo(str(folder))
