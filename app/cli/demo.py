"""The demo from the terminal: load it, show it, or walk the whole road through its HTTP API."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.serve import serve
from app.demo.command import DATA, open_house, welcome
from app.demo.keys import write_keys
from app.demo.server import free_port
from app.demo.walk import walk_all
from app.web.access_log import configure

NOT_WALKED = 1


def demo(
    data: Annotated[Path, typer.Option(help="Folder of its database, files and mails.")] = DATA,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="File to write the sign-in link and the token of everybody in."),
    ] = None,
    walk: Annotated[
        bool, typer.Option("--walk", help="Walk one application of each call from its start to its closing.")
    ] = False,
) -> None:
    """Serve invented applications at every stage, with a link to sign in as each role."""
    house = open_house(data, host, free_port(host) if walk else port)
    configure("WARNING")
    keys = welcome(house, typer.echo)
    if json_file is not None:
        write_keys(keys, json_file)
    if not walk:
        serve(house, host, port)
    elif not walk_all(house, keys, data / "pdf", typer.echo):
        raise typer.Exit(NOT_WALKED)
