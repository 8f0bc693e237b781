"""``maillage …``: what an operator asks of the service from a terminal."""

import typer

from app.cli import admin, criteria, demo, documents, serve, upkeep

app = typer.Typer(
    name="maillage",
    help="Regional calls for projects, from the letter of intent to the last payment.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(serve.run)
app.command()(serve.migrate)
app.command()(demo.demo)
app.add_typer(criteria.app, name="criteria")
app.add_typer(admin.app, name="admin")
app.command()(documents.docs)
app.command()(upkeep.verify)
app.command()(upkeep.jobs)
app.command()(upkeep.backup)
app.command()(upkeep.restore)


def main() -> None:
    """The console script of the project."""
    app()
