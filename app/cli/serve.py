"""Serving, and bringing the database to the newest schema."""

import gc
import signal
from types import FrameType
from typing import Annotated

import typer
import uvicorn

from app.bootstrap import House
from app.cli.house import house, prepared
from app.main import create_app
from app.web.access_log import configure
from app.words.command import answers as command_answers
from app.words.command import help as command_help

Host = Annotated[str, typer.Option(help=command_help.HOST)]
Port = Annotated[int, typer.Option(help=command_help.PORT)]


def run(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the pages and the JSON, and run the jobs, until told to stop."""
    serve(prepared(), host, port)


def serve(built: House, host: str, port: int) -> None:
    """Serve a house that is prepared; one process, whose threads share the database.

    Asked to stop (SIGTERM, SIGINT), it ends the requests, then the jobs under way. The server sends a signal again to
    this process once its requests have ended: left to itself, SIGTERM would end it there.
    """
    configure(built.settings.log_level)
    signal.signal(signal.SIGTERM, _leave)
    with built.at_work() as wiring:
        service = create_app(wiring, compiled=built.settings.data_dir / "templates")
        gc.collect()
        gc.freeze()
        uvicorn.run(
            service,
            host=host,
            port=port,
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=True,
            forwarded_allow_ips=built.settings.trusted_proxies,
            timeout_graceful_shutdown=20,
        )


def _leave(asked: int, _frame: FrameType | None) -> None:
    """Unwind what is open, once: asked again meanwhile, it goes on leaving."""
    signal.signal(asked, signal.SIG_IGN)
    raise SystemExit(0)


def migrate() -> None:
    """Bring the database to the newest schema."""
    with house():
        typer.echo(command_answers.MIGRATED)
