"""What the documentation takes from the code, written again; tests of the house compare them."""

import re
from pathlib import Path
from typing import Annotated

import typer

from app.domain.workflow import Workflow
from app.words.diagram import FULL_ROAD, documentation, mermaid
from app.words.role_table import role_table

ROOT = Path(__file__).resolve().parents[2]
BETWEEN = re.compile(r"(<!-- workflow:begin -->\n).*?(<!-- workflow:end -->)", re.DOTALL)


def docs(into: Annotated[Path, typer.Option(help="Folder that holds README.md and docs/.")] = ROOT) -> None:
    """Write docs/workflow.md, docs/roles.md and the drawing of the README again, from the tables."""
    folder, readme = into / "docs", into / "README.md"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "workflow.md").write_text(documentation(), encoding="utf-8")
    (folder / "roles.md").write_text(role_table(), encoding="utf-8")
    if readme.exists():
        drawn = f"```mermaid\n{mermaid(Workflow.for_call(FULL_ROAD))}```\n"
        text = readme.read_text(encoding="utf-8")
        readme.write_text(BETWEEN.sub(lambda found: found[1] + drawn + found[2], text), encoding="utf-8")
    typer.echo(str(folder))
