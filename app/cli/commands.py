"""All the commands of ``maillage``, with the house that most of them need."""

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
