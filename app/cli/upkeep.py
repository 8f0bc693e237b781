"""Looking after a service: its journal, its jobs, its copies."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from app.adapters.backup import BackupFailure, back_up
from app.adapters.backup import restore as put_back
from app.adapters.clock import system_clock
from app.adapters.file_store import FileStore
from app.adapters.migrations import migrate
from app.adapters.witness import seen
from app.cli.house import REFUSED, house, settings
from app.cli.mails import told_as_undelivered
from app.db import documents, outbox, proof
from app.db.apply import files
from app.db.session import Database
from app.services.ports import OutsideFailure
from app.words.command import answers as command_answers
from app.words.command import copies
from app.words.command import help as command_help

A_DAY = timedelta(days=1)
Copy = Annotated[Path, typer.Argument(help=command_help.COPY)]
Seen = Annotated[
    Path | None, typer.Option("--witness", exists=True, dir_okay=False, help=command_help.WITNESS)
]
Incomplete = Annotated[bool, typer.Option("--incomplete", help=command_help.INCOMPLETE)]


def verify(witness: Seen = None) -> None:
    """Read the whole record again: the chain and what a witness saw of it, the rows, the stages, the files joined.

    Exit 1, naming what differs, when something does not hold.
    """
    read = settings()
    told = witness or read.witness_file
    with house() as built:
        with built.wiring.database.read() as session:
            found = proof.verify(session, seen(told))
            named = sorted(files.contents(session) | documents.contents(session))
        lost = [sha256 for sha256 in named if not _holds(built.files, sha256)]
    if found.broken is not None:
        typer.echo(command_answers.journal_broken(found.broken, found.why), err=True)
    if found.entries and not told.exists():
        typer.echo(command_answers.no_witness(str(told)), err=True)
    for row in found.rows:
        typer.echo(command_answers.row_differs(row.table, row.id, row.entry, row.why), err=True)
    for sha256 in lost:
        typer.echo(command_answers.content_differs(sha256), err=True)
    if lost or not found.holds:
        raise typer.Exit(REFUSED)
    typer.echo(command_answers.journal_holds(found.entries, found.sealed, len(named)))


def _holds(store: FileStore, sha256: str) -> bool:
    """Does the store still hold what was joined under this digest?"""
    try:
        for _ in store.chunks(sha256):
            pass
    except OutsideFailure:
        return False
    return True


def jobs() -> None:
    """Tell how many jobs and mails wait or failed; exit 1 when a job failed, or a mail was given up since yesterday."""
    with house() as built:
        wired = built.wiring
        figures = {name: int(gauge()) for name, gauge in wired.gauges.items()}
        with wired.database.read() as session:
            lost = outbox.undelivered(session, since=wired.clock() - A_DAY)
    for name, figure in figures.items():
        typer.echo(f"{name} {figure}")
    for mail in lost:
        typer.echo(told_as_undelivered(mail), err=True)
    if figures["jobs_failed"] or lost:
        raise typer.Exit(REFUSED)


def backup(into: Copy) -> None:
    """Copy the embedded database and the files into one tar, while the service works; exit 1 when it lacks some."""
    read = settings()
    try:
        held = back_up(read.database_url, read.files_url, into)
    except BackupFailure as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(REFUSED) from error
    typer.echo(command_answers.copied(str(into), into.stat().st_size))
    if held.lacking:
        typer.echo(copies.lacking(held.lacking), err=True)
        raise typer.Exit(REFUSED)


def restore(copy: Copy, incomplete: Incomplete = False) -> None:
    """Put a copy back in an empty place, after having checked it whole."""
    read = settings()
    try:
        held = put_back(copy, read.database_url, read.files_url, incomplete=incomplete, settle=_hold_mails)
    except BackupFailure as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(REFUSED) from error
    if held.unneeded:
        typer.echo(copies.left_out(held.unneeded), err=True)
    typer.echo(command_answers.RESTORED)


def _hold_mails(url: str) -> None:
    migrate(url)
    database = Database.open(url)
    with database.write() as session:
        outbox.hold_all(session, system_clock())
    database.close()
