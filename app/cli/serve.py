"""Serving, and bringing the database to the newest schema."""

import gc
import signal
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from app.bootstrap import House
from app.cli.house import house, prepared
from app.main import create_app
from app.web.access_log import configure
from app.words.command import answers as command_answers
from app.words.command import help as command_help

Host = Annotated[str, typer.Option(help=command_help.HOST)]
Port = Annotated[int, typer.Option(help=command_help.PORT)]

NOT_STARTED = 3


def run(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the pages and the JSON, and run the jobs, until told to stop."""
    serve(prepared(), host, port)


def serve(built: House, host: str, port: int) -> None:
    """Serve a house that is prepared; one process, whose threads share the database.

    Asked to stop (SIGTERM, SIGINT), it ends the requests, then the jobs under way. A signal only notes that the server
    is to end, from before the service is made until all is closed: an exception raised there would be lost where
    Python runs it inside a weakref callback or a `__del__`. Hence the server before the service; and the server sends
    a signal again to this process once its requests have ended, which is noted too.

    Raises SystemExit (3) when the service could not start.
    """
    configure(built.settings.log_level)
    with built.at_work() as wiring:

        def service() -> FastAPI:
            made = create_app(wiring, compiled=built.settings.data_dir / "templates")
            gc.collect()
            gc.freeze()
            return made

        server = uvicorn.Server(
            uvicorn.Config(
                service,
                factory=True,
                host=host,
                port=port,
                access_log=False,
                log_config=None,
                server_header=False,
                proxy_headers=True,
                forwarded_allow_ips=built.settings.trusted_proxies,
                timeout_graceful_shutdown=20,
            )
        )
        for asked in (signal.SIGTERM, signal.SIGINT):
            signal.signal(asked, server.handle_exit)
        server.run()
    if not server.started:
        raise SystemExit(NOT_STARTED)


def migrate() -> None:
    """Bring the database to the newest schema."""
    with house():
        typer.echo(command_answers.MIGRATED)
