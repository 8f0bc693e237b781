"""The demo from the terminal: load it, show it, or walk the whole road through its HTTP API."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.house import opening
from app.cli.serve import serve
from app.demo.command import DATA, open_house, welcome
from app.demo.keys import write_keys
from app.demo.server import free_port
from app.demo.walk import walk_all
from app.web.access_log import configure
from app.words.command import help as command_help

NOT_WALKED = 1


def demo(
    data: Annotated[Path, typer.Option(help=command_help.DATA)] = DATA,
    port: Annotated[int, typer.Option(help=command_help.PORT)] = 8000,
    host: Annotated[str, typer.Option(help=command_help.HOST)] = "127.0.0.1",
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help=command_help.KEYS),
    ] = None,
    walk: Annotated[bool, typer.Option("--walk", help=command_help.WALK)] = False,
) -> None:
    """Serve invented applications at every stage, with a link to sign in as each role."""
    with opening():
        house = open_house(data, host, free_port(host) if walk else port)
        configure("WARNING")
        keys = welcome(house, typer.echo)
    if json_file is not None:
        write_keys(keys, json_file)
    if not walk:
        serve(house, host, port)
    elif not walk_all(house, keys, data / "pdf", typer.echo):
        raise typer.Exit(NOT_WALKED)
