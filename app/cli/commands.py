"""All the commands of ``maillage``, with the house that most of them need."""

from app.cli import admin, criteria, demo, documents, mails, serve, upkeep
from app.cli.french import FrenchCommand, commands
from app.words.command import help as command_help

app = commands(command_help.MAILLAGE, "maillage")
app.command(cls=FrenchCommand, help=command_help.RUN)(serve.run)
app.command(cls=FrenchCommand, help=command_help.MIGRATE)(serve.migrate)
app.command(cls=FrenchCommand, help=command_help.DEMO)(demo.demo)
app.add_typer(criteria.app, name="criteria")
app.add_typer(admin.app, name="admin")
app.add_typer(mails.app, name="mails")
app.command(cls=FrenchCommand, help=command_help.DOCS)(documents.docs)
app.command(cls=FrenchCommand, help=command_help.VERIFY)(upkeep.verify)
app.command(cls=FrenchCommand, help=command_help.JOBS)(upkeep.jobs)
app.command(cls=FrenchCommand, help=command_help.BACKUP)(upkeep.backup)
app.command(cls=FrenchCommand, help=command_help.RESTORE)(upkeep.restore)
