"""The pages of docs/ that come from the code, written again; a test compares them."""

from pathlib import Path
from typing import Annotated

import typer

from app.words.diagram import documentation

DOCS = Path(__file__).resolve().parents[2] / "docs"


def docs(into: Annotated[Path, typer.Option(help="Folder of the documentation.")] = DOCS) -> None:
    """Write docs/workflow.md again, from the table of transitions."""
    into.mkdir(parents=True, exist_ok=True)
    (into / "workflow.md").write_text(documentation(), encoding="utf-8")
    typer.echo(str(into / "workflow.md"))
