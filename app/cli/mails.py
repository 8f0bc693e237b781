"""The mails of the service from the terminal: holding them all, letting them go, reading those that were given up."""

import typer

from app.cli.french import FrenchCommand, commands
from app.cli.house import house, working
from app.db import outbox
from app.db.outbox import OutboxMail
from app.words import deliveries
from app.words.command import help as command_help

app = commands(command_help.MAILS)


def told_as_undelivered(mail: OutboxMail) -> str:
    """One line on a mail that was given up: when, to whom, of which kind, why."""
    at = f"{mail.undelivered_at:%Y-%m-%d %H:%M} UTC"
    return f"{at}  {mail.to}  {mail.kind}  {deliveries.why(mail.undelivered_why)}"


@app.command(cls=FrenchCommand, help=command_help.HOLD)
def hold() -> None:
    """Hold every mail but the links that somebody asks for from now on."""
    with working() as work:
        outbox.hold_all(work.session, work.now)
    typer.echo(deliveries.HELD)


@app.command(cls=FrenchCommand, help=command_help.RELEASE)
def release() -> None:
    """Let the mails go."""
    with working() as work:
        held = outbox.let_all_go(work.session)
    typer.echo(deliveries.RELEASED if held else deliveries.NOT_HELD)


@app.command("undelivered", cls=FrenchCommand, help=command_help.UNDELIVERED)
def given_up() -> None:
    """The mails given up, the latest first."""
    with house() as built, built.wiring.database.read() as session:
        for mail in outbox.undelivered(session):
            typer.echo(told_as_undelivered(mail))
