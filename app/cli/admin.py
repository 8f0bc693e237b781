"""People, their roles and their tokens, from the terminal of the server."""

from typing import Annotated

import typer

from app.cli.house import working
from app.db.base import key_of
from app.domain.people import Role
from app.services import people_admin, sign_in

app = typer.Typer(help="People, their roles and their tokens.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(help="E-mail address of the person.")]
Held = Annotated[Role, typer.Argument(help="The role.")]
Slug = Annotated[str | None, typer.Option("--call", help="Only for this call; for all of them otherwise.")]


@app.command()
def create(address: Address, name: Annotated[str, typer.Option(help="Name to show.")] = "") -> None:
    """Make a person known, so that they may be given a role."""
    with working() as work:
        person = people_admin.create_person(work, address, name)
    typer.echo(f"{person.email}: {person.name}")


@app.command()
def give(address: Address, role: Held, call: Slug = None) -> None:
    """Give a role to a person."""
    with working() as work:
        people_admin.give_role(work, address, role, call)
    typer.echo(f"{address}: + {role.value}{f' ({call})' if call else ''}")


@app.command()
def take(address: Address, role: Held, call: Slug = None) -> None:
    """Take a role back."""
    with working() as work:
        people_admin.take_role(work, address, role, call)
    typer.echo(f"{address}: - {role.value}{f' ({call})' if call else ''}")


@app.command()
def token(
    address: Address,
    label: Annotated[str, typer.Option(help="What the token is for.")] = "",
    days: Annotated[int, typer.Option(help="How long it works.", min=1, max=3650)] = 365,
) -> None:
    """Make an API token of a person; it is shown this once."""
    with working() as work:
        person = people_admin.person_at(work, address)
        made = sign_in.create_token(work, key_of(person), label, days=days)
    typer.echo(made)
