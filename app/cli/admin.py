"""People, their roles and their tokens, from the terminal of the server."""

from datetime import datetime
from typing import Annotated

import typer

from app.cli.french import FrenchCommand, commands
from app.cli.house import working
from app.db import people
from app.db.base import key_of
from app.domain.people import Role
from app.services.identity import tokens
from app.services.people import admin as people_admin
from app.words.command import help as command_help

app = commands(command_help.ADMIN)

Address = Annotated[str, typer.Argument(help=command_help.ADDRESS)]
Held = Annotated[Role, typer.Argument(help=command_help.ROLE)]
Slug = Annotated[str | None, typer.Option("--call", help=command_help.ONE_CALL)]


@app.command(cls=FrenchCommand, help=command_help.CREATE)
def create(address: Address, name: Annotated[str, typer.Option(help=command_help.NAME)] = "") -> None:
    """Make a person known, so that they may be given a role."""
    with working() as work:
        person = people_admin.create_person(work, address, name)
    typer.echo(f"{person.email}: {person.name}")


@app.command(cls=FrenchCommand, help=command_help.GIVE)
def give(
    address: Address,
    role: Held,
    call: Slug = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help=command_help.UNTIL)] = None,
) -> None:
    """Give a role to a person."""
    with working() as work:
        people_admin.give_role(work, address, role, call, ends_on=until.date() if until else None)
    typer.echo(f"{address}: + {role.value}{f' ({call})' if call else ''}")


@app.command(cls=FrenchCommand, help=command_help.TAKE)
def take(address: Address, role: Held, call: Slug = None) -> None:
    """Take a role back."""
    with working() as work:
        people_admin.take_role(work, address, role, call)
    typer.echo(f"{address}: - {role.value}{f' ({call})' if call else ''}")


@app.command(cls=FrenchCommand, help=command_help.TOKEN)
def token(
    address: Address,
    label: Annotated[str, typer.Option(help=command_help.LABEL)] = "",
    days: Annotated[int, typer.Option(help=command_help.DAYS, min=1, max=3650)] = 365,
) -> None:
    """Make an API token of a person; it is shown this once."""
    with working() as work:
        person = people_admin.person_at(work, address)
        made = tokens.create_token(work, key_of(person), label, days=days)
    typer.echo(made)


@app.command("tokens", cls=FrenchCommand, help=command_help.TOKENS)
def list_tokens(address: Address) -> None:
    """The tokens of a person that still serve, by number."""
    with working() as work:
        person = key_of(people_admin.person_at(work, address))
        for one in people.tokens_of(work.session, {person}, work.now)[person]:
            typer.echo(f"{one.id}\t{one.expires_at:%Y-%m-%d}\t{one.label}")


@app.command(cls=FrenchCommand, help=command_help.REVOKE)
def revoke(number: Annotated[int, typer.Argument(help=command_help.TOKEN_NUMBER, min=1)]) -> None:
    """End a token now."""
    with working() as work:
        tokens.revoke(work, number)
    typer.echo(f"- {number}")


@app.command(cls=FrenchCommand, help=command_help.SUSPEND)
def suspend(address: Address) -> None:
    """Shut the service to a person at once."""
    with working() as work:
        people_admin.suspend(work, address)
    typer.echo(f"- {address}")


@app.command(cls=FrenchCommand, help=command_help.REOPEN)
def restore(address: Address) -> None:
    """Open it to them again."""
    with working() as work:
        people_admin.restore(work, address)
    typer.echo(f"+ {address}")
