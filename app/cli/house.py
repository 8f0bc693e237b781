"""What most commands begin with: the settings of the environment, wired, or a message that says what is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from app.bootstrap import House, build
from app.domain.errors import Invalid, Refusal
from app.domain.people import SYSTEM
from app.services.work import Work
from app.settings import Settings
from app.words.apply.answers import answer_text
from app.words.command import answers as command_answers
from app.words.refused import reasons

REFUSED = 1
MISCONFIGURED = 2


def settings() -> Settings:
    """The settings of the environment; exit 2, naming each faulty variable, when they cannot be read."""
    try:
        return Settings()
    except ValidationError as error:
        for one in error.errors(include_url=False, include_input=False):
            name = "_".join(str(step) for step in one["loc"]).upper()
            typer.echo(f"{f'MAILLAGE_{name}: ' if name else ''}{one['msg']}", err=True)
        raise typer.Exit(MISCONFIGURED) from error


@contextmanager
def opening() -> Iterator[None]:
    """Around what opens the house: exit 1, saying so, when its database or its folder cannot be opened or written."""
    try:
        yield
    except OperationalError as error:
        typer.echo(command_answers.no_database(str(error.orig).strip()), err=True)
        raise typer.Exit(REFUSED) from error
    except OSError as error:
        typer.echo(command_answers.no_folder(str(error.filename), error.strerror or str(error)), err=True)
        raise typer.Exit(REFUSED) from error


def prepared() -> House:
    """The service wired, with its database at the newest schema."""
    with opening():
        built = build(settings())
        built.prepare()
    return built


@contextmanager
def house() -> Iterator[House]:
    """The service wired and its database at the newest schema, with no job running here."""
    built = prepared()
    try:
        yield built
    finally:
        built.jobs.stop()
        built.close()


@contextmanager
def working() -> Iterator[Work]:
    """One transaction done by the house itself; a refusal is told in words, exit 1, and nothing is kept."""
    with house() as built:
        wired = built.wiring
        try:
            with wired.database.write() as session:
                yield Work(session, SYSTEM, wired.clock(), wired.jobs, wired.settings.base_url, answer_text)
        except Refusal as refused:
            told = (
                [one.reason for one in refused.faults] if isinstance(refused, Invalid) else [refused.reason]
            )
            for reason in told:
                typer.echo(reasons.sentence(reason), err=True)
            raise typer.Exit(REFUSED) from refused
